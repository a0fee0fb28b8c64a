package store

import (
	"time"

	"jiheng/internal/evaluation"
)

type dossierRow struct {
	EvaluationID  string    `json:"evaluation_id"  gorm:"primaryKey"`
	Version       int       `json:"version"        gorm:"primaryKey"`
	Digest        string    `json:"digest"`
	SM3           string    `json:"sm3"            gorm:"column:sm3"`
	SealedAt      time.Time `json:"sealed_at"`
	Package       string    `json:"package"`
	Manifest      string    `json:"manifest"`
	DeclaredTotal string    `json:"declared_total"`
	DeclaredGrade string    `json:"declared_grade"`
}

// TableName names the table.
func (dossierRow) TableName() string { return "dossiers" }

func newDossierRow(id evaluation.ID, d *evaluation.Dossier) dossierRow {
	return dossierRow{
		EvaluationID: string(id), Version: d.Version, Digest: d.Digest, SM3: d.SM3, SealedAt: d.SealedAt, Package: d.Package,
		Manifest: d.Manifest, DeclaredTotal: d.DeclaredTotal, DeclaredGrade: d.DeclaredGrade,
	}
}

func (r *dossierRow) core() *evaluation.Dossier {
	if r == nil {
		return nil
	}
	return &evaluation.Dossier{
		Version: r.Version, Digest: r.Digest, SM3: r.SM3, SealedAt: r.SealedAt.UTC(), Package: r.Package, Manifest: r.Manifest,
		DeclaredTotal: r.DeclaredTotal, DeclaredGrade: r.DeclaredGrade,
	}
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
	Digest       string    `json:"digest"`
	PublishedAt  time.Time `json:"published_at"`
}

// TableName names the table.
func (publicationRow) TableName() string { return "publications" }

func newPublicationRow(id evaluation.ID, p *evaluation.Publication) publicationRow {
	return publicationRow{EvaluationID: string(id), Digest: p.Digest, PublishedAt: p.PublishedAt}
}

func (r *publicationRow) core() *evaluation.Publication {
	if r == nil {
		return nil
	}
	return &evaluation.Publication{Digest: r.Digest, PublishedAt: r.PublishedAt.UTC()}
}
