package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/store/storetest"
)

// claimed claims the first task and makes sure that it is the first entry
// behind those that were there.
func (b *bench) claimed(was int64) {
	b.t.Helper()
	draft := b.live("formation", "", "draft_notice")
	r := b.must("office-head", evaluation.Command{Action: evaluation.Claim, Task: draft.ID})
	require.Equal(b.t, was+1, r.Seq)
	v, err := b.s.VerifyJournal(b.t.Context(), b.id)
	require.NoError(b.t, err)
	require.True(b.t, v.Verified(), "%v %v", v.Chain, v.Rows)
}

func TestUpdate_thatEndsEarlyLeavesNothingAndHoldsNothing(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken off")
	for name, end := range map[string]func(cancel func()) error{
		"an error": func(func()) error { return broken },
		"a caller who is gone": func(cancel func()) error {
			cancel()
			return nil
		},
		"a panic": func(func()) error { panic(broken) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := running(t)
			draft, was := b.live("formation", "", "draft_notice"), b.whole().Seq
			for range 3 * 60 { // more often than there are connections
				require.Error(t, b.broken(draft.ID, end))
			}
			b.claimed(was)
		})
	}
}

// broken runs a command that would be allowed but for how it ends.
func (b *bench) broken(task evaluation.TaskID, end func(cancel func()) error) (err error) {
	ctx, cancel := context.WithCancel(b.t.Context())
	defer cancel()
	defer func() {
		if broken, ok := recover().(error); ok {
			err = broken
		}
	}()
	_, err = b.s.Update(ctx, evaluation.Request{Task: task, Actor: "office-head"}, func(s *evaluation.Situation) (evaluation.Outcome, error) {
		if err := end(cancel); err != nil {
			return evaluation.Outcome{}, err
		}
		return storetest.Apply(evaluation.Command{Action: evaluation.Claim, Task: task})(s)
	})
	return err
}

func TestUpdate_commitsNothingWhenTheHeadDoesNotMove(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b := runningAt(t, dsn)
	draft, was := b.live("formation", "", "draft_notice"), b.whole().Seq
	owner := connect(t, dsn)
	_, err := owner.Exec(t.Context(), `CREATE FUNCTION keep_still() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
		CREATE TRIGGER keep_still BEFORE UPDATE ON evaluations FOR EACH ROW EXECUTE FUNCTION keep_still()`)
	require.NoError(t, err)

	_, err = b.does("office-head", evaluation.Command{Action: evaluation.Claim, Task: draft.ID})
	require.Equal(t, "row_out_of_step", fault.ReasonOf(err))
	require.Equal(t, fault.Internal, fault.CodeOf(err))

	_, err = owner.Exec(t.Context(), "DROP TRIGGER keep_still ON evaluations")
	require.NoError(t, err)
	b.claimed(was)
}
