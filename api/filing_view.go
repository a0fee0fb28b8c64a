package api

import (
	"context"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/review"
	"jiheng/internal/scoring"
)

func (s *server) filingView(ctx context.Context, f review.Summary) ReceivedFiling {
	view := ReceivedFiling{
		ID: f.ID, Number: f.Number, UnitID: f.UnitID, UnitName: f.UnitName, EvaluationID: f.EvaluationID, Year: f.Year,
		Title: f.Title, Version: f.Version, Supersedes: f.Supersedes, Digest: f.Digest, PackageSHA256: f.Package,
		DeclaredTotal: f.DeclaredTotal, DeclaredGrade: f.DeclaredGrade,
		Channel: ReceivedFilingChannel(f.Channel), ChannelText: f.Channel.Label(),
		FiledAt: local(f.FiledAt), ArrivedAt: local(f.ArrivedAt), ReceivedAt: local(f.ReceivedAt),
		State: FilingState(f.State), StateText: f.State.Label(), Late: f.Late, Drawn: f.Drawn,
		DecidedAt: local(f.DecidedAt), Reasons: f.Reasons, DepartmentTotal: f.DepartmentTotal, FinanceTotal: f.FinanceTotal,
		HasReceipt: f.Receipt != "", HasNotice: f.Notice != "", RowVersion: f.RowVersion,
	}
	if f.DecidedBy != "" {
		_, view.DecidedByName = named(s.namesAfter(ctx, evaluation.PersonID(f.DecidedBy)), evaluation.PersonID(f.DecidedBy))
	}
	for _, p := range f.FormCheck {
		view.FormCheck = append(view.FormCheck, CheckPoint{Name: p.Name, Passed: p.Passed, Remark: p.Remark})
	}
	return view
}

// filingDetail is a filing with all opinions side by side.
func (s *server) filingDetail(ctx context.Context, f review.Summary, opinions []review.Opinion) (ReceivedFilingJSONResponse, error) {
	view := s.filingView(ctx, f)
	if err := s.addNotices(ctx, &view, f.Filing); err != nil {
		return ReceivedFilingJSONResponse{}, err
	}
	sides, err := f.Sides(opinions)
	if err != nil && fault.CodeOf(err) != fault.Invalid {
		return ReceivedFilingJSONResponse{}, err
	}
	view.Review = reviewView(sides)
	view.Review.Unreadable = err != nil // what was filed is none of a table; the filing is still there
	if err := s.addGaps(ctx, &view.Review, f.Filing, opinions); err != nil {
		return ReceivedFilingJSONResponse{}, err
	}
	ids := make([]evaluation.PersonID, 0, len(opinions))
	for _, o := range opinions {
		ids = append(ids, evaluation.PersonID(o.By))
	}
	names := s.namesAfter(ctx, ids...)
	for _, o := range opinions {
		view.Review.Opinions = append(view.Review.Opinions, FilingOpinion{
			Reviewer: FilingOpinionReviewer(o.Reviewer), ReviewerText: o.Reviewer.Label(), Round: o.Round, Total: o.Total,
			Opinion: o.Opinion, ByName: calledIn(names, evaluation.PersonID(o.By)), At: local(o.At),
		})
	}
	return ReceivedFilingJSONResponse{Body: view, Headers: ReceivedFilingResponseHeaders{ETag: tag(f.RowVersion)}}, nil
}

func reviewView(sides scoring.SideBySide) FilingReview {
	out := FilingReview{
		Items: []ReviewedItem{}, Totals: []ReviewerTotal{}, Opinions: []FilingOpinion{}, Settled: figure(sides.Settled), Gap: figure(sides.Gap),
	}
	for i, it := range sides.Items {
		item := ReviewedItem{Item: i + 1, Title: it.Title, Full: figure(it.Full), Settled: figure(it.Settled), Gap: figure(it.Gap), Sides: []ReviewerPoints{}}
		for _, o := range it.Opinions {
			item.Sides = append(item.Sides, ReviewerPoints{
				Reviewer: ReviewerPointsReviewer(o.By), ReviewerText: o.By.Label(), Points: o.Points.String(), Reason: o.Reason,
			})
		}
		out.Items = append(out.Items, item)
	}
	for _, t := range sides.Totals {
		out.Totals = append(out.Totals, ReviewerTotal{Reviewer: ReviewerTotalReviewer(t.By), ReviewerText: t.By.Label(), Points: t.Points.String()})
	}
	return out
}

// figure writes a number that may not be there.
func figure(n *scoring.Number) string {
	if n == nil {
		return ""
	}
	return n.String()
}
