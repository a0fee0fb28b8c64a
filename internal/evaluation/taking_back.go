package evaluation

import (
	"slices"

	"jiheng/internal/fault"
)

// takeBack takes one of several papers of a kind back while the step that it was
// supplied for is under way. The file and who supplied it stay in the record.
func takeBack(s *Situation, t *Task, c Command) ([]Event, error) {
	if len(c.Reason) > MaxText {
		return nil, tooLong("reason")
	}
	for _, entry := range s.Checklist(t) {
		i := slices.IndexFunc(entry.Current, func(m Material) bool { return m.ID == c.Material.ID })
		switch {
		case i < 0:
			continue
		case !entry.Kind.Several:
			return nil, fault.New(fault.Conflict, "material_single", "material %s is the only one of its kind", c.Material.ID)
		case s.ofAnotherSeat(t, entry.Current[i]):
			return nil, fault.New(fault.Conflict, "material_of_another", "material %s was supplied with another task", c.Material.ID)
		}
		return []Event{MaterialTakenBack{t.Ref(), c.Material.ID, c.Reason}}, nil
	}
	return nil, fault.New(fault.Invalid, "material_not_current", "material %.300q does not count now", c.Material.ID).
		WithFields(fault.Field{Name: "material", Reason: "material_not_current"})
}

// ofAnotherSeat tells whether a paper belongs to somebody else's task of the
// same round.
func (s *Situation) ofAnotherSeat(t *Task, m Material) bool {
	o := s.Evaluation.Task(m.Task)
	return o == nil || o.ID != t.ID && o.Round == t.Round
}

// fitsTakingBack tells whether there is a paper that could be taken back.
func (s *Situation) fitsTakingBack(t *Task) error {
	for _, entry := range s.Checklist(t) {
		theirs := func(m Material) bool { return !s.ofAnotherSeat(t, m) }
		if entry.Kind.Several && slices.ContainsFunc(entry.Current, theirs) {
			return nil
		}
	}
	return fault.New(fault.Conflict, "nothing_to_take_back", "task %s has no paper of which there are several", t.ID)
}

// takeBack applies it to all versions of the paper: an older one does not count
// again.
func (e *Evaluation) takeBack(id string, r Record) {
	gone := e.material(id)
	if gone == nil {
		return
	}
	of := e.Task(gone.Task)
	for i := range e.Materials {
		m := &e.Materials[i]
		o := e.Task(m.Task)
		if m.Item == gone.Item && m.Kind == gone.Kind && m.Copy == gone.Copy && o.Stage == of.Stage && o.Step == of.Step {
			m.TakenBackBy, m.TakenBackAt = r.Actor, r.At
		}
	}
}
