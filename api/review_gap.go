package api

import (
	"context"
	"encoding/json"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/review"
	"jiheng/internal/scoring"
	"jiheng/policy"
)

// GetReviewGap reads the distance between what a unit gave itself and what the
// bureau gave by a scheme that takes points for it (复核分差).
func (s *server) GetReviewGap(c context.Context, r GetReviewGapRequestObject) (GetReviewGapResponseObject, error) {
	ctx, x := enter(c)
	f, opinions, _, err := s.filing(ctx, x, r.FilingID, policy.Read)
	if err != nil {
		return nil, err
	}
	scheme, err := s.schemes.Find(r.Params.Scheme, r.Params.Version)
	if err != nil {
		return nil, err
	}
	var choices []scoring.Decision
	if r.Params.Choices != "" {
		for c := range strings.SplitSeq(r.Params.Choices, ",") {
			name, value, _ := strings.Cut(c, "=")
			choices = append(choices, scoring.Decision{Name: name, Value: value})
		}
	}
	reading, err := f.ReadGap(scheme, choices, opinions, false)
	return GetReviewGap200JSONResponse(reading), err
}

// SettleReviewGap settles what is taken for that distance (复核分差认定).
func (s *server) SettleReviewGap(c context.Context, r SettleReviewGapRequestObject) (SettleReviewGapResponseObject, error) {
	scheme, err := s.schemes.Find(r.Body.Scheme, r.Body.Version)
	if err != nil {
		return nil, err
	}
	choices := make([]scoring.Decision, 0, len(r.Body.Choices))
	for _, c := range r.Body.Choices {
		choices = append(choices, scoring.Decision{Name: c.Name, Value: c.Value})
	}
	view, err := s.decideFiling(c, r.FilingID, policy.Review, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true},
		func(now *review.Situation, person string) (review.Change, error) {
			g, known, err := now.Filing.SettleGap(scheme, choices, person, now)
			if err != nil || known {
				return review.Change{}, err
			}
			return review.Change{Gap: &g, Events: []review.Event{g.Settled(*now.Filing)}}, nil
		})
	return SettleReviewGap200JSONResponse{view}, err
}

// addGaps shows what was settled of the review gap of a filing.
func (s *server) addGaps(ctx context.Context, view *FilingReview, f review.Filing, opinions []review.Opinion) error {
	gaps, err := s.store.GapsOn(ctx, f.ID)
	if err != nil {
		return err
	}
	ids := make([]evaluation.PersonID, 0, len(gaps))
	for _, g := range gaps {
		ids = append(ids, evaluation.PersonID(g.By))
	}
	names := s.namesAfter(ctx, ids...)
	for _, g := range gaps {
		out := SettledGap{
			Round: g.Round, OpinionRound: g.OpinionRound, Drawn: g.Drawn, Outdated: g.Outdated(opinions),
			ByName: calledIn(names, evaluation.PersonID(g.By)), At: local(g.At),
		}
		if err := json.Unmarshal([]byte(g.Reading), &out.Reading); err != nil {
			return fault.Wrap(err, fault.Internal, "event_unreadable", "read gap %d of %s", g.Round, f.ID)
		}
		view.Gaps = append(view.Gaps, out)
	}
	return nil
}
