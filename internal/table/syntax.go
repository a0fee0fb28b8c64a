package table

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"jiheng/internal/fault"
)

// What may be wrong with JSON (读不懂的原因).
const (
	// CutOff is a file that ends before its object does.
	CutOff = "cut_off"
	// MoreBehind is a file with something behind its object.
	MoreBehind = "more_behind"
	// TooDeep is a file with too many lists in lists.
	TooDeep = "too_deep"
	// BadEncoding is a file that is no UTF-8, BadSyntax any other that is no JSON.
	BadEncoding = "bad_encoding"
	BadSyntax   = "bad_syntax"
)

// causeOf tells what is wrong where reading ended. A file that ends too early
// is one that an end would make whole: all of it was read without a mistake.
func causeOf(source []byte, at *json.SyntaxError) string {
	d := json.NewDecoder(bytes.NewReader(source))
	var first json.RawMessage
	switch err := d.Decode(&first); {
	case !utf8.Valid(source):
		return BadEncoding
	case err == nil:
		return MoreBehind
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return CutOff
	case at.Offset > maxDepth && bytes.Count(source[:at.Offset], []byte("["))+bytes.Count(source[:at.Offset], []byte("{")) > maxDepth:
		return TooDeep
	}
	return BadSyntax
}

// maxDepth is how deep the library reads.
const maxDepth = 10_000

// unreadableAt is the refusal of what is no JSON, with the line and the
// character of the line where reading ended, where that is known.
func unreadableAt(source []byte) error {
	f := fault.New(fault.Invalid, "table_unreadable", "not JSON in UTF-8")
	var whole json.RawMessage
	var syntax *json.SyntaxError
	if !errors.As(json.Unmarshal(source, &whole), &syntax) {
		return f
	}
	read := source[:min(int(max(syntax.Offset, 0)), len(source))]
	start := bytes.LastIndexByte(read, '\n') + 1
	return f.WithFields(fault.Field{Reason: "table_unreadable", Params: map[string]string{
		"cause":  causeOf(source, syntax),
		"line":   strconv.Itoa(bytes.Count(read, []byte("\n")) + 1),
		"column": strconv.Itoa(max(utf8.RuneCount(read[start:]), 1)),
	}})
}
