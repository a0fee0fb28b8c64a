package api

import (
	"context"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// SuspendEvaluation stops everything (挂起).
func (s *server) SuspendEvaluation(c context.Context, r SuspendEvaluationRequestObject) (SuspendEvaluationResponseObject, error) {
	cmd := evaluation.Command{Action: evaluation.Suspend, Reason: r.Body.Reason}
	done, err := s.actWhole(c, r.EvaluationID, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return SuspendEvaluation200JSONResponse{done}, err
}

// ResumeEvaluation lets everything go on (恢复).
func (s *server) ResumeEvaluation(c context.Context, r ResumeEvaluationRequestObject) (ResumeEvaluationResponseObject, error) {
	cmd := evaluation.Command{Action: evaluation.Resume, Reason: r.Body.Reason}
	done, err := s.actWhole(c, r.EvaluationID, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return ResumeEvaluation200JSONResponse{done}, err
}

// TerminateEvaluation ends it before its time (终止).
func (s *server) TerminateEvaluation(c context.Context, r TerminateEvaluationRequestObject) (TerminateEvaluationResponseObject, error) {
	cmd := evaluation.Command{Action: evaluation.Terminate, Reason: r.Body.Reason}
	done, err := s.actWhole(c, r.EvaluationID, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return TerminateEvaluation200JSONResponse{done}, err
}

// ExplainEvaluation tells what the caller may do to it, and why not the rest.
func (s *server) ExplainEvaluation(c context.Context, r ExplainEvaluationRequestObject) (ExplainEvaluationResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectEvaluation, policy.Read)
	if err != nil {
		return nil, err
	}
	view := Permissions{Permissions: s.permissionsView(s.policy.ExplainEvaluation(situation), situation, "")}
	return ExplainEvaluation200JSONResponse{PermissionsJSONResponse(view)}, nil
}

// actWhole lets policy and core decide a command on an evaluation as a whole,
// and shows the evaluation as it is after it.
func (s *server) actWhole(c context.Context, id string, t terms, cmd evaluation.Command) (EvaluationJSONResponse, error) {
	ctx, x := enter(c)
	version, err := t.seen()
	if err != nil {
		return EvaluationJSONResponse{}, err
	}
	request := x.command(t.key)
	request.Evaluation, request.Whole, request.People, request.IfVersion = evaluation.ID(id), true, cmd.Named(), version
	result, err := s.store.Update(ctx, request, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		outcome, err := s.policy.Decide(now, cmd)
		if err == nil && s.refusals.againOf(request.Actor, request.Evaluation, cmd, outcome.Refusal) {
			return evaluation.Outcome{}, ofProcess{outcome.Refusal, now.Definition}
		}
		return outcome, err
	})
	if len(result.Events) > 0 && !result.Replayed {
		s.refusals.keptOf(request.Actor, request.Evaluation, cmd, err)
	}
	s.metrics.acted(string(cmd.Action), err)
	if err != nil {
		return EvaluationJSONResponse{}, s.explained(ctx, result, err)
	}
	def, err := s.store.Definition(ctx, result.Evaluation.Process)
	if err != nil {
		return EvaluationJSONResponse{}, err
	}
	in, err := s.store.CalendarInForce(ctx)
	if err != nil {
		return EvaluationJSONResponse{}, err
	}
	view, err := s.evaluationView(ctx, &lens{}, result.Evaluation, def, in.Calendar)
	return EvaluationJSONResponse{Body: view, Headers: EvaluationResponseHeaders{ETag: tag(result.Seq)}}, err
}
