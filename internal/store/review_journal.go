package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/journal"
	"jiheng/internal/review"
)

type reviewEntryRow struct {
	ReceiverID    string
	Year          int
	Seq           int64
	At            time.Time
	Type          string
	ActorID       string
	FilingID      string
	Rule          string
	PolicyVersion string
	RequestID     string
	ClientAddress string
	Data          string
	PrevHash      []byte
	Hash          []byte
}

// TableName names the table.
func (reviewEntryRow) TableName() string { return "review_journal" }

// append puts events behind the head of a book.
func (b *bookRow) append(tx *gorm.DB, req review.Request, at time.Time, c review.Change) error {
	head := b.head()
	for _, event := range c.Events {
		data, err := journal.Canonical(event)
		if err != nil {
			return err
		}
		entry, next, err := journal.Append(head, journal.Entry{
			At: at, Type: event.Type(), ActorID: string(req.Actor), ItemID: filingOf(req, c), Rule: c.Rule,
			PolicyVersion: c.PolicyVersion, RequestID: req.RequestID, ClientAddress: req.ClientAddress, Data: data,
		})
		if err != nil {
			return err
		}
		row := reviewEntryRow{
			ReceiverID: b.ReceiverID, Year: b.Year, Seq: entry.Seq, At: entry.At, Type: entry.Type, ActorID: entry.ActorID,
			FilingID: entry.ItemID, Rule: entry.Rule, PolicyVersion: entry.PolicyVersion, RequestID: entry.RequestID,
			ClientAddress: entry.ClientAddress, Data: string(entry.Data), PrevHash: entry.PrevHash[:], Hash: entry.Hash[:],
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		head = next
	}
	done := tx.Model(b).Where("seq = ?", b.Seq).Select("seq", "head_hash", "head_at", "last_number").
		Updates(&bookRow{Seq: head.Seq, HeadHash: head.Hash[:], HeadAt: head.At, LastNumber: b.LastNumber})
	return oneRow(done, "book", b.book().Chain())
}

func filingOf(req review.Request, c review.Change) string {
	if req.Filing == "" && len(c.Filings) > 0 {
		return c.Filings[len(c.Filings)-1].ID
	}
	return req.Filing
}

// ReviewJournal gives entries of a book after a number, in order.
func (s *Store) ReviewJournal(ctx context.Context, b review.Book, after int64, limit int) ([]journal.Entry, error) {
	if limit < 1 || limit > MaxEntries {
		return nil, outOfRange(MaxEntries)
	}
	return reviewEntriesAfter(s.db.WithContext(ctx), b, after, limit)
}

func reviewEntriesAfter(tx *gorm.DB, b review.Book, after int64, limit int) ([]journal.Entry, error) {
	var rows []reviewEntryRow
	err := tx.Where("receiver_id = ? AND year = ? AND seq > ?", b.ReceiverID, b.Year, after).Order("seq").Limit(limit).Find(&rows).Error
	return coreOf(rows, func(r *reviewEntryRow) journal.Entry { return r.entry(b) }), err
}

func (r *reviewEntryRow) entry(b review.Book) journal.Entry {
	e := journal.Entry{
		EvaluationID: b.Chain(), Seq: r.Seq, At: r.At.UTC(), Type: r.Type, ActorID: r.ActorID, ItemID: r.FilingID, Rule: r.Rule,
		PolicyVersion: r.PolicyVersion, RequestID: r.RequestID, ClientAddress: r.ClientAddress, Data: []byte(r.Data),
	}
	copy(e.PrevHash[:], r.PrevHash)
	copy(e.Hash[:], r.Hash)
	return e
}
