package store

import (
	"time"

	"jiheng/internal/evaluation"
)

type materialRow struct {
	ID           string    `json:"id"            gorm:"primaryKey"`
	EvaluationID string    `json:"evaluation_id"`
	SuppliedSeq  int64     `json:"supplied_seq"`
	TaskID       string    `json:"task_id"`
	ItemID       string    `json:"item_id"`
	Kind         string    `json:"kind"`
	Version      int       `json:"version"`
	FileName     string    `json:"file_name"`
	SHA256       string    `json:"sha256"        gorm:"column:sha256"`
	SM3          string    `json:"sm3"           gorm:"column:sm3"`
	Size         int64     `json:"size"`
	MediaType    string    `json:"media_type"`
	SuppliedBy   string    `json:"supplied_by"`
	SuppliedAt   time.Time `json:"supplied_at"`

	CopyNo        int                                 `json:"copy_no"`
	Marks         document[[]evaluation.MaterialMark] `json:"marks"`
	Quarantined   string                              `json:"quarantined"`
	QuarantinedAt *time.Time                          `json:"quarantined_at"`
	TakenBackBy   string                              `json:"taken_back_by"`
	TakenBackAt   *time.Time                          `json:"taken_back_at"`
}

// TableName names the table.
func (materialRow) TableName() string { return "materials" }

func newMaterialRow(id evaluation.ID, m evaluation.Material, suppliedSeq int64) materialRow {
	return materialRow{
		ID: m.ID, EvaluationID: string(id), SuppliedSeq: suppliedSeq, TaskID: string(m.Task), ItemID: string(m.Item),
		Kind: m.Kind, Version: m.Version, FileName: m.FileName, SHA256: m.SHA256, SM3: m.SM3, Size: m.Size,
		MediaType: m.MediaType, SuppliedBy: string(m.SuppliedBy), SuppliedAt: m.SuppliedAt,
		CopyNo: m.Copy, Marks: document[[]evaluation.MaterialMark]{m.Marks},
		Quarantined: m.Quarantined, QuarantinedAt: nullable(m.QuarantinedAt),
		TakenBackBy: string(m.TakenBackBy), TakenBackAt: nullable(m.TakenBackAt),
	}
}

func (r *materialRow) core() evaluation.Material {
	return evaluation.Material{
		ID: r.ID, Task: evaluation.TaskID(r.TaskID), Item: evaluation.ItemID(r.ItemID), Kind: r.Kind, Version: r.Version,
		FileName: r.FileName, SHA256: r.SHA256, SM3: r.SM3, Size: r.Size, MediaType: r.MediaType,
		SuppliedBy: evaluation.PersonID(r.SuppliedBy), SuppliedAt: r.SuppliedAt.UTC(),
		Copy: r.CopyNo, Marks: inUTC(r.Marks.V), Quarantined: r.Quarantined, QuarantinedAt: instant(r.QuarantinedAt),
		TakenBackBy: evaluation.PersonID(r.TakenBackBy), TakenBackAt: instant(r.TakenBackAt),
	}
}

// inUTC gives the marks as the fold has them, whatever zone they were read in.
func inUTC(marks []evaluation.MaterialMark) []evaluation.MaterialMark {
	for i := range marks {
		marks[i].DeclaredAt, marks[i].CheckedAt = marks[i].DeclaredAt.UTC(), marks[i].CheckedAt.UTC()
	}
	return marks
}
