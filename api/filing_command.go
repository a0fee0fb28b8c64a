package api

import (
	"bytes"
	"context"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/filing"
	"jiheng/internal/review"
	"jiheng/internal/scoring"
	"jiheng/policy"
)

// ReceiveFiling acknowledges a filing of this installation under its number
// (签收): it does the step of the evaluation that waits for the receiver.
func (s *server) ReceiveFiling(c context.Context, r ReceiveFilingRequestObject) (ReceiveFilingResponseObject, error) {
	view, err := s.onFiling(c, r.FilingID, policy.Receive, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true},
		func(ctx context.Context, x *exchange, f review.Summary, d policy.Decision) error {
			if f.State != review.Arrived || f.Channel != review.ChannelLocal {
				return answeredBefore(f.State != review.Arrived && f.State != review.Returned)
			}
			return s.onEvaluation(ctx, x, f, r.Params.IdempotencyKey, d, func(now *evaluation.Situation) ([]evaluation.Event, error) {
				return evaluation.ReceiveHere(now, f.Number)
			})
		})
	return ReceiveFiling200JSONResponse{view}, err
}

// AcceptFiling ends the form check (审核通过).
func (s *server) AcceptFiling(c context.Context, r AcceptFilingRequestObject) (AcceptFilingResponseObject, error) {
	points := pointsOf(r.Body.FormCheck)
	view, err := s.decideFiling(c, r.FilingID, policy.Accept, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true},
		func(now *review.Situation, by string) (review.Change, error) {
			if now.Filing.State == review.Accepted && now.Filing.DecidedBy == by {
				return review.Change{}, nil // it was answered before
			}
			f, err := now.Filing.Accept(by, points, now.Now)
			return review.Change{
				Filings: []review.Filing{f}, Events: []review.Event{review.FilingAccepted{Filing: f.ID, Digest: f.Digest, FormCheck: points}},
			}, err
		})
	return AcceptFiling200JSONResponse{view}, err
}

// ReturnFiling sends a filing back with reasons (退回). In this installation the
// unit's evaluation takes the matter up again at once; to another one goes a
// signed notice.
func (s *server) ReturnFiling(c context.Context, r ReturnFilingRequestObject) (ReturnFilingResponseObject, error) {
	t := terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}
	view, err := s.onFiling(c, r.FilingID, policy.SendBack, t, func(ctx context.Context, x *exchange, f review.Summary, d policy.Decision) error {
		if f.State == review.Returned && f.DecidedBy == string(x.person()) {
			return nil // it was answered before
		}
		if f.Channel == review.ChannelLocal {
			return s.onEvaluation(ctx, x, f, r.Params.IdempotencyKey, d, func(now *evaluation.Situation) ([]evaluation.Event, error) {
				return evaluation.SendBack(now, evaluation.Answer{
					Version: f.Version, Digest: f.Digest, Reasons: r.Body.Reasons, FormCheck: checkedOf(r.Body.FormCheck),
				})
			})
		}
		return s.changeFiling(ctx, x, f, t, d, func(now *review.Situation) (review.Change, error) {
			return s.sendBack(now, string(x.person()), r.Body.Reasons, pointsOf(r.Body.FormCheck))
		})
	})
	return ReturnFiling200JSONResponse{view}, err
}

// sendBack returns a filing to another installation, with the signed notice
// that it will ask for or that will be carried there.
func (s *server) sendBack(now *review.Situation, by string, reasons []string, points []review.CheckPoint) (review.Change, error) {
	if s.signer == nil {
		return review.Change{}, fault.New(fault.Unavailable, reasonNoKeyHere, "this installation has no key to sign notices with")
	}
	f, err := now.Filing.SendBack(by, reasons, points, now.Now)
	if err != nil {
		return review.Change{}, err
	}
	e, err := filing.Sign(s.signer, filing.Return{
		Number: f.Number, EvaluationID: f.EvaluationID, UnitID: f.UnitID, ReceiverID: f.ReceiverID, Version: f.Version,
		Digest: f.Digest, Reasons: reasons, ReturnedAt: now.Now,
	})
	if err != nil {
		return review.Change{}, err
	}
	text, err := e.Encode()
	f.Notice = string(bytes.TrimRight(text, "\n"))
	return review.Change{
		Filings: []review.Filing{f},
		Events:  []review.Event{review.FilingSentBack{Filing: f.ID, Digest: f.Digest, Reasons: reasons, FormCheck: points, Notice: review.TextDigest(f.Notice)}},
	}, err
}

