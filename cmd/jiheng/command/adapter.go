package command

import (
	"context"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/relay"
	"jiheng/internal/store"
	"jiheng/policy"
)

// relayStore is the store as the relay sees it.
type relayStore struct{ *store.Store }

// Untold takes evaluations whose journal is ahead.
func (r relayStore) Untold(ctx context.Context, limit int, lease time.Duration) ([]relay.Pending, error) {
	return pending(r.Store.Untold(ctx, limit, lease))
}

// Late lists evaluations whose agenda is late.
func (r relayStore) Late(ctx context.Context, grace time.Duration) ([]relay.Pending, error) {
	return pending(r.Store.Late(ctx, grace))
}

// Running lists evaluations that need a timeline.
func (r relayStore) Running(ctx context.Context, after evaluation.ID, limit int) ([]relay.Pending, error) {
	return pending(r.Store.Running(ctx, after, limit))
}

func pending(rows []store.Pending, err error) ([]relay.Pending, error) {
	out := make([]relay.Pending, 0, len(rows))
	for _, p := range rows {
		out = append(out, relay.Pending{ID: p.ID, Seq: p.Seq, Confirmed: p.Confirmed, Finished: p.Finished})
	}
	return out, err
}

// gateHeld is the refusal to close a stage.
func gateHeld(stage evaluation.StageID, violations []policy.Violation) error {
	v := violations[0]
	return fault.New(fault.Forbidden, "gate_held", "stage %s: %d decisions without the right to them, first task %s by %s as %s", stage, len(violations), v.Task, v.Person, v.Role).
		WithRule(v.Rule)
}
