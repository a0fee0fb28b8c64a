package declaration

import (
	"errors"
	"slices"
	"unicode/utf8"

	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

// sheet is the wire form; see the schema Sheet of the API's contract.
type sheet struct {
	Figures []sheetFigure `json:"figures"`
	Items   []sheetItem   `json:"items"`
}

type sheetFigure struct {
	Name     string   `json:"name"`
	Kind     string   `json:"kind"`
	Stated   string   `json:"stated"`
	Unit     string   `json:"unit"`
	Operands []string `json:"operands"`
	From     string   `json:"from"`
	To       string   `json:"to"`
	Digits   *int32   `json:"digits"`
	Source   string   `json:"source"`
}

type sheetItem struct {
	Group  string `json:"group"`
	Name   string `json:"name"`
	Weight string `json:"weight"`
	Score  string `json:"score"`
	Stated string `json:"stated"`
}

const (
	usualDigits = 2
	maxName     = 200
	maxSource   = 500
	maxStated   = 2000
)

// figure reads one figure and computes it.
func (f sheetFigure) figure(at string) (Figure, []fault.Field) {
	var wrong []fault.Field
	if bad := text(f.Name, maxName); f.Name == "" || bad {
		wrong = append(wrong, fault.Field{Name: at + ".name", Reason: "field_required"})
	}
	if text(f.Source, maxSource) || text(f.Unit, maxName) {
		wrong = append(wrong, fault.Field{Name: at + ".source", Reason: "text_too_long"})
	}
	c, problems := f.computation(at)
	wrong = append(wrong, problems...)
	if len(wrong) > 0 {
		return Figure{}, wrong
	}
	result, err := scoring.Compute(c)
	if err != nil {
		return Figure{}, []fault.Field{{Name: at, Reason: reason(err), Params: map[string]string{"title": f.Name}}}
	}
	return Figure{Name: f.Name, Unit: f.Unit, Source: f.Source, Computation: c, Result: result}, nil
}

func (f sheetFigure) computation(at string) (scoring.Computation, []fault.Field) {
	c := scoring.Computation{Name: f.Name, Kind: scoring.Kind(f.Kind), Digits: usualDigits, Rounding: scoring.HalfUp}
	var wrong []fault.Field
	if !slices.Contains(scoring.Kinds(), c.Kind) {
		wrong = append(wrong, fault.Field{Name: at + ".kind", Reason: "choice_unknown"})
	}
	if f.Digits != nil {
		c.Digits = *f.Digits
	}
	stated, bad := number(f.Stated)
	if bad {
		wrong = append(wrong, fault.Field{Name: at + ".stated", Reason: "number_invalid"})
	}
	c.Stated = stated
	for _, o := range f.Operands {
		value, bad := number(o)
		if bad || value == nil {
			wrong = append(wrong, fault.Field{Name: at + ".operands", Reason: "number_invalid"})
		}
		c.Operands = append(c.Operands, scoring.Figure{Name: f.Name, Value: value})
	}
	if c.Kind == scoring.DaysBetween {
		c.Operands = []scoring.Figure{{Name: f.Name, Date: f.From}, {Name: f.Name, Date: f.To}}
	}
	return c, wrong
}

func (it sheetItem) item(at string) (Item, []fault.Field) {
	var wrong []fault.Field
	if it.Name == "" || text(it.Name, maxName) || text(it.Group, maxName) || text(it.Stated, maxStated) {
		wrong = append(wrong, fault.Field{Name: at + ".name", Reason: "field_required"})
	}
	weight, bad := number(it.Weight)
	if bad {
		wrong = append(wrong, fault.Field{Name: at + ".weight", Reason: "number_invalid"})
	}
	score, bad := number(it.Score)
	if bad {
		wrong = append(wrong, fault.Field{Name: at + ".score", Reason: "number_invalid"})
	}
	return Item{Group: it.Group, Name: it.Name, Weight: weight, Score: score, Stated: it.Stated}, wrong
}

// number reads a number; nothing written is a nil number.
func number(written string) (n *scoring.Number, bad bool) {
	if written == "" {
		return nil, false
	}
	read, err := scoring.ParseNumber(written)
	if err != nil {
		return nil, true
	}
	return &read, false
}

// text tells whether a text is too long or no text.
func text(s string, most int) bool {
	return utf8.RuneCountInString(s) > most || !utf8.ValidString(s)
}

// reason is the first field's reason of a computation's fault.
func reason(err error) string {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return "number_invalid"
	}
	if len(f.Fields) > 0 {
		return f.Fields[0].Reason
	}
	return f.Reason
}
