package document

import (
	"fmt"
	"io"
	"strconv"

	"jiheng/internal/typeset"
)

// YearTotals is what the filings of a year come to, as their receiver rolls
// them up (汇总表).
type YearTotals struct {
	Head
	Rows []YearRow
	// Sums come last, as given; nothing is added up here.
	Sums  []YearSums
	Notes []string
}

// YearRow is one filing.
type YearRow struct {
	Unit, Category, Number string
	Version                int
	YearFigures
	Digest string
}

// YearSums is one line of sums.
type YearSums struct {
	Label string
	YearFigures
}

// YearFigures are the figures of a line.
type YearFigures struct {
	Budget, Executed, Rate, Declared, Computed Figure
	Grade                                      string
}

func (f YearFigures) list() []Figure {
	return []Figure{f.Budget, f.Executed, f.Rate, f.Declared, f.Computed}
}

// yearTexts is how many columns with texts stand before the figures.
const yearTexts = 5

func yearWidths() []float64 { return []float64{6, 30, 14, 13, 7, 20, 20, 10, 10, 10, 12, 36} }

// Table is the table as texts, captions first, without separators in numbers.
func (t YearTotals) Table() [][]string {
	rows := [][]string{yearTotalsCaptions()}
	for i, r := range t.Rows {
		rows = append(rows, t.line(r.texts(i), r.YearFigures, r.Digest, Figure.print))
	}
	for _, s := range t.Sums {
		rows = append(rows, t.line([]string{"", s.Label, "", "", ""}, s.YearFigures, "", Figure.print))
	}
	return rows
}

func (r YearRow) texts(i int) []string {
	return []string{strconv.Itoa(i + 1), r.Unit, r.Category, r.Number, strconv.Itoa(r.Version)}
}

func (t YearTotals) line(texts []string, f YearFigures, digest string, how func(Figure, string) string) []string {
	for _, figure := range f.list() {
		texts = append(texts, how(figure, ""))
	}
	return append(texts, f.Grade, digest)
}

// WriteXLSX prints the table as .xlsx. Equal tables give equal bytes. Fault:
// invalid form_invalid, as for DataTable.
func (t YearTotals) WriteXLSX(w io.Writer) error {
	if err := t.check(); err != nil {
		return err
	}
	return t.workbook(w, yearTotalsName, yearTotalsCaptions(), yearWidths(), t.Notes, func(s *sheet) {
		for i, r := range t.Rows {
			s.next()
			for column, text := range r.texts(i) {
				s.text(column+1, text, s.style.label)
			}
			s.year(r.YearFigures, r.Digest)
		}
		for _, sum := range t.Sums {
			s.next()
			s.text(1, sum.Label, s.style.head)
			s.merge(1, s.row, yearTexts, s.row)
			s.year(sum.YearFigures, "")
		}
	})
}

// year prints the figures of a line and what stands behind them.
func (s *sheet) year(f YearFigures, digest string) {
	s.figures(yearTexts+1, f.list())
	s.text(s.columns-1, f.Grade, s.style.label)
	s.text(s.columns, digest, s.style.label)
}

// Document is the table as a paper.
func (t YearTotals) Document() typeset.Document {
	table := typeset.Table{Head: [][]typeset.Cell{typeset.Cells(yearTotalsCaptions()...)}}
	for i, width := range yearWidths() {
		column := typeset.Column{Share: int(width)}
		if i >= yearTexts && i < yearTexts+5 {
			column.Align = typeset.AlignRight
		}
		table.Columns = append(table.Columns, column)
	}
	for i, r := range t.Rows {
		table.Rows = append(table.Rows, typeset.Cells(t.line(r.texts(i), r.YearFigures, r.Digest, Figure.grouped)...))
	}
	for _, s := range t.Sums {
		cells := typeset.Cells(t.line(nil, s.YearFigures, "", Figure.grouped)...)
		table.Rows = append(table.Rows, append([]typeset.Cell{{Text: s.Label, Across: yearTexts, Align: typeset.AlignCenter, Bold: true}}, cells...))
	}
	return t.paper(table, t.Notes)
}

func (t YearTotals) check() error {
	var bad troubles
	t.Head.check(&bad)
	if len(t.Rows)+len(t.Sums) > maxRows {
		bad.add("rows", "too_many_rows")
	}
	for i, r := range t.Rows {
		at := fmt.Sprintf("rows[%d]", i)
		bad.list(at, []string{r.Unit, r.Category, r.Number, r.Grade, r.Digest})
		bad.figures(at, r.list())
	}
	for i, s := range t.Sums {
		at := fmt.Sprintf("sums[%d]", i)
		bad.list(at, []string{s.Label, s.Grade})
		bad.figures(at, s.list())
	}
	bad.list("notes", t.Notes)
	return bad.fault()
}
