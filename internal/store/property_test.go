package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/store/storetest"
)

// Whatever people try and whenever, the rows are the fold of the journal, the
// facts are those of the whole, and a slice is the part of it.
func TestRandomCommandsLeaveRowsThatAreTheFold(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	rapid.Check(t, func(rt *rapid.T) {
		b := &bench{t: t, s: s, id: storetest.Start(t, s).Evaluation.ID}
		b.turn()
		if rapid.Bool().Draw(rt, "formed") {
			b.formed()
		}
		for range rapid.IntRange(1, 25).Draw(rt, "commands") {
			b.randomly(rt)
		}
		b.check(rt)
	})
}

// randomly lets anybody try anything on any task, or time go on.
func (b *bench) randomly(rt *rapid.T) {
	e := b.whole()
	if rapid.IntRange(0, 4).Draw(rt, "time") == 0 {
		require.NoError(rt, storetest.Turn(b.t.Context(), b.s, b.id))
		return
	}
	task := rapid.SampledFrom(e.Tasks).Draw(rt, "task")
	step, _ := evaluationtest.Overall().Step(task.Stage, task.Step)
	c := evaluation.Command{
		Action: rapid.SampledFrom(evaluation.TaskActions()).Draw(rt, "action"), Task: task.ID,
		Submission: evaluationtest.Filled(step), Reason: "reason <&>", Text: "文字 \u2028", Opinion: "意见",
	}
	if len(step.Materials) > 0 {
		c.Material = evaluationtest.Paper(rapid.SampledFrom(step.Materials).Draw(rt, "paper").ID)
	}
	someone := rapid.SampledFrom(evaluationtest.Everybody())
	by := someone.Draw(rt, "by").Person
	c.Person, c.People = someone.Draw(rt, "person").Person, []evaluation.PersonID{someone.Draw(rt, "of").Person, "director"}
	c.Place = rapid.SampledFrom(evaluation.Places()).Draw(rt, "place")
	c.To, c.Back = rapid.SampledFrom([]evaluation.StepID{"", evaluation.ToPrevious, "submit", "review"}).Draw(rt, "to"), rapid.Bool().Draw(rt, "back")
	c.Priority = rapid.SampledFrom(evaluation.Priorities()).Draw(rt, "priority")
	if task.Assignee != "" && rapid.Bool().Draw(rt, "assignee") {
		by = task.Assignee
	}
	if rapid.IntRange(0, 9).Draw(rt, "whole") == 0 {
		b.wholly(rt, by)
		return
	}
	// Refusals and mistakes are part of the game.
	_, _ = b.does(by, c)
}

// wholly lets anybody try anything on the evaluation as a whole, but for ending it.
func (b *bench) wholly(rt *rapid.T, by evaluation.PersonID) {
	joiner := rapid.SampledFrom(evaluationtest.Everybody()).Draw(rt, "joiner").Person
	c := evaluation.Command{
		Reason: "reason", Opinion: "opinion", Join: []evaluation.Appointment{{Person: joiner, Role: "member"}},
		Action: rapid.SampledFrom([]evaluation.Action{
			evaluation.Suspend, evaluation.Resume, evaluation.Resume, evaluation.ProposeChange, evaluation.ApproveChange, evaluation.RefuseChange,
		}).Draw(rt, "whole action"),
	}
	req := evaluation.Request{Evaluation: b.id, Actor: by, Whole: true, People: c.Named()}
	_, _ = b.s.Update(b.t.Context(), req, storetest.Apply(c))
}

func (b *bench) check(rt *rapid.T) {
	ctx := b.t.Context()
	e := b.whole()
	v, err := b.s.VerifyJournal(ctx, b.id)
	require.NoError(rt, err)
	require.Empty(rt, v.Chain)
	require.Empty(rt, v.Rows)
	require.Equal(rt, e.Seq, v.Entries)

	facts, err := b.s.Facts(ctx, b.id)
	require.NoError(rt, err)
	require.Equal(rt, evaluation.FactsOf(e), facts)

	replayed, err := b.s.Replay(ctx, b.id, 0)
	require.NoError(rt, err)
	require.Equal(rt, replayed.Tasks, e.Tasks)
	require.Equal(rt, replayed.Stages, e.Stages)
	require.Equal(rt, replayed.Materials, e.Materials)
	require.Equal(rt, replayed.Members, e.Members)
	require.Equal(rt, replayed.Copies, e.Copies)
	require.Equal(rt, replayed.Reads, e.Reads)
	require.Equal(rt, replayed.Recusals, e.Recusals)
	require.Equal(rt, replayed.Group, e.Group)
	require.Equal(rt, replayed.GroupChange, e.GroupChange)
	for _, task := range e.Tasks {
		s, err := b.s.Situation(ctx, evaluation.Request{Task: task.ID, Actor: "director"})
		require.NoError(rt, err)
		require.Equal(rt, evaluationtest.Slice(e, task.Item), s.Evaluation)
	}
}
