package dossier

import (
	"bytes"
	"errors"
	"io"
)

var errDiffers = errors.New("package differs from what was sealed")

// comparer takes what should be in a package and compares it with what is.
type comparer struct {
	r  io.ReaderAt
	at int64 // all bytes before are equal
}

func (c *comparer) Write(p []byte) (int, error) {
	got := make([]byte, len(p))
	n, err := c.r.ReadAt(got, c.at)
	if n == len(p) && bytes.Equal(p, got) {
		c.at += int64(n)
		return n, nil
	}
	same := 0
	for same < n && p[same] == got[same] {
		same++
	}
	c.at += int64(same)
	if err != nil && !errors.Is(err, io.EOF) {
		return same, err
	}
	return same, errDiffers
}

// readerAt remembers the first error of the medium, to tell a broken disk
// from a broken package, and stops a reader that wants more than it may have.
type readerAt struct {
	r    io.ReaderAt
	left int64
	err  error
}

func (r *readerAt) ReadAt(p []byte, off int64) (int, error) {
	// A broken directory can point before the start: no fault of the medium.
	if r.left -= int64(len(p)); r.left < 0 || off < 0 {
		return 0, errDiffers
	}
	n, err := r.r.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) && r.err == nil {
		r.err = err
	}
	return n, err
}
