package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// AdministrationRequest says who administers (管理请求), for the journal.
type AdministrationRequest struct {
	Actor                    evaluation.PersonID
	PolicyVersion            string
	RequestID, ClientAddress string
	// Rule is what allowed it, where that is known before it is decided.
	Rule string
}

// administrating is one command of an administrator under way. It holds the
// head of the installation's journal, so that commands happen one by one.
type administrating struct {
	tx   *gorm.DB
	req  AdministrationRequest
	head journal.Head
	now  time.Time
}

// administrate runs f under the lock of the installation's journal.
func (s *Store) administrate(ctx context.Context, req AdministrationRequest, f func(*administrating) error) error {
	return s.transact(ctx, func(tx *gorm.DB) error {
		a, err := openAdministration(tx, req)
		if err != nil {
			return err
		}
		return f(a)
	})
}

func openAdministration(tx *gorm.DB, req AdministrationRequest) (*administrating, error) {
	head, now, err := lockInstallation(tx)
	return &administrating{tx: tx, req: req, head: head, now: now}, err
}

// note remembers an event, at the instant at which it was decided.
func (a *administrating) note(e administration.Event, rule string) error {
	data, err := encode(e)
	if err != nil {
		return err
	}
	a.head, _, err = appendNote(a.tx, a.head, journal.Entry{
		At: a.now, Type: e.Type(), ActorID: string(a.req.Actor), Rule: rule, PolicyVersion: a.req.PolicyVersion,
		RequestID: a.req.RequestID, ClientAddress: a.req.ClientAddress, Data: data,
	})
	return err
}

// Administer lets an administrator propose and decide (任免与账号管理): decide is
// given what is, as nobody else can change it meanwhile, and what comes of it
// is written together with the journal. The proposal is empty for accounts.
//
// Faults: those of decide; conflict roles_exclusive; invalid reference_unknown
// for a unit or department that is not there.
func (s *Store) Administer(ctx context.Context, req AdministrationRequest, c administration.Command,
	decide func(administration.Facts) (administration.Decision, error),
) (administration.Proposal, error) {
	var out administration.Proposal
	err := s.administrate(ctx, req, func(a *administrating) error {
		facts, err := a.facts(c)
		if err != nil {
			return err
		}
		d, err := decide(facts)
		if err != nil || d.Event == nil {
			out = d.Proposal
			return err
		}
		a.req.Rule = d.Rule
		if err := a.write(&d); err != nil {
			return err
		}
		out = d.Proposal
		return a.note(d.Event, d.Rule)
	})
	return out, err
}

// write makes the rows what an event says.
func (a *administrating) write(d *administration.Decision) error {
	switch e := d.Event.(type) {
	case administration.GrantProposed:
		return a.tx.Create(newProposalRow(d.Proposal)).Error
	case administration.GrantRejected, administration.GrantWithdrawn:
		return a.settle(d.Proposal)
	case administration.GrantApproved:
		return a.approve(e, d)
	case administration.AccountLocked:
		return a.lock(e.Person, true, identity.EntryAccountDisabled)
	case administration.AccountUnlocked:
		return a.lock(e.Person, false, identity.EntryAccountEnabled)
	case administration.SessionsEnded:
		if _, err := endSessions(a.tx, identity.PersonID(e.Person)); err != nil {
			return err
		}
		return a.security(e.Person, identity.EntrySessionsRevoked)
	}
	return nil
}

func (a *administrating) approve(e administration.GrantApproved, d *administration.Decision) error {
	if d.Proposal.Kind == administration.Ends {
		if err := a.settle(d.Proposal); err != nil {
			return err
		}
		return a.tx.Exec("UPDATE role_grants SET valid_to = ? WHERE id = ?", e.Grant.To, e.Grant.ID).Error
	}
	id, err := insertGrant(a.tx, e.Grant)
	if err != nil {
		return err
	}
	d.Number(id)
	return a.settle(d.Proposal)
}

func (a *administrating) settle(p administration.Proposal) error {
	row := newProposalRow(p)
	done := a.tx.Model(row).Where("state = 'proposed'").Select("wanted", "state", "decided_by", "decided_at", "note").Updates(row)
	return oneRow(done, "proposal", p.ID)
}

// lock takes the right to log in away, or gives it back; see identity.
func (a *administrating) lock(p evaluation.PersonID, locked bool, kind identity.EntryKind) error {
	if err := a.setDisabled(identity.PersonID(p), locked); err != nil {
		return err
	}
	return a.security(p, kind)
}

func (a *administrating) security(p evaluation.PersonID, kind identity.EntryKind) error {
	return appendSecurity(a.tx, identity.Entry{
		At: a.now, Kind: kind, PersonID: identity.PersonID(p), ActorID: identity.PersonID(a.req.Actor), ClientAddress: a.req.ClientAddress,
	})
}

// facts are what a command is decided from.
func (a *administrating) facts(c administration.Command) (administration.Facts, error) {
	f := administration.Facts{Now: a.now}
	proposal, err := findProposal(a.tx, c.Proposal)
	if err != nil {
		return f, err
	}
	about, role := c.Person, c.Wanted.Role
	if c.Action == policy.Propose {
		about = c.Wanted.Person
		if c.Kind == administration.Ends {
			if about, role, err = holderOf(a.tx, c.Wanted.ID); err != nil {
				return f, err
			}
		}
	}
	if f.Proposal = proposal; proposal != nil {
		about, role = proposal.Wanted.Person, proposal.Wanted.Role
		if f.Proposer, err = a.person(proposal.ProposedBy); err != nil {
			return f, err
		}
	}
	if f.Actor, err = a.actor(); err != nil {
		return f, err
	}
	if f.Person, err = a.person(about); err != nil {
		return f, err
	}
	if f.Waiting, err = waitingFor(a.tx, about); err != nil {
		return f, err
	}
	f.Successors, err = a.successors(about, role)
	return f, err
}

// actor is who administers, with the roles held at this instant.
func (a *administrating) actor() (evaluation.Actor, error) {
	out := evaluation.Actor{Person: a.req.Actor}
	person, err := a.person(a.req.Actor)
	if err != nil || person == nil || person.Gone {
		return out, err
	}
	for _, g := range person.Held {
		if !g.From.After(a.now) {
			out.Grants = append(out.Grants, evaluation.Grant{Role: g.Role, UnitID: g.UnitID, DepartmentID: g.DepartmentID})
		}
	}
	return out, nil
}
