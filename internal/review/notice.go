package review

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// Notice asks a unit of another installation to put right what a review found
// (整改通知).
type Notice struct {
	ID       string
	FilingID string
	Title    string
	Problems []string
	// ReplyDays is the time to reply, counted from the day on which the unit has
	// it.
	ReplyDays int
	OrderedBy string
	OrderedAt time.Time
	// Envelope is signed.
	Envelope string
	// ReceivedOn is the day on which it reached the unit, as the unit signed;
	// zero while nothing has come.
	ReceivedOn calendar.Date
	// LookBackDays is how long after its reply has passed the bureau looks back.
	LookBackDays int
	// LookBack is the bureau's evaluation that does it, "" before it has begun,
	// and LookBackOn the day on which it is due.
	LookBack   string
	LookBackOn calendar.Date
	// Outcomes are what was found; nil before.
	Outcomes     []evaluation.ProblemOutcome
	LookedBackAt time.Time
	RowVersion   int64
}

// NoticeID names a notice by what it was ordered under, so that the same order
// is the same notice.
func NoticeID(filing, person, key string) string {
	sum := sha256.Sum256([]byte(filing + "\n" + person + "\n" + key))
	return "rn-" + hex.EncodeToString(sum[:12])
}

// NoticeRecord is what the journal keeps of a notice; its envelope as SHA-256.
type NoticeRecord struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Problems  []string `json:"problems"`
	ReplyDays int      `json:"reply_days"`
	Envelope  string   `json:"envelope"`
	// LookBackDays is 0 in entries of earlier releases, which means the usual.
	LookBackDays int `json:"look_back_days,omitempty"`
}

// Order is the event that sends it.
func (n Notice) Order(f Filing) RectificationOrdered {
	return RectificationOrdered{Filing: f.ID, Digest: f.Digest, Problems: len(n.Problems), Notice: &NoticeRecord{
		ID: n.ID, Title: n.Title, Problems: n.Problems, ReplyDays: n.ReplyDays, Envelope: TextDigest(n.Envelope),
		LookBackDays: n.LookBackDays,
	}}
}

// Receive notes the day on which it reached the unit. The first word counts;
// a day before the order or after today is no word at all.
func (n Notice) Receive(on calendar.Date, now time.Time) (out Notice, changed bool) {
	if n.ReceivedOn != (calendar.Date{}) || !on.Valid() || on.Before(calendar.DateOf(n.OrderedAt)) || on.After(calendar.DateOf(now)) {
		return n, false
	}
	n.ReceivedOn, n.RowVersion = on, n.RowVersion+1
	return n, true
}

// DueOn is the last day to reply: counted from the day of receipt, or while
// that is not known from the day of the order.
func (n Notice) DueOn() calendar.Date {
	if n.ReceivedOn != (calendar.Date{}) {
		return n.ReceivedOn.AddDays(n.ReplyDays)
	}
	return calendar.DateOf(n.OrderedAt).AddDays(n.ReplyDays)
}

// NoticeStanding is where a notice stands with its receiver (整改回复情况).
type NoticeStanding struct {
	Notice

	State NoticeState
	// Late is true when the first reply was filed after the day.
	Late bool
	// Reply is the last reply, nil without any.
	Reply *Filing
}

// NoticeState is what has become of a notice.
type NoticeState string

// The states of a notice.
const (
	NoticeSent       NoticeState = "sent"       // the unit has not said yet that it has it
	NoticeReceived   NoticeState = "received"   // the unit has it, and has still time to reply
	NoticeUnreported NoticeState = "unreported" // the time has passed without a reply: counts as not put right
	NoticeReplied    NoticeState = "replied"    // there is a reply to be looked at
	NoticeReturned   NoticeState = "returned"   // the reply was sent back
	NoticeAccepted   NoticeState = "accepted"   // the reply passed; it is still to be looked back
	NoticeRectified  NoticeState = "rectified"  // the bureau looked back: all was put right
	NoticeNotDone    NoticeState = "not_rectified"
)

// NoticeStates lists all states.
func NoticeStates() []NoticeState {
	return []NoticeState{NoticeSent, NoticeReceived, NoticeUnreported, NoticeReplied, NoticeReturned, NoticeAccepted, NoticeRectified, NoticeNotDone}
}

// Standing computes where it stands, given the replies by version. Nobody
// types a state.
func (n Notice) Standing(replies []Filing, now time.Time) NoticeStanding {
	out := NoticeStanding{Notice: n, State: NoticeSent}
	over := n.DueOn().AddDays(1).Start()
	if len(replies) > 0 {
		last := slices.MaxFunc(replies, func(a, b Filing) int { return a.Version - b.Version })
		first := slices.MinFunc(replies, func(a, b Filing) int { return a.Version - b.Version })
		out.Reply, out.Late = &last, !first.FiledAt.Before(over)
		switch last.State { //nolint:exhaustive // the rest waits to be looked at
		case Accepted:
			out.State = n.afterReply()
		case Returned:
			out.State = NoticeReturned
		default:
			out.State = NoticeReplied
		}
		return out
	}
	switch {
	case !now.Before(over):
		out.State = NoticeUnreported
	case n.ReceivedOn != (calendar.Date{}):
		out.State = NoticeReceived
	}
	return out
}

// RectificationReceived is the unit's word that it has a notice (整改通知送达).
type RectificationReceived struct {
	Filing     string        `json:"filing"`
	Notice     string        `json:"notice"`
	ReceivedOn calendar.Date `json:"received_on"`
}

// Type names the event.
func (RectificationReceived) Type() string { return "rectification_received" }
