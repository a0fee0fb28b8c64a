package identity

import "time"

// PersonID names a person for ever; it is never given to anybody else.
type PersonID string

// UnitID names a budget unit (预算单位).
type UnitID string

// DepartmentID names a department of a unit (科室).
type DepartmentID string

// Person is somebody who takes part in evaluations (人员). Post (职务) is what
// official records show beside the name; roles are grants and live in policy.
type Person struct {
	ID           PersonID
	UnitID       UnitID
	DepartmentID DepartmentID // empty for people who belong to the unit as a whole
	Name         string
	Post         string
	Email        string // empty when no mail can be sent
}

// Account is a person's right to log in (账号).
type Account struct {
	Person       Person
	Login        string // as NormalizeLogin gives it; unique
	PasswordHash string // PHC string of argon2id; empty when no password was set yet
	Disabled     bool   // a disabled account neither logs in nor keeps sessions
	// InitialUntil is when the password ends that somebody else made (初始口令):
	// until then it logs in, but only to be changed. Zero once it was.
	InitialUntil time.Time
}
