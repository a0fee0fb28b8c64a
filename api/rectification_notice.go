package api

import (
	"bytes"
	"context"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/filing"
	"jiheng/internal/review"
	"jiheng/internal/signing"
	"jiheng/policy"
)

// SendRectificationNotice asks a unit of another installation to put right what
// was found (责令整改). Its own installation begins the process when it has the
// notice.
func (s *server) SendRectificationNotice(c context.Context, r SendRectificationNoticeRequestObject) (SendRectificationNoticeResponseObject, error) {
	t := terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}
	view, err := s.onFiling(c, r.FilingID, policy.Rectify, t,
		func(ctx context.Context, x *exchange, f review.Summary, d policy.Decision) error {
			if f.Channel == review.ChannelLocal {
				return fault.New(fault.Conflict, "rectification_here", "%s works in this system", f.UnitID)
			}
			n := review.Notice{
				ID: review.NoticeID(f.ID, string(x.person()), r.Params.IdempotencyKey), FilingID: f.ID, Title: r.Body.Title, Problems: r.Body.Problems,
				ReplyDays: max(r.Body.ReplyDays, 0), LookBackDays: max(r.Body.LookBackDays, 0), OrderedBy: string(x.person()), RowVersion: 1,
			}
			if n.ReplyDays == 0 {
				n.ReplyDays = replyDays
			}
			if _, err := s.store.Notice(ctx, n.ID); err == nil {
				return nil // it was answered before
			}
			return s.changeFiling(ctx, x, f, t, d, func(now *review.Situation) (review.Change, error) { return s.order(now, n) })
		})
	return SendRectificationNotice200JSONResponse{view}, err
}

// replyDays is the time to reply where none is given; its source is in the
// shipped process.
const replyDays = 30

// order signs a notice and writes it into the book.
func (s *server) order(now *review.Situation, n review.Notice) (review.Change, error) {
	f := now.Filing
	if s.signer == nil {
		return review.Change{}, fault.New(fault.Unavailable, reasonNoKeyHere, "this installation has no key to sign notices with")
	}
	if f.State != review.Received && f.State != review.Accepted {
		return review.Change{}, fault.New(fault.Conflict, "filing_settled", "filing %s is %s", f.ID, f.State)
	}
	e, err := filing.Sign(s.signer, filing.Notice{
		ID: n.ID, Number: f.Number, EvaluationID: f.EvaluationID, UnitID: f.UnitID, ReceiverID: f.ReceiverID, Version: f.Version,
		Digest: f.Digest, Year: f.Year, Title: n.Title, Problems: n.Problems, ReplyDays: n.ReplyDays, OrderedAt: now.Now,
	})
	if err != nil {
		return review.Change{}, err
	}
	text, err := e.Encode()
	n.Envelope, n.OrderedAt = string(bytes.TrimRight(text, "\n")), now.Now
	return review.Change{Notice: &n, Events: []review.Event{n.Order(*f)}}, err
}

// GetRectificationNotice gives the signed notice, to be carried.
func (s *server) GetRectificationNotice(c context.Context, r GetRectificationNoticeRequestObject) (GetRectificationNoticeResponseObject, error) {
	_, n, err := s.noticeOn(c, r.FilingID, r.NoticeID)
	if err != nil {
		return nil, err
	}
	view, err := envelopeView(n.Envelope)
	return GetRectificationNotice200JSONResponse(view), err
}

// GetLookBackOutcome gives the signed outcome of the look-back, to be carried.
func (s *server) GetLookBackOutcome(c context.Context, r GetLookBackOutcomeRequestObject) (GetLookBackOutcomeResponseObject, error) {
	f, n, err := s.noticeOn(c, r.FilingID, r.NoticeID)
	if err != nil {
		return nil, err
	}
	e, err := s.outcomeOf(f.Filing, n)
	return GetLookBackOutcome200JSONResponse(viewOfEnvelope(e)), err
}

// noticeOn finds a notice on a filing that the caller may read.
func (s *server) noticeOn(c context.Context, filingID, noticeID string) (review.Summary, review.Notice, error) {
	ctx, x := enter(c)
	f, _, _, err := s.filing(ctx, x, filingID, policy.Read)
	if err != nil {
		return f, review.Notice{}, err
	}
	n, err := s.store.Notice(ctx, noticeID)
	if err == nil && n.FilingID != f.ID {
		err = fault.New(fault.NotFound, "rectification_unknown", "no notice %.60q on this filing", noticeID)
	}
	return f, n, err
}

