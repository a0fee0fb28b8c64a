package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
)

// notHeld keeps every cleanup away from what is held; it speaks of a column
// evaluation_id that may be NULL.
const notHeld = ` NOT EXISTS (SELECT FROM holds h WHERE h.evaluation_id = x.evaluation_id AND h.lasts)`

// PurgeNotices clears notices away that were sent or given up before an
// instant, and tells how many; those of what is held stay. What they told is in
// the journal, but for disclosures: those stay, so that nothing is told twice.
func (s *Store) PurgeNotices(ctx context.Context, before time.Time) (int64, error) {
	done := s.db.WithContext(ctx).Exec(`DELETE FROM notices x WHERE x.state IN ('sent', 'refused') AND x.created_at < ?
		AND x.kind NOT IN ('disclosure_due', 'disclosure_late') AND`+notHeld, before)
	return done.RowsAffected, done.Error
}

// PurgeDisposed clears away what is left of the work on evaluations whose
// papers were disposed of: drafts, and notices with their texts.
func (s *Store) PurgeDisposed(ctx context.Context) (cleared int64, err error) {
	err = s.transact(ctx, func(tx *gorm.DB) error {
		for _, statement := range []string{
			`DELETE FROM notices x USING disposals d WHERE d.evaluation_id = x.evaluation_id AND d.agreed
				AND x.state IN ('sent', 'refused') AND` + notHeld,
			`DELETE FROM drafts x USING tasks t, disposals d WHERE t.id = x.task_id AND d.evaluation_id = t.evaluation_id AND d.agreed`,
		} {
			done := tx.Exec(statement)
			if done.Error != nil {
				return done.Error
			}
			cleared += done.RowsAffected
		}
		return nil
	})
	return cleared, err
}

// Kept is how long the papers of an evaluation that is over are kept (保管期限).
type Kept struct {
	ID, Title, UnitName string
	Year                int
	FinishedAt          time.Time
	// Held counts the holds that last.
	Held int
	// Disposal is the state of the last disposal asked for; "" when there is none.
	Disposal evaluation.DisposalState
}

// Retained lists evaluations that were over before an instant, or that are
// held, behind an id; those whose papers are gone are left out.
func (s *Store) Retained(ctx context.Context, before time.Time, after evaluation.ID, limit int) ([]Kept, error) {
	if limit < 1 || limit > MaxEntries {
		return nil, outOfRange(MaxEntries)
	}
	var out []Kept
	err := s.db.WithContext(ctx).Raw(`SELECT e.id, e.title, u.name AS unit_name, e.year, e.finished_at,
			(SELECT count(*) FROM holds h WHERE h.evaluation_id = e.id AND h.lasts) AS held,
			COALESCE((SELECT d.content->>'state' FROM disposals d WHERE d.evaluation_id = e.id ORDER BY d.number DESC LIMIT 1), '') AS disposal
		FROM evaluations e JOIN units u ON u.id = e.unit_id
		WHERE e.id > @after AND (e.finished_at < @before OR EXISTS (SELECT FROM holds h WHERE h.evaluation_id = e.id AND h.lasts))
			AND NOT EXISTS (SELECT FROM disposals d WHERE d.evaluation_id = e.id AND d.agreed)
		ORDER BY e.id LIMIT @limit`, map[string]any{"after": string(after), "before": before, "limit": limit}).Scan(&out).Error
	for i := range out {
		out[i].FinishedAt = out[i].FinishedAt.UTC()
	}
	return out, err
}
