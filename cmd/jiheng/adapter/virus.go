package adapter

import (
	"context"

	"jiheng/internal/evaluation"
	"jiheng/internal/store"
	"jiheng/internal/virus"
)

// ward is the store as a ward sees it.
type ward struct{ *store.Store }

// ForWard lets a ward keep verdicts and put infected papers away.
func ForWard(s *store.Store) virus.Store { return ward{s} }

// Isolate puts papers away whose files were found infected, each in one command
// of the system.
func (w ward) Isolate(ctx context.Context, limit int) (int, error) {
	found, err := w.Infections(ctx, limit)
	if err != nil {
		return 0, err
	}
	for i, f := range found {
		_, err := w.Update(ctx, evaluation.Request{Evaluation: f.Evaluation, Task: f.Task, Actor: evaluation.SystemPerson},
			func(s *evaluation.Situation) (evaluation.Outcome, error) {
				return evaluation.Outcome{Events: evaluation.Quarantine(s, f.Material, f.Signature), Rule: "virus:quarantine"}, nil
			})
		if err != nil {
			return i, err
		}
	}
	return len(found), nil
}
