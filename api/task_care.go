package api

import (
	"context"

	"jiheng/internal/evaluation"
)

// CopyTask shows a task to others (抄送).
func (s *server) CopyTask(c context.Context, r CopyTaskRequestObject) (CopyTaskResponseObject, error) {
	cmd := command(evaluation.CopyTo, r.TaskID)
	cmd.People, cmd.Text = personIDs(r.Body.People), r.Body.Text
	done, err := s.act(c, terms{key: r.Params.IdempotencyKey}, cmd)
	return CopyTask200JSONResponse{done}, err
}

// MarkTaskRead notes that the caller has seen a task (已阅).
func (s *server) MarkTaskRead(c context.Context, r MarkTaskReadRequestObject) (MarkTaskReadResponseObject, error) {
	cmd := command(evaluation.MarkRead, r.TaskID)
	done, err := s.act(c, terms{key: r.Params.IdempotencyKey}, cmd)
	return MarkTaskRead200JSONResponse{done}, err
}

// UrgeTask asks for haste (催办).
func (s *server) UrgeTask(c context.Context, r UrgeTaskRequestObject) (UrgeTaskResponseObject, error) {
	cmd := command(evaluation.Urge, r.TaskID)
	cmd.Text = r.Body.Text
	done, err := s.act(c, terms{key: r.Params.IdempotencyKey}, cmd)
	return UrgeTask200JSONResponse{done}, err
}

// SetTaskPriority says how urgent a task is (设定紧急程度).
func (s *server) SetTaskPriority(c context.Context, r SetTaskPriorityRequestObject) (SetTaskPriorityResponseObject, error) {
	cmd := command(evaluation.SetPriority, r.TaskID)
	cmd.Priority = evaluation.Priority(r.Body.Priority)
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return SetTaskPriority200JSONResponse{done}, err
}

// AskExtension asks for more time (申请延期).
func (s *server) AskExtension(c context.Context, r AskExtensionRequestObject) (AskExtensionResponseObject, error) {
	cmd := command(evaluation.AskExtension, r.TaskID)
	cmd.Until, cmd.Reason = r.Body.Until, r.Body.Reason
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return AskExtension200JSONResponse{done}, err
}

// GrantExtension gives it (同意延期).
func (s *server) GrantExtension(c context.Context, r GrantExtensionRequestObject) (GrantExtensionResponseObject, error) {
	cmd := command(evaluation.GrantExtension, r.TaskID)
	cmd.Until, cmd.Opinion = r.Body.Until, r.Body.Opinion
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return GrantExtension200JSONResponse{done}, err
}

// RefuseExtension does not give it (不同意延期).
func (s *server) RefuseExtension(c context.Context, r RefuseExtensionRequestObject) (RefuseExtensionResponseObject, error) {
	cmd := command(evaluation.RefuseExtension, r.TaskID)
	cmd.Reason = r.Body.Reason
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return RefuseExtension200JSONResponse{done}, err
}

// RecuseFromTask declares an interest (回避).
func (s *server) RecuseFromTask(c context.Context, r RecuseFromTaskRequestObject) (RecuseFromTaskResponseObject, error) {
	cmd := command(evaluation.Recuse, r.TaskID)
	cmd.Reason = r.Body.Reason
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return RecuseFromTask200JSONResponse{done}, err
}

// ImposeRecusal keeps somebody from an item (责令回避).
func (s *server) ImposeRecusal(c context.Context, r ImposeRecusalRequestObject) (ImposeRecusalResponseObject, error) {
	cmd := command(evaluation.ImposeRecusal, r.TaskID)
	cmd.Person, cmd.Reason = evaluation.PersonID(r.Body.Person), r.Body.Reason
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return ImposeRecusal200JSONResponse{done}, err
}

// SuspendTask stops a task and its clock (挂起).
func (s *server) SuspendTask(c context.Context, r SuspendTaskRequestObject) (SuspendTaskResponseObject, error) {
	cmd := command(evaluation.Suspend, r.TaskID)
	cmd.Reason = r.Body.Reason
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return SuspendTask200JSONResponse{done}, err
}

// ResumeTask lets it go on (恢复).
func (s *server) ResumeTask(c context.Context, r ResumeTaskRequestObject) (ResumeTaskResponseObject, error) {
	cmd := command(evaluation.Resume, r.TaskID)
	cmd.Reason = r.Body.Reason
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return ResumeTask200JSONResponse{done}, err
}

func personIDs(ids []string) []evaluation.PersonID {
	out := make([]evaluation.PersonID, len(ids))
	for i, id := range ids {
		out[i] = evaluation.PersonID(id)
	}
	return out
}
