package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
)

// maxTail is how far from its end a PDF says where the table of its objects is.
// Programs append a little behind the mark.
const maxTail = 2 << 10

var (
	errCutOff = errors.New("no end, or no table of objects where the end says it is")
	// objectsAt is what the table begins with: in words, or packed in an object.
	objectsAt = regexp.MustCompile(`^\s*(xref\b|\d+\s+\d+\s+obj\b)`)
)

// ended refuses a PDF that was cut off or damaged on its way: its end says
// where the table of its objects is, and there it has to be (ISO 32000-1, 7.5.5).
// Viewers guess at the rest of such a file, each in its own way, which is no
// ground for evidence.
func (f file) ended() error {
	tail := make([]byte, min(f.size, maxTail))
	if _, err := f.r.ReadAt(tail, f.size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read end of PDF: %w", err)
	}
	end := bytes.LastIndex(tail, []byte("%%EOF"))
	start := bytes.LastIndex(tail[:max(end, 0)], []byte("startxref"))
	if start < 0 {
		return f.damaged(errCutOff)
	}
	words := bytes.Fields(tail[start+len("startxref") : end])
	if len(words) == 0 {
		return f.damaged(errCutOff)
	}
	at, err := strconv.ParseInt(string(words[0]), 10, 64)
	if err != nil || at <= 0 || at >= f.size {
		return f.damaged(errCutOff)
	}
	head := make([]byte, min(f.size-at, 64))
	if _, err := f.r.ReadAt(head, at); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read table of PDF: %w", err)
	}
	if !objectsAt.Match(head) {
		return f.damaged(errCutOff)
	}
	return nil
}
