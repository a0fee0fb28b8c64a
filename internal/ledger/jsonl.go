package ledger

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"
)

// lines writes one entry a line.
type lines struct {
	out *bufio.Writer
	enc *json.Encoder
}

func newLines(w io.Writer) *lines {
	out := bufio.NewWriterSize(w, 64<<10)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return &lines{out, enc}
}

func (l *lines) Write(line Line) error { return l.enc.Encode(line.Entry) }

func (l *lines) Close() error { return l.out.Flush() }

func number(n int64) string { return strconv.FormatInt(n, 10) }
