package evaluation_test

import (
	"slices"

	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func (k *walk) drawTask() *evaluation.Task {
	tasks := k.c.Evaluation.Tasks
	if rapid.IntRange(0, 9).Draw(k.t, "any task") == 0 {
		return &tasks[rapid.IntRange(0, len(tasks)-1).Draw(k.t, "task")]
	}
	live := make([]int, 0, len(tasks))
	for i := range tasks {
		if tasks[i].State.Live() {
			live = append(live, i)
		}
	}
	if len(live) == 0 {
		return &tasks[len(tasks)-1]
	}
	return &tasks[rapid.SampledFrom(live).Draw(k.t, "live task")]
}

// drawActor draws somebody who may, mostly; now and then somebody whom a duty
// keeps away, or anybody.
func (k *walk) drawActor(task *evaluation.Task) evaluation.Actor {
	anybody := append(slices.Clone(k.c.People), evaluationtest.Stranger())
	some := slices.Clone(anybody)
	switch rapid.IntRange(0, 9).Draw(k.t, "who") {
	case 0:
	case 1:
		some = slices.DeleteFunc(some, func(p evaluation.Actor) bool { return k.c.Situation(p).Excluded(task) == "" })
	default:
		some = slices.DeleteFunc(some, func(p evaluation.Actor) bool {
			free := task.State != evaluation.StateClaimed || task.Assignee == p.Person
			return !free || mayNot(k.c.Situation(p), task, evaluation.Claim) != nil
		})
	}
	if len(some) == 0 {
		some = anybody
	}
	return rapid.SampledFrom(some).Draw(k.t, "actor")
}

func (k *walk) drawCommand(task *evaluation.Task) evaluation.Command {
	action := rapid.SampledFrom(evaluation.TaskActions()).Draw(k.t, "action")
	if rapid.IntRange(0, 3).Draw(k.t, "sensible") > 0 {
		action = k.sensible(task)
	}
	command := everything(action, task, k.c.Definition)
	step, _ := k.c.Definition.Step(task.Stage, task.Step)
	if len(step.Materials) > 0 {
		command.Material = evaluationtest.Paper(rapid.SampledFrom(step.Materials).Draw(k.t, "paper").ID)
	}
	if rapid.IntRange(0, 9).Draw(k.t, "empty-handed") == 0 {
		command.Submission, command.Reason, command.Text = evaluation.Submission{}, "", ""
	}
	return command
}

// sensible is an action that brings a task on.
func (k *walk) sensible(task *evaluation.Task) evaluation.Action {
	step, _ := k.c.Definition.Step(task.Stage, task.Step)
	switch {
	case task.State == evaluation.StateOpen:
		return evaluation.Claim
	case step.ReturnTo != "" && rapid.Bool().Draw(k.t, "return"):
		return evaluation.Return
	case step.Decides:
		return evaluation.Approve
	case len(step.Materials) > 0 && rapid.Bool().Draw(k.t, "supply"):
		return evaluation.Supply
	}
	return evaluation.Complete
}

// mayNot stands in for policy: only holders act, nobody who is excluded does,
// and a claimed task belongs to its assignee.
func mayNot(s *evaluation.Situation, t *evaluation.Task, a evaluation.Action) error {
	relation := s.Relation(t)
	switch {
	case a == evaluation.Comment && relation != evaluation.RelationNone:
		return nil
	case relation != evaluation.RelationAssignee && relation != evaluation.RelationCandidate:
		return fault.New(fault.Forbidden, "role_missing", "no role")
	case s.Excluded(t) != "":
		return fault.New(fault.Forbidden, "duty_conflict", "excluded").WithRule(s.Excluded(t))
	case t.State == evaluation.StateClaimed && a != evaluation.Claim && relation != evaluation.RelationAssignee:
		return fault.New(fault.Forbidden, "not_assignee", "of somebody else")
	}
	return nil
}
