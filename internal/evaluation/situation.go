package evaluation

import (
	"time"

	"jiheng/internal/calendar"
)

// Situation is everything a decision is made from (裁定依据): what is, who acts,
// when.
// The store puts it together inside the transaction that will write the
// outcome, so that nothing can change in between.
type Situation struct {
	Evaluation *Evaluation
	Definition *Definition
	Calendar   calendar.Calendar
	Actor      Actor
	Now        time.Time
	// Head is the hash of the last journal entry, hex; "" before the first.
	Head string
}

// Timetable gives what dates are counted by.
func (s *Situation) Timetable() Timetable {
	return Timetable{StartOn: s.Evaluation.StartOn, Calendar: s.Calendar, Timescale: s.Evaluation.Timescale}
}

// Actor is who acts, with the roles held at this moment (操作人).
type Actor struct {
	Person       PersonID
	OnBehalfOf   PersonID
	UnitID       string
	DepartmentID string
	Grants       []Grant
}

// Grant is a role held in a unit, and in one of its departments if
// DepartmentID is set (任职).
type Grant struct {
	Role         RoleID
	UnitID       string
	DepartmentID string
}

// System is the actor of what time and the system do.
func System() Actor { return Actor{Person: SystemPerson} }

// Outcome is a decision (裁定): what happened, or that it was refused. Events may be
// one AttemptRefused together with the Refusal that the actor is told.
type Outcome struct {
	Events []Event
	// Refusal is a fault of code forbidden or conflict; the journal keeps it.
	Refusal error
	// Rule and PolicyVersion say what allowed or refused it.
	Rule          string
	PolicyVersion string
}

// Holds tells whether the actor holds a role that the task asks for, and
// which: by standing grant in the task's unit (and department), or by
// appointment within the evaluation.
func (s *Situation) Holds(t *Task) (RoleID, bool) {
	for _, id := range t.Roles {
		role, ok := s.Definition.Role(id)
		if !ok {
			continue
		}
		if role.HeldBy == HeldByAppointment {
			if appointed(s.Evaluation, s.Actor.Person, id) {
				return id, true
			}
			continue
		}
		if granted(s.Actor, id, t.UnitID, t.DepartmentID) {
			return id, true
		}
	}
	return "", false
}

func appointed(e *Evaluation, p PersonID, role RoleID) bool {
	for _, m := range e.Members {
		if m.Person == p && m.Role == role {
			return true
		}
	}
	return false
}

func granted(a Actor, role RoleID, unit, department string) bool {
	for _, g := range a.Grants {
		if g.Role == role && g.UnitID == unit && (department == "" || g.DepartmentID == department) {
			return true
		}
	}
	return false
}

// Excluded names the separation of duties that keeps the actor from a task,
// "" when none does. It looks at the person and at whom the person acts for.
func (s *Situation) Excluded(t *Task) string {
	step, ok := s.Definition.Step(t.Stage, t.Step)
	if !ok {
		return ""
	}
	for _, x := range step.Excludes {
		if x.appliesTo(s, t) {
			return x.Rule()
		}
	}
	return ""
}

func (x Exclusion) appliesTo(s *Situation, t *Task) bool {
	if x.DepartmentOfItem {
		item := s.Evaluation.Item(t.Item)
		// Of an item that no department answers for nobody is a member.
		return item != nil && item.DepartmentID != "" && item.DepartmentID == s.Actor.DepartmentID
	}
	for i := range s.Evaluation.Tasks {
		done := &s.Evaluation.Tasks[i]
		if done.Item == t.Item && done.Stage == x.DoerOf.Stage && done.Step == x.DoerOf.Step && s.isDoer(done) {
			return true
		}
	}
	return false
}

func (s *Situation) isDoer(t *Task) bool {
	for _, p := range []PersonID{s.Actor.Person, s.Actor.OnBehalfOf} {
		if p != "" && (t.DoneBy == p || t.OnBehalfOf == p) {
			return true
		}
	}
	return false
}

// Rule is the stable name of the exclusion, as the journal and a refusal
// show it: "duty:not-doer-of:self_check.submit", "duty:not-department-of-item".
func (x Exclusion) Rule() string {
	if x.DepartmentOfItem {
		return "duty:not-department-of-item"
	}
	return "duty:not-doer-of:" + string(x.DoerOf.Stage) + "." + string(x.DoerOf.Step)
}
