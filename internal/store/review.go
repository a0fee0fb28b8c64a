package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/review"
)

// Review decides about a book under its lock, and writes rows and journal in
// the same transaction. A decision without events changes nothing.
//
// Faults: not_found filing_not_found, draw_not_found; conflict stale_version;
// invalid reference_unknown for a receiver that is no unit; those of decide.
func (s *Store) Review(ctx context.Context, req review.Request, decide func(*review.Situation) (review.Change, error)) error {
	return s.transact(ctx, func(tx *gorm.DB) error {
		b, err := openBook(tx, req.Book)
		if err != nil {
			return err
		}
		now, err := b.situation(tx, req)
		if err != nil {
			return err
		}
		change, err := decide(now)
		if err != nil {
			return err
		}
		if err := checkRow(now, req); err != nil && len(change.Events) > 0 {
			return err
		}
		return b.write(tx, req, now, change)
	})
}

// checkRow compares what the actor has seen with what is.
func checkRow(now *review.Situation, req review.Request) error {
	var is int64
	switch {
	case now.Filing != nil:
		is = now.Filing.RowVersion
	case now.Draw != nil:
		is = now.Draw.RowVersion
	}
	if req.IfVersion == 0 || req.IfVersion == is {
		return nil
	}
	return fault.New(fault.Conflict, "stale_version", "version %d was seen, version %d is current", req.IfVersion, is)
}

type bookRow struct {
	ReceiverID string `gorm:"primaryKey"`
	Year       int    `gorm:"primaryKey"`
	Seq        int64
	HeadHash   []byte
	HeadAt     time.Time
	LastNumber int
}

// TableName names the table.
func (bookRow) TableName() string { return "review_books" }

// openBook locks a book, which begins with the first that is written into it.
func openBook(tx *gorm.DB, b review.Book) (*bookRow, error) {
	genesis := journal.Genesis(b.Chain())
	err := tx.Exec(`INSERT INTO review_books (receiver_id, year, head_hash, head_at) VALUES (?, ?, ?, clock_timestamp())
		ON CONFLICT DO NOTHING`, b.ReceiverID, b.Year, genesis.Hash[:]).Error
	if err != nil {
		return nil, err
	}
	var row bookRow
	return &row, tx.Raw("SELECT * FROM review_books WHERE receiver_id = ? AND year = ? FOR UPDATE", b.ReceiverID, b.Year).Scan(&row).Error
}

// notBefore lifts a time to that of the head, as journal.Append does, so that
// rows and entries have the same.
func (b *bookRow) notBefore(at time.Time) time.Time {
	at = at.UTC().Truncate(time.Microsecond)
	if b.Seq > 0 && at.Before(b.HeadAt) {
		return b.HeadAt.UTC()
	}
	return at
}

// head is the end of the book's journal.
func (b *bookRow) head() journal.Head {
	if b.Seq == 0 {
		return journal.Genesis(b.book().Chain())
	}
	h := journal.Head{EvaluationID: b.book().Chain(), Seq: b.Seq, At: b.HeadAt.UTC()}
	copy(h.Hash[:], b.HeadHash)
	return h
}

func (b *bookRow) book() review.Book { return review.Book{ReceiverID: b.ReceiverID, Year: b.Year} }

