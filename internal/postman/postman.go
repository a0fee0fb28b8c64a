package postman

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/notify"
)

// Store is what a postman needs of the database.
type Store interface {
	// EnqueueBehind writes the notices of up to limit evaluations whose
	// journal is ahead, and gives for how many.
	EnqueueBehind(ctx context.Context, limit int) (int, error)
	// EnqueueDigests writes the digests that are due, for up to limit people.
	EnqueueDigests(ctx context.Context, limit int) (int, error)
	// LeaseNotices takes notices that wait, for as long as lease.
	LeaseNotices(ctx context.Context, id evaluation.ID, limit int, lease time.Duration) ([]notify.Notice, error)
	// MarkNotices records how sending went and ends the leases.
	MarkNotices(ctx context.Context, outcomes map[string]error) error
}

// Config is how a postman works; zero values take the defaults.
type Config struct {
	// Poll is how often it looks without being called; a second.
	Poll time.Duration
	// Digests is how often it looks for digests that are due; half a minute.
	Digests time.Duration
	// AtOnce bounds what is sent side by side; 16.
	AtOnce int
	// Lease is how long a postman that died keeps a notice; 5 minutes.
	Lease time.Duration
	// Within bounds the sending of one notice; a minute.
	Within time.Duration
}

func (c Config) complete() Config {
	if c.Poll <= 0 {
		c.Poll = time.Second
	}
	if c.Digests <= 0 {
		c.Digests = 30 * time.Second
	}
	if c.AtOnce <= 0 {
		c.AtOnce = 16
	}
	if c.Lease <= 0 {
		c.Lease = 5 * time.Minute
	}
	if c.Within <= 0 {
		c.Within = time.Minute
	}
	return c
}

// Postman is one at work. Make it with New.
type Postman struct {
	store   Store
	channel notify.Channel
	config  Config
	log     *slog.Logger
}

// New makes a postman.
func New(s Store, c notify.Channel, cfg Config, log *slog.Logger) *Postman {
	return &Postman{store: s, channel: c, config: cfg.complete(), log: log}
}

// Run works until ctx ends; it then takes nothing new, and ends when what it
// has sent is marked. Changed, which may be nil, calls it.
//
// Writing and sending go side by side: a channel that is slow holds up nothing
// that people see in the application.
func (p *Postman) Run(ctx context.Context, changed <-chan struct{}) {
	written := make(chan struct{}, 1)
	var working sync.WaitGroup
	working.Go(func() {
		p.repeat(ctx, p.config.Poll, changed, "write notices", func(ctx context.Context) error {
			n, err := p.Write(ctx)
			if n > 0 {
				ring(written)
			}
			return err
		})
	})
	working.Go(func() {
		p.repeat(ctx, p.config.Digests, nil, "write digests", func(ctx context.Context) error {
			n, err := p.WriteDigests(ctx)
			if n > 0 {
				ring(written)
			}
			return err
		})
	})
	working.Go(func() {
		p.repeat(ctx, p.config.Poll, written, "send notices", func(ctx context.Context) error {
			_, err := p.Deliver(ctx)
			return err
		})
	})
	working.Wait()
}

func ring(bell chan<- struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}

// repeat does something at once, whenever it is called, and at intervals.
func (p *Postman) repeat(ctx context.Context, interval time.Duration, called <-chan struct{}, what string, do func(context.Context) error) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for ctx.Err() == nil {
		if err := do(ctx); err != nil && ctx.Err() == nil {
			p.log.WarnContext(ctx, "postman: will be tried again", "what", what, "error", err)
		}
		select {
		case <-ctx.Done():
		case _, open := <-called:
			if !open {
				called = nil
			}
		case <-ticker.C:
		}
	}
}

// batch is how many evaluations, people or notices are taken together.
const batch = 256

// Write writes all notices that journals call for, and gives for how many
// evaluations.
func (p *Postman) Write(ctx context.Context) (int, error) { return all(ctx, p.store.EnqueueBehind) }

// WriteDigests writes all digests that are due, and gives for how many people.
func (p *Postman) WriteDigests(ctx context.Context) (int, error) {
	return all(ctx, p.store.EnqueueDigests)
}

func all(ctx context.Context, some func(context.Context, int) (int, error)) (int, error) {
	total := 0
	for {
		n, err := some(ctx, batch)
		total += n
		if err != nil || n < batch {
			return total, err
		}
	}
}
