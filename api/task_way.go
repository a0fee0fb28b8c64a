package api

import (
	"slices"

	"jiheng/internal/evaluation"
)

// addWays tells where a task's matter can be sent back or moved to. It is for
// those who have the task, or may move it.
func addWays(view *TaskDetail, now *evaluation.Situation, t *evaluation.Task, step evaluation.StepDefinition) {
	may := func(a evaluation.Action) bool {
		return slices.ContainsFunc(view.Permissions, func(p Permission) bool { return p.Allowed && p.Action == PermissionAction(a) })
	}
	if may(evaluation.Return) {
		view.ReturnSteps = stepOptions(now.Definition, t.Stage, now.Definition.Returnable(t.Stage, step))
	}
	if may(evaluation.Jump) {
		view.JumpSteps = stepOptions(now.Definition, t.Stage, now.Definition.Jumpable(t.Stage, t.Step))
	}
	if t.Item == evaluation.WholeItem {
		view.ReturnItems = itemOptions(now, append(slices.Clone(view.ReturnSteps), view.JumpSteps...))
	}
}

func stepOptions(def *evaluation.Definition, from evaluation.StageID, steps []evaluation.StepRef) []StepOption {
	out := make([]StepOption, len(steps))
	for i, r := range steps {
		stage, _ := def.Stage(r.Stage)
		step, _ := def.Step(r.Stage, r.Step)
		out[i] = StepOption{
			To: string(r.SeenFrom(from)), Title: step.Title, Stage: string(r.Stage), StageTitle: stage.Title, Each: stage.ForEach != nil,
		}
	}
	return out
}

// itemOptions lists the items of the stages that steps belong to.
func itemOptions(now *evaluation.Situation, steps []StepOption) []ItemOption {
	stages := map[string][]string{}
	for i, step := range steps {
		known := slices.ContainsFunc(steps[:i], func(o StepOption) bool { return o.Stage == step.Stage })
		if !step.Each || known {
			continue
		}
		for _, item := range now.ItemsOf(evaluation.StageID(step.Stage)) {
			stages[string(item)] = append(stages[string(item)], step.Stage)
		}
	}
	var out []ItemOption
	for _, item := range now.Evaluation.Items {
		if of := stages[string(item.ID)]; len(of) > 0 {
			out = append(out, ItemOption{ID: string(item.ID), Title: item.Title, Stages: of})
		}
	}
	return out
}

func itemIDs(ids []string) []evaluation.ItemID {
	out := make([]evaluation.ItemID, len(ids))
	for i, id := range ids {
		out[i] = evaluation.ItemID(id)
	}
	return out
}
