package policy

import (
	"cmp"
	"slices"
	"time"

	"jiheng/internal/evaluation"
)

// roleAtTheTime is the rule of a stage gate (阶段关口复核).
const roleAtTheTime = "gate:role-held-at-the-time"

// Held tells whether a person held a standing role in a unit, and in one of
// its departments if departmentID is set, at an instant.
type Held func(person evaluation.PersonID, role evaluation.RoleID, unitID, departmentID string, at time.Time) bool

// Violation is something that was done without the right to do it, found when
// its stage is to be settled (越权办理).
type Violation struct {
	Task   evaluation.TaskID
	Person evaluation.PersonID
	Role   evaluation.RoleID
	At     time.Time
	// Reason is role_missing, duty_conflict or not_assignee.
	Reason string
	Rule   string
}

// CheckGate looks at every completion and approval of a stage once more: its
// doer was the assignee, held the recorded role at that instant (a standing
// role by held, an appointed one by the date of appointment), the role could
// do such a thing, and no separation of duties kept the doer from it.
// The situation must hold the whole evaluation; its actor is not looked at.
//
// Tasks of the system must have been done by the system. What is known only
// of the present is not judged: a person's own department is recorded
// nowhere, so for the department of the item the roles held in it count.
func (p *Policy) CheckGate(s *evaluation.Situation, stage evaluation.StageID, held Held) []Violation {
	var out []Violation
	for i := range s.Evaluation.Tasks {
		t := &s.Evaluation.Tasks[i]
		if t.Stage != stage || t.State != evaluation.StateCompleted {
			continue
		}
		for _, found := range p.checkDone(s, t, held) {
			out = append(out, Violation{t.ID, t.DoneBy, t.DoneAs, t.SettledAt, found.reason, found.rule})
		}
	}
	return out
}

type finding struct{ reason, rule string }

func (p *Policy) checkDone(s *evaluation.Situation, t *evaluation.Task, held Held) []finding {
	if t.Effect != evaluation.EffectNone {
		if t.DoneBy != evaluation.SystemPerson || t.DoneAs != evaluation.SystemRole {
			return []finding{{ReasonRoleMissing, roleAtTheTime}}
		}
		return nil
	}
	if byReceipt(s, t) {
		return nil
	}
	var out []finding
	if principalOf(t) != t.Assignee || t.DoneBy == "" {
		out = append(out, finding{ReasonNotAssignee, assigneeOnly})
	}
	// Whoever was asked to sign needs no role of the step, only no duty against it.
	if t.AddedBy == "" && !heldThen(s, t, held) {
		out = append(out, finding{ReasonRoleMissing, roleAtTheTime})
	}
	if rule, ok := p.couldDo(s, t); t.AddedBy == "" && !ok {
		out = append(out, finding{ReasonRoleMissing, rule})
	}
	if rule := excludedThen(s, t, held); rule != "" {
		out = append(out, finding{ReasonDutyConflict, rule})
	}
	return out
}

// byReceipt tells whether a receiver in another system did the step, by the
// signed receipt that was taken in: whoever carried it here did not do it.
func byReceipt(s *evaluation.Situation, t *evaluation.Task) bool {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	return step.Receives && t.DoneAs == evaluation.SystemRole && s.Evaluation.Filing != nil && s.Evaluation.Filing.Receipt != ""
}

// heldThen tells whether the doer held the recorded role when it was done.
func heldThen(s *evaluation.Situation, t *evaluation.Task, held Held) bool {
	role, ok := s.Definition.Role(t.DoneAs)
	if !ok || !slices.Contains(t.Roles, t.DoneAs) || t.UnitID != s.Evaluation.UnitOf(role) {
		return false
	}
	if role.HeldBy != evaluation.HeldByAppointment {
		return held(principalOf(t), role.ID, t.UnitID, t.DepartmentID, t.SettledAt)
	}
	return slices.ContainsFunc(s.Evaluation.Members, func(m evaluation.Member) bool {
		return m.Person == principalOf(t) && m.Role == role.ID && !m.Since.After(t.SettledAt) &&
			(m.Until.IsZero() || !m.Until.Before(t.SettledAt))
	})
}

// principalOf is for whom a task was done: the doer, or whom the doer stood in
// for. That he stood in was judged when it was done and is in the journal.
func principalOf(t *evaluation.Task) evaluation.PersonID {
	return cmp.Or(t.OnBehalfOf, t.DoneBy)
}

// couldDo asks the rules in force whether the recorded role can do this.
func (p *Policy) couldDo(s *evaluation.Situation, t *evaluation.Task) (rule string, ok bool) {
	action := evaluation.Complete
	if step, _ := s.Definition.Step(t.Stage, t.Step); step.Decides {
		action = evaluation.Approve
	}
	in := &scope{unitID: t.UnitID, evaluation: s.Evaluation.ID}
	sub := &subject{evaluation: in.evaluation}
	if role, _ := s.Definition.Role(t.DoneAs); role.HeldBy == evaluation.HeldByAppointment {
		sub.appointed = []evaluation.RoleID{t.DoneAs}
	} else {
		sub.grants = []evaluation.Grant{{Role: t.DoneAs, UnitID: t.UnitID}}
	}
	d, err := p.enforce(standing{evaluation.RelationAssignee, sub, in}, ObjectTask, action)
	return d.Rule, err == nil && d.Allowed
}

// excludedThen names the duty that kept the doer from it when it was done.
func excludedThen(s *evaluation.Situation, t *evaluation.Task, held Held) string {
	then := *s
	before := *s.Evaluation
	before.Tasks = slices.DeleteFunc(slices.Clone(before.Tasks), func(o evaluation.Task) bool {
		return o.ID == t.ID || o.SettledAt.After(t.SettledAt)
	})
	before.Recusals = slices.DeleteFunc(slices.Clone(before.Recusals), func(r evaluation.Recusal) bool {
		return r.At.After(t.SettledAt) // what was declared afterwards
	})
	then.Evaluation = &before
	then.Actor = evaluation.Actor{Person: t.DoneBy, OnBehalfOf: t.OnBehalfOf}
	if item := s.Evaluation.Item(t.Item); item != nil {
		in := func(p evaluation.PersonID) []evaluation.Grant {
			return heldIn(p, before.UnitID, item.DepartmentID, t.SettledAt, held)
		}
		then.Actor.Grants, then.Actor.Own.Grants = in(principalOf(t)), in(t.DoneBy)
	}
	return then.Excluded(t)
}

// heldIn lists the roles that somebody held in a department at an instant.
func heldIn(p evaluation.PersonID, unit, department string, at time.Time, held Held) []evaluation.Grant {
	var out []evaluation.Grant
	for _, role := range GrantableRoles() {
		if held(p, role, unit, department, at) {
			out = append(out, evaluation.Grant{Role: role, UnitID: unit, DepartmentID: department})
		}
	}
	return out
}
