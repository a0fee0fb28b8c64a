package document

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path"
	"strconv"
	"syscall"

	"jiheng/internal/fault"
)

const (
	blobDir = "sha256"
	tempDir = "tmp"
)

// Blob is one stored file, known by its content and not by a name (文件实体).
// Both digests are lower-case hexadecimal, Size is in bytes. MediaType is a
// guess from the first bytes; Sniff is the judgement.
type Blob struct {
	SHA256    string
	SM3       string
	Size      int64
	MediaType string
}

// Blobs stores files under the SHA-256 of their content (文件库):
// sha256/ab/cdef…, 62 digits in the last part. A file is there whole or not
// at all, and never changes. Any number of processes on one machine may share
// the folder.
type Blobs struct {
	root *os.Root
}

// OpenBlobs opens the store in a folder and creates what is missing. All its
// folders are made here, so that no later write depends on a folder entry
// that a power cut could take back.
func OpenBlobs(dir string) (*Blobs, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create blob folder: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open blob folder: %w", err)
	}
	b := &Blobs{root: root}
	if err := b.layOut(); err != nil {
		return nil, errors.Join(fmt.Errorf("lay out blob folder: %w", err), root.Close())
	}
	return b, nil
}

func (b *Blobs) layOut() error {
	for _, dir := range []string{tempDir, partDir} {
		if err := b.root.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	for i := range 256 {
		if err := b.root.MkdirAll(fmt.Sprintf("%s/%02x", blobDir, i), 0o700); err != nil {
			return err
		}
	}
	return errors.Join(b.syncDir(blobDir), b.syncDir("."))
}

// Close releases the folder.
func (b *Blobs) Close() error { return b.root.Close() }

// Put stores all of r and says what it is. The same content stored again is
// the same blob, and its age starts anew, so that Sweep leaves it alone. Put
// returns once content and folder entry are on disk. Faults: invalid
// file_too_large beyond limit bytes, invalid upload_interrupted when r fails,
// unavailable disk_full.
func (b *Blobs) Put(ctx context.Context, r io.Reader, limit int64) (Blob, error) {
	temp := path.Join(tempDir, rand.Text())
	f, err := b.root.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return Blob{}, diskFault(err, "create temporary file")
	}
	// After the rename there is nothing left to remove under this name.
	defer func() { _ = b.root.Remove(temp) }()
	blob, err := fill(ctx, f, r, limit)
	if closed := f.Close(); err == nil && closed != nil {
		err = diskFault(closed, "close temporary file")
	}
	if err != nil {
		return Blob{}, err
	}
	if err := b.publish(temp, blob.SHA256); err != nil {
		return Blob{}, diskFault(err, "publish blob "+blob.SHA256)
	}
	return blob, nil
}

// fill copies r into f and brings it to disk.
func fill(ctx context.Context, f *os.File, r io.Reader, limit int64) (Blob, error) {
	src := &source{ctx: ctx, r: r}
	d := newDigest()
	_, err := io.Copy(io.MultiWriter(f, d), io.LimitReader(src, min(limit, math.MaxInt64-1)+1))
	switch {
	case src.err != nil:
		return Blob{}, interrupted(src.err)
	case err != nil:
		return Blob{}, diskFault(err, "write temporary file")
	case d.size > limit:
		return Blob{}, fault.New(fault.Invalid, ReasonTooLarge, "more than %d bytes", limit).
			With("limit", strconv.FormatInt(limit, 10))
	}
	// Stored content is never written again; the mode says so to everyone.
	if err := errors.Join(f.Chmod(0o400), f.Sync()); err != nil {
		return Blob{}, diskFault(err, "sync temporary file")
	}
	return d.blob(), nil
}

// publish gives the finished file its name. An existing blob is replaced by
// its equal: that renews its age and mends it, had the disk damaged it.
func (b *Blobs) publish(temp, sha string) error {
	unlock, err := b.lock(syscall.LOCK_SH)
	if err != nil {
		return err
	}
	defer unlock()
	target := blobPath(sha)
	if err := b.root.Rename(temp, target); err != nil {
		return err
	}
	return b.syncDir(path.Dir(target))
}

func (b *Blobs) syncDir(dir string) error {
	d, err := b.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
