package store

import (
	"gorm.io/gorm"

	"jiheng/internal/fault"
	"jiheng/internal/review"
)

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
