package store

import (
	"context"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/review"
)

// RepliesToLookBack lists accepted replies to notices that nobody looks back on
// yet, by id after one, each with its notice.
func (s *Store) RepliesToLookBack(ctx context.Context, after string, limit int) ([]review.ReplyPassed, error) {
	tx := s.db.WithContext(ctx)
	var rows []receivedRow
	err := tx.Raw(`SELECT f.* FROM received_filings f JOIN rectification_notices n ON n.id = f.rectifies
		WHERE f.rectifies <> '' AND f.state = 'accepted' AND n.look_back = '' AND f.id > ? ORDER BY f.id LIMIT ?`, after, limit).Scan(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	out := make([]review.ReplyPassed, len(rows))
	for i := range rows {
		notice, err := findNotice(tx, rows[i].Rectifies)
		if err != nil {
			return nil, translate(err)
		}
		out[i] = review.ReplyPassed{Reply: rows[i].core(), Notice: notice}
	}
	return out, nil
}

// beginLookBack notes in the book that a look-back waits for its day, in the
// transaction that begins it.
func (c *change) beginLookBack(tx *gorm.DB) error {
	return c.lookBack(tx, func(now *review.Situation) (review.Change, error) {
		n, err := now.Notice.BeginLookBack(string(c.after.ID), c.after.StartOn)
		return review.Change{Notice: &n, Events: []review.Event{
			review.LookBackBegun{Filing: n.FilingID, Notice: n.ID, Evaluation: n.LookBack, On: n.LookBackOn},
		}}, err
	})
}

// endLookBack notes in the book what was found, in the transaction that ends
// the look-back.
func (c *change) endLookBack(tx *gorm.DB) error {
	found := c.after.LookedBack()
	if found == nil || c.before.State == evaluation.Finished || c.after.Origin == nil {
		return nil
	}
	return c.lookBack(tx, func(now *review.Situation) (review.Change, error) {
		if now.Notice.LookBack != string(c.after.ID) || now.Notice.Outcomes != nil {
			return review.Change{}, nil
		}
		n := now.Notice.EndLookBack(found, now.Now)
		return review.Change{Notice: &n, Events: []review.Event{
			review.LookedBack{Filing: n.FilingID, Notice: n.ID, Evaluation: n.LookBack, Outcomes: found},
		}}, nil
	})
}

// lookBack decides about the notice that a look-back is on.
func (c *change) lookBack(tx *gorm.DB, decide func(*review.Situation) (review.Change, error)) error {
	reply, err := findFiling(tx, c.after.Origin.Filing)
	if err != nil {
		return err
	}
	if reply.Rectifies == "" {
		return fault.New(fault.Invalid, "rectification_unknown", "filing %.60q replies to no notice", reply.ID)
	}
	book, err := openBook(tx, reply.Book())
	if err != nil {
		return err
	}
	req := review.Request{
		Book: reply.Book(), Notice: reply.Rectifies, Actor: c.req.Actor, RequestID: c.req.RequestID, ClientAddress: c.req.ClientAddress,
	}
	now, err := book.situation(tx, req)
	if err != nil {
		return err
	}
	now.Now, req.Filing = book.notBefore(c.now), now.Notice.FilingID
	made, err := decide(now)
	if err != nil {
		return err
	}
	if n := len(c.entries); n > 0 {
		made.Rule, made.PolicyVersion = c.entries[n-1].Rule, c.entries[n-1].PolicyVersion
	}
	return book.write(tx, req, now, made)
}
