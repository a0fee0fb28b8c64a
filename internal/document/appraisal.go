package document

import (
	"fmt"
	"io"

	"jiheng/internal/typeset"
)

// AppraisalTable is the form on which a bureau appraises the work of a unit
// (考评表), as Wenzhou's of a hundred points: indicators of two levels and what
// they are about, the rule, full points, the unit's own score and the bureau's.
type AppraisalTable struct {
	Head
	Groups []AppraisalGroup
	// Filled adds the columns of what the rules come to and what they took.
	Filled bool
	// The totals, as given; nothing is added up here.
	Own, Computed, Lost, Reviewed Figure
	Notes                         []string
}

// AppraisalGroup is an indicator of the first level (一级指标).
type AppraisalGroup struct {
	Name  string
	Items []AppraisalItem
}

// AppraisalItem is a line of the form (考评内容).
type AppraisalItem struct {
	Second   string // the indicator of the second level; equal ones that follow each other are one
	Content  string
	Standard string // how points are given
	Full     Figure
	Own      Figure // what the unit gave itself
	Computed Figure // what the rules come to
	Lost     Figure // what they took
	Reviewed Figure
	Reason   string // why points were taken
}

// figures are the columns of figures behind the full points.
func (t AppraisalTable) figures(it AppraisalItem) []Figure {
	if t.Filled {
		return []Figure{it.Own, it.Computed, it.Lost, it.Reviewed}
	}
	return []Figure{it.Own, it.Reviewed}
}

func (t AppraisalTable) totals() []Figure {
	return t.figures(AppraisalItem{Own: t.Own, Computed: t.Computed, Lost: t.Lost, Reviewed: t.Reviewed})
}

// appraisalTexts is how many columns of text stand before the full points.
const appraisalTexts = 4

// widths are those of the columns: a filled form has more figures and more to
// say of why points were taken.
func (t AppraisalTable) widths() []float64 {
	if t.Filled {
		return []float64{15, 17, 20, 30, 8, 9, 9, 9, 9, 48}
	}
	return []float64{16, 18, 24, 52, 8, 10, 10, 30}
}

// WriteXLSX prints the form as .xlsx. Equal forms give equal bytes. Fault:
// invalid form_invalid, as for DataTable.
func (t AppraisalTable) WriteXLSX(w io.Writer) error {
	if err := t.check(); err != nil {
		return err
	}
	return t.workbook(w, appraisalName, appraisalCaptions(t.Filled), t.widths(), t.Notes, func(s *sheet) {
		for _, g := range t.Groups {
			s.appraise(t, g)
		}
		s.next()
		s.text(1, captionSum, s.style.head)
		s.merge(1, s.row, appraisalTexts+1, s.row)
		s.figures(appraisalTexts+2, t.totals())
	})
}

// figures prints figures side by side, and an empty cell behind them.
func (s *sheet) figures(column int, list []Figure) {
	for i, f := range list {
		s.figure(column+i, f, "")
	}
	s.text(column+len(list), "", s.style.label)
}

// appraise prints the lines of a group, with the indicators merged.
func (s *sheet) appraise(t AppraisalTable, g AppraisalGroup) {
	if len(g.Items) == 0 {
		return
	}
	first, second := s.row+1, s.row+1
	for i, it := range g.Items {
		s.next()
		for column, text := range []string{g.Name, it.Second, it.Content, it.Standard} {
			s.text(column+1, text, s.style.label)
		}
		s.figure(appraisalTexts+1, it.Full, nothing)
		s.figures(appraisalTexts+2, t.figures(it))
		s.text(s.columns, it.Reason, s.style.label)
		if i+1 == len(g.Items) || g.Items[i+1].Second != it.Second {
			s.merge(2, second, 2, s.row)
			second = s.row + 1
		}
	}
	s.merge(1, first, 1, s.row)
}

// Document is the form as a paper.
func (t AppraisalTable) Document() typeset.Document {
	table := typeset.Table{Head: [][]typeset.Cell{typeset.Cells(appraisalCaptions(t.Filled)...)}}
	for i, width := range t.widths() {
		column := typeset.Column{Share: int(width)}
		if i >= appraisalTexts && i < len(t.widths())-1 {
			column.Share, column.Align = int(width)+1, typeset.AlignRight
		}
		table.Columns = append(table.Columns, column)
	}
	for _, g := range t.Groups {
		table.Rows = append(table.Rows, t.rows(g)...)
	}
	sum := []typeset.Cell{{Text: captionSum, Across: appraisalTexts + 1, Align: typeset.AlignCenter, Bold: true}}
	for _, f := range t.totals() {
		sum = append(sum, typeset.Cell{Text: f.grouped("")})
	}
	table.Rows = append(table.Rows, append(sum, typeset.Cell{}))
	return t.paper(table, t.Notes)
}

func (t AppraisalTable) rows(g AppraisalGroup) [][]typeset.Cell {
	var out [][]typeset.Cell
	for i, it := range g.Items {
		var row []typeset.Cell
		if i == 0 {
			row = append(row, typeset.Cell{Text: g.Name, Down: len(g.Items)})
		}
		if i == 0 || g.Items[i-1].Second != it.Second {
			down := 1
			for i+down < len(g.Items) && g.Items[i+down].Second == it.Second {
				down++
			}
			row = append(row, typeset.Cell{Text: it.Second, Down: down})
		}
		texts := []string{it.Content, it.Standard, it.Full.grouped(nothing)}
		for _, f := range t.figures(it) {
			texts = append(texts, f.grouped(""))
		}
		out = append(out, append(row, typeset.Cells(append(texts, it.Reason)...)...))
	}
	return out
}

func (t AppraisalTable) check() error {
	var bad troubles
	t.Head.check(&bad)
	bad.figures("total", t.totals())
	rows := 0
	for i, g := range t.Groups {
		bad.text(fmt.Sprintf("groups[%d].name", i), g.Name)
		for j, it := range g.Items {
			rows++
			at := fmt.Sprintf("groups[%d].items[%d]", i, j)
			bad.list(at, []string{it.Second, it.Content, it.Standard, it.Reason})
			bad.figure(at+".full", it.Full)
			bad.figures(at, t.figures(it))
		}
	}
	if rows > maxRows {
		bad.add("groups", "too_many_rows")
	}
	bad.list("notes", t.Notes)
	return bad.fault()
}

func (t *troubles) figures(at string, list []Figure) {
	for i, f := range list {
		t.figure(fmt.Sprintf("%s.figures[%d]", at, i), f)
	}
}
