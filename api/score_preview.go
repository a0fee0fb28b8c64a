package api

import (
	"context"

	"jiheng/internal/declaration"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// PreviewEvaluationScore scores a sheet as it will be once it is handed in: what
// its form and its figures say counts as well as what its scores do. Nothing is
// kept.
func (s *server) PreviewEvaluationScore(c context.Context, r PreviewEvaluationScoreRequestObject) (PreviewEvaluationScoreResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectEvaluation, policy.Read)
	if err != nil {
		return nil, err
	}
	d, err := declaration.Parse(r.Body.Sheet)
	if err != nil {
		return nil, withinSheet(err)
	}
	ref := situation.Definition.Scheme
	view := EvaluationScore{Scheme: ref.String(), Declared: Declared{Total: r.Body.Total, Grade: r.Body.Grade}, Problems: []ScoreProblem{}}
	if ref.Name == "" {
		return PreviewEvaluationScore200JSONResponse(view), nil
	}
	judged, err := s.schemes.Find(ref.Name, ref.Version)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "scheme_missing", "scheme %s of a running process", ref)
	}
	err = view.score(judged, cohortOf(judged, situation.Evaluation, d, view.Declared))
	return PreviewEvaluationScore200JSONResponse(view), err
}
