package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// DefinitionProposalStore keeps what is proposed to be published.
type DefinitionProposalStore interface {
	// DefinitionDecided lets administrators propose and decide: decide is given
	// what is, as nobody else can change it meanwhile.
	DefinitionDecided(ctx context.Context, by Deed, c administration.DefinitionCommand,
		decide func(administration.DefinitionFacts) (administration.DefinitionDecision, error)) (administration.DefinitionProposal, error)
	DefinitionProposals(ctx context.Context, limit int, cursor string) (list []administration.DefinitionProposal, next string, err error)
	// DefinitionProposal gives one with its source. Fault: not_found proposal_not_found.
	DefinitionProposal(ctx context.Context, id string) (administration.DefinitionProposal, error)
}

// ListDefinitionProposals shows administrators what is proposed to be published.
func (s *server) ListDefinitionProposals(c context.Context, r ListDefinitionProposalsRequestObject) (ListDefinitionProposalsResponseObject, error) {
	ctx, x := enter(c)
	actor, err := s.readsAdministration(ctx, x, policy.ObjectPublishing)
	if err != nil {
		return nil, err
	}
	list, next, err := s.store.DefinitionProposals(ctx, pageSize(r.Params.Limit), r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	return ListDefinitionProposals200JSONResponse{
		Proposals: s.definitionProposalViews(ctx, actor, list), NextCursor: next, Actions: s.mayDo(actor, policy.ObjectPublishing),
	}, nil
}

// GetDefinitionProposal shows a proposal with the text that would be published.
func (s *server) GetDefinitionProposal(c context.Context, r GetDefinitionProposalRequestObject) (GetDefinitionProposalResponseObject, error) {
	ctx, x := enter(c)
	actor, err := s.readsAdministration(ctx, x, policy.ObjectPublishing)
	if err != nil {
		return nil, err
	}
	p, err := s.store.DefinitionProposal(ctx, r.ProposalID)
	if err != nil {
		return nil, err
	}
	view := s.definitionProposalViews(ctx, actor, []administration.DefinitionProposal{p})[0]
	view.Source = p.Source
	view.BaseVersion, view.BaseSource, err = s.publishedBefore(ctx, p.Process)
	return GetDefinitionProposal200JSONResponse{DefinitionProposalJSONResponse(view)}, err
}

// publishedBefore gives the newest version of a process before another, 0 where
// there is none.
func (s *server) publishedBefore(ctx context.Context, ref evaluation.ProcessRef) (version int, source string, err error) {
	kept, err := s.store.DefinitionVersions(ctx)
	if err != nil {
		return 0, "", err
	}
	for _, k := range kept {
		if k.Name == ref.Name && k.Version < ref.Version {
			source, err = s.store.DefinitionSource(ctx, evaluation.ProcessRef{Name: k.Name, Version: k.Version, Digest: k.Digest})
			return k.Version, source, err
		}
	}
	return 0, "", nil
}

// ProposeDefinition asks that a version be published (提出发布申请). Its id is
// the client's own name for it, so that asking twice asks once.
func (s *server) ProposeDefinition(c context.Context, r ProposeDefinitionRequestObject) (ProposeDefinitionResponseObject, error) {
	ctx, x := enter(c)
	if _, err := s.readsAdministration(ctx, x, policy.ObjectPublishing); err != nil {
		return nil, err
	}
	def, err := sound(r.Body.Source)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(string(x.person()) + "\n" + r.Params.IdempotencyKey))
	view, err := s.definitionAfter(ctx, x, administration.DefinitionCommand{
		Action: policy.Propose, Proposal: "def-" + hex.EncodeToString(sum[:12]), Reason: r.Body.Reason, Source: r.Body.Source, Title: def.Title,
		Process: evaluation.ProcessRef{Name: def.Name, Version: def.Version, Digest: def.Digest},
	})
	return ProposeDefinition200JSONResponse{DefinitionProposalJSONResponse(view)}, err
}

// ApproveDefinition publishes a version (批准发布).
func (s *server) ApproveDefinition(c context.Context, r ApproveDefinitionRequestObject) (ApproveDefinitionResponseObject, error) {
	ctx, x := enter(c)
	view, err := s.definitionAfter(ctx, x, administration.DefinitionCommand{Action: evaluation.Approve, Proposal: r.ProposalID})
	return ApproveDefinition200JSONResponse{DefinitionProposalJSONResponse(view)}, err
}

