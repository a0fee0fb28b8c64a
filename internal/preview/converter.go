package preview

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
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
