package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"syscall"
	"time"

	"jiheng/internal/fault"
)

// Swept says what a sweep removed (清理结果).
type Swept struct {
	Blobs     int   // files nobody points at
	Leftovers int   // temporary files of uploads that never ended
	Bytes     int64 // room given back
}

// Walk calls visit for each stored blob, in order of the hashes, and stops at
// the first error. Blobs that come or go meanwhile may be visited or not.
func (b *Blobs) Walk(ctx context.Context, visit func(sha256 string, size int64) error) error {
	for i := range 256 {
		prefix := fmt.Sprintf("%02x", i)
		entries, err := fs.ReadDir(b.root.FS(), path.Join(blobDir, prefix))
		if err != nil {
			return fmt.Errorf("list blobs: %w", err)
		}
		for _, entry := range entries {
			if err := ctx.Err(); err != nil {
				return err
			}
			info, err := entry.Info()
			if errors.Is(err, fs.ErrNotExist) || !IsSHA256(prefix+entry.Name()) {
				continue
			}
			if err != nil {
				return fmt.Errorf("stat blob: %w", err)
			}
			if err := visit(prefix+entry.Name(), info.Size()); err != nil {
				return err
			}
		}
	}
	return nil
}

// Verify reads a blob to its end and compares it with its name. Faults:
// internal blob_damaged, and those of Open.
func (b *Blobs) Verify(ctx context.Context, sha256 string) error {
	f, _, err := b.open(sha256)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	d := newDigest()
	if _, err := io.Copy(d, &source{ctx: ctx, r: f}); err != nil {
		return fmt.Errorf("verify blob %s: %w", sha256, err)
	}
	if got := d.blob().SHA256; got != sha256 {
		return fault.New(fault.Internal, ReasonBlobDamaged, "blob %s now hashes to %s", sha256, got).
			With("sha256", sha256)
	}
	return nil
}

// Sweep removes blobs that keep does not want and that were last put before
// olderThan, and temporary files last written before it. A file is put before
// anything points at it, so olderThan must lie further back than the longest
// time between the two; a day is plenty. Whoever points at a blob that is
// already there must put it again, or be sure that keep wants it.
func (b *Blobs) Sweep(ctx context.Context, keep func(sha256 string) bool, olderThan time.Time) (Swept, error) {
	var swept Swept
	err := b.Walk(ctx, func(sha string, size int64) error {
		if keep(sha) {
			return nil
		}
		removed, err := b.removeOld(blobPath(sha), olderThan)
		if removed {
			swept.Blobs++
			swept.Bytes += size
		}
		return err
	})
	if err != nil {
		return swept, fmt.Errorf("sweep blobs: %w", err)
	}
	err = b.sweepLeftovers(ctx, olderThan, &swept)
	return swept, err
}

func (b *Blobs) sweepLeftovers(ctx context.Context, olderThan time.Time, swept *Swept) error {
	entries, err := fs.ReadDir(b.root.FS(), tempDir)
	if err != nil {
		return fmt.Errorf("list temporary files: %w", err)
	}
	for _, entry := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			continue // its upload just ended
		}
		removed, err := b.removeOld(path.Join(tempDir, entry.Name()), olderThan)
		if err != nil {
			return fmt.Errorf("sweep temporary files: %w", err)
		}
		if removed {
			swept.Leftovers++
			swept.Bytes += info.Size()
		}
	}
	return nil
}

// removeOld removes a file unless it is young. It looks at the age under the
// lock that publish takes: a blob put again this moment is young.
func (b *Blobs) removeOld(name string, olderThan time.Time) (bool, error) {
	unlock, err := b.lock(syscall.LOCK_EX)
	if err != nil {
		return false, err
	}
	defer unlock()
	info, err := b.root.Stat(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.ModTime().Before(olderThan) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, b.root.Remove(name)
}
