package api

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// SubstitutionStore keeps who stands in for whom.
type SubstitutionStore interface {
	Substitutions(ctx context.Context, unitID string) ([]evaluation.Substitution, error)
	// StandsFor tells for whom a person stands in today.
	StandsFor(ctx context.Context, p evaluation.PersonID) ([]evaluation.Substitution, error)
	AskSubstitution(ctx context.Context, by Deed, s evaluation.Substitution) (evaluation.Substitution, error)
	// HeldBy lists the live tasks that a person has in a unit's evaluations.
	HeldBy(ctx context.Context, p evaluation.PersonID, unitID string, limit int) ([]evaluation.InboxTask, error)
	DecideSubstitution(ctx context.Context, by Deed, unitID, id string,
		decide func(evaluation.Substitution, time.Time) (evaluation.Substitution, error)) (evaluation.Substitution, error)
}

// ListSubstitutions shows those of one's unit.
func (s *server) ListSubstitutions(c context.Context, _ ListSubstitutionsRequestObject) (ListSubstitutionsResponseObject, error) {
	ctx, x := enter(c)
	if _, err := s.maySubstitute(ctx, x, policy.Read); err != nil {
		return nil, err
	}
	list, err := s.store.Substitutions(ctx, string(x.session.Person.UnitID))
	if err != nil {
		return nil, err
	}
	out := ListSubstitutions200JSONResponse{Substitutions: []Substitution{}}
	for _, one := range list {
		out.Substitutions = append(out.Substitutions, s.substitutionView(ctx, one))
	}
	return out, nil
}

// AskSubstitution asks that somebody stands in (申请代理). For another person
// only those ask who could confirm it, and somebody else then confirms.
func (s *server) AskSubstitution(c context.Context, r AskSubstitutionRequestObject) (AskSubstitutionResponseObject, error) {
	ctx, x := enter(c)
	principal := x.person()
	if r.Body.Principal != "" {
		principal = evaluation.PersonID(r.Body.Principal)
	}
	action := policy.Ask
	if principal != x.person() {
		action = policy.Confirm
	}
	allowed, err := s.maySubstitute(ctx, x, action)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(string(x.person()) + "\n" + r.Params.IdempotencyKey))
	done, err := s.store.AskSubstitution(ctx, deedOf(x, allowed), evaluation.Substitution{
		ID: "sub-" + hex.EncodeToString(sum[:12]), Principal: principal, Substitute: evaluation.PersonID(r.Body.Substitute),
		UnitID: string(x.session.Person.UnitID), FromOn: r.Body.FromOn, ToOn: r.Body.ToOn, Process: r.Body.Process,
		Reason: r.Body.Reason, AskedBy: x.person(),
	})
	if err != nil {
		return nil, err
	}
	return AskSubstitution200JSONResponse{SubstitutionJSONResponse(s.substitutionView(ctx, done))}, nil
}

// ConfirmSubstitution lets it count (确认代理).
func (s *server) ConfirmSubstitution(c context.Context, r ConfirmSubstitutionRequestObject) (ConfirmSubstitutionResponseObject, error) {
	ctx, x := enter(c)
	allowed, err := s.maySubstitute(ctx, x, policy.Confirm)
	if err != nil {
		return nil, err
	}
	done, err := s.store.DecideSubstitution(ctx, deedOf(x, allowed), string(x.session.Person.UnitID), r.SubstitutionID,
		func(now evaluation.Substitution, at time.Time) (evaluation.Substitution, error) {
			if now.State() == evaluation.SubstitutionConfirmed && now.ConfirmedBy == x.person() {
				return now, nil // it was answered before
			}
			return now.Confirm(x.person(), at)
		})
	if err != nil {
		return nil, err
	}
	return ConfirmSubstitution200JSONResponse{SubstitutionJSONResponse(s.substitutionView(ctx, done))}, nil
}

// EndSubstitution ends it (终止代理): one's own, or as an administrator any.
func (s *server) EndSubstitution(c context.Context, r EndSubstitutionRequestObject) (EndSubstitutionResponseObject, error) {
	ctx, x := enter(c)
	_, administrator := s.maySubstitute(ctx, x, policy.Confirm)
	allowed, err := s.maySubstitute(ctx, x, policy.Read)
	if err != nil {
		return nil, err
	}
	done, err := s.store.DecideSubstitution(ctx, deedOf(x, allowed), string(x.session.Person.UnitID), r.SubstitutionID,
		func(now evaluation.Substitution, at time.Time) (evaluation.Substitution, error) {
			own := now.Principal == x.person() || now.Substitute == x.person() || now.AskedBy == x.person()
			if !own && administrator != nil {
				return now, administrator
			}
			if now.State() == evaluation.SubstitutionEnded && now.EndedBy == x.person() {
				return now, nil // it was answered before
			}
			return now.End(x.person(), at)
		})
	if err != nil {
		return nil, err
	}
	return EndSubstitution200JSONResponse{SubstitutionJSONResponse(s.substitutionView(ctx, done))}, nil
}

func (s *server) maySubstitute(ctx context.Context, x *exchange, a evaluation.Action) (policy.Decision, error) {
	actor, err := s.actor(ctx, x)
	if err != nil {
		return policy.Decision{}, err
	}
	return s.policy.AuthorizeUnit(actor, string(x.session.Person.UnitID), policy.ObjectSubstitution, a)
}

// boxesOf tells whose boxes the caller looks at: his own, or those of whom he
// stands in for, narrowed to the process that he may act in.
// Fault: forbidden substitution_missing.
func (s *server) boxesOf(ctx context.Context, x *exchange, filter *evaluation.InboxFilter) (evaluation.PersonID, error) {
	one, err := s.standsIn(ctx, x.person(), x.actingFor)
	if err != nil {
		return "", err
	}
	filter.Process = cmp.Or(one.Process, filter.Process)
	return cmp.Or(x.actingFor, x.person()), nil
}

// standsIn gives the substitution by which somebody stands in for another now;
// none where he acts for nobody. Fault: forbidden substitution_missing.
func (s *server) standsIn(ctx context.Context, me, other evaluation.PersonID) (evaluation.Substitution, error) {
	if other == "" {
		return evaluation.Substitution{}, nil
	}
	list, err := s.store.StandsFor(ctx, me)
	if err != nil {
		return evaluation.Substitution{}, err
	}
	for _, one := range list {
		if one.Principal == other {
			return one, nil
		}
	}
	return evaluation.Substitution{}, fault.New(fault.Forbidden, "substitution_missing", "%s does not stand in for %s", me, other).
		WithRule("substitution:confirmed")
}

func (s *server) substitutionView(ctx context.Context, one evaluation.Substitution) Substitution {
	names := s.namesAfter(ctx, one.Principal, one.Substitute, one.AskedBy, one.ConfirmedBy)
	view := Substitution{
		ID: one.ID, Principal: string(one.Principal), PrincipalName: calledIn(names, one.Principal),
		Substitute: string(one.Substitute), SubstituteName: calledIn(names, one.Substitute),
		FromOn: one.FromOn, ToOn: one.ToOn, Process: one.Process, Reason: one.Reason,
		State: SubstitutionState(one.State()), Version: one.Version,
	}
	_, view.AskedByName = named(names, one.AskedBy)
	_, view.ConfirmedByName = named(names, one.ConfirmedBy)
	return view
}
