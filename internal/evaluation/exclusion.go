package evaluation

import "slices"

// Exclusion keeps persons away from a step (职责分离). Exactly one of its
// parts is set.
type Exclusion struct {
	// DoerOf excludes whoever did the named step for the same item.
	DoerOf *StepRef
	// DepartmentOfItem excludes members of the department that is responsible
	// for the item.
	DepartmentOfItem bool
}

// The rules that keep a person from a task beside those of the definition.
const (
	ruleRecused  = "duty:recused"
	ruleOneVoice = "duty:one-person-one-seat"
)

// Excluded names the separation of duties that keeps the actor from a task,
// "" when none does. It looks at the person and at whom the person acts for.
func (s *Situation) Excluded(t *Task) string { return s.excluded(s.Actor, t) }

func (s *Situation) excluded(a Actor, t *Task) string {
	step, ok := s.Definition.Step(t.Stage, t.Step)
	if !ok {
		return ""
	}
	for _, p := range a.persons() {
		if s.Evaluation.recused(p, t.Item) {
			return ruleRecused
		}
	}
	if s.speaksTwice(a, t) {
		return ruleOneVoice
	}
	for _, x := range step.Excludes {
		if x.appliesTo(s, a, t) {
			return x.Rule()
		}
	}
	return ""
}

// speaksTwice tells whether somebody has a voice in a round already: a quorum
// counts each person once, whomever they act for. A signer does not claim the
// task that he was asked to sign.
func (s *Situation) speaksTwice(a Actor, t *Task) bool {
	for i := range s.Evaluation.Tasks {
		o := &s.Evaluation.Tasks[i]
		if o.ID == t.ID || !sameRound(o, t) || o.State == StateCancelled || t.Assignee != "" && o.voice() == t.voice() {
			continue
		}
		seated := a.OnBehalfOf != "" && o.voice() == a.Person || t.Assignee == "" && slices.Contains(a.persons(), o.voice())
		if seated || slices.Contains(a.persons(), o.DoneBy) {
			return true
		}
	}
	return false
}

func (x Exclusion) appliesTo(s *Situation, a Actor, t *Task) bool {
	if x.DepartmentOfItem {
		item := s.Evaluation.Item(t.Item)
		// Of an item that no department answers for nobody is a member.
		return item != nil && item.DepartmentID != "" && a.belongsTo(s.Evaluation.UnitID, item.DepartmentID)
	}
	for i := range s.Evaluation.Tasks {
		done := &s.Evaluation.Tasks[i]
		if done.Item == t.Item && done.Stage == x.DoerOf.Stage && done.Step == x.DoerOf.Step && done.doneBy(a) {
			return true
		}
	}
	return false
}

// belongsTo tells whether somebody, or whom he acts for, has a desk or a role
// in a department.
func (a Actor) belongsTo(unit, department string) bool {
	if a.DepartmentID == department || a.Own.DepartmentID == department {
		return true
	}
	for _, grants := range [][]Grant{a.Grants, a.Own.Grants} {
		for _, g := range grants {
			if g.UnitID == unit && g.DepartmentID == department {
				return true
			}
		}
	}
	return false
}

func (t *Task) doneBy(a Actor) bool {
	for _, p := range a.persons() {
		if p != "" && (t.DoneBy == p || t.OnBehalfOf == p) {
			return true
		}
	}
	return false
}
