package store

import (
	"context"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// MaxEntries bounds a page of the journal.
const MaxEntries = 1000

// Journal gives the entries of an evaluation behind a number, in order; limit
// is 1 to MaxEntries.
//
// Faults: not_found evaluation_not_found; invalid limit_out_of_range.
func (s *Store) Journal(ctx context.Context, id evaluation.ID, after int64, limit int) ([]journal.Entry, error) {
	if limit < 1 || limit > MaxEntries {
		return nil, outOfRange(MaxEntries)
	}
	tx := s.db.WithContext(ctx)
	if err := exists(tx, id); err != nil {
		return nil, err
	}
	return entriesAfter(tx, id, after, limit)
}

// JournalStream hands out every entry in order. It reads page by page, so that
// a slow reader holds nothing; entries that are added meanwhile come too.
//
// Faults: not_found evaluation_not_found; what use returns ends it.
func (s *Store) JournalStream(ctx context.Context, id evaluation.ID, use func(journal.Entry) error) error {
	tx := s.db.WithContext(ctx)
	if err := exists(tx, id); err != nil {
		return err
	}
	return stream(tx, id, use)
}

func stream(tx *gorm.DB, id evaluation.ID, use func(journal.Entry) error) error {
	last := int64(0)
	for {
		page, err := entriesAfter(tx, id, last, MaxEntries)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, e := range page {
			if err := use(e); err != nil {
				return err
			}
		}
		last = page[len(page)-1].Seq
	}
}

func entriesAfter(tx *gorm.DB, id evaluation.ID, after int64, limit int) ([]journal.Entry, error) {
	var rows []entryRow
	err := tx.Where("evaluation_id = ? AND seq > ?", string(id), after).Order("seq").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, err
	}
	out := make([]journal.Entry, len(rows))
	for i := range rows {
		out[i] = rows[i].entry(id)
	}
	return out, nil
}

func exists(tx *gorm.DB, id evaluation.ID) error {
	var there bool
	if err := tx.Raw("SELECT EXISTS (SELECT FROM evaluations WHERE id = ?)", string(id)).Scan(&there).Error; err != nil {
		return err
	}
	if !there {
		return noEvaluation(id)
	}
	return nil
}

func outOfRange(most int) error {
	return fault.New(fault.Invalid, "limit_out_of_range", "a page has 1 to %d lines", most).
		WithFields(fault.Field{Name: "limit", Reason: "limit_out_of_range"})
}
