package document

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxRows bounds a printed form; a unit's longest has some hundred.
const maxRows = 10000

// sheet is one printed form being written. The first error sticks and is
// given by write, so that the forms read as lists of what they print.
type sheet struct {
	f       *excelize.File
	name    string
	columns int
	row     int // the row written last
	widths  []float64
	// lines is how many lines the cells of the row take, 0 for a row whose
	// height is set.
	lines int
	style styles
	err   error
}

// newSheet begins a form: title, line of particulars, captions of the
// columns, all repeated or frozen where that helps the reader.
func newSheet(name string, h Head, captions []string, widths []float64) *sheet {
	s := beginSheet(name, h, widths)
	s.next()
	for i, caption := range captions {
		s.text(i+1, caption, s.style.head)
	}
	s.height(28)
	s.layOut(h)
	return s
}

// beginSheet begins a form with its title and line of particulars.
func beginSheet(name string, h Head, widths []float64) *sheet {
	s := &sheet{f: excelize.NewFile(), name: name, columns: len(widths), widths: widths}
	s.do(s.f.SetSheetName("Sheet1", name))
	s.do(s.style.make(s.f))
	for i, width := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		s.do(err)
		s.do(s.f.SetColWidth(name, column, column, width))
	}
	s.band(h.Title, s.style.title, 34)
	s.particulars(h)
	return s
}

// particulars prints unit, year and date of filing on one line.
func (s *sheet) particulars(h Head) {
	s.next()
	year := (s.columns+1)/2 + 1
	s.text(1, h.unitLine(), s.style.note)
	s.text(year, yearText(h.Year), s.style.note)
	s.text(s.columns, h.dayLine(), s.style.right)
	s.merge(1, s.row, year-1, s.row)
	s.merge(year, s.row, s.columns-1, s.row)
	s.height(22)
}

// band prints one text over the whole width.
func (s *sheet) band(text string, style int, height float64) {
	s.next()
	s.text(1, text, style)
	s.merge(1, s.row, s.columns, s.row)
	s.height(height)
}

// height sets the height of the row in points.
func (s *sheet) height(points float64) {
	s.lines = 0
	s.do(s.f.SetRowHeight(s.name, s.row, points))
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
	return min(n, maxHeight/18)
}

// next begins a row. The one before is made as high as its longest cell needs:
// not every program does that by itself.
func (s *sheet) next() {
	if s.lines > 1 {
		s.height(min(lineHeight*float64(s.lines)+4, maxHeight))
	}
	s.row++
	s.lines = 1
}

const (
	lineHeight = 14.5 // points
	maxHeight  = 409  // of a row, in points
)

// wrapped guesses how many lines a text takes in a column: a Chinese character
// is as wide as two of the digits that widths are counted in.
func (s *sheet) wrapped(column int, text string) int {
	room := max(int(s.widths[column-1])-1, 2)
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		wide := 0
		for _, r := range line {
			wide++
			if r >= 0x2E80 {
				wide++
			}
		}
		n += 1 + max(wide-1, 0)/room
	}
	return n
}

// text writes text as text: never a formula, whatever it begins with.
func (s *sheet) text(column int, text string, style int) {
	cell := s.cell(column, s.row)
	s.lines = max(s.lines, s.wrapped(column, text))
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

// ordinal writes the number of a row, or of how many there are, as a number.
func (s *sheet) ordinal(column, n int) {
	cell := s.cell(column, s.row)
	s.do(s.f.SetCellInt(s.name, cell, int64(n)))
	s.do(s.f.SetCellStyle(s.name, cell, cell, s.style.count))
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
	s.next() // sees to the height of the last row
	s.row--
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
