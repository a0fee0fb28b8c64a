package process

import (
	"fmt"
	"maps"
	"strconv"

	"jiheng/internal/fault"
	"jiheng/internal/source"
)

// Problem is one mistake in a definition (问题), where it is and what it is.
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

// Sentence says in a language what is wrong, without the position.
func (p Problem) Sentence(l Language) string {
	params := maps.Clone(p.Params)
	for _, name := range []string{"want", "got"} {
		if k, ok := params[name]; ok && l == Chinese {
			params[name] = kindChinese(kind(k))
		}
	}
	return fill(wording(l, p.Reason), params)
}

// Describe says where it is and what is wrong, as a sentence for people.
func (p Problem) Describe(l Language) string {
	where := map[string]string{"line": strconv.Itoa(p.Line), "column": strconv.Itoa(p.Column)}
	return fill(position(l), where) + p.Sentence(l)
}

// Errors is everything wrong with one definition, ordered by position. It is
// a fault invalid definition_invalid with a field for every problem.
type Errors struct {
	Problems []Problem
}

func (e *Errors) Error() string {
	first := e.Problems[0]
	text := fmt.Sprintf("definition is invalid: line %d column %d: %s", first.Line, first.Column, first.Sentence(English))
	if more := len(e.Problems) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// Unwrap gives the fault, whose fields carry path, reason and position.
func (e *Errors) Unwrap() error {
	fields := make([]fault.Field, 0, len(e.Problems))
	for _, p := range e.Problems {
		fields = append(fields, source.Problem(p).Field())
	}
	return fault.New(fault.Invalid, "definition_invalid", "%d problems", len(e.Problems)).WithFields(fields...)
}

// problemsOf gives problems the words of this package.
func problemsOf(list []source.Problem) []Problem {
	out := make([]Problem, len(list))
	for i, p := range list {
		out[i] = Problem(p)
	}
	return out
}

func fill(sentence string, params map[string]string) string { return source.Fill(sentence, params) }
