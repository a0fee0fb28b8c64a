package administration

import (
	"slices"
	"strconv"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// DefinitionProposal asks that a version of a process be published (流程发布申请).
// Like a role it counts once another administrator approves it; what counts
// then is exactly the text that was proposed.
type DefinitionProposal struct {
	ID         string
	Process    evaluation.ProcessRef
	Title      string
	Source     string
	Reason     string
	ProposedBy evaluation.PersonID
	ProposedAt time.Time
	ExpiresAt  time.Time
	Settled    State // Proposed until it is decided
	DecidedBy  evaluation.PersonID
	DecidedAt  time.Time
	Note       string // why it was rejected or withdrawn
}

// State is where the proposal stands at an instant.
func (p DefinitionProposal) State(at time.Time) State {
	return stateOf(p.Settled, p.ExpiresAt, at)
}

// DefinitionCommand is what somebody wants about the publishing of a process
// (流程发布指令).
type DefinitionCommand struct {
	// Action is Propose, Withdraw, Approve or Reject.
	Action   evaluation.Action
	Proposal string
	// Process, Title and Source go with Propose, of a source without problems.
	Process evaluation.ProcessRef
	Title   string
	Source  string
	Reason  string
}

// DefinitionFacts are what is decided from, read under the lock of the journal.
type DefinitionFacts struct {
	Now   time.Time
	Actor evaluation.Actor
	// Proposal is the one that the command names, nil where there is none, and
	// Proposer who made it.
	Proposal *DefinitionProposal
	Proposer *Person
	// Newest is the newest version of the process that is published, 0 for none.
	Newest int
	// Waiting are the proposals about the process that wait.
	Waiting []DefinitionProposal
}

// DefinitionDecision is what comes of a command.
type DefinitionDecision struct {
	Proposal DefinitionProposal
	Rule     string
	// Again was answered before: nothing changes.
	Again bool
}

// DecideDefinition decides on a command.
//
// Errors, each refusal with its rule: forbidden role_missing, duty_conflict;
// not_found proposal_not_found; conflict proposal_settled, proposal_expired,
// proposal_waits, proposer_gone, version_not_new; invalid reason_required,
// idempotency_key_reused.
func DecideDefinition(p *policy.Policy, f DefinitionFacts, c DefinitionCommand) (DefinitionDecision, error) {
	rule, err := AllowedDefinition(p, f, c.Action)
	if err != nil {
		return DefinitionDecision{}, err
	}
	d, err := f.decide(c)
	d.Rule = rule
	return d, err
}

// AllowedDefinition tells by which rule somebody may do something, whatever the
// state says. Errors: forbidden role_missing, duty_conflict, each with its rule.
func AllowedDefinition(p *policy.Policy, f DefinitionFacts, a evaluation.Action) (rule string, err error) {
	decides := a == evaluation.Approve || a == policy.Reject
	if f.Proposal != nil && f.Proposal.ProposedBy == f.Actor.Person && decides {
		return policy.OwnProposal, refuse(policy.ReasonDutyConflict, policy.OwnProposal)
	}
	d, err := p.AuthorizeInstallation(f.Actor, policy.ObjectPublishing, a)
	return d.Rule, err
}

func (f DefinitionFacts) decide(c DefinitionCommand) (DefinitionDecision, error) {
	if c.Action == policy.Propose {
		return f.propose(c)
	}
	to := settles(c.Action)
	switch {
	case to == Proposed:
		return DefinitionDecision{}, fault.New(fault.Invalid, "unknown_action", "no action %q", c.Action)
	case f.Proposal == nil:
		return DefinitionDecision{}, fault.New(fault.NotFound, "proposal_not_found", "no proposal %.60q", c.Proposal)
	}
	p := *f.Proposal
	if p.Settled == to && p.DecidedBy == f.Actor.Person {
		return DefinitionDecision{Proposal: p, Again: true}, nil
	}
	if err := undecided(p.ID, p.State(f.Now), p.ExpiresAt, p.DecidedBy, p.DecidedAt); err != nil {
		return DefinitionDecision{}, err
	}
	if err := f.decidable(p, c); err != nil {
		return DefinitionDecision{}, err
	}
	p.Settled, p.DecidedBy, p.DecidedAt = to, f.Actor.Person, f.Now
	if to != Approved {
		p.Note = c.Reason
	}
	return DefinitionDecision{Proposal: p}, nil
}

// decidable asks what a decision needs: a rejection says why, and what is
// approved must still come from somebody who may, and be new.
func (f DefinitionFacts) decidable(p DefinitionProposal, c DefinitionCommand) error {
	if c.Action != evaluation.Approve {
		if c.Reason == "" {
			return missing("reason")
		}
		return nil
	}
	if p.ProposedBy != evaluation.SystemPerson && (f.Proposer == nil || !f.Proposer.administers(policy.SysAdmin, f.Now)) {
		return fault.New(fault.Conflict, "proposer_gone", "%s administers no more", p.ProposedBy).With("by", string(p.ProposedBy))
	}
	return NewVersion(p.Process, f.Newest)
}

func (f DefinitionFacts) propose(c DefinitionCommand) (DefinitionDecision, error) {
	if p := f.Proposal; p != nil {
		if p.Process != c.Process || p.Source != c.Source || p.Reason != c.Reason {
			return DefinitionDecision{}, keyReused()
		}
		return DefinitionDecision{Proposal: *p, Again: true}, nil
	}
	p, err := f.Propose(c, f.Actor.Person)
	return DefinitionDecision{Proposal: p}, err
}

// Propose gives the proposal as it begins, if it could be approved now. Of one
// process one version waits at a time.
// Errors: conflict version_not_new, proposal_waits; invalid reason_required.
func (f DefinitionFacts) Propose(c DefinitionCommand, by evaluation.PersonID) (DefinitionProposal, error) {
	if c.Reason == "" {
		return DefinitionProposal{}, missing("reason")
	}
	if err := NewVersion(c.Process, f.Newest); err != nil {
		return DefinitionProposal{}, err
	}
	if slices.ContainsFunc(f.Waiting, func(p DefinitionProposal) bool { return p.State(f.Now) == Proposed }) {
		return DefinitionProposal{}, fault.New(fault.Conflict, "proposal_waits", "a version of %s waits to be decided", c.Process.Name)
	}
	return DefinitionProposal{
		ID: c.Proposal, Process: c.Process, Title: c.Title, Source: c.Source, Reason: c.Reason,
		ProposedBy: by, ProposedAt: f.Now, ExpiresAt: f.Now.Add(LastsFor), Settled: Proposed,
	}, nil
}

// NewVersion refuses a version that is not behind all that are published: those
// never change, and an earlier number would never be used.
// Fault: conflict version_not_new.
func NewVersion(p evaluation.ProcessRef, newest int) error {
	if p.Version > newest {
		return nil
	}
	return fault.New(fault.Conflict, "version_not_new", "version %d of %s is published", newest, p.Name).
		With("version", strconv.Itoa(p.Version)).With("newest", strconv.Itoa(newest))
}
