package evaluation_test

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// drawDefinition draws a process that a parser would accept: the group is
// formed first, then come stages in any partial order, with steps of every
// kind, and sometimes sealing, publication and filing at the end.
func drawDefinition(t *rapid.T) *evaluation.Definition {
	def := evaluationtest.Overall()
	if rapid.IntRange(0, 3).Draw(t, "shipped process") == 0 {
		return def
	}
	ending := slices.Clone(def.Stages[3:])
	def.Stages = def.Stages[:1]
	for i := range rapid.IntRange(1, 4).Draw(t, "stages") {
		def.Stages = append(def.Stages, drawStage(t, i, def.Stages))
	}
	if rapid.Bool().Draw(t, "ending") {
		ending[0].After = nil
		for _, s := range def.Stages {
			ending[0].After = append(ending[0].After, s.ID)
		}
		def.Stages = append(def.Stages, ending...)
	}
	return def
}

func drawStage(t *rapid.T, i int, before []evaluation.StageDefinition) evaluation.StageDefinition {
	sd := evaluation.StageDefinition{ID: evaluation.StageID(fmt.Sprintf("stage_%d", i)), Title: "stage", Due: drawOffset(t, 0, 5)}
	first := rapid.IntRange(0, len(before)-1).Draw(t, "after")
	sd.After = append(sd.After, before[first].ID)
	if last := before[len(before)-1].ID; last != sd.After[0] && rapid.Bool().Draw(t, "after the last too") {
		sd.After = append(sd.After, last)
	}
	for range rapid.IntRange(0, 2).Draw(t, "reminders") {
		sd.Reminders = append(sd.Reminders, evaluation.Notification{Offset: drawOffset(t, -4, 0), To: []evaluation.Audience{{Assignee: true}}})
	}
	for range rapid.IntRange(0, 2).Draw(t, "escalations") {
		sd.Escalations = append(sd.Escalations, evaluation.Notification{Offset: drawOffset(t, 1, 3), To: []evaluation.Audience{{Role: "chair"}}})
	}
	switch rapid.IntRange(0, 3).Draw(t, "for each") {
	case 0:
		sd.ForEach = &evaluation.ForEach{Kind: evaluation.ItemProject}
	case 1:
		sd.ForEach = &evaluation.ForEach{Kind: evaluation.ItemProject, Where: evaluationtest.AmountAtLeast("self_check_amount")}
	case 2:
		sd.ForEach = &evaluation.ForEach{Kind: evaluation.ItemDepartment} // there is none
	}
	for n := range rapid.IntRange(1, 4).Draw(t, "steps") {
		sd.Steps = append(sd.Steps, drawStep(t, n, sd))
	}
	return sd
}

func drawOffset(t *rapid.T, low, high int) evaluation.Offset {
	return evaluation.Offset{Count: rapid.IntRange(low, high).Draw(t, "offset"), Workdays: rapid.Bool().Draw(t, "workdays")}
}

func drawStep(t *rapid.T, n int, sd evaluation.StageDefinition) evaluation.StepDefinition {
	step := evaluation.StepDefinition{ID: evaluation.StepID(fmt.Sprintf("step_%d", n)), Title: "step", Quorum: evaluation.QuorumOne}
	switch rapid.IntRange(0, 5).Draw(t, "kind of step") {
	case 0:
		step.By, step.OfItem = []evaluation.RoleID{"section"}, true
		step.Form = []evaluation.FormField{{Name: "conclusion", Kind: evaluation.FieldText, Required: true}}
		step.Materials = []evaluation.MaterialKind{{ID: "score_sheet"}}
	case 1:
		step.By = []evaluation.RoleID{"finance_office"}
	case 2:
		step.By, step.Quorum = []evaluation.RoleID{"chair", "member"}, evaluation.QuorumAll
	case 3:
		step.By, step.Excludes = []evaluation.RoleID{"chair", "member"}, drawExclusions(t, sd)
	case 4:
		step.By = []evaluation.RoleID{"finance_office", "section"}
	case 5:
		step.By, step.Effect = []evaluation.RoleID{evaluation.SystemRole}, evaluation.EffectSeal
		return step
	}
	step.Decides = rapid.Bool().Draw(t, "decides")
	if step.Decides && n > 0 && rapid.IntRange(0, 3).Draw(t, "returns") > 0 {
		step.ReturnTo = sd.Steps[rapid.IntRange(0, n-1).Draw(t, "return to")].ID
	}
	return step
}

// drawExclusions keeps the doers of section steps away. The chair never holds
// a section, so somebody is always left.
func drawExclusions(t *rapid.T, sd evaluation.StageDefinition) []evaluation.Exclusion {
	out := []evaluation.Exclusion{{DepartmentOfItem: true}}
	for _, earlier := range sd.Steps {
		if earlier.OfItem && rapid.Bool().Draw(t, "excludes") {
			out = append(out, evaluation.Exclusion{DoerOf: &evaluation.StepRef{Stage: sd.ID, Step: earlier.ID}})
		}
	}
	return out
}

// drawStart draws when the evaluation starts and how long a day lasts.
func drawStart(t *rapid.T) evaluation.Start {
	start := evaluationtest.Start()
	start.StartOn = start.StartOn.AddDays(rapid.IntRange(0, 120).Draw(t, "start"))
	if rapid.Bool().Draw(t, "demonstration") {
		began := calendar.Date{Year: 2026, Month: 3, Day: 2}.Start()
		start.Timescale = calendar.Timescale{Origin: start.StartOn, StartedAt: began, Day: 2_000_000_000}
	}
	return start
}
