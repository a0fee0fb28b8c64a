package api

import (
	"context"

	"jiheng/internal/evaluation"
)

// WithdrawTask takes back what was handed in (撤回).
func (s *server) WithdrawTask(c context.Context, r WithdrawTaskRequestObject) (WithdrawTaskResponseObject, error) {
	cmd := command(evaluation.Withdraw, r.TaskID)
	cmd.Reason = r.Body.Reason
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return WithdrawTask200JSONResponse{done}, err
}

// TransferTask gives a task to somebody else (转办).
func (s *server) TransferTask(c context.Context, r TransferTaskRequestObject) (TransferTaskResponseObject, error) {
	cmd := command(evaluation.Transfer, r.TaskID)
	cmd.Person, cmd.Reason = evaluation.PersonID(r.Body.Person), r.Body.Reason
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return TransferTask200JSONResponse{done}, err
}

// DelegateTask lets somebody else prepare a task (委派).
func (s *server) DelegateTask(c context.Context, r DelegateTaskRequestObject) (DelegateTaskResponseObject, error) {
	cmd := command(evaluation.Delegate, r.TaskID)
	cmd.Person, cmd.Reason = evaluation.PersonID(r.Body.Person), r.Body.Reason
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return DelegateTask200JSONResponse{done}, err
}

// HandBackTask gives a delegated task back (归还).
func (s *server) HandBackTask(c context.Context, r HandBackTaskRequestObject) (HandBackTaskResponseObject, error) {
	cmd := command(evaluation.HandBack, r.TaskID)
	cmd.Opinion = r.Body.Opinion
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return HandBackTask200JSONResponse{done}, err
}

// AddSigner asks somebody more to sign (加签).
func (s *server) AddSigner(c context.Context, r AddSignerRequestObject) (AddSignerResponseObject, error) {
	cmd := command(evaluation.AddSigner, r.TaskID)
	cmd.Person, cmd.Place, cmd.Reason = evaluation.PersonID(r.Body.Person), evaluation.Place(r.Body.Place), r.Body.Reason
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return AddSigner200JSONResponse{done}, err
}

// RemoveSigner takes that back (减签).
func (s *server) RemoveSigner(c context.Context, r RemoveSignerRequestObject) (RemoveSignerResponseObject, error) {
	cmd := command(evaluation.RemoveSigner, r.TaskID)
	cmd.Person, cmd.Reason = evaluation.PersonID(r.Body.Person), r.Body.Reason
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return RemoveSigner200JSONResponse{done}, err
}

// ReassignTask moves a task (改派).
func (s *server) ReassignTask(c context.Context, r ReassignTaskRequestObject) (ReassignTaskResponseObject, error) {
	cmd := command(evaluation.Reassign, r.TaskID)
	cmd.Person, cmd.Reason = evaluation.PersonID(r.Body.Person), r.Body.Reason
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return ReassignTask200JSONResponse{done}, err
}

// JumpTask moves a matter to another step (跳转).
func (s *server) JumpTask(c context.Context, r JumpTaskRequestObject) (JumpTaskResponseObject, error) {
	cmd := command(evaluation.Jump, r.TaskID)
	cmd.To, cmd.Reason, cmd.Items = evaluation.StepID(r.Body.To), r.Body.Reason, itemIDs(r.Body.Items)
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return JumpTask200JSONResponse{done}, err
}
