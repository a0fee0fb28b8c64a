package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/review"
)

// Books lists all books, by receiver and year.
func (s *Store) Books(ctx context.Context) ([]review.Book, error) {
	var rows []bookRow
	err := s.db.WithContext(ctx).Order("receiver_id, year").Find(&rows).Error
	return coreOf(rows, (*bookRow).book), translate(err)
}

// VerifyReviewJournal checks the chain of a book against its head. All is read
// from one snapshot.
func (s *Store) VerifyReviewJournal(ctx context.Context, b review.Book) ([]journal.Finding, error) {
	var v Verification
	err := s.transact(ctx, func(tx *gorm.DB) error {
		v = Verification{}
		row, err := readBook(tx, b)
		if err != nil {
			return err
		}
		return v.followBook(tx, row, func(journal.Entry) {}, nil)
	}, snapshot())
	return v.Chain, err
}

// InspectBook checks the chain of a book against its head and against heads
// that were written down elsewhere, folds it, and compares every column of
// every row with the fold; look is shown every entry on the way. All is read
// from one snapshot. What has been filed is given as the rows have it.
//
// A book that is not there is one with nothing in it.
func (s *Store) InspectBook(ctx context.Context, b review.Book, look func(journal.Entry), anchors ...journal.Head) (Verification, []review.Filing, error) {
	var v Verification
	var filed []review.Filing
	err := s.transact(ctx, func(tx *gorm.DB) error {
		v = Verification{}
		row, err := readBook(tx, b)
		if err != nil {
			return err
		}
		l := review.Ledger{Book: b}
		err = v.followBook(tx, row, func(e journal.Entry) {
			look(e)
			if err := l.Add(e); err != nil {
				v.Rows = append(v.Rows, Difference{
					Table: "review_journal", Key: fmt.Sprintf("%s:%d", b.Chain(), e.Seq), Column: "data",
					Expected: fault.ReasonOf(err), Found: string(e.Data),
				})
			}
		}, anchors)
		if err != nil {
			return err
		}
		filed, err = v.compareBook(tx, row, &l)
		return err
	}, snapshot())
	return v, filed, translate(err)
}

// readBook reads the head of a book.
func readBook(tx *gorm.DB, b review.Book) (*bookRow, error) {
	row := bookRow{ReceiverID: b.ReceiverID, Year: b.Year}
	return &row, tx.Where("receiver_id = ? AND year = ?", b.ReceiverID, b.Year).Limit(1).Find(&row).Error
}

// followBook checks the chain of a book and shows every entry.
func (v *Verification) followBook(tx *gorm.DB, row *bookRow, look func(journal.Entry), anchors []journal.Head) error {
	chain := journal.NewVerifier(row.book().Chain(), anchors...)
	for after := int64(0); ; {
		page, err := reviewEntriesAfter(tx, row.book(), after, MaxEntries)
		if err != nil || len(page) == 0 {
			v.Head = chain.Head()
			v.Chain = append(v.Chain, chain.Close(row.head())...)
			return err
		}
		for _, e := range page {
			v.Entries++
			v.Chain = append(v.Chain, chain.Check(e)...)
			look(e)
		}
		after = page[len(page)-1].Seq
	}
}
