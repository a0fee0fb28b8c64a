package document

import (
	"fmt"
	"io"
	"time"

	"jiheng/internal/typeset"
)

// AppraisalTable is the form on which a bureau appraises the work of a unit
// (考评表), as Wenzhou's of a hundred points: indicators of two levels and what
// they are about, the rule, full points, the unit's own score and the bureau's.
type AppraisalTable struct {
	Title   string
	Unit    string // the unit that is appraised
	Year    int
	FiledOn time.Time // a civil date, as in DataTable
	Groups  []AppraisalGroup
	// Own and Reviewed are the totals, as given.
	Own, Reviewed Figure
	Notes         []string
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
	Own      Figure
	Reviewed Figure
	Reason   string // why points were taken
}

// WriteXLSX prints the form as .xlsx. Equal forms give equal bytes. Fault:
// invalid form_invalid, as for DataTable.
func (t AppraisalTable) WriteXLSX(w io.Writer) error {
	if err := t.check(); err != nil {
		return err
	}
	s := newSheet(appraisalName, head{t.Title, t.Unit, t.Year, t.FiledOn}, appraisalCaptions(), []float64{16, 18, 24, 52, 8, 10, 10, 30})
	for _, g := range t.Groups {
		s.appraise(g)
	}
	s.next()
	s.text(1, captionSum, s.style.head)
	s.merge(1, s.row, 5, s.row)
	s.figure(6, t.Own, "")
	s.figure(7, t.Reviewed, "")
	s.text(8, "", s.style.label)
	s.notes(t.Notes)
	s.signatures()
	return s.write(w)
}

// appraise prints the lines of a group, with the indicators merged.
func (s *sheet) appraise(g AppraisalGroup) {
	if len(g.Items) == 0 {
		return
	}
	first, second := s.row+1, s.row+1
	for i, it := range g.Items {
		s.next()
		s.text(1, g.Name, s.style.label)
		s.text(2, it.Second, s.style.label)
		s.text(3, it.Content, s.style.label)
		s.text(4, it.Standard, s.style.label)
		s.figure(5, it.Full, nothing)
		s.figure(6, it.Own, "")
		s.figure(7, it.Reviewed, "")
		s.text(8, it.Reason, s.style.label)
		if i+1 == len(g.Items) || g.Items[i+1].Second != it.Second {
			s.merge(2, second, 2, s.row)
			second = s.row + 1
		}
	}
	s.merge(1, first, 1, s.row)
}

// Document is the form as a paper.
func (t AppraisalTable) Document() typeset.Document {
	table := typeset.Table{Head: [][]typeset.Cell{typeset.Cells(appraisalCaptions()...)}, Columns: []typeset.Column{
		{Share: 16},
		{Share: 18},
		{Share: 24},
		{Share: 52},
		{Share: 9, Align: typeset.AlignRight},
		{Share: 11, Align: typeset.AlignRight},
		{Share: 11, Align: typeset.AlignRight},
		{Share: 30},
	}}
	for _, g := range t.Groups {
		table.Rows = append(table.Rows, g.rows()...)
	}
	table.Rows = append(table.Rows, []typeset.Cell{
		{Text: captionSum, Across: 5, Align: typeset.AlignCenter, Bold: true}, {Text: t.Own.grouped("")}, {Text: t.Reviewed.grouped("")}, {},
	})
	return form(head{t.Title, t.Unit, t.Year, t.FiledOn}, table, t.Notes)
}

func (g AppraisalGroup) rows() [][]typeset.Cell {
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
		out = append(out, append(row, typeset.Cells(it.Content, it.Standard, it.Full.grouped(nothing), it.Own.grouped(""), it.Reviewed.grouped(""), it.Reason)...))
	}
	return out
}

func (t AppraisalTable) check() error {
	var bad troubles
	bad.text("title", t.Title)
	bad.text("unit", t.Unit)
	bad.figure("own", t.Own)
	bad.figure("reviewed", t.Reviewed)
	rows := 0
	for i, g := range t.Groups {
		bad.text(fmt.Sprintf("groups[%d].name", i), g.Name)
		for j, it := range g.Items {
			rows++
			at := fmt.Sprintf("groups[%d].items[%d]", i, j)
			bad.list(at, []string{it.Second, it.Content, it.Standard, it.Reason})
			bad.figure(at+".full", it.Full)
			bad.figure(at+".own", it.Own)
			bad.figure(at+".reviewed", it.Reviewed)
		}
	}
	if rows > maxRows {
		bad.add("groups", "too_many_rows")
	}
	bad.list("notes", t.Notes)
	return bad.fault()
}
