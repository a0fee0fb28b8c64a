package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"jiheng/internal/administration"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// AdministrationStore keeps roles, proposals and accounts.
type AdministrationStore interface {
	// Decided lets an administrator propose and decide: decide is given what is,
	// as nobody else can change it meanwhile.
	Decided(ctx context.Context, by Deed, c administration.Command,
		decide func(administration.Facts) (administration.Decision, error)) (administration.Proposal, error)
	Proposals(ctx context.Context, waiting bool, limit int, cursor string) (list []administration.Proposal, next string, err error)
	Holdings(ctx context.Context, q administration.Search, limit int, cursor string) (list []administration.Holding, next string, err error)
	Accounts(ctx context.Context, q administration.Search, limit int, cursor string) (list []administration.Account, next string, err error)
	// AccountOf gives one account. Fault: not_found account_not_found.
	AccountOf(ctx context.Context, p evaluation.PersonID) (administration.Account, error)
	// Places gives all units and departments.
	Places(ctx context.Context) ([]administration.Place, error)
	// Beginnings counts what an installation needs before it can be worked with.
	Beginnings(ctx context.Context) (administration.Beginnings, error)
}

// administers decides on a command of an administrator, and keeps a refusal.
func (s *server) administers(ctx context.Context, x *exchange, c administration.Command) (administration.Proposal, error) {
	by := deedOf(x, policy.Decision{Version: s.policy.Version()}) // the rule is asked for under the lock
	p, err := s.store.Decided(ctx, by, c, func(f administration.Facts) (administration.Decision, error) {
		return administration.Decide(s.policy, f, c)
	})
	if err == nil {
		return p, nil
	}
	if code := fault.CodeOf(err); code == fault.Forbidden || code == fault.Conflict {
		if kept := s.keepRefusal(ctx, x, c, fault.As(err)); kept != nil {
			return p, kept
		}
	}
	return p, err
}

// keepRefusal puts into the journal of the installation what an administrator
// was refused, the same not more than once a minute.
func (s *server) keepRefusal(ctx context.Context, x *exchange, c administration.Command, f *fault.Error) error {
	same := evaluation.Command{Action: c.Action, Task: evaluation.TaskID(c.Proposal + string(c.Person) + string(c.Wanted.Person))}
	if s.refusals.again(x.person(), same, f) {
		return nil
	}
	person := c.Person
	if person == "" {
		person = c.Wanted.Person
	}
	data, err := json.Marshal(administration.AttemptRefused{Action: c.Action, Proposal: c.Proposal, Person: person, Role: c.Wanted.Role, Reason: f.Reason})
	if err != nil {
		return err
	}
	_, err = s.store.Note(ctx, journal.Entry{
		Type: administration.AttemptRefused{}.Type(), ActorID: string(x.person()), Rule: f.Rule, PolicyVersion: s.policy.Version(),
		RequestID: x.requestID, ClientAddress: x.address, Data: data,
	})
	if err == nil {
		s.refusals.kept(x.person(), same, f)
	}
	return err
}

// ProposeGrant asks that a role be given or ended (提出任免). Its id is the
// client's own name for it, so that asking twice asks once.
func (s *server) ProposeGrant(c context.Context, r ProposeGrantRequestObject) (ProposeGrantResponseObject, error) {
	ctx, x := enter(c)
	sum := sha256.Sum256([]byte(string(x.person()) + "\n" + r.Params.IdempotencyKey))
	cmd := administration.Command{
		Action: policy.Propose, Proposal: "prop-" + hex.EncodeToString(sum[:12]), Kind: administration.Kind(r.Body.Kind), Reason: r.Body.Reason,
		Wanted: administration.Grant{
			ID: r.Body.Grant, Person: evaluation.PersonID(r.Body.Person), Role: evaluation.RoleID(r.Body.Role),
			UnitID: r.Body.UnitID, DepartmentID: r.Body.DepartmentID,
		},
	}
	if r.Body.FromOn != (calendar.Date{}) {
		cmd.Wanted.From = r.Body.FromOn.Start()
	}
	if r.Body.ToOn != (calendar.Date{}) {
		cmd.Wanted.To = r.Body.ToOn.End()
	}
	view, err := s.proposalAfter(ctx, x, cmd)
	return ProposeGrant200JSONResponse{GrantProposalJSONResponse(view)}, err
}

