package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// HistoryArchived is the entry in the journal of the installation that an
// archived history has.
const HistoryArchived = "history_archived"

// Archive is the history of a workflow run that has ended (工作流历史归档).
type Archive struct {
	Workflow, Run       string
	Evaluation          evaluation.ID
	Status              string
	StartedAt, ClosedAt time.Time
	Events              int64
	// SHA256 is that of the history, Packed that of the bytes it is kept in; hex.
	SHA256, Packed string
	// History is JSON as Temporal's tools read it; left out in lists.
	History []byte
}

type archiveRow struct {
	WorkflowID   string `gorm:"primaryKey"`
	RunID        string `gorm:"primaryKey"`
	EvaluationID string
	Status       string
	StartedAt    time.Time
	ClosedAt     time.Time
	Events       int64
	SHA256       string `gorm:"column:sha256"`
	History      []byte
}

// TableName names the table.
func (archiveRow) TableName() string { return "workflow_archives" }

func (r *archiveRow) archive() Archive {
	return Archive{
		Workflow: r.WorkflowID, Run: r.RunID, Evaluation: evaluation.ID(r.EvaluationID), Status: r.Status,
		StartedAt: r.StartedAt.UTC(), ClosedAt: r.ClosedAt.UTC(), Events: r.Events, SHA256: r.SHA256,
	}
}

// KeepHistory archives the history of a run, with an entry in the journal of
// the installation. One that is archived already stays as it is.
func (s *Store) KeepHistory(ctx context.Context, a Archive) error {
	packed, err := compress(a.History)
	if err != nil {
		return err
	}
	a.SHA256, a.Packed = DigestOf(a.History), DigestOf(packed)
	a.StartedAt, a.ClosedAt = a.StartedAt.UTC().Truncate(time.Microsecond), a.ClosedAt.UTC().Truncate(time.Microsecond) // as they are kept
	data, err := encode(map[string]any{
		"evaluation": a.Evaluation, "workflow": a.Workflow, "run": a.Run, "status": a.Status, "events": a.Events, "sha256": a.SHA256, "packed": a.Packed,
		"started_at": a.StartedAt, "closed_at": a.ClosedAt,
	})
	if err != nil {
		return err
	}
	return s.transact(ctx, func(tx *gorm.DB) error {
		done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&archiveRow{
			WorkflowID: a.Workflow, RunID: a.Run, EvaluationID: string(a.Evaluation), Status: a.Status,
			StartedAt: a.StartedAt, ClosedAt: a.ClosedAt, Events: a.Events, SHA256: a.SHA256, History: packed,
		})
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		_, err := note(tx, journal.Entry{Type: HistoryArchived, ActorID: string(evaluation.SystemPerson), Data: data})
		return err
	})
}

// DigestOf is the SHA-256 of a content, hex.
func DigestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func compress(content []byte) ([]byte, error) {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(content)
	err = errors.Join(err, w.Close()) // before what was written is taken
	return out.Bytes(), err
}

// IsArchived tells whether the history of a run is archived.
func (s *Store) IsArchived(ctx context.Context, workflow, run string) (bool, error) {
	var there bool
	err := s.db.WithContext(ctx).Raw("SELECT EXISTS (SELECT FROM workflow_archives WHERE workflow_id = ? AND run_id = ?)", workflow, run).Scan(&there).Error
	return there, err
}

// Unarchived lists evaluations behind an id whose timeline may have runs that
// are not archived: those that are over without the history of a run that
// ended well, and the others if running is set.
func (s *Store) Unarchived(ctx context.Context, after evaluation.ID, limit int, running bool) ([]evaluation.ID, error) {
	var out []evaluation.ID
	err := s.db.WithContext(ctx).Raw(`SELECT id FROM evaluations e WHERE id > @after
		AND (@running AND state IN ('running', 'suspended') OR state NOT IN ('running', 'suspended') AND NOT EXISTS (
			SELECT FROM workflow_archives a WHERE a.evaluation_id = e.id AND a.status = 'Completed'
				AND (e.finished_at IS NULL OR a.closed_at >= e.finished_at)))
		ORDER BY id LIMIT @limit`, map[string]any{"after": string(after), "running": running, "limit": limit}).Scan(&out).Error
	return out, err
}

// maxHistory bounds a history that is unpacked: Temporal allows 50 MB, which
// JSON makes more.
const maxHistory = 256 << 20

// Archives gives the archived histories of an evaluation, the earliest first;
// without an evaluation those of all, by the names of workflow and run.
func (s *Store) Archives(ctx context.Context, id evaluation.ID, use func(Archive) error) error {
	last := archiveRow{}
	for {
		tx := s.db.WithContext(ctx)
		if id != "" {
			tx = tx.Where("evaluation_id = ?", string(id))
		}
		var rows []archiveRow // one at a time: each may be large
		err := tx.Where("(workflow_id, run_id) > (?, ?)", last.WorkflowID, last.RunID).Order("workflow_id, run_id").Limit(1).Find(&rows).Error
		if err != nil || len(rows) == 0 {
			return err
		}
		last = rows[0]
		a := last.archive()
		a.Packed = DigestOf(last.History)
		if a.History, err = uncompress(last.History); err != nil {
			a.History = nil // what cannot be unpacked has another digest
		}
		if err := use(a); err != nil {
			return err
		}
	}
}

func uncompress(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(r, maxHistory+1))
	if err == nil && len(content) > maxHistory {
		err = fault.New(fault.Invalid, "history_too_large", "a history unpacks to more than %d bytes", maxHistory)
	}
	return content, err
}
