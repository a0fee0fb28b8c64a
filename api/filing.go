package api

import (
	"bytes"
	"context"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/review"
	"jiheng/internal/signing"
	"jiheng/policy"
)

// FilingStore keeps what was filed with a receiver, and its reviews.
type FilingStore interface {
	// Review decides about a receiver's book under its lock.
	Review(ctx context.Context, r review.Request, decide func(*review.Situation) (review.Change, error)) error
	Received(ctx context.Context, f review.Filter, limit int, cursor string) (review.Page, error)
	// ReceivedFiling finds one. Fault: not_found filing_not_found.
	ReceivedFiling(ctx context.Context, id string) (review.Summary, []review.Opinion, error)
	Completeness(ctx context.Context, b review.Book, f review.UnitFilter, now time.Time, limit int, cursor string) (review.CompletenessPage, error)
	PutDuties(ctx context.Context, by Deed, b review.Book, due map[string]calendar.Date) error
	Ranking(ctx context.Context, b review.Book) ([]review.Summary, error)
	Drawable(ctx context.Context, b review.Book) ([]string, error)
	Draw(ctx context.Context, id string) (review.Draw, error)
	Draws(ctx context.Context, b review.Book) ([]review.Draw, error)
	ReviewJournal(ctx context.Context, b review.Book, after int64, limit int) ([]journal.Entry, error)
	VerifyReviewJournal(ctx context.Context, b review.Book) ([]journal.Finding, error)
	// GapsOn lists what was settled of the review gap of a filing.
	GapsOn(ctx context.Context, filing string) ([]review.Gap, error)
	// RollUps lists the roll-ups of a book without their content, the earliest
	// first.
	RollUps(ctx context.Context, b review.Book) ([]review.RollUp, error)
	// RollUp finds one. Fault: not_found roll_up_not_found.
	RollUp(ctx context.Context, b review.Book, round int) (review.RollUp, error)
	// Statements reads what the filings that passed the form check state.
	Statements(ctx context.Context, b review.Book) ([]review.Statement, error)
	// FiledIn lists the filings of a book, the replies to notices left out.
	FiledIn(ctx context.Context, b review.Book) ([]review.Filing, error)
	UnitNames(ctx context.Context, ids []string) (map[string]string, error)
	// Notice finds a notice of rectification. Fault: not_found
	// rectification_unknown.
	Notice(ctx context.Context, id string) (review.Notice, error)
	// NoticesOn lists the notices that a filing led to, with the replies to each.
	NoticesOn(ctx context.Context, filing string) ([]review.Notice, map[string][]review.Filing, error)
	// Taken lists the notices that began what follows from an evaluation.
	Taken(ctx context.Context, id evaluation.ID) ([]evaluation.NoticeTaken, error)
	// FollowUps lists what follows from an evaluation.
	FollowUps(ctx context.Context, id evaluation.ID) ([]evaluation.FollowUp, error)
	// SenderKeys lists the keys whose signature counts for a unit.
	SenderKeys(ctx context.Context, unitID string) ([]review.SenderKey, error)
}

