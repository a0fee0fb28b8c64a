package administration

import (
	"time"

	"jiheng/internal/evaluation"
)

// Event is something that the journal of the installation remembers (任免事件).
// What happened is in the event, who and when in the entry around it.
type Event interface {
	// Type is the stable name of the event in the journal.
	Type() string
}

// GrantProposed asks for a role to be given or ended (提出任免).
type GrantProposed struct {
	Proposal  string    `json:"proposal"`
	Kind      Kind      `json:"kind"`
	Wanted    Grant     `json:"wanted"`
	Reason    string    `json:"reason"`
	ExpiresAt time.Time `json:"expires_at"`
}

// GrantApproved makes it count (批准任免): Grant is what counts from now on.
type GrantApproved struct {
	Proposal string `json:"proposal"`
	Grant    Grant  `json:"grant"`
}

// GrantRejected ends a proposal (驳回任免).
type GrantRejected struct {
	Proposal string `json:"proposal"`
	Reason   string `json:"reason"`
}

// GrantWithdrawn ends a proposal by who proposed it (撤回任免).
type GrantWithdrawn struct {
	Proposal string `json:"proposal"`
	Reason   string `json:"reason"`
}

// Origin is how a role was given that nobody had to approve (任职来源).
type Origin string

// The origins.
const (
	// Inherited: it was there before two had to agree.
	Inherited Origin = "inherited"
	// Console: whoever runs the server gave it while there were no
	// administrators who could.
	Console Origin = "console"
	// Seeded: it came with a demonstration.
	Seeded Origin = "seed"
)

// Origins lists all origins.
func Origins() []Origin { return []Origin{Inherited, Console, Seeded} }

// GrantsRecorded are roles that count without a proposal (登记任职).
type GrantsRecorded struct {
	Origin Origin  `json:"origin"`
	Grants []Grant `json:"grants"`
}

// GrantEnded is a role that ended without a proposal (解除任职).
type GrantEnded struct {
	Origin Origin `json:"origin"`
	Grant  Grant  `json:"grant"`
}

// AdministratorAppointed is an administrator whom the console appointed where
// there was none (指定管理员).
type AdministratorAppointed struct {
	Grant  Grant  `json:"grant"`
	Reason string `json:"reason"`
}

// AccountLocked takes the right to log in away (锁定账号).
type AccountLocked struct {
	Person evaluation.PersonID `json:"person"`
	Reason string              `json:"reason"`
}

// AccountUnlocked gives it back (解锁账号).
type AccountUnlocked struct {
	Person evaluation.PersonID `json:"person"`
	Reason string              `json:"reason"`
}

// SessionsEnded logs somebody out everywhere (强制下线).
type SessionsEnded struct {
	Person evaluation.PersonID `json:"person"`
	Reason string              `json:"reason"`
}

// PolicyTaken is that a program goes by another version of the policy than the
// one before (启用权限策略).
type PolicyTaken struct {
	Version string `json:"version"`
	Before  string `json:"before,omitempty"`
}

// AttemptRefused is what an administrator was refused (被拒绝的管理操作).
type AttemptRefused struct {
	Action   evaluation.Action   `json:"action"`
	Proposal string              `json:"proposal,omitempty"`
	Person   evaluation.PersonID `json:"person,omitempty"`
	Role     evaluation.RoleID   `json:"role,omitempty"`
	Reason   string              `json:"reason"`
}

// Type names the event.
func (GrantProposed) Type() string { return "grant_proposed" }

// Type names the event.
func (GrantApproved) Type() string { return "grant_approved" }

// Type names the event.
func (GrantRejected) Type() string { return "grant_rejected" }

// Type names the event.
func (GrantWithdrawn) Type() string { return "grant_withdrawn" }

// Type names the event.
func (GrantsRecorded) Type() string { return "grants_recorded" }

// Type names the event.
func (GrantEnded) Type() string { return "grant_ended" }

// Type names the event.
func (AdministratorAppointed) Type() string { return "administrator_appointed" }

// Type names the event.
func (AccountLocked) Type() string { return "account_locked" }

// Type names the event.
func (AccountUnlocked) Type() string { return "account_unlocked" }

// Type names the event.
func (SessionsEnded) Type() string { return "sessions_ended" }

// Type names the event.
func (AttemptRefused) Type() string { return "administration_refused" }

// Type names the event.
func (PolicyTaken) Type() string { return "policy_taken" }

// GrantTypes lists the names of the events by which roles count.
func GrantTypes() []string {
	return []string{GrantApproved{}.Type(), GrantsRecorded{}.Type(), AdministratorAppointed{}.Type()}
}

// Types lists the names of all events.
func Types() []string {
	var out []string
	for _, e := range []Event{
		GrantProposed{},
		GrantApproved{},
		GrantRejected{},
		GrantWithdrawn{},
		GrantsRecorded{},
		GrantEnded{},
		AdministratorAppointed{},
		AccountLocked{},
		AccountUnlocked{},
		SessionsEnded{},
		AttemptRefused{},
		RegisterChanged{},
		PolicyTaken{},
		LogSealed{},
	} {
		out = append(out, e.Type())
	}
	return out
}
