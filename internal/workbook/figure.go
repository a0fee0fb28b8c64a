package workbook

import (
	"encoding/json"
	"slices"
	"strings"

	"jiheng/internal/scoring"
)

// Figure is a line of a data table (数据项), as package declaration reads it;
// numbers and days are as they were written.
type Figure struct {
	Name     string       `json:"name"`
	Kind     scoring.Kind `json:"kind"`
	Stated   string       `json:"stated"`
	Unit     string       `json:"unit,omitempty"`
	Operands []string     `json:"operands,omitempty"`
	From     string       `json:"from,omitempty"`
	To       string       `json:"to,omitempty"`
	Source   string       `json:"source,omitempty"`
}

// figureKind is a way of computing with what people call it, our word first.
type figureKind struct {
	kind  scoring.Kind
	names []string
}

// FiguresJSON is the sheet as it is handed in: without items.
func FiguresJSON(list []Figure) (json.RawMessage, error) {
	return json.Marshal(struct {
		Figures []Figure   `json:"figures"`
		Items   []struct{} `json:"items"`
	}{list, []struct{}{}})
}

// figures reads a data table. What cannot be computed is wrong in its cell.
func figures(records []record, wrong *problems) []Figure {
	var out []Figure
	for _, r := range records {
		f := Figure{Name: r.texts["name"], Stated: plain(r.texts["stated"]), Unit: r.texts["unit"], Source: r.texts["source"]}
		at := slices.IndexFunc(figureKinds(), func(k figureKind) bool { return slices.Contains(k.names, r.texts["kind"]) })
		if at < 0 {
			if r.texts["kind"] != "" { // else it is told as missing
				wrong.add(r.cells["kind"], ReasonKind, "value", r.texts["kind"], "known", kindWords())
			}
			continue
		}
		f.Kind = figureKinds()[at].kind
		if _, err := scoring.ParseNumber(f.Stated); f.Stated != "" && err != nil {
			wrong.add(r.cells["stated"], ReasonNumber, "column", r.headings["stated"], "value", f.Stated)
		}
		if !f.take(parted(r.texts["operands"])) {
			wrong.add(r.cells["operands"], ReasonOperands, "column", r.headings["operands"], "value", r.texts["operands"], "kind", figureKinds()[at].names[0])
		}
		out = append(out, f)
	}
	return out
}

// take sets what the figure is computed from; false where it cannot be.
func (f *Figure) take(given []string) bool {
	c := scoring.Computation{Name: f.Name, Kind: f.Kind, Digits: 2, Rounding: scoring.HalfUp}
	for _, text := range given {
		operand := scoring.Figure{Date: text}
		if f.Kind != scoring.DaysBetween {
			n, err := scoring.ParseNumber(text)
			if err != nil {
				return false
			}
			operand = scoring.Figure{Value: &n}
		}
		c.Operands = append(c.Operands, operand)
	}
	if _, err := scoring.Compute(c); err != nil {
		return false
	}
	if f.Kind == scoring.DaysBetween {
		f.From, f.To = given[0], given[1]
	} else {
		f.Operands = given
	}
	return true
}

// parted are the figures of a cell.
func parted(text string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(listMarks, r) }) {
		if part = plain(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// plain is a number without what people set around it.
func plain(text string) string {
	text = strings.ReplaceAll(strings.TrimSpace(text), ",", "")
	if nothing(text) {
		return ""
	}
	return strings.TrimSuffix(text, "%")
}

func kindWords() string {
	words := make([]string, len(figureKinds()))
	for i, k := range figureKinds() {
		words[i] = k.names[0]
	}
	return strings.Join(words, listComma)
}
