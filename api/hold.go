package api

import (
	"context"

	"jiheng/internal/evaluation"
)

// PlaceHold keeps an evaluation as it is (保全).
func (s *server) PlaceHold(c context.Context, r PlaceHoldRequestObject) (PlaceHoldResponseObject, error) {
	cmd := evaluation.Command{Action: evaluation.PlaceHold, Reason: r.Body.Reason, Reference: r.Body.Reference}
	done, err := s.actWhole(c, r.EvaluationID, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return PlaceHold200JSONResponse{done}, err
}

// LiftHold ends a hold (解除保全).
func (s *server) LiftHold(c context.Context, r LiftHoldRequestObject) (LiftHoldResponseObject, error) {
	cmd := evaluation.Command{Action: evaluation.LiftHold, Number: r.Body.Number, Reason: r.Body.Reason}
	done, err := s.actWhole(c, r.EvaluationID, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return LiftHold200JSONResponse{done}, err
}

// ProposeDisposal asks to clear papers away whose time is over (申请销毁).
func (s *server) ProposeDisposal(c context.Context, r ProposeDisposalRequestObject) (ProposeDisposalResponseObject, error) {
	cmd := evaluation.Command{Action: evaluation.ProposeDisposal, Reason: r.Body.Reason}
	done, err := s.actWhole(c, r.EvaluationID, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return ProposeDisposal200JSONResponse{done}, err
}

// ApproveDisposal has them cleared away (同意销毁).
func (s *server) ApproveDisposal(c context.Context, r ApproveDisposalRequestObject) (ApproveDisposalResponseObject, error) {
	cmd := evaluation.Command{Action: evaluation.ApproveDisposal, Opinion: r.Body.Opinion}
	done, err := s.actWhole(c, r.EvaluationID, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return ApproveDisposal200JSONResponse{done}, err
}

// RefuseDisposal keeps them (不同意销毁).
func (s *server) RefuseDisposal(c context.Context, r RefuseDisposalRequestObject) (RefuseDisposalResponseObject, error) {
	cmd := evaluation.Command{Action: evaluation.RefuseDisposal, Reason: r.Body.Reason}
	done, err := s.actWhole(c, r.EvaluationID, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return RefuseDisposal200JSONResponse{done}, err
}

func holdViews(list []evaluation.Hold, names evaluation.Names) []Hold {
	var out []Hold
	for _, h := range list {
		v := Hold{
			Number: h.Number, Reason: h.Reason, Reference: h.Reference, By: string(h.By), ByName: calledIn(names, h.By),
			At: local(h.At), LiftedAt: local(h.LiftedAt), LiftReason: h.LiftReason,
		}
		_, v.LiftedByName = named(names, h.LiftedBy)
		out = append(out, v)
	}
	return out
}

func disposalViews(list []evaluation.Disposal, names evaluation.Names) []Disposal {
	var out []Disposal
	for _, d := range list {
		v := Disposal{
			Number: d.Number, Reason: d.Reason, Years: d.Years, State: DisposalState(d.State), By: string(d.By), ByName: calledIn(names, d.By),
			At: local(d.At), DecidedAt: local(d.DecidedAt), Opinion: d.Opinion,
		}
		_, v.DecidedByName = named(names, d.DecidedBy)
		out = append(out, v)
	}
	return out
}
