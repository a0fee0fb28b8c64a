package document

import (
	"io"

	"github.com/xuri/excelize/v2"
)

// List is a plain list for people to go on with in a spreadsheet (清单): a
// sheet with captions that stay in sight and can be filtered by.
type List struct {
	Title    string
	Captions []string
	Rows     [][]string
}

// listWidth bounds a column, in digits.
const listWidth = 42

// WriteLists prints lists as the sheets of one .xlsx. Every cell is text, never
// a formula, whatever it begins with. Whoever asks bounds the rows.
func WriteLists(w io.Writer, lists []List) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // it is in memory
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
	if err != nil {
		return err
	}
	for i, l := range lists {
		if i == 0 {
			err = f.SetSheetName("Sheet1", l.Title)
		} else {
			_, err = f.NewSheet(l.Title)
		}
		if err == nil {
			err = l.write(f, head)
		}
		if err != nil {
			return err
		}
	}
	return f.Write(w)
}

// write streams a sheet.
func (l List) write(f *excelize.File, head int) error {
	s, err := f.NewStreamWriter(l.Title)
	if err != nil {
		return err
	}
	for i, width := range l.widths() {
		if err := s.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for n, row := range append([][]string{l.Captions}, l.Rows...) {
		cells := make([]any, len(row))
		for i, text := range row {
			cells[i] = escaped(text)
			if n == 0 {
				cells[i] = excelize.Cell{StyleID: head, Value: escaped(text)}
			}
		}
		at, err := excelize.CoordinatesToCellName(1, n+1)
		if err != nil {
			return err
		}
		if err := s.SetRow(at, cells); err != nil {
			return err
		}
	}
	return s.Flush()
}

// widths are as wide as the longest cell of each column needs, within bounds.
func (l List) widths() []float64 {
	out := make([]float64, len(l.Captions))
	for _, row := range append([][]string{l.Captions}, l.Rows...) {
		for i, text := range row {
			wide := 2
			for _, r := range text {
				wide++
				if r >= 0x2E80 {
					wide++
				}
			}
			out[i] = max(out[i], float64(min(wide, listWidth)))
		}
	}
	return out
}