// ListFilings shows what was filed with the caller's unit, or by the units
// that he oversees.
func (s *server) ListFilings(c context.Context, r ListFilingsRequestObject) (ListFilingsResponseObject, error) {
	ctx, x := enter(c)
	actor, err := s.actor(ctx, x)
	if err != nil {
		return nil, err
	}
	filter := review.Filter{Year: r.Params.Year, Unit: r.Params.Unit, State: review.State(r.Params.State), Text: r.Params.Text}
	filter.Receivers, filter.Units = s.filingsOf(actor)
	if len(filter.Receivers)+len(filter.Units) == 0 {
		_, err := s.policy.AuthorizeUnit(actor, actor.UnitID, policy.ObjectFiling, policy.Read)
		return nil, err
	}
	page, err := s.store.Received(ctx, filter, pageSize(r.Params.Limit), r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	out := ListFilings200JSONResponse{Filings: []ReceivedFiling{}, NextCursor: page.NextCursor}
	for _, f := range page.Filings {
		out.Filings = append(out.Filings, s.filingView(ctx, f))
	}
	return out, nil
}

// filingsOf lists whose received filings, and which units' filings, somebody
// may see.
func (s *server) filingsOf(a evaluation.Actor) (receivers, units []string) {
	for _, g := range a.Grants {
		if _, err := s.policy.AuthorizeUnit(a, g.UnitID, policy.ObjectFiling, policy.Read); err == nil {
			receivers = append(receivers, g.UnitID)
		}
		if _, err := s.policy.AuthorizeUnit(a, g.UnitID, policy.ObjectFiling, policy.Oversee); err == nil {
			units = append(units, g.UnitID)
		}
	}
	return receivers, units
}

// GetFiling shows a filing with all opinions side by side.
func (s *server) GetFiling(c context.Context, r GetFilingRequestObject) (GetFilingResponseObject, error) {
	ctx, x := enter(c)
	f, opinions, _, err := s.filing(ctx, x, r.FilingID, policy.Read)
	if err != nil {
		return nil, err
	}
	view, err := s.filingDetail(ctx, f, opinions)
	return GetFiling200JSONResponse{view}, err
}

// filing finds a filing about which somebody may do something. To whoever may
// not even read it, it does not exist.
func (s *server) filing(ctx context.Context, x *exchange, id string, a evaluation.Action) (review.Summary, []review.Opinion, policy.Decision, error) {
	f, opinions, err := s.store.ReceivedFiling(ctx, id)
	if err != nil {
		return f, nil, policy.Decision{}, err
	}
	actor, err := s.actor(ctx, x)
	if err != nil {
		return f, nil, policy.Decision{}, err
	}
	if _, err := s.policy.AuthorizeFiling(actor, f.ReceiverID, f.UnitID, policy.Read); err != nil {
		return f, nil, policy.Decision{}, fault.New(fault.NotFound, "filing_not_found", "no filing %.60q", id)
	}
	d, err := s.policy.AuthorizeFiling(actor, f.ReceiverID, f.UnitID, a)
	return f, opinions, d, err
}

// GetFilingPackage gives the sealed package out as it was filed.
func (s *server) GetFilingPackage(c context.Context, r GetFilingPackageRequestObject) (GetFilingPackageResponseObject, error) {
	ctx, x := enter(c)
	f, _, _, err := s.filing(ctx, x, r.FilingID, policy.Read)
	if err != nil {
		return nil, err
	}
	if err := s.given(ctx, x, evaluation.ID(f.EvaluationID), packagePath); err != nil {
		return nil, err
	}
	return s.open(c, f.Package, packageName(evaluation.ID(f.EvaluationID)))
}

// GetFilingReceipt gives the signed receipt.
func (s *server) GetFilingReceipt(c context.Context, r GetFilingReceiptRequestObject) (GetFilingReceiptResponseObject, error) {
	ctx, x := enter(c)
	f, _, _, err := s.filing(ctx, x, r.FilingID, policy.Read)
	if err != nil {
		return nil, err
	}
	view, err := envelopeView(f.Receipt)
	return GetFilingReceipt200JSONResponse(view), err
}

// GetFilingNotice gives the signed notice of return.
func (s *server) GetFilingNotice(c context.Context, r GetFilingNoticeRequestObject) (GetFilingNoticeResponseObject, error) {
	ctx, x := enter(c)
	f, _, _, err := s.filing(ctx, x, r.FilingID, policy.Read)
	if err != nil {
		return nil, err
	}
	view, err := envelopeView(f.Notice)
	return GetFilingNotice200JSONResponse(view), err
}

// ImportFiling takes in a filing that came as a file (导入报送文件).
func (s *server) ImportFiling(c context.Context, r ImportFilingRequestObject) (ImportFilingResponseObject, error) {
	ctx, x := enter(c)
	actor, err := s.actor(ctx, x)
	if err != nil {
		return nil, err
	}
	d, err := s.policy.AuthorizeUnit(actor, actor.UnitID, policy.ObjectFiling, policy.Receive)
	if err != nil {
		return nil, err
	}
	request := review.Request{Actor: x.person(), RequestID: x.requestID, ClientAddress: x.address}
	body, more := s.filingBody(c, r.Body)
	done, err := s.takeIn(ctx, body, intake{
		request: request, channel: review.ChannelFile, receiver: actor.UnitID, rule: d.Rule, version: d.Version, more: more,
	})
	if err != nil {
		return nil, err
	}
	f, opinions, err := s.store.ReceivedFiling(ctx, done.ID)
	if err != nil {
		return nil, err
	}
	view, err := s.filingDetail(ctx, f, opinions)
	return ImportFiling200JSONResponse{view}, err
}

// envelopeView is a signed envelope as it is kept.
func envelopeView(kept string) (Envelope, error) {
	if kept == "" {
		return Envelope{}, fault.New(fault.NotFound, "envelope_not_found", "there is none")
	}
	e, err := signing.Decode(bytes.NewReader([]byte(kept)))
	if err != nil {
		return Envelope{}, fault.Wrap(err, fault.Internal, "envelope_unreadable", "read what was kept")
	}
	return viewOfEnvelope(e), nil
}

func viewOfEnvelope(e signing.Envelope) Envelope {
	return Envelope{Type: e.Type, Algorithm: EnvelopeAlgorithm(e.Algorithm), KeyID: e.KeyID, Payload: e.Payload, Signature: e.Signature}
}

func envelopeOf(v Envelope) signing.Envelope {
	return signing.Envelope{Type: v.Type, Algorithm: signing.Algorithm(v.Algorithm), KeyID: v.KeyID, Payload: v.Payload, Signature: v.Signature}
}
