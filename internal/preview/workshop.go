package preview

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"jiheng/internal/document"
	"jiheng/internal/fault"
)

// inWorkshop has the converter work in a folder that is thrown away once what
// it made has been taken out.
func (c *Converter) inWorkshop(ctx context.Context, sha256, name string, take func(work string) error) (err error) {
	work, err := c.workshop()
	if err != nil {
		return err
	}
	defer func() {
		if removed := os.RemoveAll(work); err == nil && removed != nil {
			err = fmt.Errorf("remove workshop: %w", removed)
		}
	}()
	in := "in" + strings.ToLower(filepath.Ext(name))
	if err := c.lay(sha256, filepath.Join(work, in)); err != nil {
		return err
	}
	if err := c.run(ctx, work, in); err != nil {
		return failed(err, sha256)
	}
	return take(work)
}

func failed(err error, sha256 string) error {
	return fault.Wrap(err, fault.Conflict, "preview_failed", "convert %s", sha256)
}

// lay puts the file into the workshop.
func (c *Converter) lay(sha256, path string) error {
	content, _, err := c.Files.Open(sha256)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644) //nolint:gosec // for the converter to read
	if err != nil {
		return fmt.Errorf("lay out file: %w", err)
	}
	_, err = io.Copy(f, content)
	if err := errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return fmt.Errorf("lay out file: %w", err)
	}
	return nil
}

// keep takes the PDF out of the workshop. It must pass as a PDF that somebody
// hands in.
func (c *Converter) keep(work, sha256 string) error {
	f, size, err := c.product(work, "in.pdf")
	if err != nil {
		return failed(err, sha256)
	}
	defer func() { _ = f.Close() }()
	if _, err := document.Sniff("in.pdf", f, size); err != nil {
		return failed(err, sha256)
	}
	temp, err := os.CreateTemp(c.Folder, "new-")
	if err != nil {
		return fmt.Errorf("keep preview: %w", err)
	}
	_, err = io.Copy(temp, io.NewSectionReader(f, 0, size))
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return errors.Join(fmt.Errorf("keep preview: %w", err), os.Remove(temp.Name()))
	}
	return os.Rename(temp.Name(), filepath.Join(c.Folder, sha256+".pdf"))
}

// product opens what the converter has made. It may have left anything there, a
// link to a file of ours too: only a plain file within the folder is read.
func (c *Converter) product(work, name string) (*os.File, int64, error) {
	out, err := os.OpenRoot(filepath.Join(work, "out"))
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = out.Close() }()
	info, err := out.Lstat(name)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() || info.Size() > c.Limits.Output {
		return nil, 0, fmt.Errorf("%s of %d bytes", info.Mode(), info.Size())
	}
	f, err := out.Open(name)
	return f, info.Size(), err
}

// Sweep removes what was converted before olderThan, and what a dead process
// has left, and says how many; it is made anew when somebody looks.
func Sweep(folder string, olderThan time.Time) (int, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("list previews: %w", err)
	}
	swept := 0
	for _, entry := range entries {
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && !info.ModTime().Before(olderThan) {
			continue
		}
		if err := errors.Join(err, os.Remove(filepath.Join(folder, entry.Name()))); err != nil {
			return swept, fmt.Errorf("sweep previews: %w", err)
		}
		swept++
	}
	return swept, nil
}
