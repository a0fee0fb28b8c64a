package dossier

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"

	"jiheng/internal/fault"
)

// MaxSize is the largest package in bytes: what fits a ZIP that every program
// of the last thirty years can open.
const MaxSize = 1<<32 - 2

// Sums are the digests of a packed dossier (校验值).
type Sums struct {
	// Dossier is the digest of the canonical manifest, the one to publish.
	Dossier Digest
	// Package is the digest of the ZIP as a whole, Size its bytes.
	Package Digest
	Size    int64
}

// Pack writes the dossier as a ZIP, the same bytes each time. Every document
// is opened twice: once to compare it with the manifest before anything is
// written, once to be written. When Pack fails, what w got must be thrown
// away. Faults: invalid manifest_invalid, invalid dossier_too_large, internal
// dossier_file_changed; errors of open and w are wrapped.
func Pack(w io.Writer, m Manifest, open func(File) (io.ReadCloser, error)) (Sums, error) {
	return pack(w, m, nil, open)
}

func pack(w io.Writer, m Manifest, withheld []Withheld, open func(File) (io.ReadCloser, error)) (Sums, error) {
	entries, err := layOut(m, withheld, open)
	if err != nil {
		return Sums{}, err
	}
	for _, e := range entries {
		if err := e.measure(); err != nil {
			return Sums{}, err
		}
	}
	whole := newHasher()
	if err := write(io.MultiWriter(w, whole), entries, m); err != nil {
		return Sums{}, err
	}
	digest, err := m.Digest()
	return Sums{Dossier: digest, Package: whole.digest(), Size: whole.size}, err
}

func write(w io.Writer, entries []*entry, m Manifest) error {
	z := zip.NewWriter(w)
	for _, e := range entries {
		target, err := z.CreateRaw(e.header(m))
		if err != nil {
			return fmt.Errorf("begin %s: %w", e.name, err)
		}
		if err := e.copyTo(target); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("end package: %w", err)
	}
	return nil
}

// fits refuses what would need ZIP64. The size of the package follows from
// names and sizes alone.
func fits(entries []*entry) error {
	const local, central, end = 30, 46, 22
	total := int64(end)
	for _, e := range entries {
		size := int64(len(e.content))
		if e.open != nil {
			size = e.file.Size
		}
		total += local + central + 2*int64(len(e.name)) + size
	}
	if total > MaxSize {
		return fault.New(fault.Invalid, ReasonTooLarge, "package would have %d bytes", total).
			With("limit", strconv.Itoa(MaxSize))
	}
	return nil
}
