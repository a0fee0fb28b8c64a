package notify

import (
	"context"
	"net/mail"
	"strings"

	"jiheng/internal/fault"
)

// Kind is the occasion of a notice (通知类型).
type Kind string

// The kinds of notices. Their wording is in wording_zh.go.
const (
	TaskOpened       Kind = "task_opened"       // a task waits for the person
	Transferred      Kind = "transferred"       // somebody handed a task over
	Urged            Kind = "urged"             // somebody asks to hurry
	Reminder         Kind = "reminder"          // the deadline is near
	Overdue          Kind = "overdue"           // the deadline has passed
	Escalation       Kind = "escalation"        // to a superior: somebody else's deadline has passed
	Returned         Kind = "returned"          // work came back to be mended
	Withdrawn        Kind = "withdrawn"         // what the person was to act on was taken back
	Copied           Kind = "copied"            // for information only
	DeadlineChanged  Kind = "deadline_changed"  // the deadline was moved
	Cancelled        Kind = "cancelled"         // the task is no longer needed
	Vacant           Kind = "vacant"            // to an administrator: nobody qualifies for the task
	Conflict         Kind = "conflict"          // records or results contradict each other
	ExtensionAsked   Kind = "extension_asked"   // somebody asks the person for more time
	ExtensionRefused Kind = "extension_refused" // it was not given
	Mentioned        Kind = "mentioned"         // somebody named the person in a comment
	Infected         Kind = "infected"          // a virus was found in a paper

	DisclosureDue  Kind = "disclosure_due"  // the time within which something has to be public is nearly over
	DisclosureLate Kind = "disclosure_late" // it is over, and it is not public

	// DailyDigest is one mail for a day; no entry of a journal leads to it.
	DailyDigest Kind = "daily_digest"
	// ChannelTest is what an administrator sends himself; no entry leads to it.
	ChannelTest Kind = "channel_test"
)

// Kinds lists all kinds for which people choose their channels: those that
// entries of a journal lead to, and those of disclosures.
func Kinds() []Kind {
	return []Kind{
		TaskOpened, Transferred, Urged, Reminder, Overdue, Escalation, Returned, Withdrawn, Copied,
		DeadlineChanged, Cancelled, Vacant, Conflict, ExtensionAsked, ExtensionRefused, Mentioned, Infected,
		DisclosureDue, DisclosureLate,
	}
}

// Facts are what a notice tells (通知要素). All are optional; what is empty is
// left out of the wording.
type Facts struct {
	Addressee    string `json:"addressee,omitempty"`     // name of the person told
	Evaluation   string `json:"evaluation,omitempty"`    // title of the evaluation
	Task         string `json:"task,omitempty"`          // title of the task
	Unit         string `json:"unit,omitempty"`          // unit or department whose task it is
	By           string `json:"by,omitempty"`            // who transferred, urged, returned
	DueText      string `json:"due_text,omitempty"`      // the deadline in words, as 2026年3月31日24时
	WorkdaysLeft int    `json:"workdays_left,omitempty"` // to the deadline; negative when it has passed, 0 on the day
	Reason       string `json:"reason,omitempty"`        // opinion or cause; may have several lines
	Link         string `json:"link,omitempty"`          // absolute http or https address of the page to act on

	Digest *Digest `json:"digest,omitempty"` // of a DailyDigest, else nil
}

// Notice is something to be told to one person (通知).
type Notice struct {
	ID       string // stable: the same however often it is sent
	Medium   Medium // empty means Mail
	PersonID string // empty for a medium that is shared
	UnitID   string // whose channel carries it
	Address  string // mail address without a name
	Kind     Kind
	Facts    Facts
}

// Channel carries notices to people (通知渠道).
type Channel interface {
	// Send carries the notice once. Code unavailable means that it may be tried
	// again, with the same notice; any other code is final.
	Send(ctx context.Context, n Notice) error
}

// maxAddressBytes is RFC 5321's limit for a path.
const maxAddressBytes = 254

// checkAddress refuses what is not one plain mail address.
// Fault: invalid mail_address_invalid.
func checkAddress(address string) error {
	parsed, err := mail.ParseAddress(address)
	if err == nil && parsed.Address == address && len(address) <= maxAddressBytes &&
		!strings.ContainsAny(address, " \t\r\n\"<>(),;:\\") {
		return nil
	}
	return fault.New(fault.Invalid, "mail_address_invalid", "%q is no mail address", address)
}
