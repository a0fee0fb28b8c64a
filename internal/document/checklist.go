package document

import (
	"fmt"
	"io"
	"strconv"

	"jiheng/internal/typeset"
)

// Checklist says which papers there should be and how many there are (佐证材料
// 清单). It names no file: it is for everybody.
type Checklist struct {
	Head
	Rows []ChecklistRow
}

// ChecklistRow is a kind of paper that a step asks for (材料).
type ChecklistRow struct {
	Step     string // 集中检查：备齐检查材料
	Item     string // the project, "" for the evaluation as a whole
	Material string
	Papers   int  // those that count, each in its newest version
	Versions int  // files that were supplied, newest versions and older ones
	Optional bool // it may be missing
}

// WriteXLSX prints the list as .xlsx. Equal lists give equal bytes. Fault:
// invalid form_invalid, as for DataTable.
func (l Checklist) WriteXLSX(w io.Writer) error {
	if err := l.check(); err != nil {
		return err
	}
	return l.workbook(w, checklistName, checklistCaptions(), []float64{8, 34, 38, 34, 8, 12, 12}, nil, func(s *sheet) {
		for i, row := range l.Rows {
			s.next()
			s.ordinal(1, i+1)
			for column, text := range row.texts() {
				s.text(column+2, text, s.style.label)
			}
			s.ordinal(5, row.Papers)
			s.ordinal(6, row.Versions)
			s.text(7, row.state(), s.style.label)
		}
	})
}

// texts are what of the row is in words.
func (r ChecklistRow) texts() []string {
	item := r.Item
	if item == "" {
		item = nothing
	}
	return []string{r.Step, item, r.Material}
}

func (r ChecklistRow) state() string { return completeText(r.Papers > 0, r.Optional) }

func (l Checklist) cells(i int, row ChecklistRow) []string {
	cells := append([]string{strconv.Itoa(i + 1)}, row.texts()...)
	return append(cells, strconv.Itoa(row.Papers), strconv.Itoa(row.Versions), row.state())
}

// Document is the list as a paper.
func (l Checklist) Document() typeset.Document {
	table := typeset.Table{Head: [][]typeset.Cell{typeset.Cells(checklistCaptions()...)}, Columns: []typeset.Column{
		{Share: 8, Align: typeset.AlignCenter},
		{Share: 34},
		{Share: 38},
		{Share: 34},
		{Share: 8, Align: typeset.AlignCenter},
		{Share: 12, Align: typeset.AlignCenter},
		{Share: 12, Align: typeset.AlignCenter},
	}}
	for i, row := range l.Rows {
		table.Rows = append(table.Rows, typeset.Cells(l.cells(i, row)...))
	}
	return l.paper(table, nil)
}

func (l Checklist) check() error {
	var bad troubles
	l.Head.check(&bad)
	if len(l.Rows) > maxRows {
		bad.add("rows", "too_many_rows")
	}
	for i, row := range l.Rows {
		bad.list(fmt.Sprintf("rows[%d]", i), []string{row.Step, row.Item, row.Material})
	}
	return bad.fault()
}
