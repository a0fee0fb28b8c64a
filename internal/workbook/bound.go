package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// The library keeps a sheet as a full rectangle: every row up to the last
// number, every cell of a row up to its last column. A file of a few kilobytes
// can ask for gigabytes of them, and a row is gone through for each cell that
// is asked for; so what a file would unfold to is counted before it may.
const (
	maxElements = 2 << 20
	maxCells    = 500_000
	maxMerged   = 10_000
)

// unfolds tells a workbook that takes more than any form does. What cannot be
// read is not told here: the library stops at the same place.
func unfolds(content []byte) bool {
	files, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return false
	}
	n := &census{}
	for _, part := range files.File {
		if n.part(part); n.tooMuch() {
			return true
		}
	}
	return false
}

// census counts what a workbook unfolds to, over all of its parts: a sheet may
// have any name.
type census struct {
	elements, cells, merged int
	// lines is how many rows the sheets have, up to the last number of each;
	// unnumbered those that the library puts in their place one by one.
	lines, unnumbered int
	// foreign marks a part in another encoding than UTF-8, which no office
	// program writes: what stands in it is not known.
	foreign bool
	sheet   sheetCensus
}

// sheetCensus is where the count is in a part. A cell may name another row
// than the one it stands in.
type sheetCensus struct {
	row, last, inRow int
	widest           int
	widths           map[int]int
}

func (n *census) tooMuch() bool {
	return n.foreign || n.elements > maxElements || n.cells > maxCells || n.merged > maxMerged ||
		n.lines > excelize.TotalRows || n.unnumbered > maxLines || n.sheet.widest > excelize.MaxColumns
}

func (n *census) part(part *zip.File) {
	content, err := part.Open()
	if err != nil {
		return
	}
	defer func() { _ = content.Close() }()
	n.sheet = sheetCensus{widths: make(map[int]int)}
	d := xml.NewDecoder(io.LimitReader(content, maxUnpacked))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) {
		n.foreign = true
		return r, nil
	}
	for !n.tooMuch() {
		token, err := d.RawToken()
		if err != nil { // the end, or no markup
			return
		}
		if e, ok := token.(xml.StartElement); ok {
			n.element(e)
		}
	}
}

func (n *census) element(e xml.StartElement) {
	n.elements++
	switch e.Name.Local {
	case "row":
		n.line(numbered(e))
	case "c":
		n.cell(reference(e))
	case "mergeCell":
		n.merged++
	}
}

// line begins a row.
func (n *census) line(number int) {
	s := &n.sheet
	if number == 0 || number == s.row {
		n.unnumbered++
		number = s.row + 1
	}
	s.row, s.inRow = number, 0
	n.reaches(number)
}

// cell counts a cell and those that its row is filled up with before it.
func (n *census) cell(name string) {
	s := &n.sheet
	s.inRow++
	s.widest = max(s.widest, s.inRow)
	column, row, err := excelize.CellNameToCoordinates(name)
	if err != nil {
		column, row = s.inRow, s.row
	}
	n.reaches(row)
	if wider := max(column, s.inRow) - s.widths[row]; wider > 0 {
		n.cells += wider
		s.widths[row] += wider
	}
}

// reaches counts the rows up to one.
func (n *census) reaches(row int) {
	if more := row - n.sheet.last; more > 0 {
		n.lines += more
		n.sheet.last = row
	}
}

// numbered gives the number that a row says it has, 0 for none.
func numbered(e xml.StartElement) int {
	number, err := strconv.Atoi(reference(e))
	if err != nil {
		return 0
	}
	return number
}

func reference(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "r" {
			return a.Value
		}
	}
	return ""
}
