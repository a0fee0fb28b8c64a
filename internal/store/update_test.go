package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

func claim(t *evaluation.Task) evaluation.Command {
	return evaluation.Command{Action: evaluation.Claim, Task: t.ID}
}

func TestStart_writesTheFirstEntryAndTheRows(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	r := storetest.Start(t, s)
	require.Len(t, r.Events, 1)
	require.EqualValues(t, 1, r.Seq)
	require.Regexp(t, "^ev-[0-9a-z]{15}$", string(r.Evaluation.ID))
	e, err := s.Whole(t.Context(), r.Evaluation.ID)
	require.NoError(t, err)
	require.Equal(t, r.Evaluation.Stages, e.Stages)
	require.Len(t, e.Items, 4)
	require.Equal(t, evaluation.PersonID("office-head"), e.Initiator)
	require.Equal(t, r.At, e.StartedAt)
	require.Equal(t, "4690000", e.Items[0].Amount.String())
}

func TestStart_refusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	begin := func(sit *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := evaluation.Begin(sit, evaluationtest.Start())
		return evaluation.Outcome{Events: events}, err
	}
	for reason, in := range map[string]evaluation.Opening{
		"unit_unknown":         {Process: storetest.Process, UnitID: "nowhere", ReceiverID: evaluationtest.Receiver},
		"definition_not_found": {Process: "unheard-of", UnitID: evaluationtest.Unit, ReceiverID: evaluationtest.Receiver},
	} {
		_, err := s.Start(t.Context(), evaluation.Request{Actor: "office-head"}, in, begin)
		require.Equal(t, reason, fault.ReasonOf(err))
	}
	_, err := s.Start(t.Context(), evaluation.Request{Actor: "office-head"}, storetest.Opening(),
		func(sit *evaluation.Situation) (evaluation.Outcome, error) {
			require.Equal(t, []evaluation.Grant{{Role: "unit_office", UnitID: evaluationtest.Unit, DepartmentID: "office"}}, sit.Actor.Grants)
			require.Equal(t, evaluationtest.Unit, sit.Actor.UnitID)
			return evaluation.Outcome{}, fault.New(fault.Forbidden, "role_missing", "no")
		})
	require.Equal(t, "role_missing", fault.ReasonOf(err))
	page, err := s.Evaluations(t.Context(), store.Visible{Units: []string{evaluationtest.Unit}}, 10, "")
	require.NoError(t, err)
	require.Empty(t, page.Evaluations)
}

func TestNewID_sortsByTime(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	seen := map[evaluation.ID]bool{}
	last := evaluation.ID("")
	for i := range 1000 {
		id := store.NewID(at.Add(time.Duration(i) * time.Millisecond))
		require.Greater(t, id, last)
		require.False(t, seen[id])
		require.Less(t, id, evaluation.ID("ew"), "pages begin behind every id")
		seen[id], last = true, id
	}
}

func TestUpdate_givesTheDecisionWhatItNeedsAndNoMore(t *testing.T) {
	t.Parallel()
	b := running(t).formed()
	task := b.live("self_check", "online-hall", "submit")
	whole := b.whole()
	request := evaluation.Request{Task: task.ID, Actor: "hotline-clerk", OnBehalfOf: "hotline-head"}
	var seen *evaluation.Situation
	look := func(s *evaluation.Situation) (evaluation.Outcome, error) {
		seen = s
		return evaluation.Outcome{}, nil
	}
	r, err := b.s.Update(t.Context(), request, look)
	require.NoError(t, err)
	require.Equal(t, evaluationtest.Slice(whole, "online-hall"), seen.Evaluation)
	require.Equal(t, evaluation.Actor{
		Person: "hotline-clerk", OnBehalfOf: "hotline-head", UnitID: evaluationtest.Unit, DepartmentID: "hotline",
		Grants: []evaluation.Grant{{Role: "section", UnitID: evaluationtest.Unit, DepartmentID: "hotline"}},
	}, seen.Actor)
	require.Equal(t, "CN-2026.1", seen.Calendar.Version)
	require.NotNil(t, seen.Definition)
	require.Equal(t, whole.Seq, r.Seq, "no events, no entries")

	read, err := b.s.Situation(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, seen.Evaluation, read.Evaluation)
	require.Equal(t, seen.Actor, read.Actor)

	request.Whole = true
	_, err = b.s.Update(t.Context(), request, look)
	require.NoError(t, err)
	require.Equal(t, whole, seen.Evaluation)

	_, err = b.s.Update(t.Context(), evaluation.Request{Evaluation: b.id, Actor: evaluation.SystemPerson}, look)
	require.NoError(t, err)
	require.Equal(t, whole, seen.Evaluation)
	require.Equal(t, evaluation.System(), seen.Actor)
}

