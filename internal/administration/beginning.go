package administration

import (
	"slices"

	"jiheng/internal/evaluation"
)

// Beginnings are what there is of what an installation needs before anybody
// can work with it (初次使用).
type Beginnings struct {
	Departments, People, Processes, Evaluations int
	// Held are the roles that somebody who can log in holds now.
	Held []evaluation.RoleID
	// Years are those whose statutory calendar is loaded.
	Years []int
}

// Lacking gives those of some roles that nobody holds.
func (b Beginnings) Lacking(wanted ...evaluation.RoleID) []evaluation.RoleID {
	return slices.DeleteFunc(slices.Clone(wanted), func(r evaluation.RoleID) bool { return slices.Contains(b.Held, r) })
}