// AssessFiling adds an opinion beside what the unit gave itself (复核).
func (s *server) AssessFiling(c context.Context, r AssessFilingRequestObject) (AssessFilingResponseObject, error) {
	by, action := scoring.ByFinance, policy.Review
	if r.Body.Reviewer == AssessFilingReviewerDepartment {
		by, action = scoring.ByDepartment, policy.Assess
	}
	var points []review.ItemPoints
	for _, p := range r.Body.Points {
		points = append(points, review.ItemPoints{Item: p.Item, Points: p.Points, Reason: p.Reason})
	}
	view, err := s.decideFiling(c, r.FilingID, action, terms{key: r.Params.IdempotencyKey, match: r.Params.IfMatch, versioned: true},
		func(now *review.Situation, person string) (review.Change, error) {
			o, err := now.Filing.Assess(by, person, points, r.Body.Opinion, now.Opinions, now.Now)
			if err != nil || o.Repeats(now.Opinions) {
				return review.Change{}, err
			}
			return review.Change{Opinion: &o, Events: []review.Event{review.FilingAssessed{
				Filing: now.Filing.ID, Digest: now.Filing.Digest, Reviewer: by, Round: o.Round, Points: points, Total: o.Total, Opinion: o.Opinion,
			}}}, nil
		})
	return AssessFiling200JSONResponse{view}, err
}

// decideFiling lets policy and the bureau's core decide about a filing in the
// store's transaction, and shows it as it is afterwards.
func (s *server) decideFiling(c context.Context, id string, a evaluation.Action, t terms,
	decide func(now *review.Situation, by string) (review.Change, error),
) (ReceivedFilingJSONResponse, error) {
	return s.onFiling(c, id, a, t, func(ctx context.Context, x *exchange, f review.Summary, d policy.Decision) error {
		return s.changeFiling(ctx, x, f, t, d, func(now *review.Situation) (review.Change, error) {
			return decide(now, string(x.person()))
		})
	})
}

// onFiling does something about a filing that the caller may do, and shows it.
func (s *server) onFiling(c context.Context, id string, a evaluation.Action, t terms,
	do func(context.Context, *exchange, review.Summary, policy.Decision) error,
) (ReceivedFilingJSONResponse, error) {
	ctx, x := enter(c)
	if _, err := t.seen(); err != nil {
		return ReceivedFilingJSONResponse{}, err
	}
	f, _, d, err := s.filing(ctx, x, id, a)
	if err == nil {
		err = do(ctx, x, f, d)
	}
	s.metrics.acted("filing_"+string(a), err)
	if err != nil {
		return ReceivedFilingJSONResponse{}, err
	}
	f, opinions, err := s.store.ReceivedFiling(ctx, id)
	if err != nil {
		return ReceivedFilingJSONResponse{}, err
	}
	return s.filingDetail(ctx, f, opinions)
}

func (s *server) changeFiling(ctx context.Context, x *exchange, f review.Summary, t terms, d policy.Decision,
	decide func(*review.Situation) (review.Change, error),
) error {
	version, err := t.seen()
	if err != nil {
		return err
	}
	request := review.Request{
		Book: f.Book(), Filing: f.ID, Actor: x.person(), RequestID: x.requestID, ClientAddress: x.address, IfVersion: version,
	}
	return s.store.Review(ctx, request, func(now *review.Situation) (review.Change, error) {
		change, err := decide(now)
		change.Rule, change.PolicyVersion = d.Rule, d.Version
		return change, err
	})
}

// onEvaluation carries a decision of the receiver into an evaluation of this
// installation, whose rows then bring the filing's along.
func (s *server) onEvaluation(ctx context.Context, x *exchange, f review.Summary, key string, d policy.Decision,
	decide func(*evaluation.Situation) ([]evaluation.Event, error),
) error {
	request := x.command(key)
	request.Evaluation, request.Whole = evaluation.ID(f.EvaluationID), true
	_, err := s.store.Update(ctx, request, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := decide(now)
		return evaluation.Outcome{Events: events, Rule: d.Rule, PolicyVersion: d.Version}, err
	})
	return err
}

func answeredBefore(done bool) error {
	if done {
		return nil
	}
	return fault.New(fault.Conflict, "filing_settled", "it is not to be acknowledged any more")
}

func pointsOf(list []CheckPoint) []review.CheckPoint {
	var out []review.CheckPoint
	for _, p := range list {
		out = append(out, review.CheckPoint{Name: p.Name, Passed: p.Passed, Remark: p.Remark})
	}
	return out
}

func checkedOf(list []CheckPoint) []evaluation.CheckPoint {
	var out []evaluation.CheckPoint
	for _, p := range list {
		out = append(out, evaluation.CheckPoint{Name: p.Name, Passed: p.Passed, Remark: p.Remark})
	}
	return out
}
