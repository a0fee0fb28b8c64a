package document

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"syscall"
	"time"

	"jiheng/internal/fault"
)

// partDir holds files that arrive piece by piece, each under the id of its
// upload. How much of one counts is known to whoever keeps the uploads; what
// lies behind that here counts for nothing.
const partDir = "parts"

// PartOf gives the id of the upload that somebody begins under a key: 26
// letters and digits, the same whenever it is begun again.
func PartOf(person, key string) string {
	sum := sha256.Sum256([]byte(strconv.Itoa(len(person)) + ":" + person + ":" + key))
	return base32.StdEncoding.EncodeToString(sum[:])[:26]
}

// IsPart says whether a text can be the id of an upload. Nothing else ever
// becomes part of a path.
func IsPart(id string) bool {
	return len(id) == 26 && strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}

// WritePart writes a piece at its place and brings it to disk. Whoever writes
// the same upload at the same time must be kept out by the caller. Faults:
// invalid blob_id_invalid, unavailable disk_full.
func (b *Blobs) WritePart(id string, offset int64, piece []byte) error {
	f, err := b.part(id, os.O_CREATE|os.O_WRONLY)
	if err != nil {
		return diskFault(err, "open part")
	}
	// What an earlier try left behind goes first, so that the file is never
	// longer than what will be said of it.
	err = f.Truncate(offset)
	if err == nil {
		_, err = f.WriteAt(piece, offset)
	}
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return diskFault(err, "write part")
	}
	if offset == 0 {
		if err := b.syncDir(partDir); err != nil {
			return diskFault(err, "write part")
		}
	}
	return nil
}

// SamePart tells whether a piece is what lies at its place already.
func (b *Blobs) SamePart(id string, offset int64, piece []byte) (bool, error) {
	f, err := b.part(id, os.O_RDONLY)
	if err != nil {
		return false, fmt.Errorf("open part: %w", err)
	}
	there := make([]byte, len(piece))
	n, err := f.ReadAt(there, offset)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return bytes.Equal(there[:n], piece), errors.Join(err, f.Close())
}

// PutPart stores the first size bytes of an upload as Put stores them; the
// parts stay until they are dropped, so that asking again gives the same.
// Faults: those of Put, invalid upload_interrupted when less is there.
func (b *Blobs) PutPart(ctx context.Context, id string, size int64) (Blob, error) {
	f, err := b.part(id, os.O_RDONLY)
	if err != nil {
		return Blob{}, fmt.Errorf("open part: %w", err)
	}
	defer func() { _ = f.Close() }()
	blob, err := b.Put(ctx, io.LimitReader(f, size), size)
	if err == nil && blob.Size != size {
		return Blob{}, fault.New(fault.Invalid, ReasonInterrupted, "upload %s has %d bytes, not %d", id, blob.Size, size)
	}
	return blob, err
}

// DropPart removes what has arrived of an upload; what is not there is gone.
func (b *Blobs) DropPart(id string) error {
	if !IsPart(id) {
		return fault.New(fault.Invalid, ReasonBlobID, "%q is no upload", id)
	}
	if err := b.root.Remove(path.Join(partDir, id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("drop part: %w", err)
	}
	return nil
}

func (b *Blobs) part(id string, flags int) (*os.File, error) {
	if !IsPart(id) {
		return nil, fault.New(fault.Invalid, ReasonBlobID, "%q is no upload", id)
	}
	return b.root.OpenFile(path.Join(partDir, id), flags, 0o600)
}

// SweepParts removes the parts of uploads that keep does not want and that were
// last written before olderThan.
func (b *Blobs) SweepParts(ctx context.Context, keep func(id string) bool, olderThan time.Time) (int, error) {
	entries, err := fs.ReadDir(b.root.FS(), partDir)
	if err != nil {
		return 0, fmt.Errorf("list parts: %w", err)
	}
	swept := 0
	for _, entry := range entries {
		if err := ctx.Err(); err != nil {
			return swept, err
		}
		if keep(entry.Name()) {
			continue
		}
		removed, err := b.removeOld(path.Join(partDir, entry.Name()), olderThan)
		if err != nil {
			return swept, fmt.Errorf("sweep parts: %w", err)
		}
		if removed {
			swept++
		}
	}
	return swept, nil
}

// Room gives the bytes that are free for files.
func (b *Blobs) Room() (int64, error) {
	d, err := b.root.Open(".")
	if err != nil {
		return 0, fmt.Errorf("open blob folder: %w", err)
	}
	var disk syscall.Statfs_t
	if err := errors.Join(syscall.Fstatfs(int(d.Fd()), &disk), d.Close()); err != nil {
		return 0, fmt.Errorf("ask for room: %w", err)
	}
	return int64(disk.Bavail) * disk.Bsize, nil //nolint:gosec // no disk is that large
}
