package document

import (
	"fmt"
	"io"

	"jiheng/internal/typeset"
)

// ProjectForm is the common form on which a project is evaluated by its own
// unit (项目支出绩效自评表): the project and its money, the goal of the year, and
// indicators of three levels with what was planned and what was reached. What
// is not known leaves its cell empty, to be filled in by hand.
type ProjectForm struct {
	Head
	Project, Department, Implementer string
	// MoneyUnit is the unit of the amounts, "" where none is said.
	MoneyUnit         string
	Expected, Reached string
	Money             []MoneyRow
	Rows              []IndicatorRow
	// Units and Basis print the columns of units, and of what scores rest on.
	Units, Basis bool
	// Weight is what the weights add up to; without a value nothing is printed.
	Weight        Figure
	Total         Figure
	Grade         string
	Computed      Figure
	ComputedGrade string
	Rule          string
	Notes         []string
}

// MoneyRow is a row about money (资金行).
type MoneyRow struct {
	Name                        string
	Initial, FullYear, Executed Figure
	Weight                      Figure
	Rate                        string
	Score                       Figure
	Reason                      string
}

// IndicatorRow is an indicator (指标行). Equal names of groups that stand below
// each other are printed once.
type IndicatorRow struct {
	Group, Second, Name  string
	Unit, Target, Actual string
	Weight, Score        Figure
	Reason               string
	Basis                string
}

// formCell is a cell of the form; a figure is printed as a number.
type formCell struct {
	typeset.Cell
	figure *Figure
	// label is what the form says itself, in bold on grey.
	label bool
}

// WriteXLSX prints the form as .xlsx. Equal forms give equal bytes. Fault:
// invalid form_invalid, as for DataTable.
func (t ProjectForm) WriteXLSX(w io.Writer) error {
	if err := t.check(); err != nil {
		return err
	}
	s := beginSheet(projectFormName, t.Head, t.widths())
	s.page(t.Head)
	s.grid(t.rows())
	s.notes(t.Notes)
	s.band(projectSignatures, s.style.note, 30)
	return s.write(w)
}

// Document is the form as a paper.
func (t ProjectForm) Document() typeset.Document {
	var table typeset.Table
	for _, width := range t.widths() {
		table.Columns = append(table.Columns, typeset.Column{Share: int(width)})
	}
	for _, row := range t.rows() {
		cells := make([]typeset.Cell, len(row))
		for i, c := range row {
			cells[i] = c.Cell
		}
		table.Rows = append(table.Rows, cells)
	}
	d := t.paper(table, t.Notes)
	d.Blocks[len(d.Blocks)-1] = typeset.Note{Text: projectSignatures}
	return d
}

// widths are those of the columns: the label, three levels, the unit if any,
// planned and reached, the points, why, and on what the score rests if asked.
func (t ProjectForm) widths() []float64 {
	widths := []float64{13, 13, 13, 24}
	if t.Units {
		widths = append(widths, 10)
	}
	widths = append(widths, 16, 16, 10, 12, 34)
	if t.Basis {
		widths = append(widths, 24)
	}
	return widths
}

// rows lays the form out.
func (t ProjectForm) rows() [][]formCell {
	all := len(t.widths())
	rows := [][]formCell{{label(captionProject, 1), text(t.Project, all-1)}}
	half := (all - 2) / 2
	rows = append(rows, []formCell{
		label(captionDepartment, 1), text(t.Department, half), label(captionImplementer, 1), text(t.Implementer, all-2-half),
	})
	rows = append(rows, t.moneyRows(all)...)
	rows = append(rows, t.goalRows(all)...)
	rows = append(rows, t.indicatorRows()...)
	return append(rows, t.totalRows(all)...)
}

// moneyRows are the rows about money, in the columns of the indicators.
func (t ProjectForm) moneyRows(all int) [][]formCell {
	if len(t.Money) == 0 {
		return nil
	}
	extra := 0
	if t.Units {
		extra = 1
	}
	last := all - 8 - extra // what is left for the score
	head := []formCell{
		{},
		label("", 2), label(captionInitial, 1), label(captionFullYear, 1+extra), label(captionExecuted, 1),
		label(captionWeight, 1), label(captionRate, 1), label(captionPoints, last),
	}
	rows := [][]formCell{head}
	for _, m := range t.Money {
		rows = append(rows, []formCell{
			text(m.Name, 2), number(m.Initial, 1), number(m.FullYear, 1+extra), number(m.Executed, 1), number(m.Weight, 1),
			center(m.Rate, 1), number(m.Score, last),
		})
	}
	for _, m := range t.Money {
		if m.Reason != "" {
			rows = append(rows, []formCell{text(captionMoneyReason, 2), text(m.Reason, all-3)})
		}
	}
	block := label(moneyText(t.MoneyUnit), 1)
	block.Down = len(rows)
	rows[0][0] = block
	return rows
}

func (t ProjectForm) goalRows(all int) [][]formCell {
	half := (all - 1) / 2
	goal := label(captionGoal, 1)
	goal.Down = 2
	return [][]formCell{
		{goal, label(captionExpected, half), label(captionReached, all-1-half)},
		{text(t.Expected, half), text(t.Reached, all-1-half)},
	}
}

