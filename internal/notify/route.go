package notify

import (
	"hash/fnv"
	"time"

	"jiheng/internal/calendar"
)

// Occasion is what routing must know of a notice (通知事由).
type Occasion struct {
	Kind Kind
	// DueAt is the deadline of the task, the first instant that is too late;
	// zero when there is none.
	DueAt time.Time
	// Spread names the notice where many may fall on one instant, as reminders do
	// at midnight: their letters are spread by it. "" spreads nothing.
	Spread string
	// Media that reach the person: the unit's, and Mail only with an address.
	Media []Medium
}

// Delivery is a notice on its way by one medium (投递).
type Delivery struct {
	Medium Medium
	// NotBefore is when it may be sent at the earliest.
	NotBefore time.Time
}

// Route says by which media a person is told, and when.
//
// The application tells at once. The others tell as the person chose: not in
// quiet hours, unless it is about a deadline of the same day (a reminder of a
// task due today, an overdue task, an escalation); no single mail when there
// is a daily digest. A webhook disturbs nobody and knows no quiet hours.
func Route(o Occasion, p Preferences, now time.Time) []Delivery {
	out := []Delivery{{Medium: Application, NotBefore: now}}
	later := now.Add(spread(o))
	if !pressing(o, now) {
		later = p.Quiet.Until(later)
	}
	for _, m := range o.Media {
		switch {
		case m == Application, !p.Wants(o.Kind, m), m == Mail && p.Mail == MailDigest:
		case m == Webhook:
			out = append(out, Delivery{Medium: m, NotBefore: now})
		default:
			out = append(out, Delivery{Medium: m, NotBefore: later})
		}
	}
	return out
}

// spreadOver is how long the reminders of one instant take to leave, so that a
// mail server is not stormed at midnight; short enough that all have left
// within a minute.
const spreadOver = 15 * time.Second

// spread gives by how much a letter waits: a reminder by what its name comes to,
// the same whenever it is asked; whatever tells of a deadline not at all.
func spread(o Occasion) time.Duration {
	if o.Kind != Reminder || o.Spread == "" {
		return 0
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(o.Spread)) // a hash never fails to write
	return time.Duration(h.Sum32()%uint32(spreadOver/time.Millisecond)) * time.Millisecond
}

// pressing tells whether waiting for a morning may be too late.
func pressing(o Occasion, now time.Time) bool {
	switch o.Kind {
	case Overdue, Escalation, DisclosureLate:
		return true
	case Reminder, DisclosureDue:
		// A deadline at 24:00 is the first instant of the day after.
		last := o.DueAt.Add(-time.Nanosecond)
		return !o.DueAt.IsZero() && !calendar.DateOf(last).After(calendar.DateOf(now))
	case TaskOpened, Transferred, Urged, Returned, Withdrawn, Copied, DeadlineChanged, Cancelled, Vacant, Conflict,
		ExtensionAsked, ExtensionRefused, Mentioned, Infected, DailyDigest, ChannelTest:
	}
	return false
}
