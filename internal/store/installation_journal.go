package store

import (
	"context"
	"math"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
)

// InstallationChain is the name of the installation's own chain, beside those
// that are named after their evaluations.
const InstallationChain = "installation"

const installationTable = "installation_journal"

type installationHeadRow struct {
	Seq  int64
	Hash *digest
	At   *time.Time
	Now  time.Time
}

func (r *installationHeadRow) head() journal.Head {
	if r.Hash == nil {
		return journal.Genesis(InstallationChain)
	}
	return journal.Head{EvaluationID: InstallationChain, Seq: r.Seq, Hash: journal.Digest(*r.Hash), At: instant(r.At)}
}

const selectInstallationHead = `SELECT seq, hash, at, clock_timestamp() AS now FROM installation_head`

// Note puts an entry into the journal of the installation (系统流水), stamped
// by the database.
//
// Faults: invalid as of journal.Append; unavailable.
func (s *Store) Note(ctx context.Context, e journal.Entry) (journal.Entry, error) {
	err := s.transact(ctx, func(tx *gorm.DB) (err error) {
		e, err = note(tx, e)
		return err
	})
	return e, err
}

// note is Note within a transaction that does more.
func note(tx *gorm.DB, e journal.Entry) (journal.Entry, error) {
	head, now, err := lockInstallation(tx)
	if err != nil {
		return e, err
	}
	e.At = now
	_, e, err = appendNote(tx, head, e)
	return e, err
}

// lockInstallation locks the head of the installation's journal, behind which
// all that administrators do stands in line, and gives the instant of what is
// decided under it.
func lockInstallation(tx *gorm.DB) (journal.Head, time.Time, error) {
	var row installationHeadRow
	if err := tx.Raw(selectInstallationHead + ` FOR UPDATE`).Scan(&row).Error; err != nil {
		return journal.Head{}, time.Time{}, err
	}
	head, now := row.head(), row.Now.UTC().Truncate(time.Microsecond)
	if now.Before(head.At) {
		now = head.At
	}
	return head, now, nil
}

// appendNote puts an entry behind the head that was locked, and gives the next.
func appendNote(tx *gorm.DB, head journal.Head, e journal.Entry) (journal.Head, journal.Entry, error) {
	e.EvaluationID = InstallationChain
	e, head, err := journal.Append(head, e)
	if err != nil {
		return head, e, err
	}
	kept := newEntryRow(e)
	if err := tx.Table(installationTable).Create(&kept).Error; err != nil {
		return head, e, err
	}
	return head, e, tx.Exec("UPDATE installation_head SET seq = ?, hash = ?, at = ?", head.Seq, head.Hash[:], head.At).Error
}

// InstallationJournal gives entries of the installation's journal behind a
// number, in order; limit is 1 to MaxEntries. Fault: invalid limit_out_of_range.
func (s *Store) InstallationJournal(ctx context.Context, after int64, limit int) ([]journal.Entry, error) {
	if limit < 1 || limit > MaxEntries {
		return nil, outOfRange(MaxEntries)
	}
	return installationAfter(s.db.WithContext(ctx), after, limit)
}

// InstallationJournalBack gives entries before a number, or from the newest for
// 0, newest first. Fault: invalid limit_out_of_range.
func (s *Store) InstallationJournalBack(ctx context.Context, before int64, limit int) ([]journal.Entry, error) {
	if limit < 1 || limit > MaxEntries {
		return nil, outOfRange(MaxEntries)
	}
	if before == 0 {
		before = math.MaxInt64
	}
	return installationEntries(s.db.WithContext(ctx).Where("seq < ?", before).Order("seq DESC").Limit(limit))
}

func installationAfter(tx *gorm.DB, after int64, limit int) ([]journal.Entry, error) {
	return installationEntries(tx.Where("seq > ?", after).Order("seq").Limit(limit))
}

func installationEntries(tx *gorm.DB) ([]journal.Entry, error) {
	var rows []entryRow
	err := tx.Table(installationTable).Find(&rows).Error
	out := make([]journal.Entry, len(rows))
	for i := range rows {
		out[i] = rows[i].entry(evaluation.ID(InstallationChain))
	}
	return out, err
}

// VerifyInstallationJournal checks the chain of the installation against its
// head and against heads that were written down elsewhere; seen is given every
// entry on the way. All is read from one snapshot.
func (s *Store) VerifyInstallationJournal(ctx context.Context, seen func(journal.Entry) error, anchors ...journal.Head) ([]journal.Finding, error) {
	var found []journal.Finding
	err := s.transact(ctx, func(tx *gorm.DB) error {
		var row installationHeadRow
		if err := tx.Raw(selectInstallationHead).Scan(&row).Error; err != nil {
			return err
		}
		chain := journal.NewVerifier(InstallationChain, anchors...)
		for last := int64(0); ; {
			page, err := installationAfter(tx, last, MaxEntries)
			if err != nil || len(page) == 0 {
				found = append(found, chain.Close(row.head())...)
				if said, kept := chain.Head().At, row.head().At; len(found) == 0 && !said.Equal(kept) {
					found = append(found, journal.Finding{
						EvaluationID: InstallationChain, Seq: row.Seq, Kind: journal.HeadChanged, Level: journal.Broken,
						Expected: said.Format(time.RFC3339Nano), Found: kept.Format(time.RFC3339Nano),
					})
				}
				return err
			}
			for _, e := range page {
				found = append(found, chain.Check(e)...)
				if err := seen(e); err != nil {
					return err
				}
			}
			last = page[len(page)-1].Seq
		}
	}, snapshot())
	return found, err
}

// LastNoted gives the newest entry of a type; ok is false when there is none.
func (s *Store) LastNoted(ctx context.Context, kind string) (e journal.Entry, ok bool, err error) {
	var rows []entryRow
	err = s.db.WithContext(ctx).Table(installationTable).Where("type = ?", kind).Order("seq DESC").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return e, false, err
	}
	return rows[0].entry(InstallationChain), true, nil
}
