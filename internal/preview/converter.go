package preview

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"jiheng/internal/document"
	"jiheng/internal/fault"
)

// Files opens stored files.
type Files interface {
	Open(sha256 string) (io.ReadSeekCloser, int64, error)
}

// Config is how files are converted; zero limits take the defaults.
type Config struct {
	// Command is the converter with its arguments; {in} and {out} stand for the
	// file and the folder for the PDF. A program alone is called as LibreOffice.
	Command []string
	// Launcher starts this program anew so that it calls Enter; see there.
	Launcher []string
	// Folder keeps what was converted, by the content that it was made from.
	Folder string
	Files  Files
	Log    *slog.Logger
	Limits Limits
}

// Limits bound one conversion (转换限额).
type Limits struct {
	Time      time.Duration // 60 seconds
	Memory    uint64        // bytes of address space; 4 GiB
	Disk      int64         // bytes of everything it writes; 512 MiB
	Output    int64         // bytes of the PDF; 100 MiB
	Processes uint64        // 200, threads counted
	AtOnce    int           // conversions side by side; 2
	Patience  time.Duration // how long one waits for its turn; 20 seconds
	Remember  time.Duration // how long a failure is not tried again; 10 minutes
}

func (l Limits) complete() Limits {
	return Limits{
		Time: or(l.Time, time.Minute), Memory: or(l.Memory, 4<<30), Disk: or(l.Disk, 512<<20), Output: or(l.Output, 100<<20),
		Processes: or(l.Processes, 200), AtOnce: or(l.AtOnce, 2), Patience: or(l.Patience, 20*time.Second),
		Remember: or(l.Remember, 10*time.Minute),
	}
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// Converter converts files, each content once.
type Converter struct {
	Config
	isolation Isolation
	turns     chan struct{}

	mu      sync.Mutex
	running map[string]*conversion
	failed  map[string]time.Time
}

// conversion is one under way; done is closed when it is over.
type conversion struct {
	done chan struct{}
	err  error
}

// New makes a converter and finds out what the kernel allows.
func New(ctx context.Context, cfg Config) (*Converter, error) {
	cfg.Limits = cfg.Limits.complete()
	if len(cfg.Command) == 1 {
		cfg.Command = libreOffice(cfg.Command[0])
	}
	if len(cfg.Command) == 0 || len(cfg.Launcher) == 0 {
		return nil, fault.New(fault.Invalid, "converter_config", "a converter needs a command")
	}
	if err := os.MkdirAll(cfg.Folder, 0o700); err != nil {
		return nil, fmt.Errorf("create folder of previews: %w", err)
	}
	c := &Converter{
		Config: cfg, turns: make(chan struct{}, cfg.Limits.AtOnce),
		running: map[string]*conversion{}, failed: map[string]time.Time{},
	}
	c.isolation = c.probe(ctx)
	if c.isolation != Isolated {
		cfg.Log.WarnContext(ctx, "converter: the kernel allows no namespaces, so the converter has limits but sees files and network")
	}
	return c, nil
}

// libreOffice is how LibreOffice converts without a screen.
func libreOffice(program string) []string {
	return []string{
		program, "-env:UserInstallation=file:///work/profile", "--headless", "--norestore", "--nologo", "--nodefault",
		"--convert-to", "pdf", "--outdir", "{out}", "{in}",
	}
}

// Isolation says how far the converter is shut in.
func (c *Converter) Isolation() Isolation { return c.isolation }

// PDF gives a stored file as PDF. Whoever asks while it is being made waits for
// it; whoever goes away leaves it to be finished. Faults: conflict
// preview_failed, unavailable preview_busy.
func (c *Converter) PDF(ctx context.Context, sha256, name string) (io.ReadSeekCloser, error) {
	if !document.IsSHA256(sha256) {
		return nil, fault.New(fault.Invalid, document.ReasonBlobID, "%q is no blob id", sha256)
	}
	kept := filepath.Join(c.Folder, sha256+".pdf")
	if f, err := os.Open(kept); err == nil { //nolint:gosec // a digest, in a folder of our own
		return f, nil
	}
	one, err := c.begin(ctx, sha256, name)
	if err != nil {
		return nil, err
	}
	select {
	case <-ctx.Done():
		return nil, fault.Wrap(ctx.Err(), fault.Unavailable, "preview_busy", "nobody waits any more")
	case <-one.done:
	}
	if one.err != nil {
		return nil, one.err
	}
	return os.Open(kept) //nolint:gosec // as above
}

// begin joins a conversion under way or starts one.
func (c *Converter) begin(ctx context.Context, sha256, name string) (*conversion, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if one := c.running[sha256]; one != nil {
		return one, nil
	}
	if at, ok := c.failed[sha256]; ok && time.Since(at) < c.Limits.Remember {
		return nil, fault.New(fault.Conflict, "preview_failed", "%s failed a short time ago", sha256)
	}
	one := &conversion{done: make(chan struct{})}
	c.running[sha256] = one
	go func() {
		one.err = c.turn(context.WithoutCancel(ctx), sha256, name)
		c.mu.Lock()
		delete(c.running, sha256)
		c.remember(sha256, one.err)
		c.mu.Unlock()
		close(one.done)
	}()
	return one, nil
}

// remember keeps a failure from being repeated by everybody who looks.
func (c *Converter) remember(sha256 string, err error) {
	for other, at := range c.failed {
		if time.Since(at) >= c.Limits.Remember {
			delete(c.failed, other)
		}
	}
	if fault.ReasonOf(err) == "preview_failed" && len(c.failed) < 10_000 {
		c.failed[sha256] = time.Now()
	}
}

func (c *Converter) turn(ctx context.Context, sha256, name string) error {
	err := c.inTurn(func() error {
		return c.inWorkshop(ctx, sha256, name, func(work string) error { return c.keep(work, sha256) })
	})
	if err != nil && fault.ReasonOf(err) != "preview_busy" {
		c.Log.WarnContext(ctx, "converter: failed", "sha256", sha256, "error", err)
	}
	return err
}

// inTurn waits until few enough converters are at work.
func (c *Converter) inTurn(work func() error) error {
	patience := time.NewTimer(c.Limits.Patience)
	defer patience.Stop()
	select {
	case c.turns <- struct{}{}:
		defer func() { <-c.turns }()
	case <-patience.C:
		return fault.New(fault.Unavailable, "preview_busy", "%d conversions are under way", c.Limits.AtOnce)
	}
	return work()
}

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
