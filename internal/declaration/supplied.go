package declaration

import (
	"slices"
	"strings"

	"jiheng/internal/scoring"
)

// Supplied is the sheet as a cohort of one under a scheme. Of what its scores say
// nothing, the rows of its form do; and an indicator of which nothing is said
// takes its measure from the ratio of the data table that bears its name: a unit
// need not give a figure twice.
func (d Declaration) Supplied(s scoring.Scheme) Cohort {
	cohort := Cohort{Subjects: []scoring.Subject{{}}}
	if d.Scores != nil {
		cohort = *d.Scores
		cohort.Subjects = slices.Clone(cohort.Subjects)
	}
	subject := &cohort.Subjects[0]
	subject.Entries = slices.Clone(subject.Entries)
	d.fill(&cohort, s)
	d.supply(subject, s.Indicators)
	return cohort
}

func (d Declaration) supply(subject *scoring.Subject, list []scoring.Indicator) {
	for _, i := range list {
		d.supply(subject, i.Children)
		inputs := d.measured(i)
		if len(inputs) == 0 {
			continue
		}
		at := slices.IndexFunc(subject.Entries, func(e scoring.Entry) bool { return e.Group == "" && e.ID == i.ID })
		if at < 0 {
			subject.Entries, at = append(subject.Entries, scoring.Entry{ID: i.ID}), len(subject.Entries)
		}
		if e := &subject.Entries[at]; len(e.Inputs) == 0 && e.Absent == "" {
			e.Inputs = inputs
		}
	}
}

// measured are the inputs of a measure of one figure over another, none where
// the data table has no ratio, or several, of the indicator's name.
func (d Declaration) measured(i scoring.Indicator) []scoring.Given {
	if i.Measure == nil || len(i.Measure.Above) != 1 || len(i.Measure.Below) != 1 || i.Measure.Above[0].Minus || i.Measure.Below[0].Minus {
		return nil
	}
	var found []scoring.Computation
	for _, f := range d.Figures {
		if f.Computation.Kind == scoring.Ratio && unquoted(f.Name) == unquoted(i.Title) {
			found = append(found, f.Computation)
		}
	}
	if len(found) != 1 {
		return nil
	}
	above, below := found[0].Operands[0], found[0].Operands[1]
	return []scoring.Given{
		{Name: i.Measure.Above[0].Input, Value: above.Value.String()}, {Name: i.Measure.Below[0].Input, Value: below.Value.String()},
	}
}

// unquoted leaves the quotation marks of a name out, in which papers differ.
func unquoted(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("“”\"「」『』＂ 　", r) {
			return -1
		}
		return r
	}, name)
}
