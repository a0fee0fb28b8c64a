package document

import (
	"fmt"
	"io"

	"jiheng/internal/typeset"
)

// ScoreTable is the form with the score of every indicator (自评评分表). A
// weight or score that was never published stays unpublished: its zero Figure
// prints as 未公布, and nothing is made up or summed for it.
type ScoreTable struct {
	Head
	Groups []ScoreGroup
	// Total and Grade are what the unit declared.
	Total Figure
	Grade string
	// Computed and ComputedGrade are what the scoring scheme gives, by Rule;
	// without a value the line is left out.
	Computed      Figure
	ComputedGrade string
	Rule          string
	Notes         []string
}

// ScoreGroup is a first-level indicator (一级指标).
type ScoreGroup struct {
	Name  string
	Items []ScoreItem
}

// ScoreItem is one scored indicator (评分指标).
type ScoreItem struct {
	Name     string
	Standard string // how points are given
	Weight   Figure // full points
	Score    Figure
	Basis    string // what the score rests on
}

// WriteXLSX prints the table as .xlsx. Equal tables give equal bytes. Fault:
// invalid form_invalid, as for DataTable.
func (t ScoreTable) WriteXLSX(w io.Writer) error {
	if err := t.check(); err != nil {
		return err
	}
	return t.workbook(w, scoreTableName, scoreCaptions(), []float64{20, 28, 42, 11, 11, 42}, t.Notes, func(s *sheet) {
		for _, group := range t.Groups {
			s.group(group)
		}
		s.result(captionTotal, t.Total, captionGrade+orBlank(t.Grade))
		if t.Computed.Value.Valid {
			s.result(captionComputed, t.Computed, computedText(t.ComputedGrade, t.Rule))
		}
	})
}

// Document is the table as a paper.
func (t ScoreTable) Document() typeset.Document {
	table := typeset.Table{Head: [][]typeset.Cell{typeset.Cells(scoreCaptions()...)}, Columns: []typeset.Column{
		{Share: 20}, {Share: 28}, {Share: 38}, {Share: 11, Align: typeset.AlignRight}, {Share: 11, Align: typeset.AlignRight}, {Share: 42},
	}}
	for _, g := range t.Groups {
		for i, it := range g.Items {
			row := typeset.Cells(it.Name, it.Standard, it.Weight.grouped(notPublished), it.Score.grouped(notPublished), it.Basis)
			if i == 0 {
				row = append([]typeset.Cell{{Text: g.Name, Down: len(g.Items)}}, row...)
			}
			table.Rows = append(table.Rows, row)
		}
	}
	result := func(label string, total Figure, remark string) {
		table.Rows = append(table.Rows, []typeset.Cell{
			{Text: label, Across: 4, Align: typeset.AlignCenter, Bold: true}, {Text: total.grouped(notPublished)}, {Text: remark},
		})
	}
	result(captionTotal, t.Total, captionGrade+orBlank(t.Grade))
	if t.Computed.Value.Valid {
		result(captionComputed, t.Computed, computedText(t.ComputedGrade, t.Rule))
	}
	return t.paper(table, t.Notes)
}

// group prints the items of a group beside its name.
func (s *sheet) group(g ScoreGroup) {
	if len(g.Items) == 0 {
		return
	}
	first := s.row + 1
	for _, item := range g.Items {
		s.next()
		s.text(1, g.Name, s.style.label)
		s.text(2, item.Name, s.style.label)
		s.text(3, item.Standard, s.style.label)
		s.figure(4, item.Weight, notPublished)
		s.figure(5, item.Score, notPublished)
		s.text(6, item.Basis, s.style.label)
	}
	s.merge(1, first, 1, s.row)
}

// result prints a total below the table.
func (s *sheet) result(label string, total Figure, remark string) {
	s.next()
	s.text(1, label, s.style.head)
	s.merge(1, s.row, 4, s.row)
	s.figure(5, total, notPublished)
	s.text(6, remark, s.style.label)
}

func orBlank(grade string) string {
	if grade == "" {
		return notPublished
	}
	return grade
}

func (t ScoreTable) check() error {
	var bad troubles
	t.Head.check(&bad)
	bad.text("grade", t.Grade)
	bad.text("computed_grade", t.ComputedGrade)
	bad.text("rule", t.Rule)
	bad.figure("total", t.Total)
	bad.figure("computed", t.Computed)
	rows := 0
	for i, group := range t.Groups {
		bad.text(fmt.Sprintf("groups[%d].name", i), group.Name)
		for j, item := range group.Items {
			rows++
			bad.item(fmt.Sprintf("groups[%d].items[%d].", i, j), item)
		}
	}
	if rows > maxRows {
		bad.add("groups", "too_many_rows")
	}
	bad.list("notes", t.Notes)
	return bad.fault()
}

func (t *troubles) item(at string, item ScoreItem) {
	t.text(at+"name", item.Name)
	t.text(at+"standard", item.Standard)
	t.text(at+"basis", item.Basis)
	t.figure(at+"weight", item.Weight)
	t.figure(at+"score", item.Score)
}
