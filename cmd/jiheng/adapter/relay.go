package adapter

import (
	"context"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/relay"
	"jiheng/internal/store"
)

// Relay is the store as the relay sees it.
type Relay struct {
	*store.Store
	changed <-chan struct{}
}

// ForRelay lets the relay use a store until ctx ends.
func ForRelay(ctx context.Context, s *store.Store) Relay {
	return Relay{Store: s, changed: s.Listen(ctx)}
}

// Changed yields whenever some journal may have grown.
func (r Relay) Changed() <-chan struct{} { return r.changed }

// Untold takes evaluations whose journal is ahead.
func (r Relay) Untold(ctx context.Context, limit int, lease time.Duration) ([]relay.Pending, error) {
	return pending(r.Store.Untold(ctx, limit, lease))
}

// Late lists evaluations whose agenda is late.
func (r Relay) Late(ctx context.Context, grace time.Duration) ([]relay.Pending, error) {
	return pending(r.Store.Late(ctx, grace))
}

// Running lists evaluations that need a timeline.
func (r Relay) Running(ctx context.Context, after evaluation.ID, limit int) ([]relay.Pending, error) {
	return pending(r.Store.Running(ctx, after, limit))
}

func pending(rows []store.Pending, err error) ([]relay.Pending, error) {
	out := make([]relay.Pending, 0, len(rows))
	for _, p := range rows {
		out = append(out, relay.Pending(p))
	}
	return out, err
}
