package store

import (
	"context"

	"jiheng/internal/evaluation"
)

// FiledWith lists evaluations whose last filing went to one of the receivers
// and was not sent back, by id after one.
func (s *Store) FiledWith(ctx context.Context, receivers []string, after evaluation.ID, limit int) ([]evaluation.ID, error) {
	var ids []evaluation.ID
	err := s.db.WithContext(ctx).Raw(`SELECT f.evaluation_id FROM filings f JOIN evaluations e ON e.id = f.evaluation_id
		WHERE f.receiver_id IN ? AND f.returned_at IS NULL AND f.evaluation_id > ? AND e.state <> 'terminated'
		ORDER BY f.evaluation_id LIMIT ?`, orNone(receivers), string(after), limit).Scan(&ids).Error
	return ids, translate(err)
}
