package workbook

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Unpacked, a filled form is small; these bound what a hostile one may take.
const (
	maxUnpacked = 64 << 20
	maxPart     = 16 << 20
	maxRows     = 2000 // of a form
	maxLines    = 5000 // of a sheet, with what is around the table
	maxColumns  = 100
)

// grid is the cells of a sheet as they are kept, merged cells filled in.
type grid struct {
	sheet string
	rows  [][]string
	file  *excelize.File
	// covered are the cells that a merged one covers, without its first.
	covered map[[2]int]bool
}

func (g *grid) at(row, column int) string {
	if row < len(g.rows) && column < len(g.rows[row]) {
		return g.rows[row][column]
	}
	return ""
}

func cellName(row, column int) string {
	// Row and column come from a sheet that was read.
	name, _ := excelize.CoordinatesToCellName(column+1, row+1)
	return name
}

// cellOf names the cell that a place belongs to: the first of a merged one.
func (g *grid) cellOf(row, column int) string {
	text := g.at(row, column)
	for row > 0 && g.covered[[2]int{row, column}] && g.at(row-1, column) == text {
		row--
	}
	for column > 0 && g.covered[[2]int{row, column}] && g.at(row, column-1) == text {
		column--
	}
	return cellName(row, column)
}

// shown gives a number as the sheet shows it where its format makes it
// something else: 0.98 as 98%, 45291 as a day. Any other text stays.
func (g *grid) shown(row, column int, text string) string {
	if _, ok := parseNumber(text); !ok {
		return text
	}
	id, err := g.file.GetCellStyle(g.sheet, cellName(row, column))
	if err != nil || id == 0 {
		return text
	}
	style, err := g.file.GetStyle(id)
	if err != nil || !changing(style) {
		return text
	}
	said, err := g.file.GetCellValue(g.sheet, cellName(row, column), excelize.Options{})
	if err != nil {
		return text
	}
	return tidy(said)
}

// changing tells the formats of percentages and of days.
func changing(s *excelize.Style) bool {
	const percent, exactPercent, firstDay, lastDay = 9, 10, 14, 17
	if s.CustomNumFmt != nil {
		return strings.ContainsAny(*s.CustomNumFmt, "%ymd")
	}
	return s.NumFmt == percent || s.NumFmt == exactPercent || s.NumFmt >= firstDay && s.NumFmt <= lastDay || s.NumFmt == 31 || s.NumFmt == 57
}

// formula tells whether a cell computes what it shows.
func (g *grid) formula(row, column int) bool {
	text, err := g.file.GetCellFormula(g.sheet, cellName(row, column))
	return err == nil && text != ""
}

// open reads a workbook. A problem is added when it cannot be.
func open(content []byte, wrong *problems) *excelize.File {
	if reason := refused(content); reason != "" {
		wrong.add("", reason)
		return nil
	}
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxPart, RawCellValue: true,
	})
	if err != nil {
		wrong.add("", unopened(content))
		return nil
	}
	return f
}

// unopened says why a file is no workbook that can be read.
func unopened(content []byte) string {
	switch {
	case len(content) == 0:
		return ReasonEmpty
	case bytes.HasPrefix(content, compoundFile) && bytes.Contains(content, utf16("EncryptedPackage")):
		return ReasonEncrypted
	case bytes.HasPrefix(content, compoundFile):
		return ReasonOldFormat
	case !bytes.HasPrefix(content, []byte("PK")):
		return ReasonNotWorkbook
	case unpackedTooLarge(content):
		return ReasonTooBig
	case otherPackage(content):
		return ReasonNotWorkbook
	}
	return ReasonDamaged
}

// compoundFile begins the files of old office programs, in which encrypted
// workbooks are wrapped as well.
var compoundFile = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

// utf16 is how such a file spells the names of its parts.
func utf16(name string) []byte {
	out := make([]byte, 0, 2*len(name))
	for i := range len(name) {
		out = append(out, name[i], 0)
	}
	return out
}

func unpackedTooLarge(content []byte) bool {
	files, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return false
	}
	sum := uint64(0)
	for _, f := range files.File {
		sum += f.UncompressedSize64
	}
	return sum > maxUnpacked
}

// otherPackage tells a whole ZIP file that has no workbook in it, as a .docx.
func otherPackage(content []byte) bool {
	files, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	return err == nil && !slices.ContainsFunc(files.File, func(f *zip.File) bool { return f.Name == "xl/workbook.xml" })
}

// read reads a sheet as its cells keep it, whatever their format.
func read(f *excelize.File, sheet string, wrong *problems) *grid {
	// A sheet whose rows can be read may be damaged further on; then the library
	// would read it anew for every cell that is asked for its formula.
	_, damaged := f.GetCellFormula(sheet, "A1")
	rows, err := f.Rows(sheet)
	if err != nil || damaged != nil {
		wrong.add("", ReasonDamaged)
		return nil
	}
	g := &grid{sheet: sheet, file: f, covered: make(map[[2]int]bool)}
	for rows.Next() {
		cells, err := rows.Columns()
		if err != nil {
			wrong.add("", ReasonDamaged)
			return nil
		}
		if g.rows = append(g.rows, cells[:min(len(cells), maxColumns)]); len(g.rows) > maxLines {
			break
		}
	}
	if rows.Close() != nil || rows.Error() != nil {
		wrong.add("", ReasonDamaged)
		return nil
	}
	if !g.merged() {
		wrong.add("", ReasonDamaged)
		return nil
	}
	return g
}

// merged fills merged cells with the value of their first; the library has put
// together ranges that lie over each other. False when they cannot be read.
func (g *grid) merged() bool {
	ranges, err := g.file.GetMergeCells(g.sheet)
	if err != nil {
		return false
	}
	for _, m := range ranges {
		left, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		if err != nil {
			continue
		}
		right, bottom, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil {
			continue
		}
		text := g.at(top-1, left-1)
		for row := top - 1; row < min(bottom, len(g.rows)); row++ {
			for column := left - 1; column < min(right, maxColumns); column++ {
				for len(g.rows[row]) <= column {
					g.rows[row] = append(g.rows[row], "")
				}
				g.rows[row][column] = text
				g.covered[[2]int{row, column}] = row != top-1 || column != left-1
			}
		}
	}
	return true
}
