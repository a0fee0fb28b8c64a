package declaration

import (
	"slices"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

// About is what the printed form of a project asks above its indicators
// (项目概况): whose project it is, what it was to reach in the year and what it
// reached.
type About struct {
	Project     string `json:"project,omitempty"`
	Department  string `json:"department,omitempty"`  // the competent department (主管部门)
	Implementer string `json:"implementer,omitempty"` // who carries it out (实施单位)
	// MoneyUnit is the unit of the amounts, 万元 where nothing is said.
	MoneyUnit string `json:"money_unit,omitempty"`
	Expected  string `json:"expected,omitempty"`
	Reached   string `json:"reached,omitempty"`
}

// Money is a row about money (资金行). Only the first, which is about all of it,
// bears points in most forms.
type Money struct {
	Name                        string
	Initial, FullYear, Executed *scoring.Number
	Weight                      *scoring.Number
	Rate                        string // as written, with its sign
	Score                       *scoring.Number
	Reason                      string
}

// MaxMoney is the most rows about money: a form has four.
const MaxMoney = 50

type sheetMoney struct {
	Name     string `json:"name"`
	Initial  string `json:"initial"`
	FullYear string `json:"full_year"`
	Executed string `json:"executed"`
	Weight   string `json:"weight"`
	Rate     string `json:"rate"`
	Score    string `json:"score"`
	Reason   string `json:"reason"`
}

// money reads one row about money.
func (m sheetMoney) money(at string) (Money, []fault.Field) {
	var wrong []fault.Field
	if m.Name == "" {
		wrong = append(wrong, fault.Field{Name: at + ".name", Reason: "field_required"})
	}
	wrong = append(wrong, line(at+".name", m.Name)...)
	wrong = append(wrong, line(at+".rate", m.Rate)...)
	wrong = append(wrong, text(at+".reason", m.Reason, maxStated, evaluation.Prose)...)
	out := Money{Name: m.Name, Rate: m.Rate, Reason: m.Reason}
	for _, n := range []struct {
		name, written string
		to            **scoring.Number
	}{
		{"initial", m.Initial, &out.Initial},
		{"full_year", m.FullYear, &out.FullYear},
		{"executed", m.Executed, &out.Executed},
		{"weight", m.Weight, &out.Weight},
		{"score", m.Score, &out.Score},
	} {
		value, bad := number(n.written)
		if bad {
			wrong = append(wrong, fault.Field{Name: at + "." + n.name, Reason: "number_invalid"})
		}
		*n.to = value
	}
	return out, wrong
}

// more tells that a head says more than in what unit the money is.
func (a *About) more() bool { return a != nil && *a != About{MoneyUnit: a.MoneyUnit} }

// wrong says what keeps the head of a form from being kept, if anything.
func (a *About) wrong() []fault.Field {
	if a == nil {
		return nil
	}
	var wrong []fault.Field
	for _, l := range []struct{ name, text string }{
		{"project", a.Project}, {"department", a.Department}, {"implementer", a.Implementer}, {"money_unit", a.MoneyUnit},
	} {
		wrong = append(wrong, line("about."+l.name, l.text)...)
	}
	wrong = append(wrong, text("about.expected", a.Expected, maxStated, evaluation.Prose)...)
	return append(wrong, text("about.reached", a.Reached, maxStated, evaluation.Prose)...)
}

// achievement says what is wrong with the columns of planned and reached.
func (it sheetItem) achievement(at string) []fault.Field {
	var wrong []fault.Field
	wrong = append(wrong, line(at+".second", it.Second)...)
	wrong = append(wrong, line(at+".unit", it.Unit)...)
	wrong = append(wrong, text(at+".target", it.Target, maxStated, evaluation.Prose)...)
	wrong = append(wrong, text(at+".actual", it.Actual, maxStated, evaluation.Prose)...)
	return append(wrong, text(at+".reason", it.Reason, maxStated, evaluation.Prose)...)
}

// Columns are the columns beyond those of every score table that a sheet makes
// use of, in the order of the vocabulary.
func (d Declaration) Columns() []evaluation.SheetColumn {
	used := map[evaluation.SheetColumn]bool{evaluation.ColumnMoney: len(d.Money) > 0, evaluation.ColumnAbout: d.About.more()}
	for _, it := range d.Items {
		for column, text := range map[evaluation.SheetColumn]string{
			evaluation.ColumnSecond: it.Second, evaluation.ColumnUnit: it.Unit, evaluation.ColumnTarget: it.Target,
			evaluation.ColumnActual: it.Actual, evaluation.ColumnReason: it.Reason,
		} {
			used[column] = used[column] || text != ""
		}
	}
	return slices.DeleteFunc(evaluation.SheetColumns(), func(c evaluation.SheetColumn) bool { return !used[c] })
}

// Printed tells a sheet that is printed as the common form of a project: it has
// more than points.
func (d Declaration) Printed() bool { return len(d.Columns()) > 0 }

// mainMoney is the row about all the money, nil where there is none.
func (d Declaration) mainMoney() *Money {
	for i, m := range d.Money {
		if !strings.HasPrefix(strings.TrimSpace(m.Name), partWord) {
			return &d.Money[i]
		}
	}
	return nil
}
