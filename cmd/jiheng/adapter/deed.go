package adapter

import (
	"context"
	"time"

	"jiheng/api"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/review"
	"jiheng/internal/store"
)

// AskSubstitution keeps a substitution that waits; see store.AskSubstitution.
func (a API) AskSubstitution(ctx context.Context, by api.Deed, s evaluation.Substitution) (evaluation.Substitution, error) {
	return a.Store.AskSubstitution(ctx, store.AdministrationRequest(by), s)
}

// DecideSubstitution changes one; see store.DecideSubstitution.
func (a API) DecideSubstitution(ctx context.Context, by api.Deed, unitID, id string,
	decide func(evaluation.Substitution, time.Time) (evaluation.Substitution, error),
) (evaluation.Substitution, error) {
	return a.Store.DecideSubstitution(ctx, store.AdministrationRequest(by), unitID, id, decide)
}

// PutDuties says who has to file; see store.PutDuties.
func (a API) PutDuties(ctx context.Context, by api.Deed, b review.Book, due map[string]calendar.Date) error {
	return a.Store.PutDuties(ctx, store.AdministrationRequest(by), b, due)
}
