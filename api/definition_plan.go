package api

import (
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/process"
)

// maxPlanDays bounds the days that a plan lists: two years and some.
const maxPlanDays = 800

func planView(s *process.Schedule, def *evaluation.Definition, c calendar.Calendar) Plan {
	out := Plan{Title: s.Title, CalendarVersion: s.Calendar, Provisional: s.Provisional, Stages: []PlanStage{}, Days: []PlanDay{}}
	last := s.StartOn
	for _, st := range s.Stages {
		stage := PlanStage{
			ID: string(st.ID), Title: st.Title, OpensOn: st.OpensOn, DueOn: st.DueOn, Workdays: st.Workdays, DueOnRestDay: st.DueOnRestDay,
			Entries: []PlanEntry{},
		}
		for _, e := range st.Entries {
			entry := PlanEntry{Kind: PlanEntryKind(e.Kind), At: local(e.At), On: e.Day(), To: e.Told(def), NeverSent: e.NeverSent}
			stage.Entries = append(stage.Entries, entry)
			if entry.On.After(last) {
				last = entry.On
			}
		}
		if st.DueOn.After(last) {
			last = st.DueOn
		}
		out.Stages = append(out.Stages, stage)
	}
	for on := s.StartOn; !on.After(last) && len(out.Days) < maxPlanDays; on = on.AddDays(1) {
		worked, _ := c.IsWorkday(on)
		day := PlanDay{On: on, Workday: worked}
		if ruling, ok := c.Ruling(on); ok {
			day.Name = ruling.Name
		}
		out.Days = append(out.Days, day)
	}
	return out
}
