package store

import (
	"time"

	"gorm.io/gorm"

	"jiheng/internal/review"
)

// compareBook holds the rows of a book against what its journal comes to, and
// gives what has been filed.
func (v *Verification) compareBook(tx *gorm.DB, row *bookRow, l *review.Ledger) ([]review.Filing, error) {
	v.Rows = append(v.Rows, differences("review_books", []bookFacts{{v.Head.Seq, v.Head.At, len(l.Filings)}},
		[]bookFacts{{row.Seq, row.head().At, row.LastNumber}}, func(bookFacts) string { return row.book().Chain() })...)
	filed, found, stated, err := filedIn(tx, row.book())
	if err != nil {
		return nil, err
	}
	expected := make([]filingFacts, len(l.Filings))
	for i := range l.Filings {
		expected[i] = enteredFacts(&l.Filings[i], found[l.Filings[i].ID])
	}
	rows := make([]filingFacts, len(filed))
	for i := range filed {
		rows[i] = found[filed[i].ID]
	}
	v.Rows = append(v.Rows, differences("received_filings", expected, rows, func(r filingFacts) string { return r.ID })...)
	if err := v.compareRollUps(tx, row.book(), l, stated); err != nil {
		return nil, err
	}
	return filed, v.compareReviews(tx, row.book(), l)
}

// compareReviews holds opinions, settled gaps, draws and notices against the journal.
func (v *Verification) compareReviews(tx *gorm.DB, b review.Book, l *review.Ledger) error {
	var opinions []opinionRow
	err := tx.Where("filing_id IN (SELECT id FROM received_filings WHERE receiver_id = ? AND year = ?)", b.ReceiverID, b.Year).
		Order("filing_id, reviewer, round").Find(&opinions).Error
	if err != nil {
		return err
	}
	for i := range opinions {
		opinions[i] = newOpinionRow(opinions[i].FilingID, opinions[i].core())
	}
	given := make([]opinionRow, len(l.Opinions))
	for i, o := range l.Opinions {
		given[i] = newOpinionRow(o.Filing, o.Opinion)
	}
	v.Rows = append(v.Rows, differences("filing_opinions", given, opinions, func(r opinionRow) string {
		return numbered(r.FilingID+" "+r.Reviewer, r.Round)
	})...)
	if err := v.compareGaps(tx, b, l); err != nil {
		return err
	}
	var draws []drawRow
	if err := tx.Where("receiver_id = ? AND year = ?", b.ReceiverID, b.Year).Order("id").Find(&draws).Error; err != nil {
		return err
	}
	for i := range draws {
		draws[i] = newDrawRow(draws[i].core())
	}
	drawn := make([]drawRow, len(l.Draws))
	for i := range drawn {
		drawn[i] = newDrawRow(l.Draws[i])
	}
	v.Rows = append(v.Rows, differences("review_draws", drawn, draws, func(r drawRow) string { return r.ID })...)
	return v.compareNotices(tx, b, l)
}

// bookFacts is what the row of a book says.
type bookFacts struct {
	Seq        int64     `json:"seq"`
	HeadAt     time.Time `json:"head_at"`
	LastNumber int       `json:"last_number"`
}

// filingFacts is a filing column by column, long ones by their digest.
type filingFacts struct {
	ID            string              `json:"id"`
	Number        string              `json:"number"`
	UnitID        string              `json:"unit_id"`
	EvaluationID  string              `json:"evaluation_id"`
	Title         string              `json:"title"`
	Version       int                 `json:"version"`
	Supersedes    string              `json:"supersedes"`
	Digest        string              `json:"digest"`
	Package       string              `json:"package"`
	Size          int64               `json:"size"`
	DeclaredTotal string              `json:"declared_total"`
	DeclaredGrade string              `json:"declared_grade"`
	Sheet         string              `json:"sheet"`
	Channel       string              `json:"channel"`
	FiledAt       time.Time           `json:"filed_at"`
	ArrivedAt     time.Time           `json:"arrived_at"`
	Envelope      string              `json:"envelope"`
	Receipt       string              `json:"receipt"`
	Notice        string              `json:"notice"`
	Rectifies     string              `json:"rectifies"`
	State         string              `json:"state"`
	ReceivedAt    time.Time           `json:"received_at"`
	DecidedBy     string              `json:"decided_by"`
	DecidedAt     time.Time           `json:"decided_at"`
	Reasons       []string            `json:"reasons"`
	FormCheck     []review.CheckPoint `json:"form_check"`
	RowVersion    int64               `json:"row_version"`
}

func factsOf(f review.Filing) filingFacts {
	return filingFacts{
		ID: f.ID, Number: f.Number, UnitID: f.UnitID, EvaluationID: f.EvaluationID, Title: f.Title, Version: f.Version,
		Supersedes: f.Supersedes, Digest: f.Digest, Package: f.Package, Size: f.Size, DeclaredTotal: f.DeclaredTotal,
		DeclaredGrade: f.DeclaredGrade, Sheet: review.SheetDigest(f.Sheet), Channel: string(f.Channel), FiledAt: f.FiledAt,
		ArrivedAt: f.ArrivedAt, Envelope: review.TextDigest(f.Envelope), Receipt: review.TextDigest(f.Receipt),
		Notice: review.TextDigest(f.Notice), Rectifies: f.Rectifies, State: string(f.State), ReceivedAt: f.ReceivedAt, DecidedBy: f.DecidedBy,
		DecidedAt: f.DecidedAt, Reasons: f.Reasons, FormCheck: f.FormCheck, RowVersion: f.RowVersion,
	}
}

// enteredFacts is what the row must be. What entries of earlier releases do not
// say is taken from the row.
func enteredFacts(e *review.Entered, row filingFacts) filingFacts {
	want := factsOf(e.Filing)
	want.Notice = e.Notice
	if r := e.Record; r != nil {
		want.Sheet, want.Envelope, want.Receipt = r.Sheet, r.Envelope, r.Receipt
	} else {
		want.Title, want.Size, want.FiledAt, want.Sheet = row.Title, row.Size, row.FiledAt, row.Sheet
		want.DeclaredTotal, want.DeclaredGrade = row.DeclaredTotal, row.DeclaredGrade
		want.Envelope, want.Receipt = row.Envelope, row.Receipt
		// The clock of another transaction may have been behind the book's.
		want.ArrivedAt, want.ReceivedAt, want.DecidedAt = row.ArrivedAt, row.ReceivedAt, row.DecidedAt
	}
	if !e.NoticeKnown {
		want.Notice = row.Notice
	}
	return want
}

// filedAtOnce is how many filings are read at a time: each may have a large
// score table.
const filedAtOnce = 200

// filedIn gives the filings of a book without their long texts, what they say,
// and what is read from their tables.
func filedIn(tx *gorm.DB, b review.Book) ([]review.Filing, map[string]filingFacts, map[string]review.Statement, error) {
	var filed []review.Filing
	facts, stated := map[string]filingFacts{}, map[string]review.Statement{}
	for last := ""; ; {
		var rows []receivedRow
		err := tx.Where("receiver_id = ? AND year = ? AND id > ?", b.ReceiverID, b.Year, last).Order("id").Limit(filedAtOnce).Find(&rows).Error
		if err != nil || len(rows) == 0 {
			return filed, facts, stated, err
		}
		for i := range rows {
			f := rows[i].core()
			facts[f.ID] = factsOf(f)
			stated[f.ID] = review.StatementOf(f)
			f.Sheet, f.Envelope, f.Receipt, f.Notice = nil, "", "", ""
			filed = append(filed, f)
		}
		last = rows[len(rows)-1].ID
	}
}
