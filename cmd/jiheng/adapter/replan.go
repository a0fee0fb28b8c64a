package adapter

import (
	"context"

	"jiheng/internal/evaluation"
	"jiheng/internal/relay"
	"jiheng/internal/store"
)

// planner plans evaluations anew, each in one command of the system.
type planner struct {
	store  *store.Store
	decide func(*evaluation.Situation) []evaluation.Event
}

// ForReplanner lets a replanner plan evaluations anew by a rule of the core:
// decide gives what changes by the calendar of the situation, nothing when the
// evaluation goes by it already.
func ForReplanner(s *store.Store, decide func(*evaluation.Situation) []evaluation.Event) relay.Planner {
	return planner{s, decide}
}

// Replan implements relay.Planner.
func (p planner) Replan(ctx context.Context, id evaluation.ID) error {
	_, err := p.store.Update(ctx, evaluation.Request{Evaluation: id, Actor: evaluation.SystemPerson, Whole: true},
		func(s *evaluation.Situation) (evaluation.Outcome, error) {
			return evaluation.Outcome{Events: p.decide(s), Rule: "timeline:replan"}, nil
		})
	return err
}
