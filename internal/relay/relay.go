package relay

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"jiheng/internal/evaluation"
)

// Pending is an evaluation whose journal is ahead of what Temporal was told.
type Pending struct {
	ID  evaluation.ID
	Seq int64
	// Confirmed is true once its workflow is known to have been started.
	Confirmed bool
	// Finished is true when the evaluation needs no timeline any more.
	Finished bool
}

// Store is what the relay needs of the database.
type Store interface {
	// Untold takes up to limit evaluations that are ahead, for lease; another
	// relay does not get them meanwhile.
	Untold(ctx context.Context, limit int, lease time.Duration) ([]Pending, error)
	// MarkTold records that the workflow was told up to seq.
	MarkTold(ctx context.Context, id evaluation.ID, seq int64) error
	// Late lists running evaluations with something due for longer than grace.
	Late(ctx context.Context, grace time.Duration) ([]Pending, error)
	// Running lists all running evaluations after an id, for the reconciler.
	Running(ctx context.Context, after evaluation.ID, limit int) ([]Pending, error)
	// Over tells whether an evaluation needs no timeline any more, as of now.
	Over(ctx context.Context, id evaluation.ID) (bool, error)
	// Changed yields whenever some journal may have grown.
	Changed() <-chan struct{}
}

// Timeline is what the relay needs of Temporal.
type Timeline interface {
	// Start starts the workflow of an evaluation, or finds it running.
	Start(ctx context.Context, id evaluation.ID) error
	// Tell signals it once per seq: what it was told already is not told again.
	// ErrNotRunning when no run is open.
	Tell(ctx context.Context, id evaluation.ID, seq int64) error
	// Wake signals it, whatever it was told. ErrNotRunning when no run is open.
	Wake(ctx context.Context, id evaluation.ID) error
	// Running tells whether a run is open.
	Running(ctx context.Context, id evaluation.ID) (bool, error)
}

// ErrNotRunning means that no run of the workflow is open.
var ErrNotRunning = errors.New("no open run of the workflow")

// Config says how fast the relay goes.
type Config struct {
	Poll      time.Duration // the longest wait between looks; default 1 s
	Sweep     time.Duration // between sweeps; default 30 s
	Grace     time.Duration // how late an agenda may be; default 10 s
	Reconcile time.Duration // between reconciliations; default 1 h
	Pace      time.Duration // between two signals to one workflow; default 250 ms
	Batch     int           // evaluations a look; default 100
}

// untoldLease is how long a relay has what it takes: about as long as telling
// takes. What could not be told is taken again when it is over.
const untoldLease = 5 * time.Second

// Relay runs until its context ends. Any number may run beside each other.
type Relay struct {
	store    Store
	timeline Timeline
	cfg      Config
	log      *slog.Logger
	pace     *pace
	patience patience
}

// New makes a relay; zero settings take their defaults.
func New(store Store, timeline Timeline, cfg Config, log *slog.Logger) *Relay {
	cfg.Poll = orDefault(cfg.Poll, time.Second)
	cfg.Sweep = orDefault(cfg.Sweep, 30*time.Second)
	cfg.Grace = orDefault(cfg.Grace, 10*time.Second)
	cfg.Reconcile = orDefault(cfg.Reconcile, time.Hour)
	cfg.Pace = orDefault(cfg.Pace, 250*time.Millisecond)
	cfg.Batch = orDefault(cfg.Batch, 100)
	return &Relay{store: store, timeline: timeline, cfg: cfg, log: log, pace: newPace(cfg.Pace)}
}

func orDefault[T comparable](v, d T) T {
	var zero T
	if v == zero {
		return d
	}
	return v
}

// Run relays until ctx ends. Trouble with the database or with Temporal is
// logged once per look and tried again. The guards run beside the relay: a
// thousand evaluations to be compared hold up no signal.
func (r *Relay) Run(ctx context.Context) {
	var running sync.WaitGroup
	running.Go(func() { r.follow(ctx) })
	running.Go(func() { r.repeat(ctx, r.cfg.Sweep, "sweep", r.Sweep) })
	running.Go(func() { r.repeat(ctx, r.cfg.Reconcile, "reconcile", r.Reconcile) })
	running.Wait()
}

// follow relays whenever some journal may have grown.
func (r *Relay) follow(ctx context.Context) {
	poll := time.NewTicker(r.cfg.Poll)
	defer poll.Stop()
	changed := r.store.Changed()
	for ctx.Err() == nil {
		_ = r.attempt(ctx, "relay", r.Relay)
		select {
		case <-ctx.Done():
		case _, open := <-changed:
			if !open {
				changed = nil
			}
		case <-poll.C:
		}
	}
}

// repeat does something at once and then at intervals; what failed is done
// again after the interval between sweeps, if that is shorter.
func (r *Relay) repeat(ctx context.Context, interval time.Duration, what string, do func(context.Context) error) {
	for ctx.Err() == nil {
		pause := interval
		if err := r.attempt(ctx, what, do); err != nil {
			pause = min(pause, r.cfg.Sweep)
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
		case <-timer.C:
		}
	}
}

func (r *Relay) attempt(ctx context.Context, what string, do func(context.Context) error) error {
	err := do(ctx)
	if err != nil && ctx.Err() == nil {
		r.log.WarnContext(ctx, "relay: will be tried again", "what", what, "error", err)
	}
	return err
}

// Relay tells every evaluation that is ahead. One that cannot be told now
// does not keep the others from being told.
func (r *Relay) Relay(ctx context.Context) error {
	for {
		pending, err := r.store.Untold(ctx, r.cfg.Batch, untoldLease)
		if err != nil {
			return err
		}
		if failures := each(ctx, pending, r.tell); len(failures) > 0 || len(pending) < r.cfg.Batch {
			return summary(failures)
		}
	}
}

// tell starts the workflow if need be and signals it.
func (r *Relay) tell(ctx context.Context, p Pending) error {
	err := r.call(ctx, p, func() error { return r.timeline.Tell(ctx, p.ID, p.Seq) })
	if err != nil {
		return err
	}
	return r.store.MarkTold(ctx, p.ID, p.Seq)
}

// call has a workflow look again, or starts it if it is not running although
// the evaluation is not finished. A new run reads everything anew, which is
// all that a signal asks for.
func (r *Relay) call(ctx context.Context, p Pending, signal func() error) error {
	if err := r.pace.wait(ctx, p.ID); err != nil {
		return err
	}
	if !p.Confirmed {
		if err := r.timeline.Start(ctx, p.ID); err != nil {
			return err
		}
	}
	err := signal()
	switch {
	case !errors.Is(err, ErrNotRunning):
		return err
	case p.Finished:
		return nil
	}
	// It may have come to its end since it was taken, and its timeline with it.
	if over, err := r.store.Over(ctx, p.ID); err != nil || over {
		return err
	}
	return r.timeline.Start(ctx, p.ID)
}

// atOnce bounds the calls to Temporal that are under way together.
const atOnce = 16

// each does something with each, side by side, and gives the failures: one
// whose pace makes it wait, or whose call hangs, does not hold up the others.
func each(ctx context.Context, pending []Pending, do func(context.Context, Pending) error) []error {
	results := make([]error, len(pending))
	slots := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	for i, p := range pending {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			results[i] = do(ctx, p)
		})
	}
	wg.Wait()
	return slices.DeleteFunc(results, func(err error) bool { return err == nil })
}

// summary is one error for many: when Temporal is away, all say the same.
func summary(failures []error) error {
	if len(failures) == 0 {
		return nil
	}
	return fmt.Errorf("%d evaluations, the first: %w", len(failures), failures[0])
}
