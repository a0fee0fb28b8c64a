package declaration

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"unicode/utf8"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

// sheet is the wire form; see the schema Sheet of the API's contract.
type sheet struct {
	Figures []sheetFigure `json:"figures"`
	Items   []sheetItem   `json:"items"`
	// Scores are inputs per indicator; see docs/scoring.md.
	Scores json.RawMessage `json:"scores"`
	// Answers say why contradictions stand.
	Answers []Answer `json:"answers"`
	// About and Money are what the printed form asks above its indicators.
	About *About       `json:"about"`
	Money []sheetMoney `json:"money"`
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
	Second string `json:"second"`
	Unit   string `json:"unit"`
	Target string `json:"target"`
	Actual string `json:"actual"`
	Reason string `json:"reason"`
}

const (
	usualDigits = 2
	maxName     = 200
	maxSource   = 500
	maxStated   = 2000
	// maxOperands keeps the written formula within a cell of a spreadsheet.
	maxOperands = 50
)

// figure reads one figure and computes it.
func (f sheetFigure) figure(at string) (Figure, []fault.Field) {
	var wrong []fault.Field
	if f.Name == "" {
		wrong = append(wrong, fault.Field{Name: at + ".name", Reason: "field_required"})
	}
	wrong = append(wrong, line(at+".name", f.Name)...)
	wrong = append(wrong, line(at+".unit", f.Unit)...)
	wrong = append(wrong, text(at+".source", f.Source, maxSource, evaluation.Prose)...)
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
	if len(f.Operands) > maxOperands {
		return c, append(wrong, fault.Field{Name: at + ".operands", Reason: "list_too_long", Params: map[string]string{"limit": strconv.Itoa(maxOperands)}})
	}
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
	if it.Name == "" {
		wrong = append(wrong, fault.Field{Name: at + ".name", Reason: "field_required"})
	}
	wrong = append(wrong, line(at+".name", it.Name)...)
	wrong = append(wrong, line(at+".group", it.Group)...)
	wrong = append(wrong, text(at+".stated", it.Stated, maxStated, evaluation.Prose)...)
	weight, bad := number(it.Weight)
	if bad {
		wrong = append(wrong, fault.Field{Name: at + ".weight", Reason: "number_invalid"})
	}
	score, bad := number(it.Score)
	if bad {
		wrong = append(wrong, fault.Field{Name: at + ".score", Reason: "number_invalid"})
	}
	wrong = append(wrong, it.achievement(at)...)
	return Item{
		Group: it.Group, Name: it.Name, Weight: weight, Score: score, Stated: it.Stated,
		Second: it.Second, Unit: it.Unit, Target: it.Target, Actual: it.Actual, Reason: it.Reason,
	}, wrong
}

// number reads a number; nothing written is a nil number.
func number(written string) (n *scoring.Number, bad bool) {
	text := plainText(written)
	if text == "" {
		return nil, false
	}
	read, err := scoring.ParseNumber(text)
	if err != nil {
		return nil, true
	}
	return &read, false
}

func line(at, s string) []fault.Field { return text(at, s, maxName, evaluation.Line) }

// text says what keeps a text from being printed, if anything.
func text(at, s string, most int, printable func(string) bool) []fault.Field {
	switch {
	case utf8.RuneCountInString(s) > most:
		return []fault.Field{{Name: at, Reason: "text_too_long", Params: map[string]string{"limit": strconv.Itoa(most)}}}
	case !printable(s):
		return []fault.Field{{Name: at, Reason: "text_not_printable"}}
	}
	return nil
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
