package ledger

import (
	"errors"
	"io"

	"github.com/xuri/excelize/v2"

	"jiheng/internal/fault"
)

// maxRows is what a worksheet holds, its heading included.
const maxRows = excelize.TotalRows

// sheet writes a worksheet; what is long is kept in a temporary file until it
// is closed. Texts are cells of text: nothing in them is ever a formula.
type sheet struct {
	w      io.Writer
	file   *excelize.File
	stream *excelize.StreamWriter
	row    int
}

func newSheet(w io.Writer) (*sheet, error) {
	file := excelize.NewFile()
	const first = "Sheet1"
	stream, err := file.NewStreamWriter(first)
	if err != nil {
		return nil, errors.Join(fault.Wrap(err, fault.Internal, "export_failed", "begin worksheet"), file.Close())
	}
	s := &sheet{w: w, file: file, stream: stream}
	return s, errors.Join(stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}), s.put(captions()))
}

func (s *sheet) Write(l Line) error {
	if s.row == maxRows {
		return fault.New(fault.Invalid, "export_too_long", "a worksheet has %d rows", maxRows).WithFields(fault.Field{Name: "format", Reason: "export_too_long"})
	}
	return s.put(l.values())
}

func (s *sheet) put(values []string) error {
	s.row++
	cell, err := excelize.CoordinatesToCellName(1, s.row)
	if err != nil {
		return err
	}
	row := make([]any, len(values))
	for i, v := range values {
		row[i] = clip(v)
	}
	return s.stream.SetRow(cell, row)
}

// clip keeps a text to what a cell holds.
func clip(text string) string {
	runes := []rune(text)
	if len(runes) <= excelize.TotalCellChars {
		return text
	}
	return string(runes[:excelize.TotalCellChars])
}

func (s *sheet) Close() error {
	err := s.stream.Flush()
	if err == nil {
		_, err = s.file.WriteTo(s.w)
	}
	return errors.Join(err, s.file.Close())
}
