package administration

import (
	"time"

	"jiheng/internal/evaluation"
)

// Holding is a grant with the names of whom and what it is about (任职情况).
type Holding struct {
	Grant

	Name, Post           string
	UnitName, Department string
}

// Account is an account as administrators see it (账号情况).
type Account struct {
	Person           evaluation.PersonID
	Name, Post       string
	Login            string
	UnitID, UnitName string
	LockedAt         time.Time // zero while it is open
	HasPassword      bool
	Sessions         int
	SeenAt           time.Time // last use of an open session
}

// Place is a unit, or a department of one (单位、科室).
type Place struct {
	ID, UnitID string // UnitID is empty for a unit
	Name       string
}

// Search says which grants or accounts are looked for (查询条件).
type Search struct {
	Text string // part of a name, a post or a login
	Role evaluation.RoleID
	Past bool // also what has ended
}
