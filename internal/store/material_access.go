package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// Manner is how somebody looked at a paper (查阅方式).
type Manner string

// The manners.
const (
	MannerDownload Manner = "download" // the file itself (下载)
	MannerPreview  Manner = "preview"  // in the browser (预览)
	MannerText     Manner = "text"     // its text and tables alone (查看文字)
)

// Access is that somebody looked at a paper (材料查阅记录).
type Access struct {
	ID            int64
	Evaluation    evaluation.ID
	Material      string
	SHA256        string
	Person        evaluation.PersonID
	OnBehalfOf    evaluation.PersonID
	Manner        Manner
	At            time.Time
	RequestID     string
	ClientAddress string
}

type accessRow struct {
	ID            int64 `gorm:"primaryKey;->"`
	EvaluationID  string
	MaterialID    string
	SHA256        string `gorm:"column:sha256"`
	PersonID      string
	OnBehalfOf    string
	Manner        string
	At            time.Time `gorm:"->"`
	RequestID     string
	ClientAddress string
}

// TableName names the table.
func (accessRow) TableName() string { return "material_accesses" }

func (r *accessRow) access() Access {
	return Access{
		ID: r.ID, Evaluation: evaluation.ID(r.EvaluationID), Material: r.MaterialID, SHA256: r.SHA256,
		Person: evaluation.PersonID(r.PersonID), OnBehalfOf: evaluation.PersonID(r.OnBehalfOf), Manner: Manner(r.Manner),
		At: r.At.UTC(), RequestID: r.RequestID, ClientAddress: r.ClientAddress,
	}
}

// RecordAccess writes down that somebody is about to be given a paper. The
// database's clock says when.
func (s *Store) RecordAccess(ctx context.Context, a Access) error {
	return written(s.db.WithContext(ctx).Exec(`INSERT INTO material_accesses
		(evaluation_id, material_id, sha256, person_id, on_behalf_of, manner, request_id, client_address)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, string(a.Evaluation), a.Material, a.SHA256, string(a.Person), string(a.OnBehalfOf),
		string(a.Manner), a.RequestID, a.ClientAddress))
}

// written refuses to go on where a statement was to write a line of a log and
// wrote none, whatever the database did instead.
func written(tx *gorm.DB) error {
	if tx.Error == nil && tx.RowsAffected != 1 {
		return fault.New(fault.Internal, "log_not_written", "the database took a line of a log and wrote %d", tx.RowsAffected)
	}
	return tx.Error
}

// Accesses lists who looked at a paper, the latest first, behind an entry; 0
// begins with the latest. Fault: invalid limit_out_of_range.
func (s *Store) Accesses(ctx context.Context, material string, before int64, limit int) ([]Access, error) {
	if limit < 1 || limit > maxList {
		return nil, outOfRange(maxList)
	}
	var rows []accessRow
	err := s.db.WithContext(ctx).Raw(`SELECT * FROM material_accesses WHERE material_id = @material AND (@before = 0 OR id < @before)
		ORDER BY id DESC LIMIT @limit`, map[string]any{"material": material, "before": before, "limit": limit}).Scan(&rows).Error
	return coreOf(rows, (*accessRow).access), err
}
