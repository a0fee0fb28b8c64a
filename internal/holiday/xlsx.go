package holiday

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Unpacked, a workbook with a list of days is small; these bound what a
// hostile one may take.
const (
	maxUnpacked = 64 << 20
	maxPart     = 16 << 20
)

// readWorkbook reads the one sheet of a workbook that has a heading.
func readWorkbook(content []byte, o Options, wrong *problems) []claim {
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxPart, RawCellValue: true,
	})
	if err != nil {
		wrong.add(Place{}, "workbook_damaged")
		return nil
	}
	defer func() { _ = f.Close() }()
	var found []line
	var sheets []string
	for _, sheet := range f.GetSheetList() {
		lines, err := sheetLines(f, sheet)
		if err != nil {
			wrong.add(Place{}, "workbook_damaged")
			return nil
		}
		var ignored problems
		if columns, _ := heading(lines, &ignored); columns != nil {
			sheets = append(sheets, sheet)
			found = lines
		}
	}
	if len(sheets) > 1 {
		wrong.add(Place{}, "sheet_ambiguous", "sheets", clip(strings.Join(sheets, " ")))
		return nil
	}
	return readTable(found, o, wrong)
}

// sheetLines reads a sheet as its cells keep it, whatever their format is.
func sheetLines(f *excelize.File, sheet string) ([]line, error) {
	rows, err := f.GetRows(sheet)
	if err != nil {
		return nil, err
	}
	since1904 := false
	if p, err := f.GetWorkbookProps(); err == nil && p.Date1904 != nil {
		since1904 = *p.Date1904
	}
	lines := make([]line, len(rows))
	for i, cells := range rows {
		lines[i] = line{
			cells: cells,
			place: func(column int) Place {
				name, _ := excelize.CoordinatesToCellName(column+1, i+1)
				return Place{Line: i + 1, Column: column + 1, Sheet: sheet, Cell: name}
			},
			date: func(text string) string { return dateText(text, since1904) },
		}
	}
	return lines, nil
}

// dateText gives the day of a number by which a workbook keeps a date; other
// text passes.
func dateText(text string, since1904 bool) string {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 10000 || n >= 110000 {
		return text
	}
	at, err := excelize.ExcelDateToTime(n, since1904)
	if err != nil {
		return text
	}
	return at.Format("2006-01-02")
}
