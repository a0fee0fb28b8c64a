package evaluation

import (
	"time"

	"jiheng/internal/calendar"
)

// agendaOf resolves what time will do to a task of a stage that opens now.
func (s *Situation) agendaOf(stage StageID, dueOn calendar.Date) []AgendaEntry {
	sd, _ := s.Definition.Stage(stage)
	return agendaFor(sd, dueOn, s.Now, s.Timetable())
}

// taskPlan gives a live task another deadline, and everything that hangs on it.
// Reminders are armed anew for the new date; what is owed to those above and
// was told stays told while the deadline is still behind us.
func (s *Situation) taskPlan(t *Task, dueOn calendar.Date, extended bool) TaskPlan {
	sd, _ := s.Definition.Stage(t.Stage)
	dueAt := s.Evaluation.Timescale.At(sd.Due.deadline(dueOn))
	agenda := s.agendaOf(t.Stage, dueOn)
	for i := range agenda {
		if agenda[i].At.After(s.Now) {
			continue
		}
		for _, before := range t.Agenda {
			if before.ID == agenda[i].ID {
				agenda[i].DoneAt = before.DoneAt
			}
		}
	}
	return TaskPlan{Task: t.ID, DueBefore: t.DueOn, DueOn: dueOn, DueAt: dueAt, Extended: extended, Agenda: agenda}
}

func (s *Situation) replanned(cause ReplanCause, stages []StagePlan, tasks []TaskPlan) Replanned {
	return Replanned{
		Cause: cause, CalendarVersion: s.Calendar.Version, Provisional: s.provisional(stages), Stages: stages, Tasks: tasks,
	}
}

// provisional tells whether a planned date lies where the statutory calendar is
// not loaded.
func (s *Situation) provisional(stages []StagePlan) bool {
	if len(stages) == 0 {
		return s.Evaluation.Provisional
	}
	for _, p := range stages {
		sd, _ := s.Definition.Stage(p.Stage)
		if _, guess := sd.Due.From(p.OpensOn, s.Calendar); guess {
			return true
		}
	}
	return false
}

// Replan plans anew by the calendar of the situation: stages to come move with
// those before them, tasks that are open get new deadlines and reminders. It
// yields one event, with before and after, or none when the evaluation is
// planned by this calendar already or is over.
func Replan(s *Situation) []Event {
	e := s.Evaluation
	if e.State.Over() || e.CalendarVersion == s.Calendar.Version {
		return nil
	}
	stages := s.stagePlans(func(*Stage, bool) (shift, delay int) { return 0, 0 })
	return []Event{s.replanned(ReplanCalendar, stages, s.taskPlans(stages, s.sameDue))}
}

func (s *Situation) sameDue(t *Task) (due calendar.Date, extended bool) { return t.DueOn, t.Extended }

// stagePlans plans every stage that is not over, in order; moved says by how
// many days more its due date and its opening are put off, where it is not
// carried along by those before it. A stage keeps a fixed date that it was
// given, but never ends before it opens.
func (s *Situation) stagePlans(moved func(st *Stage, carried bool) (shift, delay int)) []StagePlan {
	var out []StagePlan
	dues, opened := map[StageID]calendar.Date{}, map[StageID]calendar.Date{}
	scale := s.Evaluation.Timescale
	for i := range s.Evaluation.Stages {
		st := &s.Evaluation.Stages[i]
		dues[st.ID], opened[st.ID] = st.DueOn, st.OpensOn
		if st.State == StageClosed {
			continue
		}
		sd, _ := s.Definition.Stage(st.ID)
		p := StagePlan{Stage: st.ID, OpenedBefore: st.OpensOn, DueBefore: st.DueOn, OpensOn: st.OpensOn}
		if st.State == StageWaiting && st.Reopened == nil {
			p.OpensOn = s.putOff(sd, s.opensAfter(sd, opened, dues), st.Delay)
		}
		shift, delay := moved(st, p.OpensOn != st.OpensOn)
		p.Shift, p.Delay = st.Shift+shift, st.Delay+delay
		p.OpensOn = s.putOff(sd, p.OpensOn, delay)
		p.DueOn = s.putOff(sd, s.endOf(st, sd, p.OpensOn, dues), p.Shift)
		if p.DueOn.Before(p.OpensOn) {
			p.DueOn = p.OpensOn
		}
		p.OpensAt, p.DueAt = scale.At(p.OpensOn.Start()), scale.At(sd.Due.deadline(p.DueOn))
		dues[st.ID], opened[st.ID] = p.DueOn, p.OpensOn
		out = append(out, p)
	}
	return out
}

// endOf is when a stage ends that opens on a day, before days are added to it.
func (s *Situation) endOf(st *Stage, sd StageDefinition, opens calendar.Date, dues map[StageID]calendar.Date) calendar.Date {
	if st.Reopened != nil {
		return st.Reopened.due(s.runsFrom(st, sd, dues), s.Calendar)
	}
	due, _ := sd.Due.From(opens, s.Calendar)
	return due
}

func (s *Situation) opensAfter(sd StageDefinition, opened, dues map[StageID]calendar.Date) calendar.Date {
	ready := s.Evaluation.StartOn
	for _, id := range sd.After {
		ready = latest(ready, sd.readyOn(opened[id], dues[id]))
	}
	on, _ := sd.opensOn(ready, s.Calendar)
	return on
}

// putOff moves a date by days that are counted as the stage counts its length.
func (s *Situation) putOff(sd StageDefinition, d calendar.Date, days int) calendar.Date {
	if days == 0 {
		return d
	}
	on, _ := Offset{Count: days, Workdays: sd.Due.Workdays}.From(d, s.Calendar)
	return on
}

// taskPlans gives live tasks the due date of their stage, or where they have
// one of their own what own says.
func (s *Situation) taskPlans(stages []StagePlan, own func(*Task) (due calendar.Date, extended bool)) []TaskPlan {
	var out []TaskPlan
	for i := range s.Evaluation.Tasks {
		t := &s.Evaluation.Tasks[i]
		if !t.State.Live() {
			continue
		}
		for _, p := range stages {
			if p.Stage != t.Stage {
				continue
			}
			due, extended := own(t)
			if !extended {
				due = p.DueOn
			}
			out = append(out, s.taskPlan(t, due, extended))
		}
	}
	return out
}

// deadline is the instant at which a due date ends: 24:00, or the minute that
// the definition says.
func (o Offset) deadline(d calendar.Date) time.Time {
	if o.Minute > 0 {
		return d.Start().Add(time.Duration(o.Minute) * time.Minute)
	}
	return d.End()
}
