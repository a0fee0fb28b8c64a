package store

import (
	"context"
	"crypto/rand"
	"time"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// atTheConsole is who works on the server's command line, whom the operating
// system knows and we do not.
func atTheConsole() AdministrationRequest {
	return AdministrationRequest{Actor: evaluation.SystemPerson}
}

// AtTheConsole is who works on the command line of the server.
func AtTheConsole() AdministrationRequest { return atTheConsole() }

// recordsAtOnce bounds how many grants one entry of the journal speaks of.
const recordsAtOnce = 500

// recordAll lets roles count that nobody has to approve.
func (a *administrating) recordAll(grants []Grant, origin administration.Origin) error {
	said := administration.GrantsRecorded{Origin: origin}
	for i, g := range grants {
		counts, given, err := a.record(g)
		if err != nil {
			return err
		}
		if given {
			said.Grants = append(said.Grants, counts)
		}
		if len(said.Grants) == recordsAtOnce || i == len(grants)-1 && len(said.Grants) > 0 {
			if err := a.note(said, ""); err != nil {
				return err
			}
			said.Grants = nil
		}
	}
	return nil
}

// giveOrPropose lets roles count that the console gives while nobody can
// approve, and else asks for each that is not held that it be approved.
func (a *administrating) giveOrPropose(grants []Grant, paired bool, reason string) (proposed int, err error) {
	if !paired && a.req.Actor == evaluation.SystemPerson {
		return 0, a.recordAll(grants, administration.Console)
	}
	for _, g := range grants {
		if g.Person == a.req.Actor {
			return proposed, fault.New(fault.Forbidden, policy.ReasonDutyConflict, "refused by %s", policy.OwnGrant).WithRule(policy.OwnGrant)
		}
		waits, err := a.waits(g)
		if err != nil {
			return proposed, err
		}
		if waits {
			continue
		}
		wanted := g.core()
		wanted.By = a.req.Actor
		if err := a.propose(administration.Grants, wanted, reason); err != nil {
			return proposed, err
		}
		proposed++
	}
	return proposed, nil
}

// waits tells whether a role is held, or waits to be approved.
func (a *administrating) waits(g Grant) (bool, error) {
	held, err := grantsOf(a.tx, `person_id = ? AND role = ? AND unit_id = ? AND COALESCE(department_id, '') = ? AND (valid_to IS NULL OR valid_to > ?)`,
		string(g.Person), string(g.Role), g.UnitID, g.DepartmentID, a.now)
	if err != nil || len(held) > 0 {
		return true, err
	}
	waiting, err := waitingFor(a.tx, g.Person)
	for _, p := range waiting {
		w := p.Wanted
		if p.State(a.now) == administration.Proposed && p.Kind == administration.Grants &&
			w.Role == g.Role && w.UnitID == g.UnitID && w.DepartmentID == g.DepartmentID {
			return true, nil
		}
	}
	return false, err
}

func (a *administrating) propose(kind administration.Kind, wanted administration.Grant, reason string) error {
	e := administration.GrantProposed{
		Proposal: "console-" + rand.Text(), Kind: kind, Wanted: wanted, Reason: reason, ExpiresAt: a.now.Add(administration.LastsFor),
	}
	row := newProposalRow(administration.ProposalOf(e, a.req.Actor, a.now))
	if err := a.tx.Create(row).Error; err != nil {
		return err
	}
	return a.note(e, "")
}

// EndAtConsole ends a role at once where nobody can approve that, and else
// proposes it: proposed tells which.
// Fault: not_found grant_not_found.
func (s *Store) EndAtConsole(ctx context.Context, p evaluation.PersonID, g evaluation.Grant, reason string) (proposed bool, err error) {
	err = s.administrate(ctx, atTheConsole(), func(a *administrating) error {
		held, err := a.heldNow(p, g)
		if err != nil {
			return err
		}
		if proposed, err = a.paired(); err != nil {
			return err
		}
		for _, one := range held {
			if !proposed {
				err = a.end(one)
			} else {
				one.To = time.Time{} // at once, when it is approved
				err = a.propose(administration.Ends, one, reason)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return proposed, err
}

// AppointAdministrator fills an office that nobody holds who can log in (补缺指定):
// the only way to an administrator past the other two, for an installation that
// begins or that has lost one. While the other two are there it proposes, as
// everything else at the console does.
//
// Faults: conflict office_held, roles_exclusive, person_gone; not_found
// person_not_found; invalid reference_unknown.
func (s *Store) AppointAdministrator(ctx context.Context, p evaluation.PersonID, role evaluation.RoleID, unitID, reason string) (proposed bool, err error) {
	err = s.administrate(ctx, atTheConsole(), func(a *administrating) error {
		if err := a.fillable(p, role); err != nil {
			return err
		}
		if proposed, err = a.paired(); err != nil {
			return err
		}
		g := Grant{Person: p, Role: role, UnitID: unitID, GrantedBy: a.req.Actor}
		if proposed {
			_, err = a.giveOrPropose([]Grant{g}, true, reason)
			return err
		}
		counts, given, err := a.record(g)
		if err != nil || !given {
			return err
		}
		return a.note(administration.AdministratorAppointed{Grant: counts, Reason: reason}, "")
	})
	return proposed, err
}

// fillable tells whether somebody could fill an office that is vacant.
func (a *administrating) fillable(p evaluation.PersonID, role evaluation.RoleID) error {
	person, err := a.person(p)
	switch {
	case err != nil:
		return err
	case person == nil:
		return fault.New(fault.NotFound, "person_not_found", "no person %q", p)
	case person.Gone:
		return fault.New(fault.Conflict, "person_gone", "%s cannot log in", p).With("person", string(p))
	}
	vacant, err := a.vacant(role)
	if err == nil && !vacant {
		err = fault.New(fault.Conflict, "office_held", "somebody is %s", role).With("role", policy.RoleTitle(role))
	}
	return err
}
