package roster

import (
	"cmp"

	"jiheng/internal/identity"
)

// Entry is one unit, department or person as somebody types it in (单条登记).
type Entry struct {
	// Kind is unit, department or person, as of a Change.
	Kind string
	// New is to be added; otherwise it is there and brought up to date.
	New                                         bool
	ID, UnitID, DepartmentID, Name, Post, Email string
	Login                                       string
}

// PlanEntry holds one entry against what there is, by the same rules as a file.
// The cell of a problem is the name of the field.
func PlanEntry(e Entry, there Directory) Plan {
	l := &list{there: there}
	switch e.Kind {
	case "unit":
		l.unit(e)
	case "department":
		l.department(e)
	default:
		l.person(e)
	}
	for _, p := range Check(l.roster, there.Known, nil) {
		l.wrong(p.Place, p.Text)
	}
	if len(l.problems) > 0 {
		return Plan{Problems: l.problems}
	}
	return Plan{Roster: l.roster, Changes: l.changes(), Newcomers: l.newcomers()}
}

func (l *list) unit(e Entry) {
	l.filled(field{"id", e.ID}, field{"name", e.Name})
	l.known(e.New, l.there.Units[e.ID], e.ID)
	l.roster.Units = []Unit{{ID: e.ID, Name: e.Name}}
}

func (l *list) department(e Entry) {
	l.filled(field{"unit_id", e.UnitID}, field{"name", e.Name})
	if same := l.departmentOf(e.UnitID, e.Name); same != "" && same != e.ID {
		l.wrong("name", nameTaken(same))
	}
	id := e.ID
	if id == "" && e.New {
		id = l.departmentID(e.UnitID, e.Name)
	}
	_, there := l.there.Departments[id]
	l.known(e.New, there, id)
	l.roster.Departments = []Department{{ID: id, UnitID: e.UnitID, Name: e.Name}}
}

func (l *list) person(e Entry) {
	l.filled(field{"unit_id", e.UnitID}, field{"login", e.Login}, field{"name", e.Name}, field{"post", e.Post})
	login := identity.NormalizeLogin(e.Login)
	id := cmp.Or(e.ID, login)
	owner, taken := l.there.Logins[login]
	if _, there := l.there.People[id]; taken && e.New && e.ID == "" {
		l.wrong("login", loginTaken(login, owner)) // it would be his id as well
	} else {
		l.known(e.New, there, id)
	}
	l.roster.People = []Person{{
		ID: id, Login: login, UnitID: e.UnitID, DepartmentID: e.DepartmentID, Name: e.Name, Post: e.Post, Email: e.Email,
	}}
}

type field struct{ name, value string }

func (l *list) filled(fields ...field) {
	for _, f := range fields {
		if f.value == "" {
			l.wrong(f.name, missing)
		}
	}
}

// known tells what is added though it is there, and what is not there though it
// is to be changed.
func (l *list) known(adds, there bool, id string) {
	switch {
	case id == "":
	case adds && there:
		l.wrong("id", idTaken(id))
	case !adds && !there:
		l.wrong("id", idUnknown(id))
	}
}
