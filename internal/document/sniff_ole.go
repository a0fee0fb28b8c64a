package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"

	"github.com/gabriel-vasile/mimetype"
)

// ole accepts the compound files Office wrote until 2007, when one of the
// named streams is inside and no program is. Names stand in the directory of
// a compound file as UTF-16, so looking for those bytes is enough, and gives
// a damaged directory nothing to mislead.
func (f file) ole(found *mimetype.MIME, kind Kind, streams ...string) (Kind, error) {
	if !descends(found, "application/x-ole-storage") {
		return Kind{}, f.mismatch(kind, found.String())
	}
	macro, err := f.hasName("_VBA_PROJECT")
	if err != nil {
		return Kind{}, err
	}
	if macro {
		return Kind{}, f.refuse(ReasonMacro, "_VBA_PROJECT")
	}
	for _, stream := range streams {
		has, err := f.hasName(stream)
		if err != nil {
			return Kind{}, err
		}
		if has {
			return kind, nil
		}
	}
	return Kind{}, f.mismatch(kind, found.String())
}

// hasName looks for a stream name, ended by a zero as the directory writes it.
func (f file) hasName(name string) (bool, error) {
	var want []byte
	for _, unit := range utf16.Encode([]rune(name + "\x00")) {
		want = append(want, byte(unit), byte(unit>>8)) //nolint:gosec // the two halves, on purpose
	}
	r := f.content()
	buf := make([]byte, 64<<10)
	kept := 0
	for {
		n, err := io.ReadFull(r, buf[kept:])
		if bytes.Contains(buf[:kept+n], want) {
			return true, nil
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("read compound file: %w", err)
		}
		// The name may lie across two reads.
		kept = copy(buf, buf[len(buf)-len(want)+1:])
	}
}
