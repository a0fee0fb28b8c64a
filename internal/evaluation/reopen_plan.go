package evaluation

import (
	"slices"

	"jiheng/internal/calendar"
)

// reopened is the event of a reopening: how it leaves every stage that it
// reaches, and the deadlines that move with them.
func (s *Situation) reopened(r Reopening, items []ItemID, reach []reached) Event {
	e := *s.Evaluation
	e.Stages = slices.Clone(e.Stages)
	then := *s
	then.Evaluation = &e
	for _, to := range reach {
		then.openAgain(e.Stage(to.definition.ID), r, to)
	}
	v := StageReopened{TaskRef: r.Cause, To: r.To.Stage, Step: r.To.Step, Items: items, Reason: r.Reason}
	if r.Straight.Stage != "" {
		v.Straight = r.Straight.SeenFrom(r.To.Stage)
	}
	plans := slices.DeleteFunc(then.stagePlans(func(*Stage, bool) (shift, delay int) { return 0, 0 }), func(p StagePlan) bool {
		return !slices.ContainsFunc(reach, func(to reached) bool { return to.definition.ID == p.Stage })
	})
	for _, p := range plans {
		st := e.Stage(p.Stage)
		if st.Reopened != nil {
			again := *st.Reopened
			again.AtLeast = p.DueOn
			st.Reopened = &again
		}
		v.Stages = append(v.Stages, StageAgain{p, st.State, st.Reopened})
	}
	v.Provisional = e.Provisional || then.provisional(plans)
	for _, p := range then.taskPlans(plans, s.sameDue) {
		if p.DueOn != p.DueBefore {
			v.Tasks = append(v.Tasks, p)
		}
	}
	return v
}

// openAgain puts a stage into the state in which a reopening leaves it. One that
// is still to open gets other dates, and where everything in it is overtaken
// begins at its first step.
func (s *Situation) openAgain(st *Stage, r Reopening, to reached) {
	if st.State == StageWaiting && (st.Reopened == nil || !to.whole) {
		return
	}
	again := Reopened{Times: 1, At: s.Now, By: s.Actor.Principal(), On: s.Evaluation.Timescale.Today(s.Now)}
	if st.Reopened != nil {
		again.Times += st.Reopened.Times
		again.Awaits = st.Reopened.Awaits
	}
	s.lastsAgain(&again, st, to.definition)
	switch {
	case to.whole:
		again.Awaits = nil
		if r.Straight.Stage == st.ID {
			again.Start = r.Straight.Step
		}
		st.State, st.OpensOn, st.OpensAt = StageWaiting, again.On, s.Evaluation.Timescale.At(again.On.Start())
	case st.ID == r.To.Stage:
		again.Awaits, st.State = except(again.Awaits, to.items), StageActive
	default:
		again.Awaits, st.State = append(except(again.Awaits, to.items), to.items...), StageActive
	}
	st.Shift, st.Delay, st.Reopened = 0, 0, &again
}

// lastsAgain says how long a stage lasts from the day on which it is opened
// again: what the definition says for that, else as long as at first. A fixed
// date stays while it lies ahead. Who is still at work in it loses no time, and
// nobody begins after the deadline.
func (s *Situation) lastsAgain(again *Reopened, st *Stage, sd StageDefinition) {
	switch {
	case sd.DueAgain != nil:
		again.Days, again.Workdays = sd.DueAgain.Count, sd.DueAgain.Workdays
	case sd.Due.On == nil:
		again.Days, again.Workdays = sd.Due.Count, sd.Due.Workdays
	case sd.Due.On.Before(again.On):
		again.Days = max(st.DueOn.DaysSince(st.OpensOn), 0)
	default:
		again.AtLeast = *sd.Due.On
	}
	if st.State == StageActive {
		again.AtLeast = latest(again.AtLeast, st.DueOn)
	}
	due := again.due(again.On, s.Calendar)
	if !s.Evaluation.Timescale.At(sd.Due.deadline(due)).After(s.Now) {
		again.AtLeast = s.putOff(sd, due, 1)
	}
}

// due is when a stage ends that was opened again, where its time runs from a day.
func (r *Reopened) due(from calendar.Date, c calendar.Calendar) calendar.Date {
	on, _ := Offset{Count: r.Days, Workdays: r.Workdays}.From(from, c)
	return latest(on, r.AtLeast)
}

// runsFrom is the day from which a stage that was opened again has its time: that
// of its opening, or the last on which one before it is due that is opened again
// as well.
func (s *Situation) runsFrom(st *Stage, sd StageDefinition, dues map[StageID]calendar.Date) calendar.Date {
	from := st.Reopened.On
	for _, id := range sd.After {
		if before := s.Evaluation.Stage(id); before != nil && before.State != StageClosed {
			from = latest(from, dues[id])
		}
	}
	return from
}

func latest(a, b calendar.Date) calendar.Date {
	if b.After(a) {
		return b
	}
	return a
}

func except(items, gone []ItemID) []ItemID {
	var out []ItemID
	for _, item := range items {
		if !slices.Contains(gone, item) {
			out = append(out, item)
		}
	}
	return out
}
