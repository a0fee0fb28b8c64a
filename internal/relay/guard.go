package relay

import (
	"context"
	"sync"

	"jiheng/internal/evaluation"
)

// Sweep calls timelines that have let an instant of their agenda pass, as
// after a timer was lost. They were told already, so that they are woken
// rather than told.
func (r *Relay) Sweep(ctx context.Context) error {
	late, err := r.store.Late(ctx, r.cfg.Grace)
	if err != nil {
		return err
	}
	return summary(each(ctx, r.patience.due(late), func(ctx context.Context, p Pending) error {
		r.log.WarnContext(ctx, "relay: agenda is late, calling the timeline", "evaluation", p.ID)
		p.Confirmed = false // its run may be gone
		return r.call(ctx, p, func() error { return r.timeline.Wake(ctx, p.ID) })
	}))
}

// longestPatience is how many sweeps at most lie between two calls.
const longestPatience = 64

// patience calls what stays late ever more seldom. Some cannot be helped by
// calling, as a stage whose role nobody holds, and every call fills a history.
type patience struct {
	mu    sync.Mutex
	sweep map[evaluation.ID]int // in a row at which it was late
}

// due picks those that are late for the first, second, fourth, eighth … time.
func (p *patience) due(late []Pending) []Pending {
	p.mu.Lock()
	defer p.mu.Unlock()
	sweeps := make(map[evaluation.ID]int, len(late))
	var out []Pending
	for _, l := range late {
		n := p.sweep[l.ID] + 1
		sweeps[l.ID] = n
		if n&(n-1) == 0 || n%longestPatience == 0 {
			out = append(out, l)
		}
	}
	p.sweep = sweeps
	return out
}

// Reconcile compares running evaluations with running workflows, and starts
// the workflows that are missing. The other way round needs nobody: a timeline
// whose evaluation is finished or gone finds out by itself.
func (r *Relay) Reconcile(ctx context.Context) error {
	var after evaluation.ID
	var failures []error
	for {
		batch, err := r.store.Running(ctx, after, r.cfg.Batch)
		if err != nil {
			return err
		}
		failed := each(ctx, batch, r.revive)
		failures = append(failures, failed...)
		if len(failed) == len(batch) { // the end, or Temporal is away
			return summary(failures)
		}
		after = batch[len(batch)-1].ID
	}
}

// revive starts a workflow that is missing.
func (r *Relay) revive(ctx context.Context, p Pending) error {
	running, err := r.timeline.Running(ctx, p.ID)
	if err != nil || running {
		return err
	}
	r.log.WarnContext(ctx, "relay: running evaluation without a workflow, starting it", "evaluation", p.ID)
	return r.timeline.Start(ctx, p.ID)
}