// RejectDefinition refuses a proposal (驳回发布申请).
func (s *server) RejectDefinition(c context.Context, r RejectDefinitionRequestObject) (RejectDefinitionResponseObject, error) {
	ctx, x := enter(c)
	view, err := s.definitionAfter(ctx, x, administration.DefinitionCommand{Action: policy.Reject, Proposal: r.ProposalID, Reason: r.Body.Reason})
	return RejectDefinition200JSONResponse{DefinitionProposalJSONResponse(view)}, err
}

// WithdrawDefinition takes a proposal back (撤回发布申请).
func (s *server) WithdrawDefinition(c context.Context, r WithdrawDefinitionRequestObject) (WithdrawDefinitionResponseObject, error) {
	ctx, x := enter(c)
	view, err := s.definitionAfter(ctx, x, administration.DefinitionCommand{Action: evaluation.Withdraw, Proposal: r.ProposalID, Reason: r.Body.Reason})
	return WithdrawDefinition200JSONResponse{DefinitionProposalJSONResponse(view)}, err
}

// sound reads a source that has no problems. Fault: invalid definition_invalid.
func sound(source string) (*evaluation.Definition, error) {
	def, problems, err := parsed(source)
	if err == nil && len(problems) > 0 {
		err = fault.New(fault.Invalid, "definition_invalid", "definition has %d problems", len(problems))
	}
	return def, err
}

// definitionAfter decides on a command, and keeps a refusal. What is approved
// is read once more: this program may be another than the one that proposed.
func (s *server) definitionAfter(ctx context.Context, x *exchange, c administration.DefinitionCommand) (DefinitionProposal, error) {
	by := deedOf(x, policy.Decision{Version: s.policy.Version()}) // the rule is asked for under the lock
	var actor evaluation.Actor
	p, err := s.store.DefinitionDecided(ctx, by, c, func(f administration.DefinitionFacts) (administration.DefinitionDecision, error) {
		actor = f.Actor
		d, err := administration.DecideDefinition(s.policy, f, c)
		if err == nil && !d.Again && d.Proposal.Settled == administration.Approved {
			_, err = sound(d.Proposal.Source)
		}
		return d, err
	})
	if err == nil {
		return s.definitionProposalViews(ctx, actor, []administration.DefinitionProposal{p})[0], nil
	}
	if code := fault.CodeOf(err); code == fault.Forbidden || code == fault.Conflict {
		refused := administration.Command{Action: c.Action, Proposal: c.Proposal}
		if kept := s.keepRefusal(ctx, x, refused, fault.As(err)); kept != nil {
			return DefinitionProposal{}, kept
		}
	}
	return DefinitionProposal{}, err
}

// definitionProposalViews shows proposals with what the caller may do about each.
func (s *server) definitionProposalViews(ctx context.Context, actor evaluation.Actor, list []administration.DefinitionProposal) []DefinitionProposal {
	var ids []evaluation.PersonID
	for _, p := range list {
		ids = append(ids, p.ProposedBy, p.DecidedBy)
	}
	names := s.namesAfter(ctx, ids...)
	out := []DefinitionProposal{}
	for _, p := range list {
		state := p.State(s.now())
		view := DefinitionProposal{
			ID: p.ID, Name: p.Process.Name, Version: p.Process.Version, Digest: p.Process.Digest, Title: p.Title, Reason: p.Reason,
			State: DefinitionProposalState(state), StateTitle: state.Label(), Note: p.Note,
			ProposedBy: string(p.ProposedBy), ProposedByName: calledIn(names, p.ProposedBy),
			ProposedAt: local(p.ProposedAt), ExpiresAt: local(p.ExpiresAt), DecidedAt: local(p.DecidedAt),
			Actions: s.definitionProposalActions(actor, p),
		}
		view.DecidedBy, view.DecidedByName = named(names, p.DecidedBy)
		out = append(out, view)
	}
	return out
}

// definitionProposalActions asks the same rules as a decision does.
func (s *server) definitionProposalActions(actor evaluation.Actor, p administration.DefinitionProposal) []AdministrationAction {
	out := []AdministrationAction{}
	if p.State(s.now()) != administration.Proposed {
		return out
	}
	for _, a := range []evaluation.Action{evaluation.Approve, policy.Reject, evaluation.Withdraw} {
		rule, err := administration.AllowedDefinition(s.policy, administration.DefinitionFacts{Actor: actor, Proposal: &p}, a)
		if f := (*fault.Error)(nil); errors.As(err, &f) {
			rule = f.Rule
		}
		out = append(out, s.actionView(a, rule, err))
	}
	return out
}
