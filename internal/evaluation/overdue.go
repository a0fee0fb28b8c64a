package evaluation

import (
	"slices"

	"jiheng/internal/calendar"
)

// lateTasks adds to what is due what becomes of the tasks that were found late.
func (s *Situation) lateTasks(events, late []Event) ([]Event, error) {
	if !slices.ContainsFunc(late, s.changesMatter) {
		return events, nil
	}
	now := s.after(events)
	for _, e := range late {
		t := now.Evaluation.Task(e.Subject().Task)
		if !t.State.Live() || t.Effect != EffectNone {
			continue // an earlier one of this round has decided it
		}
		more, err := now.late(t)
		if err != nil {
			return nil, err
		}
		events, now = append(events, more...), now.after(more)
	}
	return events, nil
}

func (s *Situation) changesMatter(e Event) bool {
	sd, _ := s.Definition.Stage(e.Subject().Stage)
	return sd.OnOverdue != "" && sd.OnOverdue != OverdueKeep
}

// late does what the definition says of a task whose deadline has passed. A
// return needs a step to return to; where there is none the task stays open. So
// does one that forms the group, since nothing goes on without it; and one that
// began after its deadline: nobody had a chance to do it, and to return it
// would go round for ever.
func (s *Situation) late(t *Task) ([]Event, error) {
	sd, _ := s.Definition.Stage(t.Stage)
	step, _ := s.Definition.Step(t.Stage, t.Step)
	policy := sd.OnOverdue
	if policy != OverdueExtend && !t.OpenedAt.Before(t.DueAt) {
		return nil, nil
	}
	switch policy {
	case OverdueClose:
		if step.formsGroup() {
			return nil, nil
		}
		return s.settled(t, []Event{TaskExpired{t.Ref()}}, Submission{})
	case OverdueReturn:
		if step.ReturnTo != "" && !step.Quorum.Votes() {
			return s.sentBack(t, TaskReturned{TaskRef: t.Ref(), To: step.ReturnTo}, nil)
		}
	case OverdueExtend:
		if until := s.lateExtension(t); sd.Extension != nil && t.Extension == nil && s.checkUntil(t, until) == nil {
			return []Event{ExtensionAsked{t.Ref(), until, ""}}, nil
		}
	case OverdueKeep:
	}
	return nil, nil
}

// lateExtension is until when a late task asks for time by itself: as long as
// its stage grants at most, or one day where that is not bounded.
func (s *Situation) lateExtension(t *Task) calendar.Date {
	sd, _ := s.Definition.Stage(t.Stage)
	if sd.Extension == nil || sd.Extension.AtMost == (Offset{}) {
		from := t.DueOn
		if today := s.Evaluation.Timescale.Today(s.Now); today.After(from) {
			from = today
		}
		on, _ := Offset{Count: 1, Workdays: sd.Due.Workdays}.From(from, s.Calendar)
		return on
	}
	on, _ := sd.Extension.AtMost.From(s.Evaluation.Stage(t.Stage).DueOn, s.Calendar)
	return on
}
