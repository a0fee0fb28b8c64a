package evaluation

import (
	"slices"
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
	// Others are those whom the command names.
	Others []Actor
	// Staff are all who hold a role of the definition, where the definition
	// needs to know; nil where it does not.
	Staff []Actor
	// Partial is true where the evaluation is one item's part of it; what
	// reaches beyond the item then fails with a fault that NeedsWhole knows.
	Partial bool
	// Unscanned are the files, by SHA-256, that no scanner has passed yet; nil
	// where there is no scanner.
	Unscanned []string
	// Rescanning are files that came before there was a scanner and wait for it;
	// they count meanwhile.
	Rescanning []string
	// Retention is how many years papers are kept once an evaluation is over; 0
	// keeps them for good.
	Retention int
	// Head is the hash of the last journal entry, hex; "" before the first. HeadAt
	// is when it was written.
	Head   string
	HeadAt time.Time
}

// ToldOf gives the moment of which papers tell that are written now, and
// whether things go on from there: of what is over or sealed its end or its
// sealing, of what runs the last that happened. It does not move with the clock.
func (s *Situation) ToldOf() (at time.Time, running bool) {
	e := s.Evaluation
	switch {
	case e.Dossier != nil && !s.reworked():
		return e.Dossier.SealedAt, false
	case e.State.Over():
		return e.FinishedAt, false
	}
	return s.HeadAt, true
}

// reworked tells whether what was sealed is being done again.
func (s *Situation) reworked() bool {
	before := s.Definition.beforeSealing()
	return slices.ContainsFunc(s.Evaluation.Tasks, func(t Task) bool { return t.State.Live() && slices.Contains(before, t.Stage) })
}

// Timetable gives what dates are counted by.
func (s *Situation) Timetable() Timetable {
	return Timetable{StartOn: s.Evaluation.StartOn, Calendar: s.Calendar, Timescale: s.Evaluation.Timescale}
}

// Actor is who acts, with the roles held at this moment (操作人). Of a
// substitute, who acts for OnBehalfOf (A/B 角), the unit, the department and
// the grants are those of OnBehalfOf; Own is what he is himself, since duties
// bind both.
type Actor struct {
	Person       PersonID
	OnBehalfOf   PersonID
	UnitID       string
	DepartmentID string
	Grants       []Grant
	Own          Own
}

// Own is where a substitute stands himself (代理人本人身份).
type Own struct {
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
func (s *Situation) Holds(t *Task) (RoleID, bool) { return s.holds(s.Actor, t) }

func (s *Situation) holds(a Actor, t *Task) (RoleID, bool) {
	return s.holdsOne(a, t.Roles, t.UnitID, t.DepartmentID)
}

func (s *Situation) holdsOne(a Actor, roles []RoleID, unit, department string) (RoleID, bool) {
	for _, id := range roles {
		role, ok := s.Definition.Role(id)
		if !ok {
			continue
		}
		if role.HeldBy == HeldByAppointment {
			if appointed(s.Evaluation, a.Principal(), id) {
				return id, true
			}
			continue
		}
		if granted(a, id, unit, department) {
			return id, true
		}
	}
	return "", false
}

func appointed(e *Evaluation, p PersonID, role RoleID) bool {
	for _, m := range e.Members {
		if m.Person == p && m.Role == role && m.Until.IsZero() {
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

// Rule is the stable name of the exclusion, as the journal and a refusal
// show it: "duty:not-doer-of:self_check.submit", "duty:not-department-of-item".
func (x Exclusion) Rule() string {
	if x.DepartmentOfItem {
		return "duty:not-department-of-item"
	}
	return "duty:not-doer-of:" + string(x.DoerOf.Stage) + "." + string(x.DoerOf.Step)
}