// outcomeOf signs what was found when the bureau looked back. Faults:
// not_found envelope_not_found before; unavailable signing_key_missing.
func (s *server) outcomeOf(f review.Filing, n review.Notice) (signing.Envelope, error) {
	if n.Outcomes == nil {
		return signing.Envelope{}, fault.New(fault.NotFound, "envelope_not_found", "nobody has looked back on %s", n.ID)
	}
	if s.signer == nil {
		return signing.Envelope{}, fault.New(fault.Unavailable, reasonNoKeyHere, "this installation has no key to sign outcomes with")
	}
	return filing.SignOutcome(s.signer, f, n)
}

// outcomesFor gives the signed outcomes of the look-backs on a filing to the
// unit that asks.
func (s *server) outcomesFor(ctx context.Context, f review.Filing) ([]Envelope, error) {
	notices, _, err := s.store.NoticesOn(ctx, f.ID)
	var out []Envelope
	for _, n := range notices {
		if n.Outcomes == nil {
			continue
		}
		e, err := s.outcomeOf(f, n)
		if err != nil {
			return nil, err
		}
		out = append(out, viewOfEnvelope(e))
	}
	return out, err
}

// noticesFor gives the signed notices of a filing to the unit that asks, and
// takes its word for those that it has.
func (s *server) noticesFor(ctx context.Context, f review.Filing, taken []evaluation.NoticeTaken, request review.Request) ([]Envelope, error) {
	notices, _, err := s.store.NoticesOn(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	var out []Envelope
	for _, n := range notices {
		view, err := envelopeView(n.Envelope)
		if err != nil {
			return nil, err
		}
		out = append(out, view)
		for _, t := range taken {
			if t.Notice != n.ID || n.ReceivedOn != (calendar.Date{}) {
				continue
			}
			request.Book, request.Filing, request.Notice = f.Book(), f.ID, n.ID
			if err := s.store.Review(ctx, request, func(now *review.Situation) (review.Change, error) {
				change := reached(now, t.ReceivedOn)
				change.Rule, change.PolicyVersion = "exchange:signed", s.policy.Version()
				return change, nil
			}); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// reached notes in the book the day on which a notice reached its unit.
func reached(now *review.Situation, on calendar.Date) review.Change {
	n, changed := now.Notice.Receive(on, now.Now)
	if !changed {
		return review.Change{}
	}
	return review.Change{Notice: &n, Events: []review.Event{review.RectificationReceived{Filing: n.FilingID, Notice: n.ID, ReceivedOn: n.ReceivedOn}}}
}

// replies checks that a filing replies to a notice that its unit was sent.
func (s *server) replies(ctx context.Context, m filing.Manifest) error {
	if m.Rectifies == nil {
		return nil
	}
	n, err := s.store.Notice(ctx, m.Rectifies.Notice)
	if fault.CodeOf(err) == fault.NotFound {
		return fault.New(fault.Invalid, "rectification_unknown", "no notice %.60q", m.Rectifies.Notice)
	}
	if err != nil {
		return err
	}
	f, _, err := s.store.ReceivedFiling(ctx, n.FilingID)
	if err == nil && (f.UnitID != m.UnitID || f.ReceiverID != m.ReceiverID || f.Year != m.Year) {
		err = fault.New(fault.Invalid, "rectification_unknown", "notice %.60q is for another", n.ID)
	}
	return err
}

// takeOutcome gives the unit to read what was found, which was carried here.
func (s *server) takeOutcome(ctx context.Context, x *exchange, e signing.Envelope, receiver *filing.Receiver, now *evaluation.Situation) error {
	m, err := filing.Of(now.Evaluation, "-", 1)
	if err != nil {
		return err
	}
	l, err := receiver.CheckOutcome(e, m)
	if err != nil {
		return err
	}
	d, err := s.policy.AuthorizeObject(now, policy.ObjectDossier, policy.Deliver, "")
	if err != nil {
		return err
	}
	return filing.TakeOutcome(ctx, s.store, e, l, x.command(""), d.Rule, d.Version)
}

// takeNotice begins the rectification that a notice asks for which was carried
// here.
func (s *server) takeNotice(ctx context.Context, x *exchange, e signing.Envelope, receiver *filing.Receiver, now *evaluation.Situation) error {
	m, err := filing.Of(now.Evaluation, "-", 1)
	if err != nil {
		return err
	}
	n, err := receiver.CheckNotice(e, m)
	if err != nil {
		return err
	}
	d, err := s.policy.AuthorizeObject(now, policy.ObjectDossier, policy.Deliver, "")
	if err != nil {
		return err
	}
	return filing.Take(ctx, s.store, n, x.command(""), d.Rule, d.Version)
}
