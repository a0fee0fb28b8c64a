package workbook

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

// gradeText finds a grade in the row of the total: 自评等级：优.
var gradeText = regexp.MustCompile(gradeWord + `[:：]?\s*(\S+)$`)

// totals reads the row of the total that ends the table. What it says is held
// against the rows above it, and told where the two differ.
func (r *reading) totals(s *Sheet, notes *problems) {
	if r.end == 0 || !totalRow(r.label(r.end)) {
		return
	}
	for at := range r.g.rows[r.end] {
		if m := gradeText.FindStringSubmatch(tidy(r.g.at(r.end, at))); m != nil && !blankGrade(m[1]) {
			s.Grade = m[1]
		}
	}
	s.Total = r.total("score", notes)
	r.total("weight", notes)
}

// total reads one number of the row of the total.
func (r *reading) total(key string, notes *problems) string {
	at, ok := r.columns[key]
	if !ok {
		return ""
	}
	cell := cellName(r.end, at)
	if r.g.formula(r.end, at) {
		notes.add(cell, ReasonTotalByRule, "column", totalTitle(key))
		return ""
	}
	text := tidy(r.g.at(r.end, at))
	if nothing(text) || totalRow(bare(text)) || gradeText.MatchString(text) {
		return ""
	}
	said, ok := parseNumber(strings.TrimSuffix(text, pointWord))
	if !ok {
		r.wrong.add(cell, ReasonNumber, "column", totalTitle(key), "value", text)
		return ""
	}
	said = unfloated(said)
	if sum, known := r.sum(key); known && !sum.Equal(said) {
		notes.add(cell, ReasonTotal, "column", totalTitle(key), "value", said.String(), "computed", sum.String())
	}
	return said.String()
}

// sum adds up the points of the indicators and of the money; false where none
// has any.
func (r *reading) sum(key string) (decimal.Decimal, bool) {
	sum, known := decimal.Zero, false
	for _, row := range r.records {
		if n := row.numbers[key]; n.Valid && !row.heads() {
			sum, known = sum.Add(n.Decimal), true
		}
	}
	for _, m := range r.money {
		text := m.Score
		if key == "weight" {
			text = m.Weight
		}
		if n, err := decimal.NewFromString(text); err == nil && !partRow(m.Name) {
			sum, known = sum.Add(n), true
		}
	}
	return sum, known
}

// label is the first text of a row.
func (r *reading) label(row int) string {
	for at := range r.g.rows[row] {
		if text := bare(r.g.at(row, at)); text != "" {
			return text
		}
	}
	return ""
}
