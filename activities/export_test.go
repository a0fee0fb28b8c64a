package activities

import (
	"context"

	"jiheng/internal/evaluation"
)

// SealForTest prepares a sealing without recording it.
func (a *Activities) SealForTest(ctx context.Context, id evaluation.ID) (*evaluation.Dossier, error) {
	s, err := a.Store.Situation(ctx, whole(id))
	if err != nil {
		return nil, err
	}
	return a.seal(ctx, s)
}
