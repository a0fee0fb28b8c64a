package policy

import (
	"slices"

	"jiheng/internal/evaluation"
)

// subject is who asks, with the roles held at this moment (主体).
type subject struct {
	grants []evaluation.Grant
	// appointed are the roles held within the one evaluation.
	appointed  []evaluation.RoleID
	evaluation evaluation.ID
}

// scope is where a role must be held (权限域). It is taken from the object as
// it was loaded. An empty unit or evaluation is nowhere.
type scope struct {
	unitID       string
	departmentID string // "" for the whole unit
	evaluation   evaluation.ID
}

// subjectOf gathers what the actor holds; s may be nil where no evaluation is
// concerned. A role counts as appointed only if the definition appoints it, and
// never for an administrator.
func subjectOf(a evaluation.Actor, s *evaluation.Situation) *subject {
	sub := &subject{grants: countedGrants(a.Grants)}
	if a.OnBehalfOf != "" && (administrator(a.Grants) || administrator(a.Own.Grants)) {
		return &subject{} // nobody stands in for an administrator, who stands in for nobody
	}
	if s == nil || administrator(sub.grants) {
		return sub
	}
	sub.evaluation = s.Evaluation.ID
	for _, m := range s.Evaluation.Members {
		role, ok := s.Definition.Role(m.Role)
		if ok && role.HeldBy == evaluation.HeldByAppointment && m.Person == a.Principal() && m.Until.IsZero() {
			sub.appointed = append(sub.appointed, m.Role)
		}
	}
	return sub
}

// only narrows the subject to one role: what somebody does in a role is
// judged by that role, whatever else they hold.
func (s *subject) only(role evaluation.RoleID) *subject {
	n := &subject{evaluation: s.evaluation}
	for _, g := range s.grants {
		if g.Role == role {
			n.grants = append(n.grants, g)
		}
	}
	if slices.Contains(s.appointed, role) {
		n.appointed = []evaluation.RoleID{role}
	}
	return n
}

// heldAs finds the role by which the subject has a role in a scope: the role
// itself or one that inherits it. A standing grant of an appointed role is
// worth nothing, and neither is an appointment to a standing one beyond
// being an appointment.
func (p *Policy) heldAs(s *subject, role evaluation.RoleID, in *scope) (evaluation.RoleID, bool) {
	for _, g := range s.grants {
		if in.covers(g) && !slices.Contains(AppointedRoles(), g.Role) && p.implies(g.Role, role) {
			return g.Role, true
		}
	}
	if in.evaluation == "" || in.evaluation != s.evaluation {
		return "", false
	}
	for _, held := range s.appointed {
		as := held
		if !slices.Contains(AppointedRoles(), held) {
			as = appointee
		}
		if p.implies(as, role) {
			return held, true
		}
	}
	return "", false
}

func (in *scope) covers(g evaluation.Grant) bool {
	return in.unitID != "" && g.UnitID == in.unitID &&
		(in.departmentID == "" || g.DepartmentID == in.departmentID)
}

func (p *Policy) implies(held, role evaluation.RoleID) bool {
	return slices.Contains(p.implied[held], role)
}
