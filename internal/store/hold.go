package store

import (
	"gorm.io/gorm"

	"jiheng/internal/evaluation"
)

type holdRow struct {
	EvaluationID string                    `json:"evaluation_id" gorm:"primaryKey"`
	Number       int                       `json:"number"        gorm:"primaryKey"`
	Lasts        bool                      `json:"lasts"`
	Content      document[evaluation.Hold] `json:"content"`
}

// TableName names the table.
func (holdRow) TableName() string { return "holds" }

func newHoldRow(e *evaluation.Evaluation, i int) holdRow {
	return holdRow{string(e.ID), i + 1, e.Holds[i].Lasts(), document[evaluation.Hold]{e.Holds[i]}}
}

func (r *holdRow) core() evaluation.Hold {
	h := r.Content.V
	h.At, h.LiftedAt = h.At.UTC(), h.LiftedAt.UTC()
	return h
}

type disposalRow struct {
	EvaluationID string                        `json:"evaluation_id" gorm:"primaryKey"`
	Number       int                           `json:"number"        gorm:"primaryKey"`
	Agreed       bool                          `json:"agreed"`
	Content      document[evaluation.Disposal] `json:"content"`
}

// TableName names the table.
func (disposalRow) TableName() string { return "disposals" }

func newDisposalRow(e *evaluation.Evaluation, i int) disposalRow {
	d := e.Disposals[i]
	return disposalRow{string(e.ID), i + 1, d.State == evaluation.DisposalAgreed, document[evaluation.Disposal]{d}}
}

func (r *disposalRow) core() evaluation.Disposal {
	d := r.Content.V
	d.At, d.DecidedAt = d.At.UTC(), d.DecidedAt.UTC()
	return d
}

// writeKeeping writes what was decided about how long something is kept.
func (c *change) writeKeeping(tx *gorm.DB) error {
	if err := rewrite(tx, c, c.before.Holds, c.after.Holds, newHoldRow, "lasts", "content"); err != nil {
		return err
	}
	return rewrite(tx, c, c.before.Disposals, c.after.Disposals, newDisposalRow, "agreed", "content")
}
