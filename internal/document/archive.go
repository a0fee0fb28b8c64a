package document

import (
	"archive/zip"
	"compress/flate"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"
)

const (
	// maxParts is how many parts a packed file may have; a workbook of a
	// hundred sheets or a report of a thousand photographs stays far below.
	maxParts = 5000
	// maxDirectory bounds what is read before the parts can be counted.
	maxDirectory = 4 << 20
	// maxUnpacked is how much a packed file may unpack to, in bytes, counted
	// while unpacking and never believed from its headers.
	maxUnpacked = 256 << 20
)

var errTooMuch = errors.New("more than allowed")

// eachPart unpacks every part of a ZIP, once, in order, and shows each to
// visit. What visit leaves unread is unpacked all the same. Faults: invalid
// archive_unsafe, invalid file_damaged, and those of visit.
func (f file) eachPart(visit func(name string, content io.Reader) error) error {
	budget := &budgetReaderAt{r: f.r, left: maxDirectory}
	z, err := zip.NewReader(budget, f.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return f.archiveFault(err, "directory")
	}
	if err := f.checkParts(z.File); err != nil {
		return err
	}
	budget.left = math.MaxInt64 // from here the meter counts
	m := &meter{left: maxUnpacked}
	for _, part := range z.File {
		if err := f.readPart(part, m, visit); err != nil {
			return err
		}
	}
	return nil
}

// checkParts judges the parts by their headers. Two parts of one name are
// refused because readers disagree which of them counts.
func (f file) checkParts(parts []*zip.File) error {
	if len(parts) > maxParts {
		return f.refuse(ReasonArchive, "too_many_parts")
	}
	seen := make(map[string]bool, len(parts))
	for _, part := range parts {
		name := part.Name
		local := filepath.IsLocal(strings.TrimSuffix(name, "/")) && !strings.ContainsAny(name, "\\:\x00")
		switch lower := strings.ToLower(name); {
		case !local, seen[lower]:
			return f.refuse(ReasonArchive, name)
		case part.Flags&1 != 0:
			return f.refuse(ReasonArchive, "encrypted")
		case !part.Mode().IsRegular() && !part.Mode().IsDir():
			return f.refuse(ReasonArchive, name)
		default:
			seen[lower] = true
		}
	}
	return nil
}

func (f file) readPart(part *zip.File, m *meter, visit func(string, io.Reader) error) (err error) {
	content, err := part.Open()
	if err != nil {
		return f.archiveFault(err, part.Name)
	}
	defer func() {
		if closed := content.Close(); err == nil && closed != nil {
			err = f.archiveFault(closed, part.Name)
		}
	}()
	m.r = content
	if err := visit(part.Name, m); err != nil {
		return f.archiveFault(err, part.Name)
	}
	if _, err := io.Copy(io.Discard, m); err != nil {
		return f.archiveFault(err, part.Name)
	}
	return nil
}

// archiveFault tells a trap from a broken file from a broken disk.
func (f file) archiveFault(err error, part string) error {
	var corrupt flate.CorruptInputError
	var syntax *xml.SyntaxError
	switch {
	case isFault(err):
		return err
	case errors.Is(err, errTooMuch):
		return f.refuse(ReasonArchive, "too_large_unpacked")
	case errors.Is(err, zip.ErrAlgorithm):
		return f.refuse(ReasonArchive, part)
	case errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrChecksum), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, io.EOF), errors.Is(err, errEncoding), errors.As(err, &corrupt), errors.As(err, &syntax):
		return f.damaged(err)
	}
	return fmt.Errorf("read part %q: %w", part, err)
}

// meter counts what is unpacked over all parts and stops at the limit.
type meter struct {
	r    io.Reader
	left int64
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if m.left -= int64(n); m.left < 0 {
		return 0, errTooMuch
	}
	return n, err
}

// budgetReaderAt stops a reader that wants more than it is allowed.
type budgetReaderAt struct {
	r    io.ReaderAt
	left int64
}

func (b *budgetReaderAt) ReadAt(p []byte, off int64) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, errTooMuch
	}
	if off < 0 { // a broken directory can point before the start
		return 0, zip.ErrFormat
	}
	return b.r.ReadAt(p, off)
}
