package evaluation_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

func TestNext(t *testing.T) {
	t.Parallel()
	now := time.Date(2020, time.August, 12, 9, 0, 0, 0, calendar.Location())
	past, soon, later := now.Add(-time.Hour), now.Add(time.Hour), now.Add(2*time.Hour)
	waiting := func(id evaluation.StageID, opens time.Time, after ...evaluation.StageID) evaluation.StageFact {
		return evaluation.StageFact{ID: id, State: evaluation.StageWaiting, OpensAt: opens, After: after}
	}
	active := func(id evaluation.StageID, live int) evaluation.StageFact {
		return evaluation.StageFact{ID: id, State: evaluation.StageActive, Live: live, OpensAt: past}
	}
	closed := func(id evaluation.StageID) evaluation.StageFact {
		return evaluation.StageFact{ID: id, State: evaluation.StageClosed, OpensAt: past}
	}
	open := func(id evaluation.StageID) evaluation.Move {
		return evaluation.Move{Kind: evaluation.MoveOpen, Stage: id}
	}
	settle := func(id evaluation.StageID) evaluation.Move {
		return evaluation.Move{Kind: evaluation.MoveSettle, Stage: id}
	}
	tick := []evaluation.Move{{Kind: evaluation.MoveTick}}
	stages := func(s ...evaluation.StageFact) []evaluation.StageFact { return s }
	for name, row := range map[string]struct {
		facts evaluation.Facts
		moves []evaluation.Move
		wake  time.Time
	}{
		"nothing after the end":                   {facts: evaluation.Facts{Finished: true, Stages: stages(active("a", 0)), NextAgendaAt: past}},
		"the first stage opens":                   {facts: evaluation.Facts{Stages: stages(waiting("a", past))}, moves: []evaluation.Move{open("a")}},
		"at its very instant":                     {facts: evaluation.Facts{Stages: stages(waiting("a", now))}, moves: []evaluation.Move{open("a")}},
		"not before":                              {facts: evaluation.Facts{Stages: stages(waiting("a", soon))}, wake: soon},
		"not before those it comes after":         {facts: evaluation.Facts{Stages: stages(active("a", 1), waiting("b", past, "a"))}},
		"a stage to come without time is no wake": {facts: evaluation.Facts{Stages: stages(active("a", 1), waiting("b", soon, "a"))}},
		"both of two it comes after":              {facts: evaluation.Facts{Stages: stages(closed("a"), active("b", 1), waiting("c", past, "a", "b"))}},
		"parallel stages open together":           {facts: evaluation.Facts{Stages: stages(closed("a"), waiting("b", past, "a"), waiting("c", now, "a"))}, moves: []evaluation.Move{open("b"), open("c")}},
		"parallel stages with their own time":     {facts: evaluation.Facts{Stages: stages(closed("a"), waiting("b", past, "a"), waiting("c", soon, "a"))}, moves: []evaluation.Move{open("b")}, wake: soon},
		"the sooner of two instants":              {facts: evaluation.Facts{Stages: stages(waiting("a", later), waiting("b", soon))}, wake: soon},
		"people are at work":                      {facts: evaluation.Facts{Stages: stages(active("a", 3)), NextAgendaAt: later}, wake: later},
		"a stage before an agenda":                {facts: evaluation.Facts{Stages: stages(active("a", 3), waiting("b", soon)), NextAgendaAt: later}, wake: soon},
		"an agenda before a stage":                {facts: evaluation.Facts{Stages: stages(active("a", 3), waiting("b", later)), NextAgendaAt: soon}, wake: soon},
		"what is due comes first and alone":       {facts: evaluation.Facts{Stages: stages(active("a", 0), waiting("b", past)), NextAgendaAt: now}, moves: tick},
		"what was due long ago":                   {facts: evaluation.Facts{Stages: stages(active("a", 1)), NextAgendaAt: past}, moves: tick},
		"a stage with nothing live settles":       {facts: evaluation.Facts{Stages: stages(active("a", 0))}, moves: []evaluation.Move{settle("a")}},
		"one settles while another opens":         {facts: evaluation.Facts{Stages: stages(closed("a"), active("b", 0), waiting("c", past, "a"))}, moves: []evaluation.Move{settle("b"), open("c")}},
		"all are settled":                         {facts: evaluation.Facts{Stages: stages(closed("a"), closed("b"))}, moves: []evaluation.Move{{Kind: evaluation.MoveFinish}}},
		"the system's steps": {
			facts: evaluation.Facts{
				Stages:       stages(active("a", 2)),
				SystemTasks:  []evaluation.SystemTask{{Task: "t1", Effect: evaluation.EffectSeal}, {Task: "t2", Effect: evaluation.EffectFile}},
				NextAgendaAt: soon,
			},
			moves: []evaluation.Move{
				{Kind: evaluation.MovePerform, Task: "t1", Effect: evaluation.EffectSeal},
				{Kind: evaluation.MovePerform, Task: "t2", Effect: evaluation.EffectFile},
			},
			wake: soon,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			moves, wake := evaluation.Next(row.facts, now)
			require.Equal(t, row.moves, moves)
			require.True(t, row.wake.Equal(wake), "wakes at %s", wake)
		})
	}
}

func TestFactsAreSmallAndComplete(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Through("formation")
	f := evaluation.FactsOf(c.Evaluation)
	require.Equal(t, c.Evaluation.Seq, f.Seq)
	require.False(t, f.Finished)
	require.Equal(t, "2020-08-10T00:00:00", civil(f.NextAgendaAt))
	require.Empty(t, f.SystemTasks)
	require.Len(t, f.Stages, 6)
	require.Equal(t, evaluation.StageFact{ID: "formation", State: evaluation.StageClosed, OpensAt: c.Evaluation.Stages[0].OpensAt}, f.Stages[0])
	require.Equal(t, 3, f.Stages[1].Live)
	require.Equal(t, []evaluation.StageID{"self_check"}, f.Stages[2].After)

	c.Finished()
	f = evaluation.FactsOf(c.Evaluation)
	require.True(t, f.Finished)
	require.True(t, f.NextAgendaAt.IsZero(), "a settled task has no agenda left")
}

func TestASystemStepIsAFactUntilItIsPerformed(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("roll_up")
	c.Definition.Stages[3].Steps[0] = evaluation.StepDefinition{ID: "compile", By: []evaluation.RoleID{evaluation.SystemRole}, Effect: evaluation.EffectSeal}
	task := c.Live("roll_up", evaluation.WholeItem, "compile")
	task.Effect, task.Roles = evaluation.EffectSeal, []evaluation.RoleID{evaluation.SystemRole}
	require.Equal(t, []evaluation.SystemTask{{Task: task.ID, Effect: evaluation.EffectSeal}}, evaluation.FactsOf(c.Evaluation).SystemTasks)
	c.Turn()
	require.Empty(t, evaluation.FactsOf(c.Evaluation).SystemTasks)
}
