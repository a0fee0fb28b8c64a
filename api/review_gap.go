package api

import (
	"context"

	"jiheng/internal/fault"
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
	sides, err := f.Sides(opinions)
	if err != nil {
		return nil, err
	}
	totals := map[scoring.Reviewer]*scoring.Number{}
	for i := range sides.Totals {
		totals[sides.Totals[i].By] = &sides.Totals[i].Points
	}
	self, review := totals[scoring.BySelf], totals[scoring.ByFinance]
	if self == nil || review == nil {
		return nil, fault.New(fault.Conflict, "gap_unknown", "filing %s has not both totals", f.ID)
	}
	reading, err := scheme.ReadGap(*self, *review, nil)
	return GetReviewGap200JSONResponse(reading), err
}