// situation reads what a command on a book is decided by: the clock, and of the
// rest only what the request names.
func (b *bookRow) situation(tx *gorm.DB, req review.Request) (*review.Situation, error) {
	out := &review.Situation{Number: b.book().Number(b.LastNumber + 1)}
	if err := tx.Raw("SELECT clock_timestamp()").Scan(&out.Now).Error; err != nil {
		return nil, err
	}
	out.Now = b.notBefore(out.Now)
	for _, read := range []func(*gorm.DB, review.Request, *review.Situation) error{
		readFiling, readDraw, readNotice, readRollUps, readVersions,
	} {
		if err := read(tx, req, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// readFiling reads the filing with its opinions, its gaps and whether it was
// drawn.
func readFiling(tx *gorm.DB, req review.Request, out *review.Situation) error {
	if req.Filing == "" {
		return nil
	}
	f, err := findFiling(tx, req.Filing)
	if err != nil {
		return err
	}
	out.Filing = &f
	if out.Opinions, err = opinionsOn(tx, f.ID); err != nil {
		return err
	}
	if out.Gaps, err = gapsOn(tx, f.ID); err != nil {
		return err
	}
	return tx.Raw("SELECT "+isDrawn+" FROM received_filings f WHERE f.id = ?", f.ID).Scan(&out.Drawn).Error
}

func readDraw(tx *gorm.DB, req review.Request, out *review.Situation) error {
	if req.Draw == "" {
		return nil
	}
	d, err := findDraw(tx, req.Draw)
	out.Draw = &d
	return err
}

func readNotice(tx *gorm.DB, req review.Request, out *review.Situation) error {
	if req.Notice == "" {
		return nil
	}
	n, err := findNotice(tx, req.Notice)
	out.Notice = &n
	return err
}

func readRollUps(tx *gorm.DB, req review.Request, out *review.Situation) (err error) {
	if !req.RollUp {
		return nil
	}
	if out.RollUps, err = rollUpsIn(tx, req.Book); err != nil {
		return err
	}
	out.Statements, err = statementsIn(tx, req.Book)
	return err
}

// readVersions reads all versions of the filing that arrives or is spoken of.
func readVersions(tx *gorm.DB, req review.Request, out *review.Situation) error {
	like := req.Arriving
	if out.Filing != nil {
		like = out.Filing
	}
	if like == nil {
		return nil
	}
	var rows []receivedRow
	err := tx.Where("receiver_id = ? AND unit_id = ? AND evaluation_id = ?", like.ReceiverID, like.UnitID, like.EvaluationID).
		Order("version").Find(&rows).Error
	out.Versions = coreOf(rows, (*receivedRow).core)
	return err
}

func findFiling(tx *gorm.DB, id string) (review.Filing, error) {
	var row receivedRow
	err := tx.Where("id = ?", id).Take(&row).Error
	return row.core(), orElse(err, fault.NotFound, fault.New(fault.NotFound, "filing_not_found", "no filing %.60q", id))
}

func findDraw(tx *gorm.DB, id string) (review.Draw, error) {
	var row drawRow
	err := tx.Where("id = ?", id).Take(&row).Error
	return row.core(), orElse(err, fault.NotFound, fault.New(fault.NotFound, "draw_not_found", "no draw %.60q", id))
}

func opinionsOn(tx *gorm.DB, filing string) ([]review.Opinion, error) {
	var rows []opinionRow
	err := tx.Where("filing_id = ?", filing).Order("reviewer, round").Find(&rows).Error
	return coreOf(rows, (*opinionRow).core), err
}

// write writes the rows of a change, then its events behind the head.
func (b *bookRow) write(tx *gorm.DB, req review.Request, now *review.Situation, c review.Change) error {
	if len(c.Events) == 0 {
		return nil
	}
	for _, f := range c.Filings {
		if err := b.writeFiling(tx, f); err != nil {
			return err
		}
	}
	if c.Opinion != nil {
		row := newOpinionRow(now.Filing.ID, *c.Opinion)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
	}
	if c.Gap != nil {
		row := newGapRow(now.Filing.ID, *c.Gap)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
	}
	if c.Draw != nil {
		if err := writeDraw(tx, *c.Draw); err != nil {
			return err
		}
	}
	if c.Notice != nil {
		if err := writeNotice(tx, *c.Notice); err != nil {
			return err
		}
	}
	if c.RollUp != nil {
		row := newRollUpRow(*c.RollUp)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
	}
	return b.append(tx, req, now.Now, c)
}

func (b *bookRow) writeFiling(tx *gorm.DB, f review.Filing) error {
	row := newReceivedRow(f)
	if f.RowVersion == 1 {
		b.LastNumber++
		return tx.Create(&row).Error
	}
	done := tx.Model(&row).Where("row_version = ?", f.RowVersion-1).
		Select("state", "received_at", "decided_by", "decided_at", "reasons", "form_check", "receipt", "notice", "row_version").Updates(&row)
	return oneRow(done, "filing", f.ID)
}

func writeDraw(tx *gorm.DB, d review.Draw) error {
	row := newDrawRow(d)
	if d.RowVersion == 1 {
		return tx.Create(&row).Error
	}
	done := tx.Model(&row).Where("row_version = ?", d.RowVersion-1).
		Select("seed", "seed_source", "seeded_at", "lots", "drawn_by", "drawn_at", "row_version").Updates(&row)
	return oneRow(done, "draw", d.ID)
}

type reviewEntryRow struct {
	ReceiverID    string
	Year          int
	Seq           int64
	At            time.Time
	Type          string
	ActorID       string
	FilingID      string
	Rule          string
	PolicyVersion string
	RequestID     string
	ClientAddress string
	Data          string
	PrevHash      []byte
	Hash          []byte
}

// TableName names the table.
func (reviewEntryRow) TableName() string { return "review_journal" }

// append puts events behind the head of a book.
func (b *bookRow) append(tx *gorm.DB, req review.Request, at time.Time, c review.Change) error {
	head := b.head()
	for _, event := range c.Events {
		data, err := journal.Canonical(event)
		if err != nil {
			return err
		}
		entry, next, err := journal.Append(head, journal.Entry{
			At: at, Type: event.Type(), ActorID: string(req.Actor), ItemID: filingOf(req, c), Rule: c.Rule,
			PolicyVersion: c.PolicyVersion, RequestID: req.RequestID, ClientAddress: req.ClientAddress, Data: data,
		})
		if err != nil {
			return err
		}
		row := reviewEntryRow{
			ReceiverID: b.ReceiverID, Year: b.Year, Seq: entry.Seq, At: entry.At, Type: entry.Type, ActorID: entry.ActorID,
			FilingID: entry.ItemID, Rule: entry.Rule, PolicyVersion: entry.PolicyVersion, RequestID: entry.RequestID,
			ClientAddress: entry.ClientAddress, Data: string(entry.Data), PrevHash: entry.PrevHash[:], Hash: entry.Hash[:],
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		head = next
	}
	done := tx.Model(b).Where("seq = ?", b.Seq).Select("seq", "head_hash", "head_at", "last_number").
		Updates(&bookRow{Seq: head.Seq, HeadHash: head.Hash[:], HeadAt: head.At, LastNumber: b.LastNumber})
	return oneRow(done, "book", b.book().Chain())
}

func filingOf(req review.Request, c review.Change) string {
	if req.Filing == "" && len(c.Filings) > 0 {
		return c.Filings[len(c.Filings)-1].ID
	}
	return req.Filing
}

// ReviewJournal gives entries of a book after a number, in order.
func (s *Store) ReviewJournal(ctx context.Context, b review.Book, after int64, limit int) ([]journal.Entry, error) {
	if limit < 1 || limit > MaxEntries {
		return nil, outOfRange(MaxEntries)
	}
	return reviewEntriesAfter(s.db.WithContext(ctx), b, after, limit)
}

func reviewEntriesAfter(tx *gorm.DB, b review.Book, after int64, limit int) ([]journal.Entry, error) {
	var rows []reviewEntryRow
	err := tx.Where("receiver_id = ? AND year = ? AND seq > ?", b.ReceiverID, b.Year, after).Order("seq").Limit(limit).Find(&rows).Error
	return coreOf(rows, func(r *reviewEntryRow) journal.Entry { return r.entry(b) }), err
}

func (r *reviewEntryRow) entry(b review.Book) journal.Entry {
	e := journal.Entry{
		EvaluationID: b.Chain(), Seq: r.Seq, At: r.At.UTC(), Type: r.Type, ActorID: r.ActorID, ItemID: r.FilingID, Rule: r.Rule,
		PolicyVersion: r.PolicyVersion, RequestID: r.RequestID, ClientAddress: r.ClientAddress, Data: []byte(r.Data),
	}
	copy(e.PrevHash[:], r.PrevHash)
	copy(e.Hash[:], r.Hash)
	return e
}
