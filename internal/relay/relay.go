package relay

import (
	"context"
	"errors"
	"log/slog"
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
	// Changed yields whenever some journal may have grown.
	Changed() <-chan struct{}
}

// Timeline is what the relay needs of Temporal.
type Timeline interface {
	// Start starts the workflow of an evaluation, or finds it running, or
	// finds that it ended well.
	Start(ctx context.Context, id evaluation.ID) error
	// Tell signals it once per seq. ErrNotRunning when no run is open.
	Tell(ctx context.Context, id evaluation.ID, seq int64) error
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

// Relay runs until its context ends. Any number may run beside each other.
type Relay struct {
	store    Store
	timeline Timeline
	cfg      Config
	log      *slog.Logger
	pace     *pace
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
// logged once per look and tried again.
func (r *Relay) Run(ctx context.Context) {
	poll, sweep, reconcile := time.NewTicker(r.cfg.Poll), time.NewTicker(r.cfg.Sweep), time.NewTicker(r.cfg.Reconcile)
	defer poll.Stop()
	defer sweep.Stop()
	defer reconcile.Stop()
	r.attempt(ctx, "reconcile", r.Reconcile)
	for {
		r.attempt(ctx, "relay", r.Relay)
		select {
		case <-ctx.Done():
			return
		case <-r.store.Changed():
		case <-poll.C:
		case <-sweep.C:
			r.attempt(ctx, "sweep", r.Sweep)
		case <-reconcile.C:
			r.attempt(ctx, "reconcile", r.Reconcile)
		}
	}
}

func (r *Relay) attempt(ctx context.Context, what string, do func(context.Context) error) {
	if err := do(ctx); err != nil && ctx.Err() == nil {
		r.log.WarnContext(ctx, "relay: will be tried again", "what", what, "error", err)
	}
}

// Relay tells every evaluation that is ahead. One that cannot be told now
// does not keep the others from being told.
func (r *Relay) Relay(ctx context.Context) error {
	pending, err := r.store.Untold(ctx, r.cfg.Batch, 5*time.Second)
	if err != nil {
		return err
	}
	return r.tellAll(ctx, pending)
}

// atOnce bounds the calls to Temporal that are under way together.
const atOnce = 16

// tellAll tells each, side by side: one whose pace makes it wait, or whose
// call hangs, does not hold up the others.
func (r *Relay) tellAll(ctx context.Context, pending []Pending) error {
	failures := make([]error, len(pending))
	slots := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	for i, p := range pending {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			failures[i] = r.tell(ctx, p)
		})
	}
	wg.Wait()
	return errors.Join(failures...)
}

// tell starts the workflow if need be and signals it.
func (r *Relay) tell(ctx context.Context, p Pending) error {
	if err := r.pace.wait(ctx, p.ID); err != nil {
		return err
	}
	if !p.Confirmed {
		if err := r.timeline.Start(ctx, p.ID); err != nil {
			return err
		}
	}
	err := r.timeline.Tell(ctx, p.ID, p.Seq)
	if errors.Is(err, ErrNotRunning) && !p.Finished {
		// The run is gone although the evaluation is not finished: a new run
		// reads everything anew, which is all that a signal asks for.
		err = r.timeline.Start(ctx, p.ID)
	}
	if err != nil && !errors.Is(err, ErrNotRunning) {
		return err
	}
	return r.store.MarkTold(ctx, p.ID, p.Seq)
}
