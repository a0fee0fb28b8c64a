package composition

import (
	"io"

	"github.com/shopspring/decimal"

	"jiheng/internal/declaration"
	"jiheng/internal/document"
	"jiheng/internal/typeset"
)

// table is a paper that is a table.
type table interface {
	Document() typeset.Document
	WriteXLSX(w io.Writer) error
}

// scores is the score table: on the common form of a project where the sheet
// has more than points.
func (c Composition) scores() table {
	if !c.content.Printed() {
		return c.scoreTable()
	}
	form := ProjectForm(c.content, c.declared.Total, c.declared.Grade)
	form.Head = c.head(titleProjectForm + c.mark)
	points := c.scoreTable() // for what is computed, and the notes
	form.Computed, form.ComputedGrade, form.Rule, form.Notes = points.Computed, points.ComputedGrade, points.Rule, points.Notes
	return form
}

// ProjectForm fills in the common form of a project from a sheet. Only its
// head is left.
func ProjectForm(d declaration.Declaration, total, grade string) document.ProjectForm {
	form := document.ProjectForm{Weight: weights(d), Total: written(total), Grade: grade}
	if a := d.About; a != nil {
		form.Project, form.Department, form.Implementer = a.Project, a.Department, a.Implementer
		form.MoneyUnit, form.Expected, form.Reached = a.MoneyUnit, a.Expected, a.Reached
	}
	for _, m := range d.Money {
		form.Money = append(form.Money, document.MoneyRow{
			Name: m.Name, Initial: number(m.Initial), FullYear: number(m.FullYear), Executed: number(m.Executed),
			Weight: number(m.Weight), Rate: m.Rate, Score: number(m.Score), Reason: m.Reason,
		})
	}
	for _, it := range d.Items {
		form.Units, form.Basis = form.Units || it.Unit != "", form.Basis || it.Stated != ""
		form.Rows = append(form.Rows, document.IndicatorRow{
			Group: it.Group, Second: it.Second, Name: it.Name, Unit: it.Unit, Target: it.Target, Actual: it.Actual,
			Weight: number(it.Weight), Score: number(it.Score), Reason: it.Reason, Basis: it.Stated,
		})
	}
	return form
}

// weights are what the weights add up to, nothing where one is not known.
func weights(d declaration.Declaration) document.Figure {
	sheet := d.ScoreSheet(nil, "")
	if len(sheet.Items) == 0 {
		return document.Figure{}
	}
	sum := decimal.Zero
	for _, it := range sheet.Items {
		if it.Weight == nil {
			return document.Figure{}
		}
		sum = sum.Add(it.Weight.Decimal())
	}
	return document.Number(sum, 0)
}

// BlankProjectForm is the common form of a project to be filled in by hand or
// on a computer: the three kinds of money and the kinds of indicators that the
// ministry's form names, without any weight.
func BlankProjectForm() document.ProjectForm {
	form := document.ProjectForm{Head: document.Head{Title: titleProject + titleProjectForm}, MoneyUnit: moneyUnit}
	for _, name := range moneyNames() {
		form.Money = append(form.Money, document.MoneyRow{Name: name})
	}
	for _, g := range indicatorNames() {
		for _, second := range g.second {
			for _, name := range patternNames() {
				form.Rows = append(form.Rows, document.IndicatorRow{Group: g.name, Second: second, Name: name})
			}
		}
	}
	return form
}

// indicatorGroup is a first level with its second levels.
type indicatorGroup struct {
	name   string
	second []string
}
