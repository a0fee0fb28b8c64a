package store

import (
	"context"

	"jiheng/internal/evaluation"
	"jiheng/internal/review"
)

// OpinionsOn lists what a dossier of this installation was given by the one it
// was filed with, and by the department that is responsible, in order.
func (s *Store) OpinionsOn(ctx context.Context, e *evaluation.Evaluation, digest string) ([]review.Opinion, error) {
	var rows []opinionRow
	err := s.db.WithContext(ctx).Raw(`SELECT o.* FROM filing_opinions o JOIN received_filings f ON f.id = o.filing_id
		WHERE f.receiver_id = @receiver AND f.unit_id = @unit AND f.evaluation_id = @id AND f.digest = @digest AND f.channel = 'local'
		ORDER BY o.at, o.reviewer, o.round`, map[string]any{
		"receiver": e.ReceiverID, "unit": e.UnitID, "id": string(e.ID), "digest": digest,
	}).Scan(&rows).Error
	return coreOf(rows, (*opinionRow).core), err
}
