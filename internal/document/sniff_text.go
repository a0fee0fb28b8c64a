package document

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// text accepts plain text in any encoding (UTF-8, GB18030, UTF-16 with its
// mark). Markup a browser would run is refused, and so is a file that turns
// binary after a harmless start.
func (f file) text(found *mimetype.MIME, kind Kind) (Kind, error) {
	if !descends(found, "text/plain") {
		return Kind{}, f.mismatch(kind, found.String())
	}
	for _, markup := range []string{"text/html", "text/xml", "image/svg+xml", "text/rtf", "text/x-php"} {
		if descends(found, markup) {
			return Kind{}, f.mismatch(kind, found.String())
		}
	}
	binary, err := f.hasZero()
	if err != nil {
		return Kind{}, err
	}
	if binary {
		return Kind{}, f.mismatch(kind, "application/octet-stream")
	}
	if kind.Extension == "csv" {
		return kind, f.checkCells()
	}
	return kind, nil
}

// checkCells refuses cells by which a spreadsheet would start a program. Cells
// that only begin like a formula stay: a negative number does too.
func (f file) checkCells() error {
	lines := bufio.NewScanner(f.content())
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		for cell := range strings.SplitSeq(lines.Text(), ",") {
			cell = strings.Trim(cell, "\"' \t")
			if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) && isDDE(cell) {
				return f.refuse(ReasonExternalLink, "DDE")
			}
		}
	}
	return nil // a line longer than any table has is no table that would be opened
}

// hasZero looks for a zero byte, which no text has except in UTF-16.
func (f file) hasZero() (bool, error) {
	r := f.content()
	buf := make([]byte, 64<<10)
	for first := true; ; first = false {
		n, err := io.ReadFull(r, buf)
		if first && (bytes.HasPrefix(buf[:n], []byte("\xff\xfe")) || bytes.HasPrefix(buf[:n], []byte("\xfe\xff"))) {
			return false, nil
		}
		if bytes.IndexByte(buf[:n], 0) >= 0 {
			return true, nil
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("read text: %w", err)
		}
	}
}
