package dossier

import (
	"archive/zip"
	"fmt"
	"io"

	"jiheng/internal/fault"
)

// entry is one entry of the ZIP. A document has File and open, the others
// their content.
type entry struct {
	name    string
	content []byte
	file    File
	open    func(File) (io.ReadCloser, error)
	size    int64
	crc     uint32
}

// measure finds size and checksum, which stand before the content in a ZIP,
// and compares a document with what was sealed.
func (e *entry) measure() error {
	h, err := e.read(io.Discard)
	if err != nil {
		return err
	}
	d := h.digest()
	if e.open != nil && (h.size != e.file.Size || d.SHA256 != e.file.SHA256 || d.SM3 != e.file.SM3) {
		return e.changed()
	}
	e.size, e.crc = h.size, h.crc.Sum32()
	return nil
}

// copyTo writes the content, unless it changed since it was measured.
func (e *entry) copyTo(w io.Writer) error {
	h, err := e.read(w)
	if err != nil {
		return err
	}
	if h.size != e.size || h.crc.Sum32() != e.crc {
		return e.changed()
	}
	return nil
}

func (e *entry) changed() error {
	return fault.New(fault.Internal, ReasonFileChanged, "%s is not what was sealed", e.file.Path).
		With("path", e.file.Path)
}

func (e *entry) read(w io.Writer) (h *hasher, err error) {
	h = newHasher()
	if e.open == nil {
		_, err = io.MultiWriter(w, h).Write(e.content)
		return h, err
	}
	r, err := e.open(e.file)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", e.file.Path, err)
	}
	defer func() {
		if closed := r.Close(); err == nil && closed != nil {
			err = fmt.Errorf("close %s: %w", e.file.Path, closed)
		}
	}()
	// One byte more than sealed shows that there is more; the rest is not read.
	if _, err := io.Copy(io.MultiWriter(w, h), io.LimitReader(r, e.file.Size+1)); err != nil {
		return nil, fmt.Errorf("copy %s: %w", e.file.Path, err)
	}
	return h, nil
}

// header says everything about an entry before its content, so that readers
// of a stream need no descriptor behind it.
func (e *entry) header(m Manifest) *zip.FileHeader {
	at := m.SealedAt.In(shanghai())
	h := &zip.FileHeader{
		Name:               e.name,
		Method:             zip.Store,
		Flags:              1 << 11, // the name is UTF-8
		CreatorVersion:     3<<8 | 20,
		ReaderVersion:      20,
		ExternalAttrs:      0o100644 << 16,
		CRC32:              e.crc,
		CompressedSize64:   uint64(e.size), //nolint:gosec // never negative
		UncompressedSize64: uint64(e.size), //nolint:gosec // never negative
	}
	// CreateRaw writes these two and leaves Modified alone.
	h.ModifiedDate = uint16(at.Day() + int(at.Month())<<5 + (at.Year()-1980)<<9) //nolint:gosec,staticcheck // 1980 to 2107
	h.ModifiedTime = uint16(at.Second()/2 + at.Minute()<<5 + at.Hour()<<11)      //nolint:gosec,staticcheck // a time of day
	return h
}
