package administration

import (
	"time"

	"jiheng/internal/evaluation"
)

// LastsFor is how long a proposal waits to be decided (申请有效期).
const LastsFor = 14 * 24 * time.Hour

// Kind is what a proposal asks for (任免种类).
type Kind string

// The kinds of proposals.
const (
	Grants Kind = "grant" // a role is to be given (授予)
	Ends   Kind = "end"   // one that is held is to be ended (解除)
)

// Kinds lists all kinds.
func Kinds() []Kind { return []Kind{Grants, Ends} }

// State is where a proposal stands (申请状态).
type State string

// The states of a proposal.
const (
	Proposed  State = "proposed"
	Approved  State = "approved"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn"
	// Expired: nobody decided in time. No row ever says so, its instant does.
	Expired State = "expired"
)

// States lists all states.
func States() []State { return []State{Proposed, Approved, Rejected, Withdrawn, Expired} }

// Grant is a role that somebody holds for some time (任职).
type Grant struct {
	ID           int64               `json:"id"`
	Person       evaluation.PersonID `json:"person"`
	Role         evaluation.RoleID   `json:"role"`
	UnitID       string              `json:"unit"`
	DepartmentID string              `json:"department,omitempty"`
	From         time.Time           `json:"from,omitzero"`
	To           time.Time           `json:"to,omitzero"` // zero for as long as nobody ends it
	// By is who proposed it, or gave it where nobody had to approve.
	By evaluation.PersonID `json:"by"`
	// Proposal is the one that it was given by, "" where nobody had to approve.
	Proposal string `json:"proposal,omitempty"`
}

// Over tells whether a grant has ended at an instant.
func (g Grant) Over(at time.Time) bool { return !g.To.IsZero() && !g.To.After(at) }

// Overlaps tells whether two grants count at one and the same moment.
func (g Grant) Overlaps(o Grant) bool {
	never := func(g Grant) bool { return !g.To.IsZero() && !g.To.After(g.From) }
	return !never(g) && !never(o) && (o.To.IsZero() || g.From.Before(o.To)) && (g.To.IsZero() || o.From.Before(g.To))
}

// samePlace tells whether two grants are of the same role in the same place.
func (g Grant) samePlace(o Grant) bool {
	return g.Role == o.Role && g.UnitID == o.UnitID && g.DepartmentID == o.DepartmentID
}

// Proposal asks that a role be given or ended (任免申请).
type Proposal struct { //nolint:recvcheck // an event changes it, asking does not
	ID   string
	Kind Kind
	// Wanted is the grant as it is to be: its From is zero for "at once", its
	// To is when it ends. Of one that is to end, ID and the rest are as they
	// are and To is zero for "at once". Once approved it is the grant that
	// came of it.
	Wanted     Grant
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
func (p Proposal) State(at time.Time) State {
	return stateOf(p.Settled, p.ExpiresAt, at)
}

func stateOf(settled State, expires, at time.Time) State {
	if settled == Proposed && !expires.After(at) {
		return Expired
	}
	return settled
}
