package administration

import (
	"slices"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// Command is what somebody wants (管理指令).
type Command struct {
	// Action is Propose, Withdraw, Approve or Reject of a proposal, or Lock,
	// Unlock or EndSessions of an account.
	Action evaluation.Action
	// Proposal names one, also the one that Propose makes.
	Proposal string
	// Kind and Wanted go with Propose; of what is to end only ID and To count.
	Kind   Kind
	Wanted Grant
	// Person goes with accounts.
	Person evaluation.PersonID
	Reason string
}

// Person is somebody as he stands at the moment of a decision (当前任职情况).
type Person struct {
	ID evaluation.PersonID
	// Gone cannot log in: no account, a locked one, or none any more.
	Gone bool
	// Held are the grants held now or later.
	Held []Grant
	// Appointed is in the leading group of an evaluation that is not over.
	Appointed bool
}

// administers tells whether somebody holds a role of administration now, beside
// no other.
func (p *Person) administers(role evaluation.RoleID, at time.Time) bool {
	var now []evaluation.RoleID
	for _, g := range p.Held {
		if !g.From.After(at) && !g.Over(at) {
			now = append(now, g.Role)
		}
	}
	_, _, mixed := policy.Exclusive(now)
	return !p.Gone && !mixed && slices.Contains(now, role)
}

// Facts are what a decision is made from (裁定依据), read under the lock of the
// journal that will remember it.
type Facts struct {
	Now   time.Time
	Actor evaluation.Actor
	// Proposal is the one that the command names, nil where there is none.
	Proposal *Proposal
	// Proposer is who made it, Person whom the command is about.
	Proposer, Person *Person
	// Waiting are the proposals about the person that wait.
	Waiting []Proposal
	// Successors counts who else holds the role that would end and can log in.
	Successors int
}

// Decision is what comes of a command: the event, by which rule it was allowed.
type Decision struct {
	Event Event
	// Proposal is the proposal as it is then.
	Proposal Proposal
	Rule     string
}

// Number gives the grant that came of an approval the number of its row.
func (d *Decision) Number(id int64) {
	if e, ok := d.Event.(GrantApproved); ok {
		e.Grant.ID, d.Proposal.Wanted.ID = id, id
		d.Event = e
	}
}

// Decide decides on a command. A decision without an event was answered before.
//
// Errors, each refusal with its rule: forbidden role_missing, duty_conflict;
// not_found proposal_not_found, person_not_found, grant_not_found; conflict
// proposal_settled, proposal_expired, proposal_waits, proposer_gone,
// person_gone, grant_held, roles_exclusive, last_administrator; invalid
// role_unknown, period_wrong, reason_required.
func Decide(p *policy.Policy, f Facts, c Command) (Decision, error) {
	rule, err := Allowed(p, f, c.Action)
	if err != nil {
		return Decision{}, err
	}
	d, err := decide(f, c)
	d.Rule = rule
	return d, err
}

// Allowed tells by which rule somebody may do something, whatever the state
// says. Errors: forbidden role_missing, duty_conflict, each with its rule.
func Allowed(p *policy.Policy, f Facts, a evaluation.Action) (rule string, err error) {
	object := policy.ObjectGrant
	if a == policy.Lock || a == policy.Unlock || a == policy.EndSessions {
		object = policy.ObjectAccount
	}
	if rule := own(f, a); rule != "" {
		return rule, refuse(policy.ReasonDutyConflict, rule)
	}
	d, err := p.AuthorizeInstallation(f.Actor, object, a)
	return d.Rule, err
}

// own names the duty that keeps an administrator from what is his own.
func own(f Facts, a evaluation.Action) string {
	switch {
	case f.Person != nil && f.Person.ID == f.Actor.Person && a != evaluation.Withdraw:
		return policy.OwnGrant
	case f.Proposal != nil && f.Proposal.ProposedBy == f.Actor.Person && (a == evaluation.Approve || a == policy.Reject):
		return policy.OwnProposal
	}
	return ""
}

func decide(f Facts, c Command) (Decision, error) {
	switch {
	case c.Action == policy.Propose:
		return propose(f, c)
	case settles(c.Action) != Proposed:
		return settle(f, c)
	case c.Action == policy.Lock || c.Action == policy.Unlock || c.Action == policy.EndSessions:
		return onAccount(f, c)
	}
	return Decision{}, fault.New(fault.Invalid, "unknown_action", "no action %q", c.Action)
}

func settle(f Facts, c Command) (Decision, error) {
	if f.Proposal == nil {
		return Decision{}, fault.New(fault.NotFound, "proposal_not_found", "no proposal %.60q", c.Proposal)
	}
	p := *f.Proposal
	if p.Settled == settles(c.Action) && p.DecidedBy == f.Actor.Person {
		return Decision{Proposal: p}, nil // it was answered before
	}
	if err := undecided(p.ID, p.State(f.Now), p.ExpiresAt, p.DecidedBy, p.DecidedAt); err != nil {
		return Decision{}, err
	}
	if c.Action == evaluation.Approve {
		return approve(f, p)
	}
	if c.Reason == "" {
		return Decision{}, missing("reason")
	}
	var e Event = GrantRejected{p.ID, c.Reason}
	if c.Action == evaluation.Withdraw {
		e = GrantWithdrawn{p.ID, c.Reason}
	}
	return decided(p, f, e), nil
}

// undecided refuses to decide what is decided or has expired.
func undecided(id string, s State, expires time.Time, by evaluation.PersonID, at time.Time) error {
	switch s {
	case Proposed:
	case Expired:
		return fault.New(fault.Conflict, "proposal_expired", "proposal %s has expired", id).
			With("at", expires.UTC().Format(time.RFC3339Nano))
	case Approved, Rejected, Withdrawn:
		return fault.New(fault.Conflict, "proposal_settled", "proposal %s is %s", id, s).
			With("by", string(by)).With("at", at.UTC().Format(time.RFC3339Nano))
	}
	return nil
}

func settles(a evaluation.Action) State {
	if a == evaluation.Approve {
		return Approved
	}
	if a == policy.Reject {
		return Rejected
	}
	if a == evaluation.Withdraw {
		return Withdrawn
	}
	return Proposed
}

func onAccount(f Facts, c Command) (Decision, error) {
	switch {
	case f.Person == nil:
		return Decision{}, fault.New(fault.NotFound, "person_not_found", "no person %.60q", c.Person)
	case c.Reason == "":
		return Decision{}, missing("reason")
	case c.Action == policy.Lock:
		return Decision{Event: AccountLocked{c.Person, c.Reason}}, nil
	case c.Action == policy.Unlock:
		return Decision{Event: AccountUnlocked{c.Person, c.Reason}}, nil
	}
	return Decision{Event: SessionsEnded{c.Person, c.Reason}}, nil
}

// decided is the proposal behind an event.
func decided(p Proposal, f Facts, e Event) Decision {
	p.apply(e, f.Actor.Person, f.Now)
	return Decision{Event: e, Proposal: p}
}

func missing(field string) error {
	return fault.New(fault.Invalid, "reason_required", "no %s given", field).WithFields(fault.Field{Name: field, Reason: "reason_required"})
}

func refuse(reason, rule string) error {
	return fault.New(fault.Forbidden, reason, "refused by %s", rule).WithRule(rule)
}
