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
	def.Roles = append(def.Roles, evaluation.Role{ID: "expert", Title: "expert", HeldBy: evaluation.HeldByUnit})
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
	drawGroup(t, def)
	return def
}

// drawGroup draws how many of the group must take part. Those who let a
// deadline pass can no longer, so that nothing closes then.
func drawGroup(t *rapid.T, def *evaluation.Definition) {
	if rapid.Bool().Draw(t, "no quorum of the group") {
		return
	}
	shares := []evaluation.Share{{Numerator: 2, Denominator: 3}, {Numerator: 1, Denominator: 2, MoreThan: true}, {Numerator: 1, Denominator: 1}}
	def.Group = &evaluation.GroupRule{Quorum: rapid.SampledFrom(shares).Draw(t, "quorum of the group")}
	for i := range def.Stages {
		if sd := &def.Stages[i]; slices.ContainsFunc(sd.Steps, def.DecidedByGroup) && sd.OnOverdue == evaluation.OverdueClose {
			sd.OnOverdue = evaluation.OverdueKeep
		}
	}
}

func drawStage(t *rapid.T, i int, before []evaluation.StageDefinition) evaluation.StageDefinition {
	sd := evaluation.StageDefinition{ID: evaluation.StageID(fmt.Sprintf("stage_%d", i)), Title: "stage", Due: drawOffset(t, 0, 5)}
	first := rapid.IntRange(0, len(before)-1).Draw(t, "after")
	sd.After = append(sd.After, before[first].ID)
	if last := before[len(before)-1].ID; last != sd.After[0] && rapid.Bool().Draw(t, "after the last too") {
		sd.After = append(sd.After, last)
	}
	for range rapid.IntRange(0, 2).Draw(t, "reminders") {
		sd.Reminders = append(sd.Reminders, drawNotification(t, -4, 0, evaluation.Audience{Assignee: true}))
	}
	for range rapid.IntRange(0, 2).Draw(t, "escalations") {
		sd.Escalations = append(sd.Escalations, drawNotification(t, 1, 3, evaluation.Audience{Role: "chair"}))
	}
	drawTime(t, &sd)
	switch rapid.IntRange(0, 3).Draw(t, "for each") {
	case 0:
		sd.ForEach = &evaluation.ForEach{Kind: evaluation.ItemProject}
	case 1:
		sd.ForEach = &evaluation.ForEach{Kind: evaluation.ItemProject, Where: evaluationtest.AmountAtLeast("self_check_amount")}
	case 2:
		sd.ForEach = &evaluation.ForEach{Kind: evaluation.ItemDepartment} // there is none
	}
	for n := range rapid.IntRange(1, 4).Draw(t, "steps") {
		sd.Steps = append(sd.Steps, drawStep(t, n, sd, before))
	}
	if rapid.Bool().Draw(t, "due again") {
		again := drawOffset(t, 0, 3)
		sd.DueAgain = &again
	}
	return sd
}

func drawOffset(t *rapid.T, low, high int) evaluation.Offset {
	return evaluation.Offset{Count: rapid.IntRange(low, high).Draw(t, "offset"), Workdays: rapid.Bool().Draw(t, "workdays")}
}

func drawNotification(t *rapid.T, low, high int, to evaluation.Audience) evaluation.Notification {
	n := evaluation.Notification{Offset: drawOffset(t, low, high), To: []evaluation.Audience{to}}
	if rapid.IntRange(0, 3).Draw(t, "repeated") == 0 {
		n.Every, n.Times = drawOffset(t, 1, 2), rapid.IntRange(2, 4).Draw(t, "times")
	}
	if rapid.IntRange(0, 3).Draw(t, "at an hour") == 0 {
		n.Offset.Minute = 9 * 60
	}
	return n
}

// drawTime draws what becomes of late tasks, and who may grant more time.
func drawTime(t *rapid.T, sd *evaluation.StageDefinition) {
	sd.OnOverdue = rapid.SampledFrom(append(evaluation.OverduePolicies(), "")).Draw(t, "on overdue")
	sd.CountOverdue = rapid.SampledFrom(append(evaluation.DayCounts(), "")).Draw(t, "count overdue")
	if rapid.Bool().Draw(t, "deadline at an hour") {
		sd.Due.Minute = 17 * 60
	}
	if rapid.Bool().Draw(t, "extension") {
		sd.Extension = &evaluation.ExtensionRule{By: []evaluation.RoleID{"unit_head", "chair"}, AtMost: drawOffset(t, 0, 5)}
	}
}

