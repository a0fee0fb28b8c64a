package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/fault"
	"jiheng/internal/review"
)

type rollUpRow struct {
	ID         string    `json:"id"          gorm:"primaryKey"`
	ReceiverID string    `json:"receiver_id"`
	Year       int       `json:"year"`
	Round      int       `json:"round"`
	Digest     string    `json:"digest"`
	Content    string    `json:"content"`
	ByID       string    `json:"by_id"`
	At         time.Time `json:"at"`
}

// TableName names the table.
func (rollUpRow) TableName() string { return "review_roll_ups" }

func newRollUpRow(r review.RollUp) rollUpRow {
	return rollUpRow{
		ID: r.ID, ReceiverID: r.ReceiverID, Year: r.Year, Round: r.Round, Digest: r.Digest, Content: r.Content, ByID: r.By, At: r.At,
	}
}

func (r *rollUpRow) core() review.RollUp {
	return review.RollUp{
		ID: r.ID, ReceiverID: r.ReceiverID, Year: r.Year, Round: r.Round, Digest: r.Digest, Content: r.Content, By: r.ByID, At: r.At.UTC(),
	}
}

// rollUpsIn lists the roll-ups of a book without their content, the earliest
// first.
func rollUpsIn(tx *gorm.DB, b review.Book) ([]review.RollUp, error) {
	var rows []rollUpRow
	err := tx.Omit("content").Where("receiver_id = ? AND year = ?", b.ReceiverID, b.Year).Order("round").Find(&rows).Error
	return coreOf(rows, (*rollUpRow).core), err
}

// RollUps lists the roll-ups of a book without their content, the earliest
// first.
func (s *Store) RollUps(ctx context.Context, b review.Book) ([]review.RollUp, error) {
	list, err := rollUpsIn(s.db.WithContext(ctx), b)
	return list, translate(err)
}

// RollUp finds a roll-up. Fault: not_found roll_up_not_found.
func (s *Store) RollUp(ctx context.Context, b review.Book, round int) (review.RollUp, error) {
	var row rollUpRow
	err := s.db.WithContext(ctx).Where("receiver_id = ? AND year = ? AND round = ?", b.ReceiverID, b.Year, round).Take(&row).Error
	err = orElse(err, fault.NotFound, fault.New(fault.NotFound, "roll_up_not_found", "no roll-up %d of %s", round, b.Chain()))
	return row.core(), translate(err)
}

// Statements reads what the filings of a book that passed the form check state.
func (s *Store) Statements(ctx context.Context, b review.Book) ([]review.Statement, error) {
	list, err := statementsIn(s.db.WithContext(ctx), b)
	return list, translate(err)
}

func statementsIn(tx *gorm.DB, b review.Book) ([]review.Statement, error) {
	var out []review.Statement
	for last := ""; ; {
		var rows []receivedRow
		err := tx.Omit("envelope", "receipt", "notice").Where("receiver_id = ? AND year = ? AND state = 'accepted' AND rectifies = '' AND id > ?", b.ReceiverID, b.Year, last).
			Order("id").Limit(filedAtOnce).Find(&rows).Error
		if err != nil || len(rows) == 0 {
			return out, err
		}
		for i := range rows {
			out = append(out, review.StatementOf(rows[i].core()))
		}
		last = rows[len(rows)-1].ID
	}
}

// FiledIn lists the filings of a book without their long texts, the replies to
// notices left out.
func (s *Store) FiledIn(ctx context.Context, b review.Book) ([]review.Filing, error) {
	var rows []receivedRow
	err := s.db.WithContext(ctx).Select(`id, number, receiver_id, unit_id, evaluation_id, year, title, version, supersedes, digest, package, size,
		declared_total, declared_grade, 'null'::jsonb AS sheet, channel, filed_at, arrived_at, state, received_at, decided_by, decided_at,
		'null'::jsonb AS reasons, 'null'::jsonb AS form_check, row_version`).
		Where("receiver_id = ? AND year = ? AND rectifies = ''", b.ReceiverID, b.Year).Order("id").Limit(review.MaxPopulation).Find(&rows).Error
	return coreOf(rows, (*receivedRow).core), translate(err)
}

// UnitNames names units.
func (s *Store) UnitNames(ctx context.Context, ids []string) (map[string]string, error) {
	var rows []struct{ ID, Name string }
	err := s.db.WithContext(ctx).Raw("SELECT id, name FROM units WHERE id IN ?", orNone(ids)).Scan(&rows).Error
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, translate(err)
}

// compareRollUps holds roll-ups against the journal, and what they read from
// the tables of filings against what is read from them now.
func (v *Verification) compareRollUps(tx *gorm.DB, b review.Book, l *review.Ledger, stated map[string]review.Statement) error {
	var rows []rollUpRow
	err := tx.Where("receiver_id = ? AND year = ?", b.ReceiverID, b.Year).Order("round").Find(&rows).Error
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i] = newRollUpRow(rows[i].core())
	}
	want := make([]rollUpRow, len(l.RollUps))
	for i, r := range l.RollUps {
		want[i] = newRollUpRow(r)
		if err := v.readAgain(r, stated); err != nil {
			return err
		}
	}
	v.Rows = append(v.Rows, differences("review_roll_ups", want, rows, func(r rollUpRow) string { return numbered(b.Chain(), r.Round) })...)
	return nil
}

// readAgain reads the tables of filings anew: the journal has their digests
// only, and what a roll-up took from them.
func (v *Verification) readAgain(r review.RollUp, stated map[string]review.Statement) error {
	t, err := review.ReadTotals(r.Content)
	if err != nil {
		return err
	}
	for _, took := range t.Sources {
		s, ok := stated[took.Filing]
		if !ok {
			continue // that it is missing is told of the filing
		}
		if now := s.Source(t.Rates, took.Category); now != took {
			v.Rows = append(v.Rows, Difference{
				Table: "review_roll_ups", Key: numbered(took.Filing, r.Round), Column: "content", Expected: fmt.Sprint(now), Found: fmt.Sprint(took),
			})
		}
	}
	return nil
}
