package document

import (
	"archive/zip"
	"cmp"
	"compress/flate"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
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
	if err := f.checkPlaces(z); err != nil {
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

// checkPlaces refuses parts that lie upon each other, by which a small file
// unpacks without end, and anything behind the directory, by which a file is
// another one when it is read from elsewhere.
func (f file) checkPlaces(z *zip.Reader) error {
	type place struct{ from, to int64 }
	var places []place
	for _, part := range z.File {
		from, err := part.DataOffset()
		if err != nil {
			return f.archiveFault(err, part.Name)
		}
		size := int64(min(part.CompressedSize64, uint64(math.MaxInt64>>1)))
		if size > 0 {
			places = append(places, place{from, from + size})
		}
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(places); i++ {
		if places[i].from < places[i-1].to {
			return f.refuse(ReasonArchive, "overlapping_parts")
		}
	}
	end := make([]byte, 4)
	at := f.size - int64(22+len(z.Comment))
	if _, err := f.r.ReadAt(end, max(at, 0)); at < 0 || err != nil || string(end) != "PK\x05\x06" {
		return f.refuse(ReasonTwoFaced, zipType)
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
	m.r = &swelling{r: content, packed: int64(min(part.CompressedSize64, uint64(f.size)))} //nolint:gosec // no more than the file
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
	case errors.Is(err, errSwells):
		return f.refuse(ReasonArchive, "swells")
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

// What is unpacked may be so many times what it was packed, once it is large.
// Sheets full of the same text come to some sixty times, bombs to a thousand.
const (
	maxSwelling  = 250
	swellingFrom = 8 << 20
)

var errSwells = errors.New("swells more than allowed")

// swelling stops at a part that grows out of all proportion.
type swelling struct {
	r              io.Reader
	packed, unpack int64
}

func (s *swelling) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if s.unpack += int64(n); s.unpack > swellingFrom && s.unpack/maxSwelling > s.packed {
		return 0, errSwells
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
