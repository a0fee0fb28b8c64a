package api

import (
	"context"
	"errors"
	"slices"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// readsAdministration gives who asks, if he may read of an object.
func (s *server) readsAdministration(ctx context.Context, x *exchange, o policy.Object) (evaluation.Actor, error) {
	actor, err := s.actor(ctx, x)
	if err == nil {
		_, err = s.policy.AuthorizeInstallation(actor, o, policy.Read)
	}
	return actor, err
}

// ListGrants shows administrators who holds what.
func (s *server) ListGrants(c context.Context, r ListGrantsRequestObject) (ListGrantsResponseObject, error) {
	ctx, x := enter(c)
	if _, err := s.readsAdministration(ctx, x, policy.ObjectGrant); err != nil {
		return nil, err
	}
	q := administration.Search{Text: r.Params.Query, Role: evaluation.RoleID(r.Params.Role), Past: r.Params.Past}
	list, next, err := s.store.Holdings(ctx, q, pageSize(r.Params.Limit), r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	out := ListGrants200JSONResponse{Grants: []RoleGrant{}, NextCursor: next}
	for _, h := range list {
		name := calling(evaluation.PersonName{Name: h.Name, Post: h.Post})
		out.Grants = append(out.Grants, grantView(h.Grant, name, h.UnitName, h.Department))
	}
	return out, nil
}

// ListGrantProposals shows administrators what was proposed.
func (s *server) ListGrantProposals(c context.Context, r ListGrantProposalsRequestObject) (ListGrantProposalsResponseObject, error) {
	ctx, x := enter(c)
	if _, err := s.readsAdministration(ctx, x, policy.ObjectGrant); err != nil {
		return nil, err
	}
	list, next, err := s.store.Proposals(ctx, r.Params.Waiting, pageSize(r.Params.Limit), r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	views, err := s.proposalViews(ctx, x, list)
	return ListGrantProposals200JSONResponse{Proposals: views, NextCursor: next}, err
}

// ListAccounts shows administrators who may log in.
func (s *server) ListAccounts(c context.Context, r ListAccountsRequestObject) (ListAccountsResponseObject, error) {
	ctx, x := enter(c)
	if _, err := s.readsAdministration(ctx, x, policy.ObjectAccount); err != nil {
		return nil, err
	}
	list, next, err := s.store.Accounts(ctx, administration.Search{Text: r.Params.Query}, pageSize(r.Params.Limit), r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	out := ListAccounts200JSONResponse{Accounts: []Account{}, NextCursor: next}
	for _, a := range list {
		out.Accounts = append(out.Accounts, accountView(a))
	}
	return out, nil
}

// ListAdministrationChoices gives what a proposal can choose from, and what
// the caller may do.
func (s *server) ListAdministrationChoices(c context.Context, _ ListAdministrationChoicesRequestObject) (ListAdministrationChoicesResponseObject, error) {
	ctx, x := enter(c)
	actor, err := s.readsAdministration(ctx, x, policy.ObjectGrant)
	if err != nil {
		return nil, err
	}
	places, err := s.store.Places(ctx)
	if err != nil {
		return nil, err
	}
	out := ListAdministrationChoices200JSONResponse(noChoices())
	for _, role := range policy.GrantableRoles() {
		out.Roles = append(out.Roles, struct {
			Administrator bool   `json:"administrator"`
			ID            string `json:"id"`
			OfDepartment  bool   `json:"of_department"`
			Title         string `json:"title"`
		}{policy.Administers(role), string(role), role == policy.Section, policy.RoleTitle(role)})
	}
	for _, p := range places {
		if p.UnitID == "" {
			out.Units = append(out.Units, struct {
				ID   string `json:"id"`
				Name string `json:"name"`
			}{p.ID, p.Name})
			continue
		}
		out.Departments = append(out.Departments, struct {
			ID     string `json:"id"`
			Name   string `json:"name"`
			UnitID string `json:"unit_id"`
		}{p.ID, p.Name, p.UnitID})
	}
	out.Actions = append(s.mayDo(actor, policy.ObjectGrant), s.mayDo(actor, policy.ObjectAccount)...)
	return out, nil
}

// noChoices is what there is to choose from before any list was imported.
func noChoices() AdministrationChoices {
	var none AdministrationChoices
	none.Units, none.Departments = empty(none.Units), empty(none.Departments)
	return none
}

// empty is a list without anything, which is told as [] and not as null.
func empty[T any]([]T) []T { return []T{} }

// mayDo tells what somebody may do with a kind of object, and by which rule not.
func (s *server) mayDo(actor evaluation.Actor, o policy.Object) []AdministrationAction {
	var out []AdministrationAction
	for _, a := range policy.ActionsOn(o) {
		if a == policy.Read {
			continue
		}
		d, err := s.policy.AuthorizeInstallation(actor, o, a)
		out = append(out, s.actionView(a, d.Rule, err))
	}
	return out
}

func (s *server) actionView(a evaluation.Action, rule string, err error) AdministrationAction {
	view := AdministrationAction{Action: AdministrationActionAction(a), Allowed: err == nil}
	if err != nil {
		view.Rule, view.RuleText = rule, s.policy.Wording(rule)
	}
	return view
}

// proposalViews shows proposals with what the caller may do about each.
func (s *server) proposalViews(ctx context.Context, x *exchange, list []administration.Proposal) ([]GrantProposal, error) {
	actor, err := s.actor(ctx, x)
	if err != nil {
		return nil, err
	}
	places, err := s.store.Places(ctx)
	if err != nil {
		return nil, err
	}
	var ids []evaluation.PersonID
	for _, p := range list {
		ids = append(ids, p.Wanted.Person, p.ProposedBy, p.DecidedBy)
	}
	names := s.namesAfter(ctx, ids...)
	out := []GrantProposal{}
	for _, p := range list {
		view := s.proposalView(p, names, places)
		view.Actions = s.proposalActions(actor, p)
		out = append(out, view)
	}
	return out, nil
}

func (s *server) proposalView(p administration.Proposal, names evaluation.Names, places []administration.Place) GrantProposal {
	state := p.State(s.now())
	w := p.Wanted
	place := func(id, unit string) string {
		i := slices.IndexFunc(places, func(o administration.Place) bool { return o.ID == id && o.UnitID == unit })
		if i < 0 {
			return ""
		}
		return places[i].Name
	}
	view := GrantProposal{
		ID: p.ID, Kind: GrantProposalKind(p.Kind), KindTitle: p.Kind.Label(), Reason: p.Reason, State: GrantProposalState(state), StateTitle: state.Label(),
		Grant:      grantView(w, calledIn(names, w.Person), place(w.UnitID, ""), place(w.DepartmentID, w.UnitID)),
		ProposedBy: string(p.ProposedBy), ProposedByName: calledIn(names, p.ProposedBy), ProposedAt: local(p.ProposedAt), ExpiresAt: local(p.ExpiresAt),
		DecidedAt: local(p.DecidedAt), Note: p.Note,
	}
	view.DecidedBy, view.DecidedByName = named(names, p.DecidedBy)
	return view
}

// proposalActions asks the same rules as a decision does.
func (s *server) proposalActions(actor evaluation.Actor, p administration.Proposal) []AdministrationAction {
	var out []AdministrationAction
	if p.State(s.now()) != administration.Proposed {
		return []AdministrationAction{}
	}
	person := &administration.Person{ID: p.Wanted.Person}
	for _, a := range []evaluation.Action{evaluation.Approve, policy.Reject, evaluation.Withdraw} {
		rule, err := administration.Allowed(s.policy, administration.Facts{Actor: actor, Proposal: &p, Person: person}, a)
		if f := (*fault.Error)(nil); errors.As(err, &f) {
			rule = f.Rule
		}
		out = append(out, s.actionView(a, rule, err))
	}
	return out
}

func grantView(g administration.Grant, person, unit, department string) RoleGrant {
	return RoleGrant{
		ID: g.ID, Person: string(g.Person), PersonName: person, Role: string(g.Role), RoleTitle: policy.RoleTitle(g.Role),
		Administrator: policy.Administers(g.Role), UnitID: g.UnitID, UnitName: unit, DepartmentID: g.DepartmentID, DepartmentName: department,
		From: local(g.From), To: local(g.To), Proposal: g.Proposal,
	}
}

func accountView(a administration.Account) Account {
	return Account{
		Person: string(a.Person), PersonName: calling(evaluation.PersonName{Name: a.Name, Post: a.Post}), Login: a.Login,
		UnitID: a.UnitID, UnitName: a.UnitName, Locked: !a.LockedAt.IsZero(), LockedAt: local(a.LockedAt),
		HasPassword: a.HasPassword, Sessions: a.Sessions, SeenAt: local(a.SeenAt),
	}
}
