package evaluation

import (
	"slices"
	"time"
)

// foldStage applies what happens to stages.
func (e *Evaluation) foldStage(r Record) {
	switch v := r.Event.(type) {
	case StageOpened:
		s := e.Stage(v.Stage)
		s.State, s.OpenedAt = StageActive, r.At
		if s.Reopened != nil {
			again := *s.Reopened
			again.Awaits, again.Start = nil, ""
			s.Reopened = &again
		}
	case StageSettled:
		s := e.Stage(v.Stage)
		s.State, s.SettledAt = StageClosed, r.At
	case StageReopened:
		e.foldReopened(v)
	}
}

// foldReopened opens stages again. What was over is under way again with them.
func (e *Evaluation) foldReopened(v StageReopened) {
	if e.State == Finished {
		e.State, e.FinishedAt = Running, time.Time{}
	}
	e.Provisional = v.Provisional
	for _, a := range v.Stages {
		st := e.Stage(a.Stage)
		st.plan(a.StagePlan)
		st.State, st.Reopened, st.SettledAt = a.State, a.Reopened, time.Time{}
		if a.State == StageWaiting {
			st.OpenedAt = time.Time{}
		}
	}
	for _, p := range v.Tasks {
		e.Task(p.Task).plan(p)
	}
}

// arrived notes that an item walks a stage again that has waited for it.
func (e *Evaluation) arrived(id StageID, item ItemID) {
	s := e.Stage(id)
	if s == nil || !s.awaits(item) {
		return
	}
	again := *s.Reopened
	again.Awaits = nil
	for _, o := range s.Reopened.Awaits {
		if o != item {
			again.Awaits = append(again.Awaits, o)
		}
	}
	s.Reopened = &again
}

func (s *Stage) awaits(item ItemID) bool {
	return s.Reopened != nil && slices.Contains(s.Reopened.Awaits, item)
}

func (s *Stage) plan(p StagePlan) {
	s.OpensOn, s.DueOn, s.OpensAt, s.DueAt, s.Shift, s.Delay = p.OpensOn, p.DueOn, p.OpensAt, p.DueAt, p.Shift, p.Delay
}

// plan gives a task other dates. A deadline that lies ahead again was not
// missed. It is no new version: what a person has before him is still his to do.
func (t *Task) plan(p TaskPlan) {
	t.DueOn, t.DueAt, t.Extended, t.Agenda = p.DueOn, p.DueAt, p.Extended, slices.Clone(p.Agenda)
	t.OverdueAt = time.Time{}
	for _, a := range t.Agenda {
		if a.Kind == AgendaOverdue {
			t.OverdueAt = a.DoneAt
		}
	}
}
