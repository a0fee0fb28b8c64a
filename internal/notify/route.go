package notify

import (
	"time"

	"jiheng/internal/calendar"
)

// Occasion is what routing must know of a notice (通知事由).
type Occasion struct {
	Kind Kind
	// DueAt is the deadline of the task, the first instant that is too late;
	// zero when there is none.
	DueAt time.Time
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
	later := now
	if !pressing(o, now) {
		later = p.Quiet.Until(now)
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

// pressing tells whether waiting for a morning may be too late.
func pressing(o Occasion, now time.Time) bool {
	switch o.Kind {
	case Overdue, Escalation:
		return true
	case Reminder:
		// A deadline at 24:00 is the first instant of the day after.
		last := o.DueAt.Add(-time.Nanosecond)
		return !o.DueAt.IsZero() && !calendar.DateOf(last).After(calendar.DateOf(now))
	case TaskOpened, Transferred, Urged, Returned, Withdrawn, Copied, DeadlineChanged, Cancelled, Vacant, Conflict,
		ExtensionAsked, ExtensionRefused, Mentioned, DailyDigest:
	}
	return false
}
