package table

import (
	"cmp"
	"slices"

	"jiheng/internal/quotation"
)

// Finding is a contradiction within a table, with both figures (核查发现).
type Finding struct {
	Code Code `json:"code"`
	// Row names the indicator or the row about money; nil is the whole table.
	Row *string `json:"row"`
	// Field is the field of the row, or of the table, as the file names it.
	Field   string `json:"field"`
	Message string `json:"message"`
	// Stated is what the table says, Computed what follows from the rest of it.
	Stated   *string `json:"stated"`
	Computed *string `json:"computed"`
}

// place is where a finding is shown: the table first, then money, then rows.
type place struct{ section, index int }

var wholeTable = place{}

func budgetAt(i int) place { return place{1, i} }
func rowAt(i int) place    { return place{2, i} }

// fact is what is never told twice.
type fact struct {
	at    place
	code  Code
	field string
}

type placed struct {
	Finding
	at place
}

// add keeps a finding once; stated and computed are nil only when empty.
func (s *sheet) add(at place, code Code, field, stated, computed, message string) {
	s.keep(at, Finding{Code: code, Row: s.nameOf(at), Field: field, Message: message, Stated: optional(stated), Computed: optional(computed)})
}

// addGroup keeps a finding about a group of rows, shown at the first of them.
func (s *sheet) addGroup(g group, code Code, stated, computed, message string) {
	name := g.name
	s.keep(rowAt(g.rows[0]), Finding{Code: code, Row: &name, Field: g.field, Message: message, Stated: optional(stated), Computed: optional(computed)})
}

func (s *sheet) keep(at place, f Finding) {
	f.Message = quotation.Nest(f.Message)
	if key := (fact{at, f.Code, f.Field}); !s.known[key] {
		s.known[key] = true
		s.found = append(s.found, placed{f, at})
	}
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// Part is a part of a table that a finding can be about.
type Part int

// The parts, in the order in which a table shows them.
const (
	Whole Part = iota
	BudgetRow
	IndicatorRow
)

// Located is a finding with the row it is shown at, which its name alone need
// not tell: two rows may have one name. Index counts from 0 within the part.
type Located struct {
	Finding
	Part  Part
	Index int
}

// findings gives what was found by row and then by code.
func (s *sheet) findings() []Located {
	slices.SortStableFunc(s.found, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.at.section, b.at.section), cmp.Compare(a.at.index, b.at.index),
			cmp.Compare(slices.Index(Codes(), a.Code), slices.Index(Codes(), b.Code)))
	})
	list := make([]Located, 0, len(s.found))
	for _, p := range s.found {
		list = append(list, Located{p.Finding, Part(p.at.section), p.at.index})
	}
	return list
}
