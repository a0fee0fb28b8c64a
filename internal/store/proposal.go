package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
)

type proposalRow struct {
	ID         string `gorm:"primaryKey"`
	Kind       string
	Wanted     document[administration.Grant]
	Reason     string
	ProposedBy string
	ProposedAt time.Time
	ExpiresAt  time.Time
	State      string
	DecidedBy  string
	DecidedAt  *time.Time
	Note       string
}

// TableName names the table.
func (proposalRow) TableName() string { return "grant_proposals" }

func newProposalRow(p administration.Proposal) *proposalRow {
	return &proposalRow{
		ID: p.ID, Kind: string(p.Kind), Wanted: document[administration.Grant]{p.Wanted}, Reason: p.Reason,
		ProposedBy: string(p.ProposedBy), ProposedAt: p.ProposedAt, ExpiresAt: p.ExpiresAt, State: string(p.Settled),
		DecidedBy: string(p.DecidedBy), DecidedAt: nullable(p.DecidedAt), Note: p.Note,
	}
}

func (r *proposalRow) core() administration.Proposal {
	return administration.Proposal{
		ID: r.ID, Kind: administration.Kind(r.Kind), Wanted: r.Wanted.V, Reason: r.Reason,
		ProposedBy: evaluation.PersonID(r.ProposedBy), ProposedAt: r.ProposedAt.UTC(), ExpiresAt: r.ExpiresAt.UTC(),
		Settled: administration.State(r.State), DecidedBy: evaluation.PersonID(r.DecidedBy), DecidedAt: instant(r.DecidedAt), Note: r.Note,
	}
}

// findProposal finds one, nil where there is none.
func findProposal(tx *gorm.DB, id string) (*administration.Proposal, error) {
	if id == "" {
		return nil, nil //nolint:nilnil // no proposal is asked for
	}
	var rows []proposalRow
	if err := tx.Where("id = ?", id).Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	p := rows[0].core()
	return &p, nil
}

func waitingFor(tx *gorm.DB, p evaluation.PersonID) ([]administration.Proposal, error) {
	var rows []proposalRow
	err := tx.Where("person_id = ? AND state = 'proposed'", string(p)).Order("proposed_at, id").Find(&rows).Error
	return coreOf(rows, (*proposalRow).core), err
}

// maxProposals bounds a page.
const maxProposals = 100

// Proposals gives a page of proposals, the latest first; waiting leaves out
// what is settled or has expired.
// Faults: invalid limit_out_of_range, cursor_invalid.
func (s *Store) Proposals(ctx context.Context, waiting bool, limit int, after string) (list []administration.Proposal, next string, err error) {
	if limit < 1 || limit > maxProposals {
		return nil, "", outOfRange(maxProposals)
	}
	c, begin, err := readCursor("proposals", after)
	if err != nil {
		return nil, "", err
	}
	query := s.db.WithContext(ctx).Order("proposed_at DESC, id DESC").Limit(limit + 1)
	if waiting {
		query = query.Where("state = 'proposed' AND expires_at > clock_timestamp()")
	}
	if !begin {
		query = query.Where("(proposed_at, id) < (?, ?)", c.At, c.ID)
	}
	var rows []proposalRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, "", err
	}
	if len(rows) > limit {
		rows = rows[:limit]
		last := &rows[limit-1]
		next = cursor{List: "proposals", At: last.ProposedAt, ID: last.ID}.String()
	}
	return coreOf(rows, (*proposalRow).core), next, nil
}

// EachProposal hands out every proposal there ever was.
func (s *Store) EachProposal(ctx context.Context, use func(administration.Proposal)) error {
	for last := ""; ; {
		var rows []proposalRow
		err := s.db.WithContext(ctx).Where("id > ?", last).Order("id").Limit(MaxEntries).Find(&rows).Error
		if err != nil || len(rows) == 0 {
			return err
		}
		for i := range rows {
			use(rows[i].core())
		}
		last = rows[len(rows)-1].ID
	}
}
