package store

import (
	"encoding/json"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/review"
)

// What a unit files with a receiver of the same installation arrives in the
// receiver's book in the very transaction that files it.

// receive brings the receiver's row to what the evaluation's filing has become.
func (c *change) receive(tx *gorm.DB) error {
	f := c.after.Filing
	if c.remote != nil && c.remote(f.ReceiverID) {
		return nil
	}
	req := review.Request{
		Book: review.Book{ReceiverID: f.ReceiverID, Year: c.after.Year}, Actor: c.req.Actor,
		RequestID: c.req.RequestID, ClientAddress: c.req.ClientAddress,
	}
	book, err := openBook(tx, req.Book)
	if err != nil {
		return err
	}
	req.Arriving = &review.Filing{ReceiverID: f.ReceiverID, UnitID: c.after.UnitID, EvaluationID: string(c.after.ID)}
	now, err := book.situation(tx, req)
	if err != nil {
		return err
	}
	now.Now = book.notBefore(c.now)
	made, err := c.received(now)
	if err != nil {
		return err
	}
	if n := len(c.entries); n > 0 { // one outcome has one rule
		made.Rule, made.PolicyVersion = c.entries[n-1].Rule, c.entries[n-1].PolicyVersion
	}
	return book.write(tx, req, now, made)
}

// formCheck is what the receiver checked before it sent a filing back.
func (c *change) formCheck() []review.CheckPoint {
	var out []review.CheckPoint
	for _, r := range c.records {
		if back, ok := r.Event.(evaluation.FilingReturned); ok {
			for _, p := range back.FormCheck {
				out = append(out, review.CheckPoint(p))
			}
		}
	}
	return out
}

// received decides what follows for the receiver's row.
func (c *change) received(now *review.Situation) (review.Change, error) {
	f, was := c.after.Filing, c.before.Filing
	if was == nil || was.Version != f.Version {
		return c.arrived(now)
	}
	var row *review.Filing
	for i := range now.Versions {
		if now.Versions[i].Version == f.Version {
			row = &now.Versions[i]
		}
	}
	switch {
	case row == nil: // it was filed before there were books
		return review.Change{}, nil
	case was.ReceivedAt.IsZero() && !f.ReceivedAt.IsZero() && row.State == review.Arrived:
		out, err := row.Receive(now.Now)
		return review.Change{
			Filings: []review.Filing{out}, Events: []review.Event{review.FilingAcknowledged{Filing: out.ID, Number: f.ReceiptNo, Digest: out.Digest}},
		}, err
	case was.ReturnedAt.IsZero() && !f.ReturnedAt.IsZero():
		if row.State == review.Arrived {
			row.State = review.Received // who returns has it
		}
		points := c.formCheck()
		out, err := row.SendBack(string(c.req.Actor), f.Reasons, points, now.Now)
		return review.Change{Filings: []review.Filing{out}, Events: []review.Event{
			review.FilingSentBack{Filing: out.ID, Digest: out.Digest, Reasons: out.Reasons, FormCheck: points},
		}}, err
	}
	return review.Change{}, nil
}

func (c *change) arrived(now *review.Situation) (review.Change, error) {
	e := c.after
	f := e.Filing
	in := review.Filing{
		ID: review.FilingID(f.ReceiverID, e.UnitID, string(e.ID), f.Version), Number: now.Number,
		ReceiverID: f.ReceiverID, UnitID: e.UnitID, EvaluationID: string(e.ID), Year: e.Year, Title: e.Title,
		Version: f.Version, Supersedes: f.Supersedes, Digest: f.Digest, Package: e.Dossier.Package,
		DeclaredTotal: e.Dossier.DeclaredTotal, DeclaredGrade: e.Dossier.DeclaredGrade, Sheet: lastSheet(e),
		Channel: review.ChannelLocal, FiledAt: f.FiledAt, ArrivedAt: now.Now, State: review.Arrived,
	}
	out, events, err := review.Enter(in, now.Versions, "")
	return review.Change{Filings: out, Events: events}, err
}

// lastSheet is the score table that counts: that of the last task that was
// done with one.
func lastSheet(e *evaluation.Evaluation) json.RawMessage {
	var sheet json.RawMessage
	for i := range e.Tasks {
		if t := &e.Tasks[i]; t.State == evaluation.StateCompleted && len(t.Submission.Sheet) > 0 {
			sheet = t.Submission.Sheet
		}
	}
	return sheet
}

// orderRectification notes in the receiver's book that something follows from a
// filing, in the transaction that begins it.
func (c *change) orderRectification(tx *gorm.DB) error {
	o := c.after.Origin
	if o == nil || o.Filing == "" {
		return nil
	}
	if c.after.Process.Name == evaluation.LookBackProcess {
		return c.beginLookBack(tx)
	}
	f, err := findFiling(tx, o.Filing)
	if err != nil {
		return err
	}
	book, err := openBook(tx, f.Book())
	if err != nil {
		return err
	}
	req := review.Request{Book: f.Book(), Filing: f.ID, Actor: c.req.Actor, RequestID: c.req.RequestID, ClientAddress: c.req.ClientAddress}
	made := review.Change{Events: []review.Event{review.RectificationOrdered{
		Filing: f.ID, Digest: o.Digest, Evaluation: string(c.after.ID), Problems: len(c.after.Items),
	}}}
	if n := len(c.entries); n > 0 {
		made.Rule, made.PolicyVersion = c.entries[n-1].Rule, c.entries[n-1].PolicyVersion
	}
	return book.write(tx, req, &review.Situation{Now: book.notBefore(c.now), Filing: &f}, made)
}
