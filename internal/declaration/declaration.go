package declaration

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/scoring"
)

// Declaration is a sheet that was read and can be computed (自评数据表和评分表).
type Declaration struct {
	Figures []Figure
	Items   []Item
	// Scores are the inputs per indicator of a scoring scheme; nil where the
	// sheet has none.
	Scores *Cohort
	// Answers are why the unit lets contradictions stand.
	Answers []Answer
	// About and Money are what the printed form asks above its indicators; nil
	// where a sheet has none.
	About *About
	Money []Money
}

// Empty tells a sheet in which nothing is filled in.
func (d Declaration) Empty() bool {
	return len(d.Figures) == 0 && len(d.Items) == 0 && len(d.Money) == 0 && !d.About.more() &&
		(d.Scores == nil || len(d.Scores.Subjects[0].Entries) == 0)
}

// Figure is a figure as declared, with the computation that checks it (数据项).
type Figure struct {
	Name string
	Unit string
	// Source says where the figure comes from.
	Source      string
	Computation scoring.Computation
	Result      scoring.Result
}

// Item is a line of the score table (评分项). Weight and Score are nil where
// they are not published.
type Item struct {
	Group  string
	Name   string
	Weight *scoring.Number
	Score  *scoring.Number
	// Stated is what the unit says of the item.
	Stated string
	// Second is the group within the group (二级指标); Name is then the third.
	Second string
	// Target and Actual are what was planned and what was reached, as written,
	// in Unit where they do not say it themselves.
	Unit, Target, Actual string
	// Reason says why Actual differs from Target, and what is done about it.
	Reason string
}

// Bounds of a sheet.
const (
	MaxBytes   = 1 << 20
	MaxEntries = 500
)

// Parse reads a sheet and computes every figure.
//
// Fault: invalid sheet_invalid, with Fields such as figures.3.operands.
func Parse(raw json.RawMessage) (Declaration, error) {
	sheet, err := decode(raw)
	if err != nil {
		return Declaration{}, err
	}
	var d Declaration
	var wrong []fault.Field
	for i, f := range sheet.Figures {
		figure, problem := f.figure("figures." + strconv.Itoa(i))
		d.Figures, wrong = append(d.Figures, figure), append(wrong, problem...)
	}
	for i, it := range sheet.Items {
		item, problem := it.item("items." + strconv.Itoa(i))
		d.Items, wrong = append(d.Items, item), append(wrong, problem...)
	}
	for i, a := range sheet.Answers {
		d.Answers, wrong = append(d.Answers, a), append(wrong, a.wrong("answers."+strconv.Itoa(i))...)
	}
	wrong = append(wrong, sheet.About.wrong()...)
	d.About = sheet.About
	for i, m := range sheet.Money {
		money, problem := m.money("money." + strconv.Itoa(i))
		d.Money, wrong = append(d.Money, money), append(wrong, problem...)
	}
	scores, problem := parseScores(sheet.Scores)
	d.Scores, wrong = scores, append(wrong, problem...)
	if len(wrong) > 0 {
		return Declaration{}, fault.New(fault.Invalid, "sheet_invalid", "%d entries of the sheet are wrong", len(wrong)).WithFields(wrong...)
	}
	return d, nil
}

// Canonical gives the bytes under which a sheet is kept: those of its meaning,
// whatever the order and the spaces it came in.
func Canonical(raw json.RawMessage) (json.RawMessage, error) {
	return journal.Canonicalize(raw)
}

func decode(raw json.RawMessage) (sheet, error) {
	var s sheet
	if len(raw) > MaxBytes {
		return s, unreadable("sheet_too_large")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return s, fault.Wrap(err, fault.Invalid, "sheet_invalid", "read sheet").WithFields(fault.Field{Name: "sheet", Reason: "sheet_unreadable"})
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return s, unreadable("sheet_unreadable")
	}
	if len(s.Figures) > MaxEntries || len(s.Items) > MaxEntries || len(s.Answers) > MaxEntries || len(s.Money) > MaxMoney {
		return s, unreadable("sheet_too_large")
	}
	return s, nil
}

func unreadable(reason string) error {
	return fault.New(fault.Invalid, "sheet_invalid", "%s", reason).WithFields(fault.Field{Name: "sheet", Reason: reason})
}

// moneyID names the row about the money among the items, which count from 1.
const moneyID = "0"

// ScoreSheet gives the score table with the declared total and grade, for
// scoring to check.
func (d Declaration) ScoreSheet(total *scoring.Number, grade scoring.Grade) scoring.ScoreSheet {
	sheet := scoring.ScoreSheet{Total: total, Grade: grade}
	if m := d.mainMoney(); m != nil && (m.Weight != nil || m.Score != nil) {
		sheet.Items = append(sheet.Items, scoring.Item{ID: moneyID, Name: m.Name, Weight: m.Weight, Score: m.Score})
	}
	for i, it := range d.Items {
		sheet.Items = append(sheet.Items, scoring.Item{ID: strconv.Itoa(i + 1), Name: it.Name, Weight: it.Weight, Score: it.Score})
	}
	return sheet
}

// Scored are all that bear points: the items in their places, and behind them
// the row about the money, so that the place of an item is the same in every
// table.
func (d Declaration) Scored() []scoring.Item {
	items := d.ScoreSheet(nil, "").Items
	if len(items) > 0 && items[0].ID == moneyID {
		items = append(items[1:], items[0])
	}
	return items
}
