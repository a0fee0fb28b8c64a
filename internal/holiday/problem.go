package holiday

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/fault"
)

// Place is where in a file something stands (位置): a line and a column in
// text, a sheet and a cell in a workbook. Columns of JSON count characters,
// those of a .csv count fields. The zero Place is the file as a whole.
type Place struct {
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	Sheet  string `json:"sheet,omitempty"`
	Cell   string `json:"cell,omitempty"`
}

// String gives "12:5", "Sheet1!B12", or "" for the file as a whole.
func (p Place) String() string {
	switch {
	case p.Cell != "":
		return p.Sheet + "!" + p.Cell
	case p.Line > 0:
		return strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
	}
	return ""
}

// Chinese says where as people say it: 第12行第5列, Sheet1!B12, or "" for the
// file as a whole.
func (p Place) Chinese() string {
	if p.Cell == "" && p.Line > 0 {
		return lineChinese(p.Line, p.Column)
	}
	return p.String()
}

// Problem is one mistake in a file (问题).
type Problem struct {
	Place
	// Reason is stable, lower_snake; Params fill its sentence.
	Reason string            `json:"reason"`
	Params map[string]string `json:"params,omitempty"`
}

// Sentence says in Chinese what is wrong and what to do, without the place.
func (p Problem) Sentence() string {
	pairs := make([]string, 0, 2*len(p.Params))
	for name, value := range p.Params {
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(sentences()[p.Reason])
}

// Errors is everything wrong with one file, in order of place. It is a fault
// invalid calendar_unreadable with a field for every problem.
type Errors struct {
	Problems []Problem
}

func (e *Errors) Error() string {
	first := e.Problems[0]
	return fmt.Sprintf("calendar file: %d problems, first at %q: %s", len(e.Problems), first.Place, first.Reason)
}

// Unwrap gives the fault.
func (e *Errors) Unwrap() error {
	fields := make([]fault.Field, 0, len(e.Problems))
	for _, p := range e.Problems {
		fields = append(fields, fault.Field{Name: p.String(), Reason: p.Reason, Params: maps.Clone(p.Params)})
	}
	return fault.New(fault.Invalid, "calendar_unreadable", "%d problems", len(e.Problems)).WithFields(fields...)
}

// maxProblems bounds the list: nobody mends more in one go.
const maxProblems = 100

// problems gathers what is wrong.
type problems []Problem

func (list *problems) add(at Place, reason string, pairs ...string) {
	p := Problem{Place: at, Reason: reason}
	for i := 0; i+1 < len(pairs); i += 2 {
		if p.Params == nil {
			p.Params = map[string]string{}
		}
		p.Params[pairs[i]] = pairs[i+1]
	}
	*list = append(*list, p)
}

// err is nil when nothing is wrong.
func (list *problems) err() error {
	if len(*list) == 0 {
		return nil
	}
	slices.SortStableFunc(*list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return &Errors{Problems: (*list)[:min(len(*list), maxProblems)]}
}

// clip shortens foreign text before it is repeated, and keeps it on one line.
func clip(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return string(runes)
}
