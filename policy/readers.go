package policy

import (
	"slices"

	"jiheng/internal/evaluation"
)

// RolesFor lists the roles to which an action on a kind of object is open in
// whatever relation, each with all that inherit it.
func (p *Policy) RolesFor(o Object, a evaluation.Action) []evaluation.RoleID {
	var out []evaluation.RoleID
	all := Authority{p.rules}
	for _, r := range p.rules.permissions {
		if r.object == o && r.action == a {
			out = all.withHeirs(out, r.role)
		}
	}
	return slices.DeleteFunc(out, func(r evaluation.RoleID) bool {
		return !slices.Contains(GrantableRoles(), r) && !slices.Contains(AppointedRoles(), r)
	})
}

// TaskReaders lists the roles whose holders in the evaluated unit may read all
// its tasks, so that a list can ask the database for just those.
func (p *Policy) TaskReaders() []evaluation.RoleID {
	var out []evaluation.RoleID
	for _, role := range GrantableRoles() {
		for _, r := range p.rules.permissions {
			reads := r.object == ObjectTask && r.action == Read && r.relation == evaluation.RelationUnit
			if reads && !slices.Contains(out, role) && p.implies(role, r.role) {
				out = append(out, role)
			}
		}
	}
	return out
}
