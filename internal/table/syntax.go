package table

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf8"

	"jiheng/internal/fault"
)

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
		"line":   strconv.Itoa(bytes.Count(read, []byte("\n")) + 1),
		"column": strconv.Itoa(max(utf8.RuneCount(read[start:]), 1)),
	}})
}
