package store

import (
	"context"

	"jiheng/internal/evaluation"
)

// Outdated lists running evaluations after an id, in order of id, that were
// planned by another calendar than the version given.
func (s *Store) Outdated(ctx context.Context, version string, after evaluation.ID, limit int) ([]evaluation.ID, error) {
	var out []evaluation.ID
	err := s.db.WithContext(ctx).Raw(`SELECT e.id FROM evaluations e
		WHERE e.state = 'running' AND e.calendar_version <> ? AND e.id > ? ORDER BY e.id LIMIT ?`,
		version, string(after), limit).Scan(&out).Error
	return out, err
}
