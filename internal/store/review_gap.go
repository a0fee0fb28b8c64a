package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/review"
	"jiheng/internal/scoring"
)

type gapRow struct {
	FilingID      string                       `json:"filing_id"      gorm:"primaryKey"`
	Round         int                          `json:"round"          gorm:"primaryKey"`
	OpinionRound  int                          `json:"opinion_round"`
	Scheme        string                       `json:"scheme"`
	SchemeVersion int                          `json:"scheme_version"`
	SchemeDigest  string                       `json:"scheme_digest"`
	Choices       document[[]scoring.Decision] `json:"choices"`
	Drawn         bool                         `json:"drawn"`
	Self          string                       `json:"self"`
	Review        string                       `json:"review"`
	Gap           string                       `json:"gap"`
	Deduction     string                       `json:"deduction"`
	After         string                       `json:"after"`
	Reading       string                       `json:"reading"`
	ByID          string                       `json:"by_id"`
	At            time.Time                    `json:"at"`
}

// TableName names the table.
func (gapRow) TableName() string { return "filing_gaps" }

func newGapRow(filing string, g review.Gap) gapRow {
	return gapRow{
		FilingID: filing, Round: g.Round, OpinionRound: g.OpinionRound, Scheme: g.Scheme, SchemeVersion: g.SchemeVersion,
		SchemeDigest: g.SchemeDigest, Choices: document[[]scoring.Decision]{g.Choices}, Drawn: g.Drawn, Self: g.Self, Review: g.Review,
		Gap: g.Distance, Deduction: g.Deducted, After: g.After, Reading: g.Reading, ByID: g.By, At: g.At,
	}
}

func (r *gapRow) core() review.Gap {
	return review.Gap{
		Round: r.Round, OpinionRound: r.OpinionRound, Scheme: r.Scheme, SchemeVersion: r.SchemeVersion, SchemeDigest: r.SchemeDigest,
		Choices: r.Choices.V, Drawn: r.Drawn, Self: r.Self, Review: r.Review, Distance: r.Gap, Deducted: r.Deduction, After: r.After,
		Reading: r.Reading, By: r.ByID, At: r.At.UTC(),
	}
}

func gapsOn(tx *gorm.DB, filing string) ([]review.Gap, error) {
	var rows []gapRow
	err := tx.Where("filing_id = ?", filing).Order("round").Find(&rows).Error
	return coreOf(rows, (*gapRow).core), err
}

// GapsOn lists what was settled of the review gap of a filing, the earliest
// first.
func (s *Store) GapsOn(ctx context.Context, filing string) ([]review.Gap, error) {
	gaps, err := gapsOn(s.db.WithContext(ctx), filing)
	return gaps, translate(err)
}

// compareGaps holds settled gaps against the journal.
func (v *Verification) compareGaps(tx *gorm.DB, b review.Book, l *review.Ledger) error {
	var found []gapRow
	err := tx.Where("filing_id IN (SELECT id FROM received_filings WHERE receiver_id = ? AND year = ?)", b.ReceiverID, b.Year).
		Order("filing_id, round").Find(&found).Error
	if err != nil {
		return err
	}
	for i := range found {
		found[i] = newGapRow(found[i].FilingID, found[i].core())
	}
	want := make([]gapRow, len(l.Gaps))
	for i, g := range l.Gaps {
		want[i] = newGapRow(g.Filing, g.Gap)
	}
	v.Rows = append(v.Rows, differences("filing_gaps", want, found, func(r gapRow) string { return numbered(r.FilingID, r.Round) })...)
	return nil
}
