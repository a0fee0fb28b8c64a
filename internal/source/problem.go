package source

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/fault"
	"jiheng/internal/quotation"
)

// Problem is one mistake in a source (问题), where it is and what it is.
type Problem struct {
	// Line and Column count from 1; Column counts characters, not bytes.
	Line   int `json:"line"`
	Column int `json:"column"`
	// Path names the part: "stages[2].steps[0].by[1]", "" for the whole.
	Path string `json:"path"`
	// Reason is stable, lower_snake; Params fill its sentence.
	Reason string            `json:"reason"`
	Params map[string]string `json:"params,omitempty"`
}

// Field gives a problem as a field of a fault, with its position.
func (p Problem) Field() fault.Field {
	params := map[string]string{"line": strconv.Itoa(p.Line), "column": strconv.Itoa(p.Column)}
	maps.Copy(params, p.Params)
	return fault.Field{Name: p.Path, Reason: p.Reason, Params: params}
}

// MaxProblems bounds a list of problems: nobody mends more in one go.
const MaxProblems = 100

// Sorted gives the problems by position, the first of them only.
func (r *Reader) Sorted() []Problem {
	slices.SortStableFunc(r.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Reason, b.Reason))
	})
	return r.Problems[:min(len(r.Problems), MaxProblems)]
}

// Sentence is the wording of one reason. {placeholders} are filled from a
// problem's Params.
type Sentence struct{ Reason, Text string }

// Fill puts params into the {placeholders} of a sentence.
func Fill(sentence string, params map[string]string) string {
	pairs := make([]string, 0, 4*len(params))
	for name, value := range params {
		pairs = append(pairs, "“{"+name+"}”", quotation.Mark(value), "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(sentence)
}
