package policy

import (
	"slices"

	"jiheng/internal/evaluation"
)

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
