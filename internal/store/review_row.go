package store

import (
	"encoding/json"
	"time"

	"jiheng/internal/review"
	"jiheng/internal/scoring"
)

type receivedRow struct {
	ID            string `gorm:"primaryKey"`
	Number        string
	ReceiverID    string
	UnitID        string
	EvaluationID  string
	Year          int
	Title         string
	Version       int
	Supersedes    string
	Digest        string
	Package       string
	Size          int64
	DeclaredTotal string
	DeclaredGrade string
	Sheet         document[json.RawMessage]
	Channel       string
	FiledAt       time.Time
	ArrivedAt     time.Time
	Envelope      string
	Receipt       string
	Notice        string
	Rectifies     string
	State         string
	ReceivedAt    *time.Time
	DecidedBy     string
	DecidedAt     *time.Time
	Reasons       document[[]string]
	FormCheck     document[[]review.CheckPoint]
	RowVersion    int64
}

// TableName names the table.
func (receivedRow) TableName() string { return "received_filings" }

func newReceivedRow(f review.Filing) receivedRow {
	sheet := f.Sheet
	if len(sheet) == 0 {
		sheet = json.RawMessage("null")
	}
	return receivedRow{
		ID: f.ID, Number: f.Number, ReceiverID: f.ReceiverID, UnitID: f.UnitID, EvaluationID: f.EvaluationID, Year: f.Year,
		Title: f.Title, Version: f.Version, Supersedes: f.Supersedes, Digest: f.Digest, Package: f.Package, Size: f.Size,
		DeclaredTotal: f.DeclaredTotal, DeclaredGrade: f.DeclaredGrade, Sheet: document[json.RawMessage]{sheet},
		Channel: string(f.Channel), FiledAt: f.FiledAt, ArrivedAt: f.ArrivedAt, Envelope: f.Envelope, Receipt: f.Receipt,
		Notice: f.Notice, Rectifies: f.Rectifies, State: string(f.State), ReceivedAt: nullable(f.ReceivedAt), DecidedBy: f.DecidedBy,
		DecidedAt: nullable(f.DecidedAt), Reasons: document[[]string]{f.Reasons}, FormCheck: document[[]review.CheckPoint]{f.FormCheck},
		RowVersion: f.RowVersion,
	}
}

func (r *receivedRow) core() review.Filing {
	return review.Filing{
		ID: r.ID, Number: r.Number, ReceiverID: r.ReceiverID, UnitID: r.UnitID, EvaluationID: r.EvaluationID, Year: r.Year,
		Title: r.Title, Version: r.Version, Supersedes: r.Supersedes, Digest: r.Digest, Package: r.Package, Size: r.Size,
		DeclaredTotal: r.DeclaredTotal, DeclaredGrade: r.DeclaredGrade, Sheet: r.Sheet.V, Channel: review.Channel(r.Channel),
		FiledAt: r.FiledAt.UTC(), ArrivedAt: r.ArrivedAt.UTC(), Envelope: r.Envelope, Receipt: r.Receipt, Notice: r.Notice,
		Rectifies: r.Rectifies, State: review.State(r.State), ReceivedAt: instant(r.ReceivedAt), DecidedBy: r.DecidedBy, DecidedAt: instant(r.DecidedAt),
		Reasons: r.Reasons.V, FormCheck: r.FormCheck.V, RowVersion: r.RowVersion,
	}
}

type opinionRow struct {
	FilingID string                        `json:"filing_id" gorm:"primaryKey"`
	Reviewer string                        `json:"reviewer"  gorm:"primaryKey"`
	Round    int                           `json:"round"     gorm:"primaryKey"`
	Points   document[[]review.ItemPoints] `json:"points"`
	Total    string                        `json:"total"`
	Opinion  string                        `json:"opinion"`
	ByID     string                        `json:"by_id"`
	At       time.Time                     `json:"at"`
}

// TableName names the table.
func (opinionRow) TableName() string { return "filing_opinions" }

func newOpinionRow(filing string, o review.Opinion) opinionRow {
	return opinionRow{
		FilingID: filing, Reviewer: string(o.Reviewer), Round: o.Round, Points: document[[]review.ItemPoints]{o.Points},
		Total: o.Total, Opinion: o.Opinion, ByID: o.By, At: o.At,
	}
}

func (r *opinionRow) core() review.Opinion {
	return review.Opinion{
		Reviewer: scoring.Reviewer(r.Reviewer), Round: r.Round, Points: r.Points.V, Total: r.Total, Opinion: r.Opinion,
		By: r.ByID, At: r.At.UTC(),
	}
}

type drawRow struct {
	ID         string                  `json:"id"          gorm:"primaryKey"`
	ReceiverID string                  `json:"receiver_id"`
	Year       int                     `json:"year"`
	Title      string                  `json:"title"`
	Population document[[]string]      `json:"population"`
	Digest     string                  `json:"digest"`
	Size       int                     `json:"size"`
	ListedBy   string                  `json:"listed_by"`
	ListedAt   time.Time               `json:"listed_at"`
	Seed       string                  `json:"seed"`
	SeedSource string                  `json:"seed_source"`
	SeededAt   *time.Time              `json:"seeded_at"`
	Lots       document[[]scoring.Lot] `json:"lots"`
	DrawnBy    string                  `json:"drawn_by"`
	DrawnAt    *time.Time              `json:"drawn_at"`
	RowVersion int64                   `json:"row_version"`
}

// TableName names the table.
func (drawRow) TableName() string { return "review_draws" }

func newDrawRow(d review.Draw) drawRow {
	return drawRow{
		ID: d.ID, ReceiverID: d.ReceiverID, Year: d.Year, Title: d.Title, Population: document[[]string]{d.Population},
		Digest: d.Digest, Size: d.Size, ListedBy: d.ListedBy, ListedAt: d.ListedAt, Seed: d.Seed, SeedSource: d.SeedSource,
		SeededAt: nullable(d.SeededAt), Lots: document[[]scoring.Lot]{d.Lots}, DrawnBy: d.DrawnBy, DrawnAt: nullable(d.DrawnAt),
		RowVersion: d.RowVersion,
	}
}

func (r *drawRow) core() review.Draw {
	return review.Draw{
		ID: r.ID, ReceiverID: r.ReceiverID, Year: r.Year, Title: r.Title, Population: r.Population.V, Digest: r.Digest,
		Size: r.Size, ListedBy: r.ListedBy, ListedAt: r.ListedAt.UTC(), Seed: r.Seed, SeedSource: r.SeedSource,
		SeededAt: instant(r.SeededAt), Lots: r.Lots.V, DrawnBy: r.DrawnBy, DrawnAt: instant(r.DrawnAt), RowVersion: r.RowVersion,
	}
}
