package relay_test

import (
	"log/slog"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/relay"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// bench is a store on a database of its own, and a Temporal that remembers.
type bench struct {
	t        *testing.T
	dsn      string
	store    *store.Store
	timeline *timeline
}

func newBench(t *testing.T) *bench {
	t.Helper()
	dsn := storetest.DSN(t)
	cfg := storetest.StoreConfig(dsn)
	cfg.Parse = func(string, []byte) (*evaluation.Definition, error) {
		def := evaluationtest.Overall()
		def.Stages = def.Stages[:1] // the forming of the group, and no more
		return def, nil
	}
	s, err := store.Open(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	require.NoError(t, s.SeedOrganisation(t.Context(), storetest.Organisation()))
	_, err = s.PutDefinition(t.Context(), storetest.Process, []byte(storetest.Process))
	require.NoError(t, err)
	return &bench{t, dsn, s, newTimeline()}
}

// relay is one relay on the bench; several may run side by side.
func (b *bench) relay(cfg relay.Config) *relay.Relay {
	return relay.New(adapter.ForRelay(b.t.Context(), b.store), b.timeline, cfg, slog.New(slog.DiscardHandler))
}

func (b *bench) start() evaluation.ID {
	b.t.Helper()
	return storetest.Start(b.t, b.store).Evaluation.ID
}

// comment lets the journal of an evaluation grow by one entry.
func (b *bench) comment(id evaluation.ID) error {
	_, err := b.store.Update(b.t.Context(), evaluation.Request{Evaluation: id, Actor: "office-clerk", Whole: true},
		func(s *evaluation.Situation) (evaluation.Outcome, error) {
			events, err := evaluation.Apply(s, evaluation.Command{Action: evaluation.Comment, Task: s.Evaluation.Tasks[0].ID, Text: "x"})
			return evaluation.Outcome{Events: events}, err
		})
	return err
}

// turn has the timeline do what it has to do.
func (b *bench) turn(id evaluation.ID) {
	b.t.Helper()
	require.NoError(b.t, storetest.Turn(b.t.Context(), b.store, id))
}

// reopen opens the only stage of an evaluation again.
func (b *bench) reopen(id evaluation.ID) {
	b.t.Helper()
	_, err := b.store.Update(b.t.Context(), evaluation.Request{Evaluation: id, Actor: "office-clerk", Whole: true},
		func(s *evaluation.Situation) (evaluation.Outcome, error) {
			st := s.Evaluation.Stages[0]
			again := evaluation.StageReopened{To: st.ID, Step: "issue_notice", Items: []evaluation.ItemID{""}, Reason: "x"}
			again.Stages = []evaluation.StageAgain{{
				StagePlan: evaluation.StagePlan{Stage: st.ID, OpensOn: st.OpensOn, DueOn: st.DueOn, OpensAt: st.OpensAt, DueAt: st.DueAt},
				State:     evaluation.StageActive, Reopened: &evaluation.Reopened{Times: 1, At: s.Now, On: st.DueOn},
			}}
			return evaluation.Outcome{Events: []evaluation.Event{again}}, nil
		})
	require.NoError(b.t, err)
	require.Equal(b.t, evaluation.Running, b.whole(id).State)
}

// finish brings an evaluation to its end.
func (b *bench) finish(id evaluation.ID) {
	b.t.Helper()
	b.turn(id)
	b.do(id, "office-clerk", evaluation.Command{Action: evaluation.Claim})
	b.do(id, "office-clerk", evaluation.Command{Action: evaluation.Complete, Submission: evaluation.Submission{Members: evaluationtest.Group()}})
	b.do(id, "director", evaluation.Command{Action: evaluation.Claim})
	b.do(id, "director", evaluation.Command{Action: evaluation.Approve})
	b.turn(id)
	require.Equal(b.t, evaluation.Finished, b.whole(id).State)
}

// do acts at the task that was opened last.
func (b *bench) do(id evaluation.ID, by evaluation.PersonID, c evaluation.Command) {
	b.t.Helper()
	tasks := b.whole(id).Tasks
	c.Task = tasks[len(tasks)-1].ID
	_, err := b.store.Update(b.t.Context(), evaluation.Request{Evaluation: id, Actor: by, Whole: true}, storetest.Apply(c))
	require.NoError(b.t, err)
}

func (b *bench) whole(id evaluation.ID) *evaluation.Evaluation {
	b.t.Helper()
	e, err := b.store.Whole(b.t.Context(), id)
	require.NoError(b.t, err)
	return e
}

func (b *bench) seq(id evaluation.ID) int64 { return b.whole(id).Seq }

// untold counts the evaluations whose journal is ahead, leased or not.
func (b *bench) untold() int {
	var n int
	b.query("SELECT count(*) FROM evaluations WHERE told_seq < seq", &n)
	return n
}

// forgetLeases lets everything that is leased be taken anew, as time would.
func (b *bench) forgetLeases() {
	var n int
	b.query("WITH freed AS (UPDATE evaluations SET told_lease_until = NULL RETURNING 1) SELECT count(*) FROM freed", &n)
}

func (b *bench) query(sql string, into any) {
	b.t.Helper()
	conn, err := pgx.Connect(b.t.Context(), b.dsn)
	require.NoError(b.t, err)
	defer func() { require.NoError(b.t, conn.Close(b.t.Context())) }()
	require.NoError(b.t, conn.QueryRow(b.t.Context(), sql).Scan(into))
}
