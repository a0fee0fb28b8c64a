package evaluation

import (
	"slices"

	"jiheng/internal/fault"
)

// The reasons of a StepSkipped.
const (
	skippedEmpty = "role_empty"
	skippedSame  = "same_person"
)

// NeedsStaff tells whether decisions on this definition need to know everybody
// who holds its standing roles.
func (d *Definition) NeedsStaff() bool {
	for _, st := range d.Stages {
		for _, step := range st.Steps {
			if step.asksForStaff(d) {
				return true
			}
		}
	}
	return false
}

func (s StepDefinition) asksForStaff(d *Definition) bool {
	standing := func(id RoleID) bool {
		r, ok := d.Role(id)
		return ok && r.HeldBy != HeldByAppointment
	}
	several := s.Quorum != QuorumOne && slices.ContainsFunc(s.By, standing)
	return several || s.WhenEmpty != "" && s.WhenEmpty != EmptyHold || s.WhenSame != "" && s.WhenSame != SameRefuse ||
		len(s.Replacement) > 0 || len(s.Superior) > 0 || s.Quorum != QuorumOne && len(s.Excludes) > 0
}

// staff finds what is known of a person.
func (s *Situation) staff(p PersonID) (Actor, bool) {
	for _, list := range [][]Actor{s.Staff, s.Others} {
		for _, a := range list {
			if a.Person == p {
				return a, true
			}
		}
	}
	return Actor{Person: p}, false
}

// holders lists who holds the roles of a step, each once: those appointed in
// the order of their appointment, then those with a standing grant.
func (s *Situation) holders(step StepDefinition, stage StageID, item ItemID) []Actor {
	var out []Actor
	add := func(a Actor) {
		if !slices.ContainsFunc(out, func(o Actor) bool { return o.Person == a.Person }) {
			out = append(out, a)
		}
	}
	t := s.blank(stage, item, step)
	for _, id := range step.By {
		if r, ok := s.Definition.Role(id); ok && r.HeldBy == HeldByAppointment {
			for _, p := range s.Evaluation.HoldersOf(id) {
				a, _ := s.staff(p)
				add(a)
			}
			continue
		}
		for _, a := range s.Staff {
			if granted(a, id, t.UnitID, t.DepartmentID) {
				add(a)
			}
		}
	}
	return out
}

// vacant tells whether nobody can do a step: nobody holds its roles, or only
// people whom their duties keep away. Without knowing the staff it cannot be
// told of standing roles, and then is not.
func (s *Situation) vacant(stage StageID, item ItemID, step StepDefinition) (vacant bool, why string) {
	if !s.judgeable(step) {
		return false, ""
	}
	holders := s.holders(step, stage, item)
	if len(holders) == 0 {
		return true, skippedEmpty
	}
	t := s.blank(stage, item, step)
	for _, a := range holders {
		if s.excluded(a, &t) == "" {
			return false, ""
		}
	}
	return true, skippedSame
}

func (s *Situation) judgeable(step StepDefinition) bool {
	if s.Staff != nil || s.Definition.NeedsStaff() {
		return true
	}
	return !slices.ContainsFunc(step.By, func(id RoleID) bool {
		r, ok := s.Definition.Role(id)
		return !ok || r.HeldBy != HeldByAppointment
	}) && len(step.Excludes) == 0
}

// fillVacancy does what the definition says of a step that nobody can do: it
// goes on without it, or turns to the superior. Otherwise the step waits for
// whoever comes to hold the role, and so does one that forms the
// group: without it there would be nobody to go on.
func (s *Situation) fillVacancy(stage StageID, item ItemID, step *StepDefinition, why string, back StepID) (events []Event, done bool, err error) {
	skip := why == skippedEmpty && step.WhenEmpty == EmptySkip || why == skippedSame && step.WhenSame == SamePass
	if skip && !step.formsGroup() {
		events := []Event{StepSkipped{stage, item, step.ID, why}}
		more, err := s.next(stage, item, *step, back, Submission{})
		return append(events, more...), true, err
	}
	up := why == skippedEmpty && step.WhenEmpty == EmptyEscalate || why == skippedSame && step.WhenSame == SameSuperior
	if up && len(step.Superior) > 0 {
		above := step.heldBy(step.Superior)
		if vacant, _ := s.vacant(stage, item, above); !vacant {
			*step = above
			return nil, false, nil
		}
	}
	// There is nobody to have a seat: whoever comes to hold the role claims it.
	step.Quorum = QuorumOne
	return nil, false, nil
}

// heldBy is the step with other roles in the place of its own.
func (s StepDefinition) heldBy(roles []RoleID) StepDefinition {
	s.By, s.OfItem = roles, false
	return s
}

// unstaffed lists the steps that would have nobody, where the definition says
// that it then must not be started.
func (s *Situation) unstaffed(in Start) []fault.Field {
	var wrong []fault.Field
	for _, st := range s.Definition.Stages {
		for _, step := range st.Steps {
			if step.WhenEmpty == EmptyRefuse && !s.somebody(step, in) {
				wrong = append(wrong, fault.Field{
					Name: "process", Reason: "role_without_holder", Params: map[string]string{"step": step.Title},
				})
			}
		}
	}
	return wrong
}

// somebody tells whether a step has a holder in the unit. Those who will be
// appointed are not known yet, and are counted on.
func (s *Situation) somebody(step StepDefinition, in Start) bool {
	for _, id := range step.By {
		r, ok := s.Definition.Role(id)
		if !ok || r.HeldBy == HeldByAppointment {
			return true
		}
		unit := in.UnitID
		if r.HeldBy == HeldByReceiver {
			unit = in.ReceiverID
		}
		if slices.ContainsFunc(s.Staff, func(a Actor) bool { return granted(a, id, unit, "") }) {
			return true
		}
	}
	return false
}
