package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// ScanState is what a virus scanner has said of a file (查毒状态).
type ScanState string

// The states of a scan.
const (
	ScanPending  ScanState = "pending"  // nothing yet (待查毒)
	ScanClean    ScanState = "clean"    // nothing was found (未查出病毒)
	ScanInfected ScanState = "infected" // something was (已感染)
)

// SaveFileToScan is SaveFile for a file that counts for nothing until a
// scanner has passed it. One that was scanned before stays as it was found.
//
// Fault: invalid file_infected (Params signature).
func (s *Store) SaveFileToScan(ctx context.Context, f File) error {
	return s.transact(ctx, func(tx *gorm.DB) error {
		if err := saveFile(tx, f); err != nil {
			return err
		}
		err := tx.Exec(`INSERT INTO file_scans (sha256) VALUES (?)
			ON CONFLICT (sha256) DO UPDATE SET held = true WHERE file_scans.state = 'pending'`, f.SHA256).Error
		if err != nil {
			return err
		}
		var signature string
		err = tx.Raw("SELECT signature FROM file_scans WHERE sha256 = ?", f.SHA256).Scan(&signature).Error
		if err == nil && signature != "" {
			return fault.New(fault.Invalid, "file_infected", "file %s is infected", f.SHA256).With("signature", signature)
		}
		return err
	})
}

// EnlistFiles has up to limit files of papers scanned that came before there was a
// scanner, and says how many. Their papers are in use: they stay open until
// something is found.
func (s *Store) EnlistFiles(ctx context.Context, limit int) (int, error) {
	done := s.db.WithContext(ctx).Exec(`INSERT INTO file_scans (sha256, held)
		SELECT DISTINCT m.sha256, false FROM materials m
		WHERE NOT EXISTS (SELECT FROM file_scans f WHERE f.sha256 = m.sha256) LIMIT ?
		ON CONFLICT DO NOTHING`, limit)
	return int(done.RowsAffected), done.Error
}

// UnscannedFiles gives up to limit files that wait for the scanner, those that
// were not tried for the longest time first, and marks them as tried now: others
// who ask meanwhile are given others.
func (s *Store) UnscannedFiles(ctx context.Context, limit int, triedBefore time.Time) ([]string, error) {
	var out []string
	err := s.db.WithContext(ctx).Raw(`UPDATE file_scans f SET tried_at = clock_timestamp(), tries = f.tries + 1
		FROM (SELECT sha256 FROM file_scans WHERE state = 'pending' AND (tried_at IS NULL OR tried_at < ?)
			ORDER BY held DESC, tried_at NULLS FIRST, requested_at LIMIT ? FOR UPDATE SKIP LOCKED) AS w
		WHERE f.sha256 = w.sha256 RETURNING f.sha256`, triedBefore, limit).Scan(&out).Error
	return out, err
}

// SaveScan keeps a verdict; signature names what was found, "" for nothing. The
// first verdict stands.
func (s *Store) SaveScan(ctx context.Context, sha256, signature string) error {
	state := ScanClean
	if signature != "" {
		state = ScanInfected
	}
	return s.db.WithContext(ctx).Exec(`UPDATE file_scans SET state = ?, signature = ?, scanned_at = clock_timestamp()
		WHERE sha256 = ? AND state = 'pending'`, string(state), signature, sha256).Error
}

// ForgetScan forgets a file that waits in vain: it was swept away, and no paper
// has it. Should it come again, it waits anew.
func (s *Store) ForgetScan(ctx context.Context, sha256 string) error {
	return s.db.WithContext(ctx).Exec(`DELETE FROM file_scans f WHERE f.sha256 = ? AND f.state = 'pending'
		AND NOT EXISTS (SELECT FROM materials m WHERE m.sha256 = f.sha256)`, sha256).Error
}

// Infection is a paper whose file was found infected, of which its journal does
// not say so yet (待隔离材料).
type Infection struct {
	Evaluation evaluation.ID
	Task       evaluation.TaskID
	Material   string
	SHA256     string
	Signature  string
}

// Infections gives up to limit of them.
func (s *Store) Infections(ctx context.Context, limit int) ([]Infection, error) {
	var out []Infection
	err := s.db.WithContext(ctx).Raw(`SELECT m.evaluation_id AS evaluation, m.task_id AS task, m.id AS material, m.sha256, f.signature
		FROM file_scans f JOIN materials m ON m.sha256 = f.sha256
		WHERE f.state = 'infected' AND m.quarantined = '' ORDER BY m.evaluation_id, m.supplied_seq LIMIT ?`, limit).Scan(&out).Error
	return out, err
}
