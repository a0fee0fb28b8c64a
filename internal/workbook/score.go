package workbook

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"jiheng/internal/evaluation"
)

// Sheet is a score table (评分表), as package declaration reads it, with the
// total and the grade that stand below it.
type Sheet struct {
	Items []Item
	About *About
	Money []Money
	Total string
	Grade string
}

// Item is a line of a score table (评分指标); numbers are as they were written.
type Item struct {
	Group  string `json:"group"`
	Name   string `json:"name"`
	Weight string `json:"weight,omitempty"`
	Score  string `json:"score,omitempty"`
	Stated string `json:"stated,omitempty"`
	Second string `json:"second,omitempty"`
	Unit   string `json:"unit,omitempty"`
	Target string `json:"target,omitempty"`
	Actual string `json:"actual,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// JSON is the sheet as it is handed in: without figures, total and grade, which
// are fields of their own.
func (s Sheet) JSON() (json.RawMessage, error) {
	return json.Marshal(struct {
		Figures []struct{} `json:"figures"`
		Items   []Item     `json:"items"`
		About   *About     `json:"about,omitempty"`
		Money   []Money    `json:"money,omitempty"`
	}{[]struct{}{}, s.Items, s.About, s.Money})
}

// scores reads a score table: no item has more points than it can have. Rows
// that only give the points of a group are held against those below them.
func (r *reading) scores(out *Result) *Sheet {
	s := &Sheet{Items: []Item{}, About: r.about, Money: r.money}
	notes := (*problems)(&out.Notes)
	for i, row := range r.records {
		weight, score := row.numbers["weight"], row.numbers["score"]
		if weight.Valid && score.Valid && score.Decimal.GreaterThan(weight.Decimal) {
			r.wrong.add(row.cells["score"], ReasonAboveWeight, "column", row.headings["score"], "value", written(score), "weight", written(weight))
		}
		switch {
		case row.pattern():
		case row.heads():
			r.holdGroup(i, notes)
		case row.texts["name"] == "":
			r.wrong.add(row.cells["name"], ReasonMissing, "column", row.headings["name"])
		default:
			s.Items = append(s.Items, row.item())
		}
	}
	const most = 500 // of a sheet
	if len(s.Items) > most {
		r.wrong.add("", ReasonTooManyRows, "limit", "500")
	}
	if len(s.Items) == 0 && r.head >= 0 && len(*r.wrong) == 0 {
		r.wrong.add("", ReasonNoRows)
	}
	r.totals(s, notes)
	out.headCells = r.headCells()
	return s
}

func (row record) item() Item {
	t := row.texts
	return Item{
		Group: t["group"], Name: t["name"], Weight: written(row.numbers["weight"]), Score: written(row.numbers["score"]), Stated: t["stated"],
		Second: t["second"], Unit: t["unit"], Target: t["target"], Actual: t["actual"], Reason: t["reason"],
	}
}

// heads tells a row that has no indicator, only the points of its group.
func (row record) heads() bool {
	return row.texts["name"] == "" && row.texts["target"] == "" && row.texts["actual"] == "" && (row.numbers["weight"].Valid || row.numbers["score"].Valid)
}

// pattern tells the rows that a form shows for others to be written like them:
// 指标1： and ……, with nothing beside them.
func (row record) pattern() bool {
	if !patternName.MatchString(row.texts["name"]) || row.numbers["weight"].Valid || row.numbers["score"].Valid {
		return false
	}
	return row.texts["target"] == "" && row.texts["actual"] == "" && row.texts["stated"] == "" && row.texts["reason"] == ""
}

var patternName = regexp.MustCompile(`^(…+|\.{3,}|` + indicatorWord + `\d*[:：]?)$`)

// holdGroup holds the points of a group against the rows below that are of it.
func (r *reading) holdGroup(at int, notes *problems) {
	head := r.records[at]
	for _, key := range []string{"weight", "score"} {
		sum, rows := decimal.Zero, 0
		for _, row := range r.records[at+1:] {
			if row.texts["group"] != head.texts["group"] || row.heads() && row.texts["second"] == "" || head.texts["second"] != "" && row.texts["second"] != head.texts["second"] {
				break
			}
			if !row.heads() && row.numbers[key].Valid {
				sum, rows = sum.Add(row.numbers[key].Decimal), rows+1
			}
		}
		if said := head.numbers[key]; said.Valid && rows > 0 && !said.Decimal.Equal(sum) {
			group := head.texts["second"]
			if group == "" {
				group = head.texts["group"]
			}
			notes.add(head.cells[key], ReasonGroupPoints, "group", group, "column", head.headings[key], "value", written(said), "computed", sum.String())
		}
	}
}

// headCells is where the columns stand that only some processes ask for.
func (r *reading) headCells() map[evaluation.SheetColumn]string {
	cells := make(map[evaluation.SheetColumn]string)
	for _, c := range r.form.columns {
		if at, ok := r.columns[c.key]; ok && c.asked != "" {
			cells[c.asked] = r.g.cellOf(r.head, at)
		}
	}
	if r.moneyCell != "" {
		cells[evaluation.ColumnMoney] = r.moneyCell
	}
	if r.aboutCell != "" {
		cells[evaluation.ColumnAbout] = r.aboutCell
	}
	return cells
}

// Asked leaves out what a process has no place for, and tells each column of
// which something was written.
func (r Result) Asked(columns []evaluation.SheetColumn) Result {
	if r.Sheet == nil {
		return r
	}
	s := *r.Sheet
	s.Items = slices.Clone(s.Items)
	dropped := (*problems)(&r.Notes)
	for _, c := range evaluation.SheetColumns() {
		if !slices.Contains(columns, c) && without(&s, c) {
			dropped.add(r.headCells[c], ReasonNotAsked, "column", c.Label())
		}
	}
	r.Sheet, r.Notes = &s, dropped.inOrder()
	return r
}

// without empties a column and says whether there was anything in it.
func without(s *Sheet, c evaluation.SheetColumn) bool {
	switch c {
	case evaluation.ColumnMoney:
		had := len(s.Money) > 0
		s.Money = nil
		return had
	case evaluation.ColumnAbout:
		if s.About == nil {
			return false
		}
		unit := About{MoneyUnit: s.About.MoneyUnit} // it goes with the money
		had := *s.About != unit
		if s.About = nil; len(s.Money) > 0 && unit.MoneyUnit != "" {
			s.About = &unit
		}
		return had
	case evaluation.ColumnSecond, evaluation.ColumnUnit, evaluation.ColumnTarget, evaluation.ColumnActual, evaluation.ColumnReason:
	}
	had := false
	for i := range s.Items {
		cell := s.Items[i].cell(c)
		had = had || *cell != ""
		*cell = ""
	}
	return had
}

func (it *Item) cell(c evaluation.SheetColumn) *string {
	switch c {
	case evaluation.ColumnSecond:
		return &it.Second
	case evaluation.ColumnUnit:
		return &it.Unit
	case evaluation.ColumnTarget:
		return &it.Target
	case evaluation.ColumnActual:
		return &it.Actual
	case evaluation.ColumnReason:
		return &it.Reason
	case evaluation.ColumnMoney, evaluation.ColumnAbout:
	}
	return new(string)
}

// strangers are the headings that name no column of the form although
// something is written below them.
func (r *reading) strangers() []Problem {
	var notes problems
	if r.head < 0 {
		return nil
	}
	for at := range r.g.rows[r.head] {
		name := strings.ReplaceAll(tidy(r.g.at(r.head, at)), "\n", "")
		if name == "" || r.g.covered[[2]int{r.head, at}] && at > 0 && r.g.at(r.head, at-1) == r.g.at(r.head, at) || r.knows(at) || !r.written(at) {
			continue
		}
		notes.add(r.g.cellOf(r.head, at), ReasonColumn, "column", name)
	}
	return notes
}

func (r *reading) knows(at int) bool {
	for _, column := range r.columns {
		if column == at {
			return true
		}
	}
	return false
}

// written tells whether a column has anything of its own below the heading.
func (r *reading) written(at int) bool {
	for _, row := range r.records {
		if tidy(r.g.at(row.row, at)) != "" && !r.g.covered[[2]int{row.row, at}] {
			return true
		}
	}
	return false
}
