package ledger

import (
	"io"

	"jiheng/internal/fault"
	"jiheng/internal/typeset"
)

// MaxPDF is how many entries a PDF takes.
const MaxPDF = 5000

// printed lays a table out once all lines are there.
type printed struct {
	w    io.Writer
	rows [][]typeset.Cell
}

func (p *printed) Write(l Line) error {
	if len(p.rows) == MaxPDF {
		return fault.New(fault.Invalid, "export_too_long", "a PDF takes %d entries", MaxPDF).WithFields(fault.Field{Name: "format", Reason: "export_too_long"})
	}
	v := l.values()
	who := v[4]
	if v[5] != "" {
		who += "\n" + actingFor(v[5])
	}
	p.rows = append(p.rows, typeset.Cells(v[1], v[2], v[3], who, v[6], v[9], v[11], v[14][:16]))
	return nil
}

func (p *printed) Close() error {
	columns := make([]typeset.Column, 0, len(printedCaptions()))
	for _, share := range []int{4, 11, 9, 12, 18, 18, 9, 11} {
		columns = append(columns, typeset.Column{Share: share})
	}
	return typeset.Document{
		Title: printedTitle, Landscape: true,
		Blocks: []typeset.Block{typeset.Table{Columns: columns, Head: [][]typeset.Cell{typeset.Cells(printedCaptions()...)}, Rows: p.rows}},
	}.WritePDF(p.w)
}
