package document

import (
	"fmt"
	"io"
	"strconv"

	"jiheng/internal/typeset"
)

// DataTable is the form that sets what a unit stated beside what follows from
// its own figures (自评数据表).
type DataTable struct {
	Head
	Rows  []DataRow
	Notes []string
}

// DataRow is one figure of a DataTable (数据行). Nothing is computed here:
// stated and computed stand side by side, with the difference as given.
type DataRow struct {
	Name       string
	Formula    string
	Measure    string // the unit of measure: 万元, %, 天
	Stated     Figure
	Computed   Figure
	Difference Figure
	Source     string // where the stated figure was published or filled in
}

// WriteXLSX prints the table as .xlsx. Equal tables give equal bytes. Fault:
// invalid form_invalid, with Fields such as rows[3].formula and the reasons
// text_not_printable, text_too_long, number_out_of_range, too_many_rows.
func (t DataTable) WriteXLSX(w io.Writer) error {
	if err := t.check(); err != nil {
		return err
	}
	return t.workbook(w, dataTableName, dataCaptions(), []float64{6, 26, 34, 9, 15, 15, 15, 30}, t.Notes, func(s *sheet) {
		for i, row := range t.Rows {
			s.next()
			s.ordinal(1, i+1)
			s.text(2, row.Name, s.style.label)
			s.text(3, row.Formula, s.style.label)
			s.text(4, row.Measure, s.style.label)
			s.figure(5, row.Stated, nothing)
			s.figure(6, row.Computed, nothing)
			s.figure(7, row.Difference, nothing)
			s.text(8, row.Source, s.style.label)
		}
	})
}

// Document is the table as a paper.
func (t DataTable) Document() typeset.Document {
	table := typeset.Table{Head: [][]typeset.Cell{typeset.Cells(dataCaptions()...)}, Columns: []typeset.Column{
		{Share: 6, Align: typeset.AlignCenter},
		{Share: 26},
		{Share: 34},
		{Share: 9, Align: typeset.AlignCenter},
		{Share: 15, Align: typeset.AlignRight},
		{Share: 15, Align: typeset.AlignRight},
		{Share: 15, Align: typeset.AlignRight},
		{Share: 30},
	}}
	for i, row := range t.Rows {
		table.Rows = append(table.Rows, typeset.Cells(strconv.Itoa(i+1), row.Name, row.Formula, row.Measure,
			row.Stated.grouped(nothing), row.Computed.grouped(nothing), row.Difference.grouped(nothing), row.Source))
	}
	return t.paper(table, t.Notes)
}

func (t DataTable) check() error {
	var bad troubles
	t.Head.check(&bad)
	if len(t.Rows) > maxRows {
		bad.add("rows", "too_many_rows")
	}
	for i, row := range t.Rows {
		at := fmt.Sprintf("rows[%d].", i)
		bad.text(at+"name", row.Name)
		bad.text(at+"formula", row.Formula)
		bad.text(at+"measure", row.Measure)
		bad.text(at+"source", row.Source)
		bad.figure(at+"stated", row.Stated)
		bad.figure(at+"computed", row.Computed)
		bad.figure(at+"difference", row.Difference)
	}
	bad.list("notes", t.Notes)
	return bad.fault()
}