func TestUpdate_seesAGrantAndItsEndAtOnce(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	held := func() []evaluation.Grant {
		s, err := b.s.Situation(t.Context(), evaluation.Request{Task: task.ID, Actor: "director"})
		require.NoError(t, err)
		return s.Actor.Grants
	}
	extra := evaluation.Grant{Role: "auditor", UnitID: evaluationtest.Unit}
	before := held()
	require.NoError(t, b.s.GrantRole(t.Context(), store.Grant{Person: "director", Role: extra.Role, UnitID: extra.UnitID, GrantedBy: "x"}))
	require.Contains(t, held(), extra)
	require.NoError(t, b.s.RevokeRole(t.Context(), "director", extra))
	require.Equal(t, before, held())
	require.Equal(t, "grant_not_found", fault.ReasonOf(b.s.RevokeRole(t.Context(), "director", extra)))

	require.NoError(t, b.s.GrantRole(t.Context(), store.Grant{
		Person: "director", Role: "later", UnitID: extra.UnitID, GrantedBy: "x", ValidFrom: time.Now().Add(time.Hour),
	}))
	require.Equal(t, before, held(), "not valid yet")
	require.NoError(t, b.s.DB().Exec("UPDATE accounts SET disabled_at = now() WHERE person_id = 'director'").Error)
	require.Empty(t, held(), "a disabled account holds nothing")
}

func TestUpdate_namesWhatIsNotThere(t *testing.T) {
	t.Parallel()
	b := running(t)
	never := func(*evaluation.Situation) (evaluation.Outcome, error) { panic("must not be asked") }
	for reason, req := range map[string]evaluation.Request{
		"evaluation_not_found":     {Evaluation: "ev-nothing", Actor: "director"},
		"task_not_found":           {Task: "nothing", Actor: "director"},
		"request_without_actor":    {Evaluation: b.id},
		"idempotency_key_too_long": {Evaluation: b.id, Actor: "director", IdempotencyKey: string(make([]byte, 201))},
	} {
		_, err := b.s.Update(t.Context(), req, never)
		require.Equal(t, reason, fault.ReasonOf(err))
	}
	other := storetest.Start(t, b.s)
	task := b.live("formation", "", "draft_notice")
	request := evaluation.Request{Evaluation: other.Evaluation.ID, Task: task.ID, Actor: "director"}
	_, err := b.s.Update(t.Context(), request, never)
	require.Equal(t, "task_not_found", fault.ReasonOf(err), "a task of another evaluation")
	_, err = b.s.Situation(t.Context(), request)
	require.Equal(t, "task_not_found", fault.ReasonOf(err))
	_, err = b.s.Facts(t.Context(), "ev-nothing")
	require.Equal(t, "evaluation_not_found", fault.ReasonOf(err))
}

func TestUpdate_keepsARefusalInTheJournal(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	b.must("office-head", claim(task))
	before := b.whole()
	r, err := b.s.Update(t.Context(), evaluation.Request{
		Task: task.ID, Actor: "office-clerk", RequestID: "req-1", ClientAddress: "192.0.2.1",
	}, storetest.Apply(claim(task)))
	require.Equal(t, "task_already_claimed", fault.ReasonOf(err))
	require.Equal(t, "office-head", fault.As(err).Params["by"])
	require.Equal(t, before.Seq+1, r.Seq)

	entries, err := b.s.Journal(t.Context(), b.id, before.Seq, 10)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	last := entries[0]
	require.Equal(t, "attempt_refused", last.Type)
	require.Equal(t, "office-clerk", last.ActorID)
	require.Equal(t, string(task.ID), last.TaskID)
	require.Equal(t, "req-1", last.RequestID)
	require.Equal(t, "192.0.2.1", last.ClientAddress)
	require.Equal(t, "test", last.PolicyVersion)
	require.JSONEq(t, `{"action":"claim","code":"conflict","item":"","reason":"task_already_claimed","rule":"","stage":"formation","task":"`+string(task.ID)+`"}`, string(last.Data))
	require.Equal(t, before.Tasks, b.whole().Tasks)
}

func TestUpdate_leavesNoTraceOfWhatIsWrong(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	b.must("office-head", claim(task))
	before := b.whole()
	for name, decide := range map[string]store.Decide{
		"invalid input": storetest.Apply(evaluation.Command{Action: evaluation.Complete, Task: task.ID}),
		"an error": func(*evaluation.Situation) (evaluation.Outcome, error) {
			return evaluation.Outcome{}, errors.New("bang")
		},
		"text that cannot be kept": func(*evaluation.Situation) (evaluation.Outcome, error) {
			return evaluation.Outcome{Events: []evaluation.Event{
				evaluation.TaskReleased{TaskRef: task.Ref()}, evaluation.Commented{TaskRef: task.Ref(), Text: "a\x00"},
			}}, nil
		},
		"an event about nothing": func(*evaluation.Situation) (evaluation.Outcome, error) {
			return evaluation.Outcome{Events: []evaluation.Event{
				evaluation.TaskReleased{TaskRef: task.Ref()}, evaluation.StageSettled{Stage: "nowhere"},
			}}, nil
		},
	} {
		_, err := b.s.Update(t.Context(), evaluation.Request{Task: task.ID, Actor: "office-head", IdempotencyKey: "k-" + name}, decide)
		require.Error(t, err, name)
		require.Equal(t, before, b.whole(), name)
	}
	require.Panics(t, func() {
		_, _ = b.s.Update(t.Context(), evaluation.Request{Task: task.ID, Actor: "office-head"},
			func(*evaluation.Situation) (evaluation.Outcome, error) { panic("bang") })
	})
	b.must("office-head", evaluation.Command{Action: evaluation.Release, Task: task.ID}) // the lock is free
	var keys int64
	require.NoError(t, b.s.DB().Raw("SELECT count(*) FROM idempotency_keys").Scan(&keys).Error)
	require.Zero(t, keys)
}

