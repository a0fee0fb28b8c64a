package api

import (
	"strings"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// wholeForecast sets the end of the plan beside the end that is expected.
func wholeForecast(e *evaluation.Evaluation, all []evaluation.Forecast) (due calendar.Date, whole Forecast) {
	for _, st := range e.Stages {
		if st.DueOn.After(due) {
			due = st.DueOn
		}
	}
	for _, f := range all {
		if whole.OpensOn.IsZero() || f.OpensOn.Before(whole.OpensOn) {
			whole.OpensOn = f.OpensOn
		}
		if f.EndsOn.After(whole.EndsOn) {
			whole.EndsOn = f.EndsOn
		}
	}
	if e.State == evaluation.Terminated {
		whole.EndsOn = calendar.Date{} // it ends no more as it was meant to
	}
	if whole.EndsOn.After(due) {
		whole.LateDays = whole.EndsOn.DaysSince(due)
	}
	return due, whole
}

func timelineItems(s *evaluation.Situation, items []evaluation.ItemForecast, names evaluation.Names) []TimelineItem {
	e := s.Evaluation
	out := make([]TimelineItem, 0, len(items))
	for _, f := range items {
		row := TimelineItem{
			ItemID: string(f.Item), OpenedAt: local(f.OpenedAt), SettledAt: local(f.SettledAt),
			Forecast: Forecast{OpensOn: e.Timescale.Today(f.OpenedAt), EndsOn: f.EndsOn, LateDays: f.LateDays}, Waiting: []WaitingTask{},
		}
		if it := e.Item(f.Item); it != nil {
			row.Title, row.DepartmentName = it.Title, names.Department(it.DepartmentID)
		}
		for _, id := range f.Waiting {
			row.Waiting = append(row.Waiting, waitingTask(e.Task(id), s.Definition, names))
		}
		out = append(out, row)
	}
	return out
}

func waitingTask(t *evaluation.Task, def *evaluation.Definition, names evaluation.Names) WaitingTask {
	step, _ := def.Step(t.Stage, t.Step) // the task's title repeats the item's
	w := WaitingTask{TaskID: string(t.ID), Title: step.Title, DueOn: t.DueOn, Claimed: t.Assignee != ""}
	switch {
	case t.Effect != evaluation.EffectNone:
	case w.Claimed:
		w.Who = names.Person(t.Assignee).Name
	default:
		var roles []string
		for _, r := range t.Roles {
			roles = append(roles, roleTitle(def, r))
		}
		w.Who = ofDepartment(names.Department(t.DepartmentID), strings.Join(roles, listComma()))
	}
	return w
}

func stepPositions(def *evaluation.Definition, stage evaluation.StageID, all []evaluation.Position) []StepPosition {
	out := []StepPosition{}
	for _, p := range all {
		if p.Stage != stage {
			continue
		}
		step, _ := def.Step(p.Stage, p.Step)
		out = append(out, StepPosition{
			Step: string(p.Step), Title: step.Title, State: StepPositionState(p.State), Items: p.Items,
			Open: p.Open, Done: p.Done, Returned: p.Returned, Skipped: p.Skipped, Again: p.Again,
		})
	}
	return out
}
