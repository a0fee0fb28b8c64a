package ledger

import (
	"io"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// Line is an entry with what people read of it (流水行).
type Line struct {
	journal.Entry
	// Kind is the event, Actor and OnBehalfOf the persons, and Rule the rule in
	// words.
	Kind, Actor, OnBehalfOf, Rule string
}

// Writer takes lines in order.
type Writer interface {
	Write(l Line) error
	// Close ends the file; without it the file is not whole.
	Close() error
}

// Format is a kind of file (导出格式).
type Format string

// The formats.
const (
	JSONL Format = "jsonl"
	XLSX  Format = "xlsx"
	PDF   Format = "pdf"
)

// Formats lists all formats.
func Formats() []Format { return []Format{JSONL, XLSX, PDF} }

// New begins a file. Fault: invalid format_unknown.
func New(f Format, w io.Writer) (Writer, error) {
	switch f {
	case JSONL:
		return newLines(w), nil
	case XLSX:
		return newSheet(w)
	case PDF:
		return &printed{w: w}, nil
	}
	return nil, fault.New(fault.Invalid, "format_unknown", "no format %q", f).WithFields(fault.Field{Name: "format", Reason: "format_unknown"})
}

// values are the columns of a line, as captions names them.
func (l *Line) values() []string {
	return []string{
		l.EvaluationID, number(l.Seq), l.At.In(calendar.Location()).Format("2006-01-02 15:04:05"), l.Kind, l.Actor, l.OnBehalfOf,
		l.TaskID, l.ItemID, l.StageID, l.Rule, l.PolicyVersion, l.ClientAddress, l.RequestID, string(l.Data), l.Hash.String(),
	}
}
