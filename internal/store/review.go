package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/review"
)

// Review decides about a book under its lock, and writes rows and journal in
// the same transaction. A decision without events changes nothing.
//
// Faults: not_found filing_not_found, draw_not_found; conflict stale_version;
// invalid reference_unknown for a receiver that is no unit; those of decide.
func (s *Store) Review(ctx context.Context, req review.Request, decide func(*review.Situation) (review.Change, error)) error {
	return s.transact(ctx, func(tx *gorm.DB) error {
		b, err := openBook(tx, req.Book)
		if err != nil {
			return err
		}
		now, err := b.situation(tx, req)
		if err != nil {
			return err
		}
		change, err := decide(now)
		if err != nil {
			return err
		}
		if err := checkRow(now, req); err != nil && len(change.Events) > 0 {
			return err
		}
		return b.write(tx, req, now, change)
	})
}

// checkRow compares what the actor has seen with what is.
func checkRow(now *review.Situation, req review.Request) error {
	var is int64
	switch {
	case now.Filing != nil:
		is = now.Filing.RowVersion
	case now.Draw != nil:
		is = now.Draw.RowVersion
	}
	if req.IfVersion == 0 || req.IfVersion == is {
		return nil
	}
	return fault.New(fault.Conflict, "stale_version", "version %d was seen, version %d is current", req.IfVersion, is)
}

type bookRow struct {
	ReceiverID string `gorm:"primaryKey"`
	Year       int    `gorm:"primaryKey"`
	Seq        int64
	HeadHash   []byte
	HeadAt     time.Time
	LastNumber int
}

// TableName names the table.
func (bookRow) TableName() string { return "review_books" }

// openBook locks a book, which begins with the first that is written into it.
func openBook(tx *gorm.DB, b review.Book) (*bookRow, error) {
	genesis := journal.Genesis(b.Chain())
	err := tx.Exec(`INSERT INTO review_books (receiver_id, year, head_hash, head_at) VALUES (?, ?, ?, clock_timestamp())
		ON CONFLICT DO NOTHING`, b.ReceiverID, b.Year, genesis.Hash[:]).Error
	if err != nil {
		return nil, err
	}
	var row bookRow
	return &row, tx.Raw("SELECT * FROM review_books WHERE receiver_id = ? AND year = ? FOR UPDATE", b.ReceiverID, b.Year).Scan(&row).Error
}

// notBefore lifts a time to that of the head, as journal.Append does, so that
// rows and entries have the same.
func (b *bookRow) notBefore(at time.Time) time.Time {
	at = at.UTC().Truncate(time.Microsecond)
	if b.Seq > 0 && at.Before(b.HeadAt) {
		return b.HeadAt.UTC()
	}
	return at
}

// head is the end of the book's journal.
func (b *bookRow) head() journal.Head {
	if b.Seq == 0 {
		return journal.Genesis(b.book().Chain())
	}
	h := journal.Head{EvaluationID: b.book().Chain(), Seq: b.Seq, At: b.HeadAt.UTC()}
	copy(h.Hash[:], b.HeadHash)
	return h
}

func (b *bookRow) book() review.Book { return review.Book{ReceiverID: b.ReceiverID, Year: b.Year} }

// write writes the rows of a change, then its events behind the head.
func (b *bookRow) write(tx *gorm.DB, req review.Request, now *review.Situation, c review.Change) error {
	if len(c.Events) == 0 {
		return nil
	}
	for _, f := range c.Filings {
		if err := b.writeFiling(tx, f); err != nil {
			return err
		}
	}
	if c.Opinion != nil {
		row := newOpinionRow(now.Filing.ID, *c.Opinion)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
	}
	if c.Gap != nil {
		row := newGapRow(now.Filing.ID, *c.Gap)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
	}
	if c.Draw != nil {
		if err := writeDraw(tx, *c.Draw); err != nil {
			return err
		}
	}
	if c.Notice != nil {
		if err := writeNotice(tx, *c.Notice); err != nil {
			return err
		}
	}
	if c.RollUp != nil {
		row := newRollUpRow(*c.RollUp)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
	}
	return b.append(tx, req, now.Now, c)
}

func (b *bookRow) writeFiling(tx *gorm.DB, f review.Filing) error {
	row := newReceivedRow(f)
	if f.RowVersion == 1 {
		b.LastNumber++
		return tx.Create(&row).Error
	}
	done := tx.Model(&row).Where("row_version = ?", f.RowVersion-1).
		Select("state", "received_at", "decided_by", "decided_at", "reasons", "form_check", "receipt", "notice", "row_version").Updates(&row)
	return oneRow(done, "filing", f.ID)
}

func writeDraw(tx *gorm.DB, d review.Draw) error {
	row := newDrawRow(d)
	if d.RowVersion == 1 {
		return tx.Create(&row).Error
	}
	done := tx.Model(&row).Where("row_version = ?", d.RowVersion-1).
		Select("seed", "seed_source", "seeded_at", "lots", "drawn_by", "drawn_at", "row_version").Updates(&row)
	return oneRow(done, "draw", d.ID)
}
