package roster

import (
	"net/mail"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"jiheng/internal/identity"
)

// Role is a role that can be granted (可授予的角色).
type Role struct {
	ID, Title string
	// OfDepartment marks a role that is held for a department and not for the
	// whole unit, since it does what belongs to that department.
	OfDepartment bool
	// Administrator marks the three who keep each other in check: nobody may
	// hold two of them, nor one beside any other role (三员分立).
	Administrator bool
}

// Known is what the installation has already (已有的机构和人员).
type Known struct {
	Units       map[string]bool
	Departments map[string]string   // id of the unit by id of the department
	Logins      map[string]string   // id of the person by login
	Roles       map[string][]string // held now or later, by id of the person
}

// MaxNameRunes bounds names and posts.
const MaxNameRunes = 100

// idForm is what ids are made of: they stand in addresses and in the journal.
var idForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// systemID is that of the system itself.
const systemID = "system"

// Check holds a roster against what there is and gives everything that is
// wrong, in the order of the file. A roster without problems can be written.
func Check(r Roster, known Known, roles []Role) []Problem {
	c := &checker{known: known, roles: roles, units: map[string]bool{}, departments: map[string]string{}}
	c.checkUnits(r.Units)
	c.checkDepartments(r.Departments)
	c.checkPeople(r.People)
	return c.problems
}

type checker struct {
	reader
	known       Known
	roles       []Role
	units       map[string]bool
	departments map[string]string
}

func (c *checker) checkUnits(units []Unit) {
	for _, u := range units {
		c.id(u.At, "id", u.ID)
		c.name(u.At, "name", u.Name)
		if c.units[u.ID] {
			c.at(u.At, "id", twiceUnit(u.ID))
		}
		c.units[u.ID] = true
	}
}

func (c *checker) checkDepartments(departments []Department) {
	for _, d := range departments {
		c.id(d.At, "id", d.ID)
		c.name(d.At, "name", d.Name)
		c.unit(d.At, d.UnitID)
		if _, again := c.departments[d.ID]; again {
			c.at(d.At, "id", twiceDepartment(d.ID))
		}
		if before, there := c.known.Departments[d.ID]; there && before != d.UnitID {
			c.at(d.At, "unit_id", departmentMoved(d.ID, before))
		}
		c.departments[d.ID] = d.UnitID
	}
}

func (c *checker) checkPeople(people []Person) {
	ids, logins := map[string]bool{}, map[string]string{}
	for _, p := range people {
		c.id(p.At, "id", p.ID)
		c.name(p.At, "name", p.Name)
		c.unit(p.At, p.UnitID)
		c.department(p.At, p.UnitID, p.DepartmentID)
		c.post(p)
		if p.ID == systemID {
			c.at(p.At, "id", reservedID)
		}
		if ids[p.ID] {
			c.at(p.At, "id", twicePerson(p.ID))
		}
		ids[p.ID] = true
		c.login(p, logins)
		c.grants(p)
	}
}

func (c *checker) post(p Person) {
	if p.Post != "" {
		c.name(p.At, "post", p.Post)
	}
	if p.Email == "" {
		return
	}
	if parsed, err := mail.ParseAddress(p.Email); err != nil || parsed.Address != p.Email || utf8.RuneCountInString(p.Email) > 254 {
		c.at(p.At, "email", notAnAddress)
	}
}

func (c *checker) login(p Person, seen map[string]string) {
	if p.Login == "" {
		return // the id is missing and was told
	}
	if !goodLogin(p.Login) {
		c.at(p.At, "login", badLogin)
	}
	if other, again := seen[p.Login]; again && other != p.ID {
		c.at(p.At, "login", loginTaken(p.Login, other))
	}
	if owner, there := c.known.Logins[p.Login]; there && owner != p.ID {
		c.at(p.At, "login", loginTaken(p.Login, owner))
	}
	seen[p.Login] = p.ID
}

// goodLogin takes what people can type into the login page as it is.
func goodLogin(login string) bool {
	return identity.NormalizeLogin(login) == login && !strings.ContainsRune(login, utf8.RuneError) &&
		!strings.ContainsFunc(login, unicode.IsSpace)
}

func (c *checker) id(at At, name, id string) {
	if id != "" && !idForm.MatchString(id) {
		c.at(at, name, badID)
	}
}

func (c *checker) name(at At, field, name string) {
	unprintable := strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError })
	switch {
	case name == "":
	case strings.TrimSpace(name) != name || unprintable:
		c.at(at, field, badName)
	case utf8.RuneCountInString(name) > MaxNameRunes:
		c.at(at, field, nameTooLong)
	}
}

func (c *checker) unit(at At, id string) {
	if id != "" && !c.units[id] && !c.known.Units[id] {
		c.at(at, "unit_id", noUnit(id))
	}
}

func (c *checker) department(at At, unit, id string) {
	if id == "" {
		return
	}
	of, ok := c.departments[id]
	if !ok {
		of, ok = c.known.Departments[id]
	}
	switch {
	case !ok:
		c.at(at, "department_id", noDepartment(id))
	case of != unit:
		c.at(at, "department_id", foreignDepartment(id, of, unit))
	}
}

func (c *checker) at(at At, name, text string) {
	c.note(At{Line: at.Line, Path: below(at.Path, name)}, text)
}
