package store

import (
	"slices"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
)

type attestationRow struct {
	EvaluationID string                           `json:"evaluation_id" gorm:"primaryKey"`
	Number       int                              `json:"number"        gorm:"primaryKey"`
	Content      document[evaluation.Attestation] `json:"content"`
}

// TableName names the table.
func (attestationRow) TableName() string { return "attestations" }

func newAttestationRow(e *evaluation.Evaluation, i int) attestationRow {
	return attestationRow{string(e.ID), i + 1, document[evaluation.Attestation]{e.Attestations[i]}}
}

func (r *attestationRow) core() evaluation.Attestation {
	a := r.Content.V
	a.At = a.At.UTC()
	return a
}

type clearanceRow struct {
	EvaluationID string                         `json:"evaluation_id" gorm:"primaryKey"`
	Number       int                            `json:"number"        gorm:"primaryKey"`
	Content      document[evaluation.Clearance] `json:"content"`
}

// TableName names the table.
func (clearanceRow) TableName() string { return "clearances" }

func newClearanceRow(e *evaluation.Evaluation, i int) clearanceRow {
	return clearanceRow{string(e.ID), i + 1, document[evaluation.Clearance]{e.Clearances[i]}}
}

func (r *clearanceRow) core() evaluation.Clearance {
	c := r.Content.V
	c.At = c.At.UTC()
	return c
}

type correctionRow struct {
	EvaluationID string                          `json:"evaluation_id" gorm:"primaryKey"`
	Number       int                             `json:"number"        gorm:"primaryKey"`
	Content      document[evaluation.Correction] `json:"content"`
}

// TableName names the table.
func (correctionRow) TableName() string { return "corrections" }

func newCorrectionRow(e *evaluation.Evaluation, i int) correctionRow {
	return correctionRow{string(e.ID), i + 1, document[evaluation.Correction]{e.Corrections[i]}}
}

func (r *correctionRow) core() evaluation.Correction {
	c := r.Content.V
	c.At, c.DecidedAt = c.At.UTC(), c.DecidedAt.UTC()
	return c
}

// writeDecisions adds what was signed and decided about a dossier.
func (c *change) writeDecisions(tx *gorm.DB) error {
	if err := insert(tx, added(c.after, len(c.before.Attestations), len(c.after.Attestations), newAttestationRow)); err != nil {
		return err
	}
	if err := insert(tx, added(c.after, len(c.before.Clearances), len(c.after.Clearances), newClearanceRow)); err != nil {
		return err
	}
	err := rewrite(tx, c, c.before.Corrections, c.after.Corrections, newCorrectionRow, "content")
	if err != nil {
		return err
	}
	return c.writeKeeping(tx)
}

// decisions are a copy of what Fold adds to, so that the original stays.
func decisions(c, e *evaluation.Evaluation) {
	c.Dossiers, c.Publications = slices.Clone(e.Dossiers), slices.Clone(e.Publications)
	c.Attestations, c.Clearances, c.Corrections = slices.Clone(e.Attestations), slices.Clone(e.Clearances), slices.Clone(e.Corrections)
	c.Holds, c.Disposals = slices.Clone(e.Holds), slices.Clone(e.Disposals)
}
