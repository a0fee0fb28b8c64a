package document

import (
	"fmt"
	"io"

	"jiheng/internal/typeset"
)

// Listing is a table of texts with a head, such as who has filed (清单).
type Listing struct {
	Head
	// Name is that of the sheet in a workbook.
	Name    string
	Columns []ListingColumn
	Rows    [][]string
	Notes   []string
}

// ListingColumn is a column with its width in digits.
type ListingColumn struct {
	Caption string
	Width   float64
	// Number is true where the texts are numbers.
	Number bool
}

// Table is the table as texts, captions first.
func (l Listing) Table() [][]string { return append([][]string{l.captions()}, l.Rows...) }

func (l Listing) captions() []string {
	out := make([]string, len(l.Columns))
	for i, c := range l.Columns {
		out[i] = c.Caption
	}
	return out
}

// WriteXLSX prints the table as .xlsx. Equal tables give equal bytes. Fault:
// invalid form_invalid, as for DataTable.
func (l Listing) WriteXLSX(w io.Writer) error {
	if err := l.check(); err != nil {
		return err
	}
	widths := make([]float64, len(l.Columns))
	for i, c := range l.Columns {
		widths[i] = c.Width
	}
	return l.workbook(w, l.Name, l.captions(), widths, l.Notes, func(s *sheet) {
		for _, row := range l.Rows {
			s.next()
			for i, text := range row {
				s.text(i+1, text, s.style.label)
			}
		}
	})
}

// Document is the table as a paper.
func (l Listing) Document() typeset.Document {
	table := typeset.Table{Head: [][]typeset.Cell{typeset.Cells(l.captions()...)}}
	for _, c := range l.Columns {
		column := typeset.Column{Share: int(c.Width)}
		if c.Number {
			column.Align = typeset.AlignRight
		}
		table.Columns = append(table.Columns, column)
	}
	for _, row := range l.Rows {
		table.Rows = append(table.Rows, typeset.Cells(row...))
	}
	return l.paper(table, l.Notes)
}

func (l Listing) check() error {
	var bad troubles
	l.Head.check(&bad)
	if len(l.Rows) > maxRows {
		bad.add("rows", "too_many_rows")
	}
	for i, row := range l.Rows {
		bad.list(fmt.Sprintf("rows[%d]", i), row)
	}
	bad.list("notes", l.Notes)
	return bad.fault()
}
