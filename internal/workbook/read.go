package workbook

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"jiheng/internal/evaluation"
)

// Result is what was read of a filled form (导入结果). When there are problems
// there are no rows: nothing is taken in by half.
type Result struct {
	Kind        Kind
	Projects    []Project
	Sheet       *Sheet
	Departments []Department
	People      []Person
	Figures     []Figure
	Problems    []Problem
	// Notes say what was not taken in, or does not add up, and keeps nothing
	// from being read.
	Notes []Problem
	// departmentCells is where the departments of the projects stand.
	departmentCells []string
	// headCells is where the columns stand that only some processes ask for.
	headCells map[evaluation.SheetColumn]string
	// draft is what could be read of a score table with problems.
	draft *draft
}

// Project is a row of the list of projects (项目). Amount is in yuan.
type Project struct {
	Name       string
	Department string // as it was written; the page finds whose it is
	Amount     decimal.Decimal
	Remark     string
}

// Department is a row of the list of departments (科室). The codes and the name
// of the unit are empty where the list is of one unit.
type Department struct {
	Unit, UnitName, Code, Name, Remark string
	// Cells is where each stands, by unit, unit_name, code and name.
	Cells map[string]string
}

// Person is a row of the list of people (人员).
type Person struct {
	Unit, Login, Name, Department, Post, Email, Remark string
	// Cells is where each stands, by unit, login, name, department, post and
	// email.
	Cells map[string]string
}

// Read reads a filled form. What is wrong with it is part of the result.
//
// Fault: not_found form_unknown.
func Read(kind Kind, content []byte) (Result, error) {
	f, ok := formOf(kind)
	if !ok || kind == KindChecklist {
		return Result{}, unknownForm(kind)
	}
	r := &reading{form: f, head: -1, wrong: new(problems)}
	r.open(content)
	out := Result{Kind: kind}
	switch kind {
	case KindProjects:
		out.Projects = projects(r.records, r.wrong)
		for _, record := range r.records {
			out.departmentCells = append(out.departmentCells, record.cells["department"])
		}
	case KindScores:
		out.Sheet = r.scores(&out)
	case KindDepartments:
		out.Departments = departments(r.records, r.wrong)
	case KindPeople:
		out.People = people(r.records)
	case KindFigures:
		out.Figures = figures(r.records, r.wrong)
	case KindChecklist: // refused above
	}
	if len(*r.wrong) > 0 {
		return Result{Kind: kind, Problems: r.wrong.inOrder(), draft: r.draft(out.Sheet)}, nil
	}
	out.Notes = append(out.Notes, r.strangers()...)
	out.Notes = (*problems)(&out.Notes).inOrder()
	return out, nil
}

// open finds the one sheet that has the table and reads it.
func (r *reading) open(content []byte) {
	f, wrong := r.form, r.wrong
	file := open(content, wrong)
	if file == nil {
		return
	}
	defer func() { _ = file.Close() }()
	if !f.templateFits(file, wrong) {
		return
	}
	sheets := visible(file)
	if len(sheets) == 0 {
		wrong.add("", ReasonNoSheet)
		return
	}
	var found *grid
	for _, sheet := range sheets {
		g := read(file, sheet, wrong)
		if g == nil {
			return
		}
		head, _ := f.heading(g)
		switch {
		case head < 0:
		case found != nil:
			wrong.add("", ReasonAmbiguous, "sheets", found.sheet+" "+g.sheet)
			return
		default:
			found = g
		}
	}
	if found == nil {
		wrong.add("", ReasonNoTable, "columns", f.required())
		return
	}
	r.g = found
	r.read()
	if f.kind == KindScores {
		r.above()
	}
}

func visible(file *excelize.File) []string {
	var out []string
	for _, sheet := range file.GetSheetList() {
		if shown, err := file.GetSheetVisible(sheet); err == nil && shown {
			out = append(out, sheet)
		}
	}
	return out
}

func projects(records []record, wrong *problems) []Project {
	var out []Project
	seen := make(map[string]string)
	for _, r := range records {
		p := Project{Name: r.texts["name"], Department: r.texts["department"], Amount: r.numbers["amount"].Decimal, Remark: r.texts["remark"]}
		twice(seen, p.Name+"\x00"+p.Department, r.cells["name"], p.Name, wrong)
		out = append(out, p)
	}
	return out
}

// WithDepartments tells the projects of departments that a unit does not have;
// then there are no rows.
func (r Result) WithDepartments(known []string) Result {
	var wrong problems
	for i, p := range r.Projects {
		if !slices.ContainsFunc(known, func(k string) bool { return tidy(k) == p.Department }) {
			wrong.add(r.departmentCells[i], ReasonDepartment, "value", p.Department, "known", strings.Join(known, "、"))
		}
	}
	if len(wrong) == 0 {
		return r
	}
	return Result{Kind: r.Kind, Problems: wrong.inOrder()}
}

// twice tells a value that stands in an earlier row already.
func twice(seen map[string]string, key, cell, value string, wrong *problems) {
	if value == "" {
		return
	}
	if first, ok := seen[key]; ok {
		wrong.add(cell, ReasonTwice, "value", value, "first", first)
		return
	}
	seen[key] = cell
}

func written(n decimal.NullDecimal) string {
	if !n.Valid {
		return ""
	}
	return n.Decimal.String()
}

func departments(records []record, wrong *problems) []Department {
	var out []Department
	seen := make(map[string]string)
	for _, r := range records {
		twice(seen, r.texts["unit"]+"\x00"+r.texts["name"], r.cells["name"], r.texts["name"], wrong)
		out = append(out, Department{
			Unit: r.texts["unit"], UnitName: r.texts["unit_name"], Code: r.texts["code"], Name: r.texts["name"], Remark: r.texts["remark"], Cells: r.cells,
		})
	}
	return out
}

func people(records []record) []Person {
	var out []Person
	for _, r := range records {
		out = append(out, Person{
			Unit: r.texts["unit"], Login: r.texts["login"], Name: r.texts["name"], Department: r.texts["department"],
			Post: r.texts["post"], Email: r.texts["email"], Remark: r.texts["remark"], Cells: r.cells,
		})
	}
	return out
}
