package relay

import (
	"context"

	"jiheng/internal/evaluation"
)

// Sweep calls timelines that have let an instant of their agenda pass, as
// after a timer was lost.
func (r *Relay) Sweep(ctx context.Context) error {
	late, err := r.store.Late(ctx, r.cfg.Grace)
	if err != nil {
		return err
	}
	for i := range late {
		r.log.WarnContext(ctx, "relay: agenda is late, calling the timeline", "evaluation", late[i].ID)
		late[i].Confirmed = false // its run may be gone
	}
	return r.tellAll(ctx, late)
}

// Reconcile compares running evaluations with running workflows, and starts
// the workflows that are missing.
func (r *Relay) Reconcile(ctx context.Context) error {
	var after evaluation.ID
	for {
		batch, err := r.store.Running(ctx, after, r.cfg.Batch)
		if err != nil || len(batch) == 0 {
			return err
		}
		for _, p := range batch {
			after = p.ID
			running, err := r.timeline.Running(ctx, p.ID)
			if err != nil {
				return err
			}
			if running {
				continue
			}
			r.log.WarnContext(ctx, "relay: running evaluation without a workflow, starting it", "evaluation", p.ID)
			if err := r.timeline.Start(ctx, p.ID); err != nil {
				return err
			}
		}
	}
}
