package evaluation

import (
	"cmp"
	"slices"

	"jiheng/internal/fault"
)

// Principal is for whom the actor acts: the person he stands in for, or
// himself.
func (a Actor) Principal() PersonID {
	return cmp.Or(a.OnBehalfOf, a.Person)
}

// persons are both hands of a substitution.
func (a Actor) persons() []PersonID {
	if a.OnBehalfOf != "" && a.OnBehalfOf != a.Person {
		return []PersonID{a.Person, a.OnBehalfOf}
	}
	return []PersonID{a.Person}
}

// in tells whether the actor holds any role in a unit.
func (a Actor) in(unit string) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.UnitID == unit })
}

// other finds somebody whom the command names.
func (s *Situation) other(p PersonID) (Actor, bool) {
	for _, a := range s.Others {
		if a.Person == p {
			return a, true
		}
	}
	return Actor{}, false
}

// colleague finds somebody of the evaluated unit or of the group.
//
// Errors: invalid person_unknown for nobody, the system, and strangers: whom a
// unit does not know it cannot give anything to.
func (s *Situation) colleague(p PersonID, field string) (Actor, error) {
	a, ok := s.other(p)
	if !ok || p == SystemPerson || !a.in(s.Evaluation.UnitID) && !s.Evaluation.member(p) {
		return a, invalidField(field, "person_unknown", map[string]string{"person": string(p)})
	}
	return a, nil
}

// successor finds somebody who may do a task: a colleague, or for a task of
// the receiver somebody there, who holds its role and whom no duty keeps away.
//
// Errors: invalid person_unknown, person_same; conflict person_without_role,
// person_excluded (Params person, rule), person_has_seat.
func (s *Situation) successor(p PersonID, t *Task) error {
	a, ok := s.other(p)
	if !ok || p == SystemPerson || !a.in(t.UnitID) && !s.Evaluation.member(p) {
		return invalidField("person", "person_unknown", map[string]string{"person": string(p)})
	}
	if p == t.Assignee {
		return invalidField("person", "person_same", nil)
	}
	if _, holds := s.holds(a, t); !holds {
		return fault.New(fault.Conflict, "person_without_role", "%s does not hold what %s asks for", p, t.ID).With("person", string(p))
	}
	return s.fit(a, t)
}

// fit tells whether somebody may be given a task or a seat beside it.
func (s *Situation) fit(a Actor, t *Task) error {
	if rule := s.excluded(a, t); rule != "" {
		return fault.New(fault.Conflict, "person_excluded", "%s is kept from %s by %s", a.Person, t.ID, rule).
			With("person", string(a.Person)).With("rule", rule).WithRule(rule)
	}
	if s.seatedBeside(a.Person, t, t.ID) {
		return fault.New(fault.Conflict, "person_has_seat", "%s has a seat in the round of %s", a.Person, t.ID).With("person", string(a.Person))
	}
	return nil
}

// seated tells whether somebody has a say of his own in a round.
func (s *Situation) seated(p PersonID, t *Task) bool { return s.seatedBeside(p, t, "") }

// seatedBeside tells the same of the round without one of its tasks.
func (s *Situation) seatedBeside(p PersonID, t *Task, without TaskID) bool {
	return slices.ContainsFunc(s.Evaluation.Tasks, func(o Task) bool {
		return o.ID != without && sameRound(&o, t) && o.State != StateCancelled && o.voice() == p
	})
}

func (e *Evaluation) member(p PersonID) bool {
	return slices.ContainsFunc(e.Members, func(m Member) bool { return m.Person == p && m.Until.IsZero() })
}
