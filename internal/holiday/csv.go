package holiday

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// readCSV reads a table as text. Spreadsheets of Chinese offices write it in
// GBK unless they are told otherwise.
func readCSV(text []byte, o Options, wrong *problems) []claim {
	if !utf8.Valid(text) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(text)
		if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
			wrong.add(Place{}, "encoding_unknown")
			return nil
		}
		text = decoded
	}
	lines, ok := csvLines(text, wrong)
	if !ok {
		return nil
	}
	return readTable(lines, o, wrong)
}

func csvLines(text []byte, wrong *problems) ([]line, bool) {
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	if first, _, _ := bytes.Cut(text, []byte("\n")); bytes.Count(first, []byte("\t")) > bytes.Count(first, []byte(",")) {
		r.Comma = '\t'
	}
	var lines []line
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return lines, true
		}
		if told, ok := errors.AsType[*csv.ParseError](err); ok {
			wrong.add(Place{Line: told.Line, Column: 1}, "csv_syntax")
			return nil, false
		}
		if err != nil {
			wrong.add(Place{}, "format_unknown")
			return nil, false
		}
		at, _ := r.FieldPos(0)
		lines = append(lines, line{
			cells: cells,
			place: func(column int) Place { return Place{Line: at, Column: column + 1} },
			date:  func(text string) string { return text },
		})
	}
}