// ApproveGrant lets a proposal count (批准任免).
func (s *server) ApproveGrant(c context.Context, r ApproveGrantRequestObject) (ApproveGrantResponseObject, error) {
	ctx, x := enter(c)
	view, err := s.proposalAfter(ctx, x, administration.Command{Action: evaluation.Approve, Proposal: r.ProposalID})
	return ApproveGrant200JSONResponse{GrantProposalJSONResponse(view)}, err
}

// RejectGrant refuses a proposal (驳回任免).
func (s *server) RejectGrant(c context.Context, r RejectGrantRequestObject) (RejectGrantResponseObject, error) {
	ctx, x := enter(c)
	view, err := s.proposalAfter(ctx, x, administration.Command{Action: policy.Reject, Proposal: r.ProposalID, Reason: r.Body.Reason})
	return RejectGrant200JSONResponse{GrantProposalJSONResponse(view)}, err
}

// WithdrawGrant takes a proposal back (撤回任免).
func (s *server) WithdrawGrant(c context.Context, r WithdrawGrantRequestObject) (WithdrawGrantResponseObject, error) {
	ctx, x := enter(c)
	view, err := s.proposalAfter(ctx, x, administration.Command{Action: evaluation.Withdraw, Proposal: r.ProposalID, Reason: r.Body.Reason})
	return WithdrawGrant200JSONResponse{GrantProposalJSONResponse(view)}, err
}

func (s *server) proposalAfter(ctx context.Context, x *exchange, c administration.Command) (GrantProposal, error) {
	p, err := s.administers(ctx, x, c)
	if err != nil {
		return GrantProposal{}, err
	}
	views, err := s.proposalViews(ctx, x, []administration.Proposal{p})
	if err != nil {
		return GrantProposal{}, err
	}
	return views[0], nil
}

// LockAccount takes the right to log in away (锁定账号).
func (s *server) LockAccount(c context.Context, r LockAccountRequestObject) (LockAccountResponseObject, error) {
	ctx, x := enter(c)
	view, err := s.accountAfter(ctx, x, policy.Lock, r.PersonID, r.Body.Reason)
	return LockAccount200JSONResponse{AccountJSONResponse(view)}, err
}

// UnlockAccount gives it back (解锁账号).
func (s *server) UnlockAccount(c context.Context, r UnlockAccountRequestObject) (UnlockAccountResponseObject, error) {
	ctx, x := enter(c)
	view, err := s.accountAfter(ctx, x, policy.Unlock, r.PersonID, r.Body.Reason)
	return UnlockAccount200JSONResponse{AccountJSONResponse(view)}, err
}

// EndSessions logs somebody out everywhere (强制下线).
func (s *server) EndSessions(c context.Context, r EndSessionsRequestObject) (EndSessionsResponseObject, error) {
	ctx, x := enter(c)
	view, err := s.accountAfter(ctx, x, policy.EndSessions, r.PersonID, r.Body.Reason)
	return EndSessions200JSONResponse{AccountJSONResponse(view)}, err
}

func (s *server) accountAfter(ctx context.Context, x *exchange, a evaluation.Action, person, reason string) (Account, error) {
	id := evaluation.PersonID(person)
	if _, err := s.administers(ctx, x, administration.Command{Action: a, Person: id, Reason: reason}); err != nil {
		return Account{}, err
	}
	account, err := s.store.AccountOf(ctx, id)
	return accountView(account), err
}
