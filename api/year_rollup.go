package api

import (
	"context"
	"slices"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/review"
	"jiheng/policy"
)

// ListYearRollUps shows the roll-ups of a year, and whether the last one still
// stands (汇总).
func (s *server) ListYearRollUps(c context.Context, r ListYearRollUpsRequestObject) (ListYearRollUpsResponseObject, error) {
	ctx, x := enter(c)
	b, _, err := s.bookFor(ctx, x, r.Year, policy.Read)
	if err != nil {
		return nil, err
	}
	made, err := s.store.RollUps(ctx, b)
	if err != nil {
		return nil, err
	}
	stated, err := s.store.Statements(ctx, b)
	if err != nil {
		return nil, err
	}
	out := YearRollUpList{RollUps: []YearRollUpHead{}, Accepted: len(stated), Changes: []YearRollUpChange{}, Rates: []RateCount{}}
	for _, n := range review.RateCounts(stated) {
		out.Rates = append(out.Rates, RateCount{Name: n.Name, Stated: n.Stated, Usable: n.Usable})
	}
	names := s.makers(ctx, made)
	for _, u := range slices.Backward(made) {
		out.RollUps = append(out.RollUps, YearRollUpHead{
			Round: u.Round, Digest: u.Digest, ByName: calledIn(names, evaluation.PersonID(u.By)), At: local(u.At),
		})
	}
	if len(made) > 0 {
		last, err := s.yearRollUp(ctx, b, len(made))
		if err != nil {
			return nil, err
		}
		out.Stale, out.Changes = last.Stale, last.Changes
	}
	return ListYearRollUps200JSONResponse(out), nil
}

func (s *server) makers(ctx context.Context, made []review.RollUp) evaluation.Names {
	var ids []evaluation.PersonID
	for _, u := range made {
		if id := evaluation.PersonID(u.By); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return s.namesAfter(ctx, ids...)
}

// GetYearRollUp shows a roll-up with what it was computed from.
func (s *server) GetYearRollUp(c context.Context, r GetYearRollUpRequestObject) (GetYearRollUpResponseObject, error) {
	ctx, x := enter(c)
	b, _, err := s.bookFor(ctx, x, r.Year, policy.Read)
	if err != nil {
		return nil, err
	}
	view, err := s.yearRollUp(ctx, b, r.Round)
	return GetYearRollUp200JSONResponse(view), err
}

// PreviewYearRollUp computes what a roll-up would come to now (汇总试算).
func (s *server) PreviewYearRollUp(c context.Context, r PreviewYearRollUpRequestObject) (PreviewYearRollUpResponseObject, error) {
	ctx, x := enter(c)
	b, _, err := s.bookFor(ctx, x, r.Year, policy.RollUp)
	if err != nil {
		return nil, err
	}
	category, err := categoriesOf(r.Body.Categories)
	if err != nil {
		return nil, err
	}
	stated, err := s.store.Statements(ctx, b)
	if err != nil {
		return nil, err
	}
	totals, err := b.RollUpOf(stated, r.Body.Rates, category)
	if err != nil {
		return nil, err
	}
	_, digest, err := totals.Canonical()
	if err != nil {
		return nil, err
	}
	view, err := s.totalsView(ctx, totals, digest)
	return PreviewYearRollUp200JSONResponse(view), err
}

// MakeYearRollUp writes the roll-up that was looked at into the book (汇总).
func (s *server) MakeYearRollUp(c context.Context, r MakeYearRollUpRequestObject) (MakeYearRollUpResponseObject, error) {
	ctx, x := enter(c)
	b, d, err := s.bookFor(ctx, x, r.Year, policy.RollUp)
	if err != nil {
		return nil, err
	}
	category, err := categoriesOf(r.Body.Categories)
	if err != nil {
		return nil, err
	}
	id := review.RollUpID(b, string(x.person()), r.Params.IdempotencyKey)
	var made review.RollUp
	request := review.Request{Book: b, RollUp: true, Actor: x.person(), RequestID: x.requestID, ClientAddress: x.address}
	err = s.store.Review(ctx, request, func(now *review.Situation) (review.Change, error) {
		out, known, err := now.RollUp(b, id, string(x.person()), r.Body.Digest, r.Body.Rates, category)
		made = out
		if err != nil || known {
			return review.Change{}, err
		}
		return review.Change{RollUp: &out, Events: []review.Event{out.Made()}, Rule: d.Rule, PolicyVersion: d.Version}, nil
	})
	s.metrics.acted("filing_roll_up", err)
	if err != nil {
		return nil, err
	}
	view, err := s.yearRollUp(ctx, b, made.Round)
	return MakeYearRollUp200JSONResponse(view), err
}

// categoriesOf gives the category of each unit. Fault: invalid category_invalid
// for a unit that is there twice.
func categoriesOf(list []UnitCategory) (map[string]string, error) {
	out := make(map[string]string, len(list))
	for _, c := range list {
		out[c.UnitID] = c.Category
	}
	if len(out) != len(list) {
		return nil, fault.New(fault.Invalid, "category_invalid", "a unit is there twice").
			WithFields(fault.Field{Name: "categories", Reason: "unit_twice"})
	}
	return out, nil
}
