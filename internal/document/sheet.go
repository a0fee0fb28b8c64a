package document

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// maxRows bounds a printed form; a unit's longest has some hundred.
const maxRows = 10000

// head is what every printed form says above its table.
type head struct {
	title, unit string
	year        int
	filedOn     time.Time
}

// sheet is one printed form being written. The first error sticks and is
// given by write, so that the forms read as lists of what they print.
type sheet struct {
	f       *excelize.File
	name    string
	columns int
	row     int // the row written last
	style   styles
	err     error
}

// newSheet begins a form: title, line of particulars, captions of the
// columns, all repeated or frozen where that helps the reader.
func newSheet(name string, h head, captions []string, widths []float64) *sheet {
	s := &sheet{f: excelize.NewFile(), name: name, columns: len(captions)}
	s.do(s.f.SetSheetName("Sheet1", name))
	s.do(s.style.make(s.f))
	for i, width := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		s.do(err)
		s.do(s.f.SetColWidth(name, column, column, width))
	}
	s.band(h.title, s.style.title, 34)
	s.particulars(h)
	s.next()
	for i, caption := range captions {
		s.text(i+1, caption, s.style.head)
	}
	s.do(s.f.SetRowHeight(name, s.row, 28))
	s.layOut(h)
	return s
}

// particulars prints unit, year and date of filing on one line.
func (s *sheet) particulars(h head) {
	s.next()
	year := (s.columns+1)/2 + 1
	s.text(1, captionUnit+h.unit, s.style.note)
	s.text(year, yearText(h.year), s.style.note)
	s.text(s.columns, captionFiledOn+dateText(h.filedOn), s.style.right)
	s.merge(1, s.row, year-1, s.row)
	s.merge(year, s.row, s.columns-1, s.row)
	s.do(s.f.SetRowHeight(s.name, s.row, 22))
}

// band prints one text over the whole width.
func (s *sheet) band(text string, style int, height float64) {
	s.next()
	s.text(1, text, style)
	s.merge(1, s.row, s.columns, s.row)
	s.do(s.f.SetRowHeight(s.name, s.row, height))
}

// notes prints the numbered notes below the table.
func (s *sheet) notes(notes []string) {
	for i, note := range notes {
		text := noteText(i+1, note)
		s.band(text, s.style.note, 18*float64(lines(text)))
	}
}

// signatures prints the empty lines for those who sign.
func (s *sheet) signatures() { s.band(signatureLine, s.style.note, 30) }

// lines guesses how many lines a note takes, because merged cells do not grow
// by themselves: about 65 Chinese characters fit on one.
func lines(text string) int {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n += 1 + len([]rune(line))/65
	}
	return min(n, 20) // a row is at most 409 points high
}

func (s *sheet) next() { s.row++ }

// text writes text as text: never a formula, whatever it begins with.
func (s *sheet) text(column int, text string, style int) {
	cell := s.cell(column, s.row)
	s.do(s.f.SetCellStr(s.name, cell, escaped(text)))
	s.do(s.f.SetCellStyle(s.name, cell, cell, style))
}

// escaped protects text that looks like the escape of a character in a
// workbook, _x0041_ for A (ECMA-376, ST_Xstring): its underscore is escaped
// itself.
func escaped(text string) string {
	var b strings.Builder
	for i := range len(text) {
		b.WriteByte(text[i])
		if isEscape(text[i:]) {
			b.WriteString("x005F_")
		}
	}
	return b.String()
}

func isEscape(text string) bool {
	if len(text) < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(text[2:6], 16, 16)
	return err == nil
}

// figure writes a number as a number, exactly as its decimals read. A number
// with more digits than a spreadsheet keeps is written as text.
func (s *sheet) figure(column int, f Figure, blank string) {
	if !f.Value.Valid || !f.exact() {
		s.text(column, f.print(blank), s.style.words)
		return
	}
	cell := s.cell(column, s.row)
	s.do(s.f.SetCellDefault(s.name, cell, f.print(blank)))
	style, err := s.style.number(s.f, f.places())
	s.do(err)
	s.do(s.f.SetCellStyle(s.name, cell, cell, style))
}

func (s *sheet) merge(fromColumn, fromRow, toColumn, toRow int) {
	if fromColumn == toColumn && fromRow == toRow {
		return
	}
	from, to := s.cell(fromColumn, fromRow), s.cell(toColumn, toRow)
	// All cells of a merged range take the style of the first, for its borders.
	style, err := s.f.GetCellStyle(s.name, from)
	s.do(err)
	s.do(s.f.SetCellStyle(s.name, from, to, style))
	s.do(s.f.MergeCell(s.name, from, to))
}

func (s *sheet) cell(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	s.do(err)
	return name
}

func (s *sheet) do(err error) {
	if s.err == nil && err != nil {
		s.err = err
	}
}

// write ends the form.
func (s *sheet) write(w io.Writer) error {
	s.do(s.f.SetSheetDimension(s.name, "A1:"+s.cell(s.columns, s.row)))
	if s.err == nil {
		s.err = s.f.Write(w)
	}
	s.do(s.f.Close())
	if s.err != nil {
		return fmt.Errorf("write form %q: %w", s.name, s.err)
	}
	return nil
}
