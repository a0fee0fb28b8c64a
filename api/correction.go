package api

import (
	"context"

	"jiheng/internal/evaluation"
)

// ProposeCorrection asks to correct what was published (申请更正).
func (s *server) ProposeCorrection(c context.Context, r ProposeCorrectionRequestObject) (ProposeCorrectionResponseObject, error) {
	cmd := evaluation.Command{Action: evaluation.ProposeCorrection, Reason: r.Body.Reason, Note: r.Body.Note}
	done, err := s.actWhole(c, r.EvaluationID, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return ProposeCorrection200JSONResponse{done}, err
}

// ApproveCorrection has the dossier made anew (同意更正).
func (s *server) ApproveCorrection(c context.Context, r ApproveCorrectionRequestObject) (ApproveCorrectionResponseObject, error) {
	cmd := evaluation.Command{Action: evaluation.ApproveCorrection, Opinion: r.Body.Opinion}
	done, err := s.actWhole(c, r.EvaluationID, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return ApproveCorrection200JSONResponse{done}, err
}

// RefuseCorrection leaves it as it is (不同意更正).
func (s *server) RefuseCorrection(c context.Context, r RefuseCorrectionRequestObject) (RefuseCorrectionResponseObject, error) {
	cmd := evaluation.Command{Action: evaluation.RefuseCorrection, Reason: r.Body.Reason}
	done, err := s.actWhole(c, r.EvaluationID, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return RefuseCorrection200JSONResponse{done}, err
}

func correctionViews(list []evaluation.Correction, names evaluation.Names) []Correction {
	out := []Correction{}
	for _, c := range list {
		v := Correction{
			Number: c.Number, Digest: c.Digest, Reason: c.Reason, Note: c.Note, State: CorrectionState(c.State),
			By: string(c.By), ByName: calledIn(names, c.By), At: local(c.At), DecidedAt: local(c.DecidedAt), Opinion: c.Opinion,
		}
		_, v.DecidedByName = named(names, c.DecidedBy)
		out = append(out, v)
	}
	return out
}
