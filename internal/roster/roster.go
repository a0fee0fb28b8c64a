package roster

import "jiheng/internal/calendar"

// Roster is what a file says, with the place of everything (名册).
type Roster struct {
	Units       []Unit
	Departments []Department
	People      []Person
}

// At is where something stands in the file.
type At struct {
	Line int
	Path string
}

// Unit is a budget unit (预算单位).
type Unit struct {
	At
	ID, Name string
}

// Department is a department of a unit (科室).
type Department struct {
	At
	ID, UnitID, Name string
}

// Person is somebody with an account (人员).
type Person struct {
	At
	ID, UnitID, DepartmentID, Name, Post, Email string
	// Login is the id unless the file says otherwise; in the form in which
	// logins are compared.
	Login string
	Roles []Grant
}

// Grant is a role that a person is to hold (任职).
type Grant struct {
	At
	Role, UnitID string
	DepartmentID string        // empty for the unit as a whole
	From, To     calendar.Date // zero is now, and for as long as nobody ends it
}