func TestUpdate_tellsAStaleVersionUnlessTheRulesRefuse(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	b.must("office-head", claim(task)) // version 2
	update := func(by evaluation.PersonID, seen int64, c evaluation.Command) error {
		_, err := b.s.Update(t.Context(), evaluation.Request{Task: task.ID, Actor: by, IfVersion: seen}, storetest.Apply(c))
		return err
	}
	err := update("office-head", 1, evaluation.Command{Action: evaluation.Release, Task: task.ID})
	require.Equal(t, "stale_version", fault.ReasonOf(err))
	require.Equal(t, fault.Conflict, fault.CodeOf(err))
	require.Equal(t, map[string]string{"current": "2", "state": "claimed", "by": "office-head"}, fault.As(err).Params)
	require.Equal(t, evaluation.StateClaimed, b.live("formation", "", "draft_notice").State)

	err = update("office-head", 1, evaluation.Command{Action: evaluation.Complete, Task: task.ID})
	require.Equal(t, "stale_version", fault.ReasonOf(err), "rather than what is wrong with an old form")

	err = update("office-clerk", 1, claim(task))
	require.Equal(t, "task_already_claimed", fault.ReasonOf(err), "who was first says more than that it is stale")

	require.NoError(t, update("office-head", 2, evaluation.Command{Action: evaluation.Release, Task: task.ID}))
	_, err = b.s.Update(t.Context(), evaluation.Request{Evaluation: b.id, Actor: "director", IfVersion: 1},
		func(*evaluation.Situation) (evaluation.Outcome, error) { return evaluation.Outcome{}, nil })
	require.Equal(t, "stale_version", fault.ReasonOf(err), "of an evaluation, the journal is the version")
}

func TestUpdate_letsExactlyOneOfFiftyClaim(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	const rivals = 50
	type told struct {
		by  evaluation.PersonID
		err error
	}
	answers := make(chan told, rivals)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range rivals {
		by := evaluation.PersonID([]string{"office-head", "office-clerk"}[i%2])
		wg.Go(func() {
			<-start
			_, err := b.s.Update(context.WithoutCancel(t.Context()), evaluation.Request{Task: task.ID, Actor: by}, storetest.Apply(claim(task)))
			answers <- told{by, err}
		})
	}
	close(start)
	wg.Wait()
	close(answers)
	var winners []evaluation.PersonID
	var losers []error
	for a := range answers {
		if a.err == nil {
			winners = append(winners, a.by)
		} else {
			losers = append(losers, a.err)
		}
	}
	require.Len(t, winners, 1)
	claimed := b.live("formation", "", "draft_notice")
	require.Equal(t, winners[0], claimed.Assignee)
	for _, err := range losers {
		require.Equal(t, "task_already_claimed", fault.ReasonOf(err))
		require.Equal(t, string(claimed.Assignee), fault.As(err).Params["by"])
		require.Equal(t, claimed.ClaimedAt.Format(time.RFC3339Nano), fault.As(err).Params["at"])
	}
	v, err := b.s.VerifyJournal(t.Context(), b.id)
	require.NoError(t, err)
	require.True(t, v.Verified(), "%+v", v)
}

func TestUpdate_neverStampsBackwards(t *testing.T) {
	t.Parallel()
	b := running(t)
	ahead := time.Now().Add(24 * time.Hour).UTC().Truncate(time.Microsecond)
	// As if the clock of the database had been set back since the last entry.
	require.NoError(t, b.s.DB().Exec("UPDATE evaluations SET head_at = ?", ahead).Error)
	r := b.must("office-head", claim(b.live("formation", "", "draft_notice")))
	require.Equal(t, ahead, r.At)
	require.Equal(t, ahead, b.live("formation", "", "draft_notice").ClaimedAt)
}

func TestUpdate_noticesRowsChangedPastTheProgram(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	_, err := b.s.Update(t.Context(), evaluation.Request{Task: task.ID, Actor: "office-head"},
		func(s *evaluation.Situation) (evaluation.Outcome, error) {
			// Somebody with another way in, while the command is decided.
			require.NoError(t, b.s.DB().Exec("UPDATE tasks SET version = version + 1").Error)
			return storetest.Apply(claim(task))(s)
		})
	require.Equal(t, "row_out_of_step", fault.ReasonOf(err))
	require.Equal(t, fault.Internal, fault.CodeOf(err))
}
