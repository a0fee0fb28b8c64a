package store_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// tampered runs statements as a superuser of the schema would who stops at
// nothing, and gives what the verification finds.
func tampered(t *testing.T, b *bench, statements ...string) *store.Verification {
	t.Helper()
	for _, s := range statements {
		_, err := b.owner.Exec(t.Context(), s)
		require.NoError(t, err, s)
	}
	v, err := b.s.VerifyJournal(t.Context(), b.id)
	require.NoError(t, err)
	return &v
}

func owned(t *testing.T) *bench {
	t.Helper()
	dsn := storetest.DSN(t)
	b := runningAt(t, dsn).formed()
	b.owner = connect(t, dsn)
	return b
}

func TestVerifyJournal_findsEveryRowThatWasChanged(t *testing.T) {
	t.Parallel()
	b := owned(t)
	require.True(t, tampered(t, b).Verified())
	for name, c := range map[string]struct {
		there, back string
		want        store.Difference
	}{
		"title": {
			`UPDATE evaluations SET title = 'x'`, `UPDATE evaluations SET title = '2019年度整体支出绩效自评'`,
			store.Difference{Table: "evaluations", Key: string(b.id), Column: "title", Expected: `"2019年度整体支出绩效自评"`, Found: `"x"`},
		},
		"stage": {
			`UPDATE stages SET due_at = due_at + interval '1 day' WHERE id = 'filing'`,
			`UPDATE stages SET due_at = due_at - interval '1 day' WHERE id = 'filing'`,
			store.Difference{Table: "stages", Key: "filing", Column: "due_at", Expected: `"2020-08-28T16:00:00Z"`, Found: `"2020-08-29T16:00:00Z"`},
		},
		"item": {
			`UPDATE items SET amount = 1 WHERE id = 'terminals'`, `UPDATE items SET amount = 4690000 WHERE id = 'terminals'`,
			store.Difference{Table: "items", Key: "terminals", Column: "amount", Expected: `"4690000"`, Found: `"1"`},
		},
		"member": {
			`UPDATE members SET role = 'friend' WHERE role = 'chair'`, `UPDATE members SET role = 'chair' WHERE role = 'friend'`,
			store.Difference{},
		},
		"derived column": {
			`UPDATE tasks SET appointed = true WHERE state = 'open'`, `UPDATE tasks SET appointed = false WHERE state = 'open'`,
			store.Difference{},
		},
	} {
		v := tampered(t, b, c.there)
		require.Empty(t, v.Chain, name)
		require.NotEmpty(t, v.Rows, name)
		require.False(t, v.Verified())
		if c.want != (store.Difference{}) {
			require.Equal(t, []store.Difference{c.want}, v.Rows, name)
		}
		require.True(t, tampered(t, b, c.back).Verified(), name)
	}
}

func TestVerifyJournal_findsRowsThatAreMissingOrTooMany(t *testing.T) {
	t.Parallel()
	b := owned(t)
	v := tampered(t, b, `DELETE FROM members WHERE role = 'chair'`,
		`INSERT INTO members VALUES ('`+string(b.id)+`', 'stranger', 'member', 99, now())`)
	require.Len(t, v.Rows, 2)
	require.Equal(t, "director:chair", v.Rows[0].Key)
	require.Empty(t, v.Rows[0].Found)
	require.Equal(t, "stranger:member", v.Rows[1].Key)
	require.Empty(t, v.Rows[1].Expected)
}

func TestVerifyJournal_findsWhateverWasDoneToTheChain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		statement string
		kinds     []journal.Kind
	}{
		"an entry changed":       {`UPDATE journal SET actor_id = 'stranger' WHERE seq = 3`, []journal.Kind{journal.EntryChanged}},
		"an entry removed":       {`DELETE FROM journal WHERE seq = 5`, []journal.Kind{journal.Gap}},
		"the tail removed":       {`DELETE FROM journal WHERE seq > 6`, []journal.Kind{journal.TailCut}},
		"the head moved":         {`UPDATE evaluations SET seq = 6, told_seq = 0, notified_seq = 0`, []journal.Kind{journal.BeyondHead}},
		"the head's hash":        {`UPDATE evaluations SET head_hash = decode(repeat('00', 32), 'hex')`, []journal.Kind{journal.HeadChanged}},
		"data that is not it":    {`UPDATE journal SET data = '{"unheard_of":1}' WHERE seq = 4`, []journal.Kind{journal.EntryChanged}},
		"a type that is none":    {`UPDATE journal SET type = 'lost' WHERE seq = 4`, []journal.Kind{journal.EntryChanged}},
		"an event about nothing": {`UPDATE journal SET data = replace(data, 'draft_notice:1', 'draft_notice:9') WHERE seq = 5`, []journal.Kind{journal.EntryChanged}},
	} {
		b := owned(t)
		v := tampered(t, b, "ALTER TABLE journal DISABLE TRIGGER USER", c.statement)
		var kinds []journal.Kind
		for _, f := range v.Chain {
			kinds = append(kinds, f.Kind)
		}
		require.Subset(t, kinds, c.kinds, "%s: %v", name, v.Chain)
		require.False(t, v.Verified(), name)
	}
}

func TestSituation_namesTheHeadThatTheVerificationFinds(t *testing.T) {
	t.Parallel()
	b := running(t)
	v, err := b.s.VerifyJournal(t.Context(), b.id)
	require.NoError(t, err)
	s, err := b.s.Situation(t.Context(), evaluation.Request{Evaluation: b.id, Actor: evaluation.SystemPerson, Whole: true})
	require.NoError(t, err)
	require.Equal(t, v.Head.Hash.String(), s.Head)
	require.Equal(t, v.Head.Seq, s.Evaluation.Seq)
	draft := b.live("formation", "", "draft_notice")
	_, err = b.s.Update(t.Context(), evaluation.Request{Task: draft.ID, Actor: "office-head"}, func(s *evaluation.Situation) (evaluation.Outcome, error) {
		require.Equal(t, v.Head.Hash.String(), s.Head, "what decides sees it too")
		return evaluation.Outcome{}, nil
	})
	require.NoError(t, err)
}

func TestVerifyJournal_holdsTheChainAgainstHeadsWrittenDown(t *testing.T) {
	t.Parallel()
	b := owned(t)
	v := tampered(t, b)
	at, err := b.s.VerifyJournal(t.Context(), b.id, v.Head)
	require.NoError(t, err)
	require.True(t, at.Verified())
	forged := v.Head
	forged.Hash[0] ^= 1
	at, err = b.s.VerifyJournal(t.Context(), b.id, forged)
	require.NoError(t, err)
	require.False(t, at.Verified())
	_, err = b.s.VerifyJournal(t.Context(), "ev-nothing")
	require.Equal(t, "evaluation_not_found", fault.ReasonOf(err))
}

func TestVerifyJournal_isNotMisledByWhatOthersLoadMeanwhile(t *testing.T) {
	t.Parallel()
	b := running(t)
	var wg sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					_, _ = b.s.Whole(t.Context(), b.id)
				}
			}
		})
	}
	for range 100 {
		v, err := b.s.VerifyJournal(t.Context(), b.id)
		require.NoError(t, err)
		require.Empty(t, v.Rows)
	}
	close(done)
	wg.Wait()
}