// indicatorRows are the heading of the indicators and what stands below it.
func (t ProjectForm) indicatorRows() [][]formCell {
	captions := append([]string{captionIndicators}, projectFormCaptions(t.Units, t.Basis)...)
	head := make([]formCell, len(captions))
	for i, c := range captions {
		head[i] = label(c, 1)
	}
	head[0].Down = len(t.Rows) + 1
	rows := [][]formCell{head}
	for i, r := range t.Rows {
		var row []formCell
		if n := t.run(i, 1); n > 0 {
			row = append(row, down(r.Group, n))
		}
		if n := t.run(i, 2); n > 0 {
			row = append(row, down(r.Second, n))
		}
		row = append(row, text(r.Name, 1))
		if t.Units {
			row = append(row, center(r.Unit, 1))
		}
		row = append(row, text(r.Target, 1), text(r.Actual, 1), number(r.Weight, 1), number(r.Score, 1), text(r.Reason, 1))
		if t.Basis {
			row = append(row, text(r.Basis, 1))
		}
		rows = append(rows, row)
	}
	return rows
}

// run is over how many rows the name of a group reaches down, 0 where the row
// above has it already. An empty name reaches over its own row only.
func (t ProjectForm) run(at, level int) int {
	name := func(i int) string {
		if level == 1 {
			return t.Rows[i].Group
		}
		return t.Rows[i].Group + "\x00" + t.Rows[i].Second
	}
	empty := t.Rows[at].Group == "" || level == 2 && t.Rows[at].Second == ""
	if !empty && at > 0 && name(at-1) == name(at) {
		return 0
	}
	n := 1
	for !empty && at+n < len(t.Rows) && name(at+n) == name(at) {
		n++
	}
	return n
}

// totalRows are the declared total, and what computes beside it.
func (t ProjectForm) totalRows(all int) [][]formCell {
	before := 6
	rest := all - 8
	if t.Units {
		before, rest = 7, all-9
	}
	grade := ""
	if t.Grade != "" {
		grade = captionGrade + t.Grade
	}
	rows := [][]formCell{{label(captionSumTotal, before), number(t.Weight, 1), number(t.Total, 1), text(grade, rest)}}
	if t.Computed.Value.Valid {
		rows = append(rows, []formCell{label(captionComputed, before), text("", 1), number(t.Computed, 1), text(computedText(t.ComputedGrade, t.Rule), rest)})
	}
	return rows
}

func label(text string, across int) formCell {
	return formCell{Cell: typeset.Cell{Text: text, Across: across, Align: typeset.AlignCenter, Bold: true}, label: true}
}

func text(text string, across int) formCell {
	return formCell{Cell: typeset.Cell{Text: text, Across: across, Align: typeset.AlignLeft}}
}

func center(text string, across int) formCell {
	return formCell{Cell: typeset.Cell{Text: text, Across: across, Align: typeset.AlignCenter}}
}

func down(text string, rows int) formCell {
	return formCell{Cell: typeset.Cell{Text: text, Down: rows, Align: typeset.AlignCenter}}
}

func number(f Figure, across int) formCell {
	return formCell{Cell: typeset.Cell{Text: f.print(""), Across: across, Align: typeset.AlignCenter}, figure: &f}
}

func (t ProjectForm) check() error {
	var bad troubles
	t.Head.check(&bad)
	for _, l := range [][2]string{
		{"project", t.Project},
		{"department", t.Department},
		{"implementer", t.Implementer},
		{"money_unit", t.MoneyUnit},
		{"expected", t.Expected},
		{"reached", t.Reached},
		{"grade", t.Grade},
		{"computed_grade", t.ComputedGrade},
		{"rule", t.Rule},
	} {
		bad.text(l[0], l[1])
	}
	bad.figure("weight", t.Weight)
	bad.figure("total", t.Total)
	bad.figure("computed", t.Computed)
	for i, m := range t.Money {
		bad.money(fmt.Sprintf("money[%d].", i), m)
	}
	for i, r := range t.Rows {
		bad.indicator(fmt.Sprintf("rows[%d].", i), r)
	}
	if len(t.Rows)+len(t.Money) > maxRows {
		bad.add("rows", "too_many_rows")
	}
	bad.list("notes", t.Notes)
	return bad.fault()
}

func (t *troubles) money(at string, m MoneyRow) {
	t.text(at+"name", m.Name)
	t.text(at+"rate", m.Rate)
	t.text(at+"reason", m.Reason)
	t.figure(at+"initial", m.Initial)
	t.figure(at+"full_year", m.FullYear)
	t.figure(at+"executed", m.Executed)
	t.figure(at+"weight", m.Weight)
	t.figure(at+"score", m.Score)
}

func (t *troubles) indicator(at string, r IndicatorRow) {
	for _, l := range [][2]string{
		{"group", r.Group}, {"second", r.Second}, {"name", r.Name}, {"unit", r.Unit}, {"target", r.Target}, {"actual", r.Actual}, {"reason", r.Reason}, {"basis", r.Basis},
	} {
		t.text(at+l[0], l[1])
	}
	t.figure(at+"weight", r.Weight)
	t.figure(at+"score", r.Score)
}
