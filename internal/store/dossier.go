package store

import (
	"context"
	"time"

	"jiheng/internal/evaluation"
)

type dossierRow struct {
	EvaluationID  string                   `json:"evaluation_id"  gorm:"primaryKey"`
	Version       int                      `json:"version"        gorm:"primaryKey"`
	Digest        string                   `json:"digest"`
	SM3           string                   `json:"sm3"            gorm:"column:sm3"`
	SealedAt      time.Time                `json:"sealed_at"`
	Package       string                   `json:"package"`
	Manifest      string                   `json:"manifest"`
	DeclaredTotal string                   `json:"declared_total"`
	DeclaredGrade string                   `json:"declared_grade"`
	Supersedes    string                   `json:"supersedes"`
	Details       document[dossierDetails] `json:"details"`
}

// dossierDetails is what only decisions on publication look at.
type dossierDetails struct {
	Note     string                    `json:"note,omitempty"`
	Files    []evaluation.SealedFile   `json:"files,omitempty"`
	Findings []evaluation.PersonalData `json:"findings,omitempty"`
	Unread   []string                  `json:"unread,omitempty"`
}

// TableName names the table.
func (dossierRow) TableName() string { return "dossiers" }

func newDossierRow(e *evaluation.Evaluation, i int) dossierRow {
	d := e.Dossiers[i]
	return dossierRow{
		EvaluationID: string(e.ID), Version: d.Version, Digest: d.Digest, SM3: d.SM3, SealedAt: d.SealedAt, Package: d.Package,
		Manifest: d.Manifest, DeclaredTotal: d.DeclaredTotal, DeclaredGrade: d.DeclaredGrade, Supersedes: d.Supersedes,
		Details: document[dossierDetails]{dossierDetails{d.Note, d.Files, d.Findings, d.Unread}},
	}
}

func (r *dossierRow) core() evaluation.Dossier {
	d := r.Details.V
	return evaluation.Dossier{
		Version: r.Version, Digest: r.Digest, SM3: r.SM3, SealedAt: r.SealedAt.UTC(), Package: r.Package, Manifest: r.Manifest,
		DeclaredTotal: r.DeclaredTotal, DeclaredGrade: r.DeclaredGrade, Supersedes: r.Supersedes, Note: d.Note,
		Files: d.Files, Findings: d.Findings, Unread: d.Unread,
	}
}

// Sealed gives an evaluation with nothing but its sealed dossiers, the earliest
// first: what a journal is held against is not worth reading everything for.
// Fault: not_found evaluation_not_found.
func (s *Store) Sealed(ctx context.Context, id evaluation.ID) (*evaluation.Evaluation, error) {
	tx := s.db.WithContext(ctx)
	if err := exists(tx, id); err != nil {
		return nil, err
	}
	var rows []dossierRow
	if err := tx.Where("evaluation_id = ?", string(id)).Order("version").Find(&rows).Error; err != nil {
		return nil, err
	}
	e := &evaluation.Evaluation{ID: id, Dossiers: coreOf(rows, (*dossierRow).core)}
	e.Dossier = last(e.Dossiers)
	return e, nil
}

type filingRow struct {
	EvaluationID string     `json:"evaluation_id" gorm:"primaryKey"`
	Digest       string     `json:"digest"`
	ReceiverID   string     `json:"receiver_id"`
	FiledAt      time.Time  `json:"filed_at"`
	ReceiptNo    string     `json:"receipt_no"`
	ReceivedAt   *time.Time `json:"received_at"`
	ReceivedBy   string     `json:"received_by"`

	Version    int                `json:"version"`
	Supersedes string             `json:"supersedes"`
	Receipt    string             `json:"receipt"`
	ReturnedAt *time.Time         `json:"returned_at"`
	Reasons    document[[]string] `json:"reasons"`
	Notice     string             `json:"notice"`
}

// TableName names the table.
func (filingRow) TableName() string { return "filings" }

func newFilingRow(id evaluation.ID, f *evaluation.Filing) filingRow {
	return filingRow{
		EvaluationID: string(id), Digest: f.Digest, ReceiverID: f.ReceiverID, FiledAt: f.FiledAt,
		ReceiptNo: f.ReceiptNo, ReceivedAt: nullable(f.ReceivedAt), ReceivedBy: string(f.ReceivedBy),
		Version: f.Version, Supersedes: f.Supersedes, Receipt: f.Receipt, ReturnedAt: nullable(f.ReturnedAt),
		Reasons: document[[]string]{f.Reasons}, Notice: f.Notice,
	}
}

func (r *filingRow) core() *evaluation.Filing {
	if r == nil {
		return nil
	}
	return &evaluation.Filing{
		Digest: r.Digest, ReceiverID: r.ReceiverID, FiledAt: r.FiledAt.UTC(), ReceiptNo: r.ReceiptNo,
		ReceivedAt: instant(r.ReceivedAt), ReceivedBy: evaluation.PersonID(r.ReceivedBy),
		Version: r.Version, Supersedes: r.Supersedes, Receipt: r.Receipt, ReturnedAt: instant(r.ReturnedAt),
		Reasons: r.Reasons.V, Notice: r.Notice,
	}
}

type publicationRow struct {
	EvaluationID string    `json:"evaluation_id" gorm:"primaryKey"`
	Number       int       `json:"number"        gorm:"primaryKey"`
	Digest       string    `json:"digest"`
	PublishedAt  time.Time `json:"published_at"`
	Package      string    `json:"package"`
}

// TableName names the table.
func (publicationRow) TableName() string { return "publications" }

func newPublicationRow(e *evaluation.Evaluation, i int) publicationRow {
	p := e.Publications[i]
	return publicationRow{string(e.ID), i + 1, p.Digest, p.PublishedAt, p.Package}
}

func (r *publicationRow) core() evaluation.Publication {
	return evaluation.Publication{Digest: r.Digest, PublishedAt: r.PublishedAt.UTC(), Package: r.Package}
}

// last gives the last of a list, nil when it is empty.
func last[C any](list []C) *C {
	if len(list) == 0 {
		return nil
	}
	latest := list[len(list)-1]
	return &latest
}
