package store

import (
	"context"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

const selectPublished = summaryColumns + `WHERE p.evaluation_id IS NOT NULL AND (p.published_at, e.id) < (@at, @id)
ORDER BY p.published_at DESC, e.id DESC LIMIT @limit`

// Published gives a page of what is public, the latest first. What was sealed
// but not published is never in it.
//
// Faults: invalid limit_out_of_range, cursor_invalid.
func (s *Store) Published(ctx context.Context, limit int, after string) (SummaryPage, error) {
	if limit < 1 || limit > maxList {
		return SummaryPage{}, outOfRange(maxList)
	}
	c, begin, err := readCursor("published", after)
	if err != nil {
		return SummaryPage{}, err
	}
	if begin {
		c.At, c.ID = lastInstant(), afterAllIDs
	}
	var rows []summaryRow
	err = s.db.WithContext(ctx).Raw(selectPublished, map[string]any{"at": c.At, "id": c.ID, "limit": limit + 1}).Scan(&rows).Error
	if err != nil {
		return SummaryPage{}, err
	}
	return summaryPage(rows, limit, func(r summaryRow) cursor {
		return cursor{List: "published", At: instant(r.PublishedAt), ID: r.ID}
	}), nil
}

// Publication is a published evaluation with its sealed dossier (公开卷宗).
type Publication struct {
	Summary
	Dossier evaluation.Dossier
}

// Publication gives what everybody may see of an evaluation. One that is not
// public does not exist here. Fault: not_found publication_not_found.
func (s *Store) Publication(ctx context.Context, id evaluation.ID) (Publication, error) {
	tx := s.db.WithContext(ctx)
	var row summaryRow
	found := tx.Raw(summaryColumns+`WHERE e.id = ? AND p.evaluation_id IS NOT NULL`, string(id)).Scan(&row)
	if found.Error != nil {
		return Publication{}, found.Error
	}
	if found.RowsAffected == 0 {
		return Publication{}, fault.New(fault.NotFound, "publication_not_found", "evaluation %q is not public", id)
	}
	// The digest binds both reads: a sealed dossier never changes.
	var d dossierRow
	if err := tx.Where("evaluation_id = ? AND digest = ?", string(id), row.Digest).Take(&d).Error; err != nil {
		return Publication{}, err
	}
	return Publication{Summary: row.summary(), Dossier: d.core()}, nil
}