func drawStep(t *rapid.T, n int, sd evaluation.StageDefinition, before []evaluation.StageDefinition) evaluation.StepDefinition {
	step := evaluation.StepDefinition{ID: evaluation.StepID(fmt.Sprintf("step_%d", n)), Title: "step", Quorum: evaluation.QuorumOne}
	switch rapid.IntRange(0, 7).Draw(t, "kind of step") {
	case 0:
		step.By, step.OfItem = []evaluation.RoleID{"section"}, true
		step.Form = []evaluation.FormField{{Name: "conclusion", Kind: evaluation.FieldText, Required: true}}
		step.Materials = []evaluation.MaterialKind{{ID: "score_sheet"}}
	case 1:
		step.By = []evaluation.RoleID{"finance_office"}
	case 2:
		step.By = []evaluation.RoleID{"chair", "member"}
		drawQuorum(t, &step)
	case 3:
		step.By, step.Excludes = []evaluation.RoleID{"chair", "member"}, drawExclusions(t, sd)
	case 4:
		step.By = []evaluation.RoleID{"finance_office", "section"}
		drawQuorum(t, &step)
	case 5:
		step.By, step.Effect = []evaluation.RoleID{evaluation.SystemRole}, evaluation.EffectSeal
		return step
	case 6:
		step.By = []evaluation.RoleID{"expert"} // whom nobody appoints
		drawQuorum(t, &step)
	case 7:
		step.By, step.Excludes = []evaluation.RoleID{"chair", "member"}, drawExclusions(t, sd)
		drawQuorum(t, &step)
	}
	drawVacancy(t, &step)
	step.Decides = step.Decides || rapid.Bool().Draw(t, "decides")
	if people := forPeople(sd.Steps); step.Decides && len(people) > 0 && rapid.IntRange(0, 3).Draw(t, "returns") > 0 {
		step.ReturnTo = rapid.SampledFrom(people).Draw(t, "return to")
	}
	if step.Decides && len(before) > 1 && rapid.IntRange(0, 3).Draw(t, "returns to a stage before") == 0 {
		step.ReturnTo = drawEarlier(t, sd, before, step.ReturnTo)
	}
	return step
}

// drawEarlier draws a step for people of a stage that this one comes right
// after.
func drawEarlier(t *rapid.T, sd evaluation.StageDefinition, before []evaluation.StageDefinition, otherwise evaluation.StepID) evaluation.StepID {
	for _, o := range before[1:] {
		if people := forPeople(o.Steps); slices.Contains(sd.After, o.ID) && len(people) > 0 {
			return evaluation.StepID(string(o.ID) + "." + string(rapid.SampledFrom(people).Draw(t, "return to a stage before")))
		}
	}
	return otherwise
}

// forPeople lists the steps to which a matter can be returned.
func forPeople(steps []evaluation.StepDefinition) []evaluation.StepID {
	var out []evaluation.StepID
	for _, step := range steps {
		if step.Effect == evaluation.EffectNone {
			out = append(out, step.ID)
		}
	}
	return out
}

// drawQuorum draws how many must act. What is voted on is approved.
func drawQuorum(t *rapid.T, step *evaluation.StepDefinition) {
	step.Quorum = rapid.SampledFrom(evaluation.Quorums()).Draw(t, "quorum")
	if !step.Quorum.Votes() {
		return
	}
	step.Decides = true
	shares := []evaluation.Share{{Numerator: 2, Denominator: 3}, {Numerator: 1, Denominator: 2, MoreThan: true}, {Numerator: 1, Denominator: 1}}
	step.Rule.Share = rapid.SampledFrom(shares).Draw(t, "share")
	if step.Quorum == evaluation.QuorumVote {
		step.Rule.Weights = []evaluation.Weight{{Role: "chair", Points: rapid.IntRange(1, 4).Draw(t, "weight")}, {Role: "finance_office", Points: 2}}
	}
}

// drawVacancy draws what happens when nobody can do a step.
func drawVacancy(t *rapid.T, step *evaluation.StepDefinition) {
	hold := []evaluation.WhenEmpty{"", evaluation.EmptyHold, evaluation.EmptySkip, evaluation.EmptyEscalate}
	step.WhenEmpty = rapid.SampledFrom(hold).Draw(t, "when empty")
	step.WhenSame = rapid.SampledFrom(append(evaluation.SamePolicies(), "")).Draw(t, "when same")
	if rapid.Bool().Draw(t, "superior") {
		step.Superior = []evaluation.RoleID{"unit_head", "unit_office"}
	}
	if rapid.IntRange(0, 2).Draw(t, "replacement") == 0 {
		step.Replacement = []evaluation.RoleID{"unit_office"}
	}
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
