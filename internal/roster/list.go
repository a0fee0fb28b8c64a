package roster

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"jiheng/internal/identity"
	"jiheng/internal/workbook"
)

// Directory is what the installation has, with its names (机构人员目录).
type Directory struct {
	Known
	UnitNames       map[string]string // by id
	DepartmentNames map[string]string // by id
	People          map[string]Person // by id
	// Passwords are the ids of those who have one.
	Passwords map[string]bool
}

// Verb is what an import does to something (变化).
type Verb string

// The verbs.
const (
	Added   Verb = "added"
	Changed Verb = "changed"
)

// Verbs lists all verbs.
func Verbs() []Verb { return []Verb{Added, Changed} }

// Change is one thing that would be other than it is (拟作的变动).
type Change struct {
	// Kind is unit, department or person.
	Kind string
	Verb Verb
	ID   string
	Name string
	// Fields are the columns that differ, empty for what is new.
	Fields []string
}

// Plan is what a list comes to against what there is (导入方案). With problems
// it has nothing else: nothing is taken over by half.
type Plan struct {
	Roster   Roster
	Changes  []Change
	Problems []workbook.Problem
	// Newcomers have no password yet.
	Newcomers []Person
}

// PlanList reads a list of departments or of people, as it is filled in on a
// form, and holds it against what there is. A list grants no roles.
//
// Fault: not_found form_unknown for forms that are no such list.
func PlanList(kind workbook.Kind, content []byte, there Directory) (Plan, error) {
	read, err := workbook.Read(kind, content)
	if err != nil || len(read.Problems) > 0 {
		return Plan{Problems: read.Problems}, err
	}
	l := &list{there: there}
	switch kind {
	case workbook.KindDepartments:
		l.departments(read.Departments)
	case workbook.KindPeople:
		l.people(read.People)
	case workbook.KindProjects, workbook.KindScores, workbook.KindFigures, workbook.KindChecklist:
		return Plan{}, workbook.NoList(kind)
	}
	for _, p := range Check(l.roster, there.Known, nil) {
		l.wrong(l.cell(p), p.Text)
	}
	if len(l.problems) > 0 {
		return Plan{Problems: workbook.InOrder(l.problems)}, nil
	}
	return Plan{Roster: l.roster, Changes: l.changes(), Newcomers: l.newcomers()}, nil
}

// PlanAny is PlanList of whichever of the two lists the form is.
func PlanAny(content []byte, there Directory) (Plan, error) {
	people, err := PlanList(workbook.KindPeople, content, there)
	if err != nil || !people.otherForm() {
		return people, err
	}
	departments, err := PlanList(workbook.KindDepartments, content, there)
	if err != nil || !departments.otherForm() {
		return departments, err
	}
	return people, nil
}

// otherForm tells that the form is not of the kind that it was read as.
func (p Plan) otherForm() bool {
	return len(p.Problems) == 1 && (p.Problems[0].Reason == workbook.ReasonNoTable || p.Problems[0].Reason == workbook.ReasonOtherForm)
}

// list turns rows of a form into a roster. Line in the places of the roster is
// the index of the row, from 1.
type list struct {
	there    Directory
	roster   Roster
	cells    []map[string]string
	problems []workbook.Problem
}

func (l *list) wrong(cell, text string) {
	// The code of a unit is also in the id of its department.
	told := func(p workbook.Problem) bool { return p.Cell == cell && p.Text == text }
	if !slices.ContainsFunc(l.problems, told) {
		l.problems = append(l.problems, workbook.Problem{Cell: cell, Reason: ReasonList, Text: text})
	}
}

// ReasonList is the reason of all problems that the roster found.
const ReasonList = "list_entry_wrong"

// cell finds where a problem of the roster stands.
func (l *list) cell(p Problem) string {
	if p.Line < 1 || p.Line > len(l.cells) {
		return ""
	}
	at := l.cells[p.Line-1]
	column := map[string]string{"unit_id": "unit", "department_id": "department", "unit.id": "unit", "unit.name": "unit_name"}[p.Place]
	switch {
	case column != "":
	case p.Place == "id" && at["login"] != "":
		column = "login"
	case p.Place == "id":
		column = "code"
	default:
		column = p.Place
	}
	return or(at[column], at["unit"]) // the id of a department without a code begins with its unit's
}

func (l *list) departments(rows []workbook.Department) {
	seen := map[string]bool{}
	for i, r := range rows {
		at := At{Line: i + 1}
		l.cells = append(l.cells, cellsOf(r))
		name, known := l.there.UnitNames[r.Unit]
		switch {
		case r.Unit == "":
			l.wrong(or(r.Cells["unit"], r.Cells["name"]), needsUnit)
			continue
		case !known && r.UnitName == "" && !seen[r.Unit]:
			l.wrong(or(r.Cells["unit_name"], r.Cells["unit"]), needsUnitName(r.Unit))
		case r.UnitName != "" && !seen[r.Unit] && r.UnitName != name:
			l.roster.Units = append(l.roster.Units, Unit{At{Line: i + 1, Path: "unit"}, r.Unit, r.UnitName})
		}
		seen[r.Unit] = seen[r.Unit] || r.UnitName != ""
		l.roster.Departments = append(l.roster.Departments, Department{at, or(r.Code, l.departmentID(r.Unit, r.Name)), r.Unit, r.Name})
	}
}

// cellsOf are the cells of a row; where no code was written there is none to
// be wrong.
func cellsOf(r workbook.Department) map[string]string {
	cells := maps.Clone(r.Cells)
	if r.Code == "" {
		delete(cells, "code")
	}
	return cells
}

// departmentID is that of the department of this name, or one that follows from
// its name, so that the same list read again means the same departments.
func (l *list) departmentID(unit, name string) string {
	if id := l.departmentOf(unit, name); id != "" {
		return id
	}
	sum := sha256.Sum256([]byte(name))
	return unit + "." + hex.EncodeToString(sum[:4])
}

// departmentOf finds a department of a unit by its name or its code.
func (l *list) departmentOf(unit, name string) string {
	for _, id := range slices.Sorted(maps.Keys(l.there.Departments)) {
		if l.there.Departments[id] == unit && (l.there.DepartmentNames[id] == name || id == name) {
			return id
		}
	}
	return ""
}

func (l *list) people(rows []workbook.Person) {
	for i, r := range rows {
		l.cells = append(l.cells, r.Cells)
		login := identity.NormalizeLogin(r.Login)
		switch {
		case r.Unit == "":
			l.wrong(or(r.Cells["unit"], r.Cells["name"]), needsUnit)
			continue
		case login == "":
			l.wrong(or(r.Cells["login"], r.Cells["name"]), needsLogin)
			continue
		}
		department := l.departmentOf(r.Unit, r.Department)
		if department == "" && l.there.Units[r.Unit] {
			l.wrong(r.Cells["department"], noDepartmentNamed(r.Department))
		}
		l.roster.People = append(l.roster.People, Person{
			At: At{Line: i + 1}, ID: or(l.there.Logins[login], login), Login: login, UnitID: r.Unit, DepartmentID: department,
			Name: r.Name, Post: r.Post, Email: r.Email,
		})
	}
}

func (l *list) newcomers() []Person {
	return slices.DeleteFunc(slices.Clone(l.roster.People), func(p Person) bool { return l.there.Passwords[p.ID] })
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}
