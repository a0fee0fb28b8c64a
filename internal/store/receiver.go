package store

import (
	"context"

	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
)

// mostReceivers bounds what a page is given to choose from.
const mostReceivers = 5000

// selectReceivers tells of each unit whether somebody there holds the role in
// which filings are reviewed.
const selectReceivers = `SELECT u.id, u.name, EXISTS (SELECT FROM role_grants g WHERE g.unit_id = u.id AND g.role = @role
	AND g.valid_from <= now() AND (g.valid_to IS NULL OR g.valid_to > now())) AS reviews
FROM units u ORDER BY reviews DESC, u.name, u.id LIMIT @limit`

// Receivers lists the units to which can be filed, those first in which
// somebody holds a role that reviews filings.
func (s *Store) Receivers(ctx context.Context, role evaluation.RoleID) ([]identity.Receiver, error) {
	var out []identity.Receiver
	err := s.db.WithContext(ctx).Raw(selectReceivers, map[string]any{"role": string(role), "limit": mostReceivers}).Scan(&out).Error
	return out, translate(err)
}
