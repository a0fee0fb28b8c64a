package administration

import (
	"slices"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// propose makes a proposal, if what it asks for could be approved now.
func propose(f Facts, c Command) (Decision, error) {
	if p := f.Proposal; p != nil {
		return again(*p, c)
	}
	if f.Person == nil {
		return Decision{}, fault.New(fault.NotFound, "person_not_found", "no person %.60q", c.Wanted.Person)
	}
	wanted := c.Wanted
	if c.Kind == Ends {
		held, err := f.held(wanted.ID)
		if err != nil {
			return Decision{}, err
		}
		held.To, wanted = wanted.To, held
	} else {
		wanted.ID, wanted.By = 0, f.Actor.Person
	}
	switch {
	case c.Reason == "":
		return Decision{}, missing("reason")
	case c.Kind == Grants && !slices.Contains(policy.GrantableRoles(), wanted.Role):
		return Decision{}, wrong("role", "role_unknown")
	case c.Kind == Grants && wanted.Role == policy.Section && wanted.DepartmentID == "":
		return Decision{}, wrong("department", "department_required")
	case slices.ContainsFunc(f.Waiting, func(p Proposal) bool { return p.State(f.Now) == Proposed && sameWish(p, c.Kind, wanted) }):
		return Decision{}, fault.New(fault.Conflict, "proposal_waits", "the same waits to be decided")
	}
	if _, err := f.possible(c.Kind, wanted); err != nil {
		return Decision{}, err
	}
	e := GrantProposed{Proposal: c.Proposal, Kind: c.Kind, Wanted: wanted, Reason: c.Reason, ExpiresAt: f.Now.Add(LastsFor)}
	return decided(Proposal{}, f, e), nil
}

// again answers what was proposed before under the same name.
func again(p Proposal, c Command) (Decision, error) {
	same := c.Kind == Ends && p.Wanted.ID == c.Wanted.ID || c.Kind == Grants && p.Wanted.Person == c.Wanted.Person && p.Wanted.samePlace(c.Wanted)
	if p.Kind != c.Kind || !same || p.Reason != c.Reason {
		return Decision{}, keyReused()
	}
	return Decision{Proposal: p}, nil
}

func keyReused() error {
	return fault.New(fault.Invalid, "idempotency_key_reused", "this key was used for another proposal").
		WithFields(fault.Field{Name: "idempotency_key", Reason: "idempotency_key_reused"})
}

func sameWish(p Proposal, kind Kind, wanted Grant) bool {
	return p.Kind == kind && p.Wanted.ID == wanted.ID && p.Wanted.samePlace(wanted)
}

// approve lets it count from now on. Who proposed it must still be somebody who
// may: a proposal does not outlive its proposer's office.
func approve(f Facts, p Proposal) (Decision, error) {
	byConsole := p.ProposedBy == evaluation.SystemPerson
	if !byConsole && (f.Proposer == nil || !f.Proposer.administers(policy.SysAdmin, f.Now)) {
		return Decision{}, fault.New(fault.Conflict, "proposer_gone", "%s administers no more", p.ProposedBy).With("by", string(p.ProposedBy))
	}
	wanted := p.Wanted
	if p.Kind == Ends {
		held, err := f.held(wanted.ID)
		if err != nil {
			return Decision{}, err
		}
		held.To, wanted = wanted.To, held
	}
	counts, err := f.possible(p.Kind, wanted)
	if err != nil {
		return Decision{}, err
	}
	if p.Kind == Grants {
		counts.Proposal = p.ID
	}
	return decided(p, f, GrantApproved{p.ID, counts}), nil
}

// held finds a grant of the person that is not over.
func (f Facts) held(id int64) (Grant, error) {
	if f.Person != nil {
		for _, g := range f.Person.Held {
			if g.ID == id && !g.Over(f.Now) {
				return g, nil
			}
		}
	}
	return Grant{}, fault.New(fault.NotFound, "grant_not_found", "no grant %d to end", id)
}

// possible gives the grant as it would count if it were approved now.
func (f Facts) possible(kind Kind, g Grant) (Grant, error) {
	if kind == Ends {
		return f.endable(g)
	}
	if f.Person == nil || f.Person.Gone {
		return g, fault.New(fault.Conflict, "person_gone", "%s cannot log in", g.Person).With("person", string(g.Person))
	}
	if g.From.Before(f.Now) {
		g.From = f.Now
	}
	if !g.To.IsZero() && !g.To.After(g.From) {
		return g, wrong("to", "period_wrong")
	}
	return g, f.Person.mayHold(g)
}

// endable gives the grant as it ends: not before now, and never so that nobody
// is left to administer.
func (f Facts) endable(g Grant) (Grant, error) {
	if g.To.Before(f.Now) {
		g.To = f.Now
	}
	if g.To.Before(g.From) { // it never began
		g.To = g.From
	}
	if held, _ := f.held(g.ID); !held.To.IsZero() && held.To.Before(g.To) {
		return g, wrong("to", "period_wrong")
	}
	if policy.Administers(g.Role) && f.Successors == 0 {
		return g, fault.New(fault.Conflict, "last_administrator", "nobody else is %s", g.Role).With("role", policy.RoleTitle(g.Role))
	}
	return g, nil
}

// mayHold tells whether somebody may hold a role beside what he holds.
func (p *Person) mayHold(g Grant) error {
	for _, held := range p.Held {
		if !held.Overlaps(g) {
			continue
		}
		if held.samePlace(g) {
			return fault.New(fault.Conflict, "grant_held", "%s holds %s already", p.ID, g.Role).With("role", policy.RoleTitle(g.Role))
		}
		if administrator, other, found := policy.Exclusive([]evaluation.RoleID{held.Role, g.Role}); found {
			return exclusive(p.ID, administrator, policy.RoleTitle(other))
		}
	}
	if p.Appointed && policy.Administers(g.Role) {
		return exclusive(p.ID, g.Role, policy.RoleTitle(policy.Member))
	}
	return nil
}

func exclusive(p evaluation.PersonID, administrator evaluation.RoleID, other string) error {
	return fault.New(fault.Conflict, policy.ReasonExclusive, "%s cannot hold %s beside another role", p, administrator).
		With("person", string(p)).With("role", policy.RoleTitle(administrator)).With("other", other).WithRule(policy.ThreeAdministrators)
}

func wrong(field, reason string) error {
	return fault.New(fault.Invalid, "proposal_invalid", "%s is wrong: %s", field, reason).WithFields(fault.Field{Name: field, Reason: reason})
}

// Vacant tells whether nobody who can log in holds a role at an instant.
func Vacant(people []Person, role evaluation.RoleID, at time.Time) bool {
	return !slices.ContainsFunc(people, func(p Person) bool { return (&p).administers(role, at) })
}

// Paired tells whether two can decide: somebody who proposes and somebody who
// approves (系统管理员、安全管理员均已到位).
func Paired(people []Person, at time.Time) bool {
	return !Vacant(people, policy.SysAdmin, at) && !Vacant(people, policy.SecurityAdmin, at)
}
