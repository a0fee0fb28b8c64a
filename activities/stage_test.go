package activities_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/activities"
	"jiheng/activities/activitytest"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// requireRepeats carries a move out and once more: the second changes nothing.
func requireRepeats(t *testing.T, b *bench, m evaluation.Move, want ...evaluation.EventType) {
	t.Helper()
	before := len(b.types())
	require.NoError(t, b.move(m))
	require.Equal(t, want, b.types()[before:])
	require.NoError(t, b.move(m))
	require.Len(t, b.types(), before+len(want), "done twice is done once")
}

func TestAdvance_opens_a_stage(t *testing.T) {
	t.Parallel()
	requireRepeats(t, newBench(t), evaluation.Move{Kind: evaluation.MoveOpen, Stage: "formation"},
		evaluation.TypeStageOpened, evaluation.TypeTaskOpened)
}

func TestAdvance_handles_what_is_due(t *testing.T) {
	t.Parallel()
	b := newBench(t).turn().at("2020-08-06 00:00")
	requireRepeats(t, b, evaluation.Move{Kind: evaluation.MoveTick}, evaluation.TypeFoundOverdue)
	last := b.store.Journal(b.id)[len(b.types())-1]
	require.Equal(t, evaluation.SystemPerson, last.Actor)
}

func TestAdvance_settles_a_stage(t *testing.T) {
	t.Parallel()
	requireRepeats(t, newBench(t).formed(), evaluation.Move{Kind: evaluation.MoveSettle, Stage: "formation"}, evaluation.TypeStageSettled)
}

func TestAdvance_finishes(t *testing.T) {
	t.Parallel()
	b := sealed(t)
	b.throughTheEnd()
	requireRepeats(t, b, evaluation.Move{Kind: evaluation.MoveFinish}, evaluation.TypeFinished)
}

func TestAdvance_leaves_steps_of_the_system_to_Perform(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.env.ExecuteActivity(b.acts.Advance, activities.MoveInput{Evaluation: b.id, Move: evaluation.Move{Kind: evaluation.MovePerform}})
	require.Equal(t, "wrong_activity", activities.FromTemporal(err).Reason)
}

func TestAdvance_knows_every_kind_of_move(t *testing.T) {
	t.Parallel()
	for _, kind := range evaluation.MoveKinds() {
		b := newBench(t)
		_, err := b.env.ExecuteActivity(b.acts.Advance, activities.MoveInput{
			Evaluation: b.id, Move: evaluation.Move{Kind: kind, Stage: "filing", Task: "t"},
		})
		if kind != evaluation.MovePerform {
			require.NoError(t, err, "%s that is not called for", kind)
		}
		require.Len(t, b.types(), 1, "%s did nothing", kind)
	}
}

func TestAdvance_holds_a_stage_whose_decisions_were_not_anybodys_to_make(t *testing.T) {
	t.Parallel()
	b := newBench(t).formed()
	settle := evaluation.Move{Kind: evaluation.MoveSettle, Stage: "formation"}
	task := b.store.Evaluation(b.id).Tasks[1]
	b.gate.Refuse(fault.New(fault.Forbidden, "gate_held", "no").WithRule("role-at-the-time").With("task", string(task.ID)).With("person", string(task.DoneBy)))
	seq := len(b.types())
	for range 3 {
		err := b.move(settle)
		require.Equal(t, fault.Forbidden, activities.FromTemporal(err).Code)
		require.Equal(t, "gate_held", activities.FromTemporal(err).Reason)
		require.Equal(t, evaluation.StageActive, b.store.Evaluation(b.id).Stage("formation").State)
	}
	require.Len(t, b.types(), seq+1, "however often it is asked, it is said once")
	said := b.store.Journal(b.id)[seq]
	require.Equal(t, evaluation.SystemPerson, said.Actor)
	require.Equal(t, evaluation.AttemptRefused{
		TaskRef: task.Ref(), Action: evaluation.Approve, Code: "forbidden", Reason: "gate_held", Rule: "role-at-the-time",
	}, said.Event)
	b.gate.Refuse(fault.New(fault.Forbidden, "gate_held", "no").WithRule("another-rule").With("task", string(task.ID)).With("person", string(task.DoneBy)))
	require.Error(t, b.move(settle))
	require.Len(t, b.types(), seq+2, "another cause is said too")

	b.gate.Refuse(nil)
	require.NoError(t, b.move(settle))
	require.Equal(t, evaluation.StageClosed, b.store.Evaluation(b.id).Stage("formation").State)
}

func TestAdvance_asks_the_gate_with_everything_it_needs(t *testing.T) {
	t.Parallel()
	b := newBench(t).formed()
	asked := 0
	b.gate.Checks = func(s *evaluation.Situation, stage evaluation.StageID, held activitytest.WasHeld) error {
		asked++
		require.Equal(t, evaluation.StageID("formation"), stage)
		for _, task := range s.Evaluation.Tasks {
			ok, err := held(task.DoneBy, evaluation.Grant{Role: task.DoneAs, UnitID: task.UnitID}, task.SettledAt)
			require.NoError(t, err)
			require.True(t, ok, task.ID)
		}
		ok, err := held(evaluationtest.Stranger().Person, evaluation.Grant{Role: "unit_head", UnitID: evaluationtest.Unit}, time.Now())
		require.False(t, ok)
		return err
	}
	settle := evaluation.Move{Kind: evaluation.MoveSettle, Stage: "formation"}
	require.NoError(t, b.move(settle))
	require.NoError(t, b.move(settle))
	require.NoError(t, b.move(evaluation.Move{Kind: evaluation.MoveSettle, Stage: "self_check"}))
	require.Equal(t, 1, asked, "only when a stage is about to close")
}

func TestAdvance_tries_again_when_the_gate_could_not_ask(t *testing.T) {
	t.Parallel()
	b := newBench(t).formed()
	b.store.Fail(activitytest.Held, activitytest.Unavailable())
	b.gate.Checks = func(_ *evaluation.Situation, _ evaluation.StageID, held activitytest.WasHeld) error {
		_, err := held("director", evaluation.Grant{}, time.Now())
		return err
	}
	err := b.move(evaluation.Move{Kind: evaluation.MoveSettle, Stage: "formation"})
	require.Equal(t, fault.Unavailable, activities.FromTemporal(err).Code)
	require.Equal(t, evaluation.StageActive, b.store.Evaluation(b.id).Stage("formation").State)
}

func TestAdvance_passes_the_stores_trouble_on(t *testing.T) {
	t.Parallel()
	for _, o := range []activitytest.Operation{activitytest.Situation, activitytest.Update} {
		b := newBench(t).formed()
		b.store.Fail(o, activitytest.Unavailable())
		err := b.move(evaluation.Move{Kind: evaluation.MoveSettle, Stage: "formation"})
		require.Equal(t, fault.Unavailable, activities.FromTemporal(err).Code, "%s", o)
	}
}
