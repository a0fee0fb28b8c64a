package virus

import (
	"context"
	"io"
	"log/slog"
	"time"

	"jiheng/internal/fault"
)

// Store is what a ward needs of the database.
type Store interface {
	// UnscannedFiles gives files that wait and were not tried since triedBefore.
	UnscannedFiles(ctx context.Context, limit int, triedBefore time.Time) ([]string, error)
	// EnlistFiles has up to limit files scanned that came before there was a
	// scanner, and says how many.
	EnlistFiles(ctx context.Context, limit int) (int, error)
	// SaveScan keeps a verdict, "" for clean.
	SaveScan(ctx context.Context, sha256, signature string) error
	// ForgetScan forgets a file that is gone and that no paper has.
	ForgetScan(ctx context.Context, sha256 string) error
	// Isolate puts up to limit papers away whose files were found infected, and
	// says how many.
	Isolate(ctx context.Context, limit int) (int, error)
}

// Files opens files. Fault: not_found blob_not_found.
type Files interface {
	Open(sha256 string) (io.ReadSeekCloser, int64, error)
}

// Scanner gives verdicts.
type Scanner interface {
	Scan(ctx context.Context, content io.Reader) (signature string, err error)
}

// Config is how a ward works; zero values take the defaults.
type Config struct {
	// Poll is how often it looks; 3 seconds.
	Poll time.Duration
	// Again is how long a file waits that could not be scanned; a minute.
	Again time.Duration
	// Enlist is how often it looks for files from before there was a scanner; an
	// hour.
	Enlist time.Duration
	// Batch is how many files it takes at once; 10.
	Batch int
}

func (c Config) complete() Config {
	if c.Poll <= 0 {
		c.Poll = 3 * time.Second
	}
	if c.Again <= 0 {
		c.Again = time.Minute
	}
	if c.Enlist <= 0 {
		c.Enlist = time.Hour
	}
	if c.Batch <= 0 {
		c.Batch = 10
	}
	return c
}

// Ward has the files scanned that wait (查毒岗). Any number may be at work.
type Ward struct {
	store   Store
	files   Files
	scanner Scanner
	config  Config
	log     *slog.Logger
	// enlisted is when files from before were looked for last.
	enlisted time.Time
}

// New makes a ward.
func New(s Store, f Files, sc Scanner, cfg Config, log *slog.Logger) *Ward {
	return &Ward{store: s, files: f, scanner: sc, config: cfg.complete(), log: log}
}

// Run works until ctx ends.
func (w *Ward) Run(ctx context.Context) {
	every := time.NewTicker(w.config.Poll)
	defer every.Stop()
	for {
		if err := w.Round(ctx); err != nil && ctx.Err() == nil {
			w.log.WarnContext(ctx, "virus: left for the next round", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

// Round scans what waits and puts away what is infected. What a ward that died
// has left, its verdict kept and the paper not yet put away, is done first.
func (w *Ward) Round(ctx context.Context) error {
	if err := w.isolate(ctx); err != nil {
		return err
	}
	if err := w.enlist(ctx); err != nil {
		return err
	}
	for {
		waiting, err := w.store.UnscannedFiles(ctx, w.config.Batch, time.Now().Add(-w.config.Again))
		if err != nil || len(waiting) == 0 {
			return err
		}
		for _, sha := range waiting {
			if err := w.scan(ctx, sha); err != nil {
				return err
			}
		}
		if err := w.isolate(ctx); err != nil {
			return err
		}
	}
}

// enlist has files scanned, now and then, that came before there was a scanner.
func (w *Ward) enlist(ctx context.Context) error {
	if time.Since(w.enlisted) < w.config.Enlist {
		return nil
	}
	const atOnce = 10_000
	for {
		n, err := w.store.EnlistFiles(ctx, atOnce)
		if err != nil {
			return err
		}
		if n > 0 {
			w.log.InfoContext(ctx, "virus: files from before are scanned", "count", n)
		}
		if n < atOnce {
			w.enlisted = time.Now()
			return nil
		}
	}
}

func (w *Ward) isolate(ctx context.Context) error {
	n, err := w.store.Isolate(ctx, 100)
	if n > 0 {
		w.log.WarnContext(ctx, "virus: papers were put away", "count", n)
	}
	return err
}

// scan has one file scanned. A scanner that is away ends the round; a file that
// it cannot decide on waits and holds up no other.
func (w *Ward) scan(ctx context.Context, sha string) error {
	content, _, err := w.files.Open(sha)
	if fault.CodeOf(err) == fault.NotFound {
		return w.store.ForgetScan(ctx, sha)
	}
	if err != nil {
		return err
	}
	signature, err := w.scanner.Scan(ctx, content)
	if closed := content.Close(); err == nil {
		err = closed
	}
	if fault.ReasonOf(err) == "scanner_undecided" {
		w.log.WarnContext(ctx, "virus: no verdict", "sha256", sha, "error", err)
		return nil
	}
	if err != nil {
		return err
	}
	if signature != "" {
		w.log.WarnContext(ctx, "virus: found", "sha256", sha, "signature", signature)
	}
	return w.store.SaveScan(ctx, sha, signature)
}
