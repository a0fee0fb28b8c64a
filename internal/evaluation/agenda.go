package evaluation

import "time"

// AgendaKind is what happens at an agenda instant (日程种类).
type AgendaKind string

// The kinds of agenda entry.
const (
	AgendaReminder   AgendaKind = "reminder"   // tell that it is still to be done (提醒)
	AgendaOverdue    AgendaKind = "overdue"    // note that its deadline has passed (逾期)
	AgendaEscalation AgendaKind = "escalation" // tell those above that it is late (升级督办)
)

// AgendaKinds lists all kinds of agenda entry.
func AgendaKinds() []AgendaKind {
	return []AgendaKind{AgendaReminder, AgendaOverdue, AgendaEscalation}
}

// AgendaEntry is something that time will do to a task (日程): remind, find
// overdue, escalate. A settled task has none left to do.
type AgendaEntry struct {
	ID     string     `json:"id"` // unique within the task: "reminder-1"
	Kind   AgendaKind `json:"kind"`
	At     time.Time  `json:"at"`
	To     []Audience `json:"to,omitempty"`
	DoneAt time.Time  `json:"done_at,omitzero"`
}

// NextAgendaAt is the first instant at which time has something to do to the
// task; zero when nothing is left or the task is settled.
func (t *Task) NextAgendaAt() time.Time {
	var next time.Time
	if !t.State.Live() || !t.SuspendedAt.IsZero() {
		return next
	}
	for _, a := range t.Agenda {
		if a.DoneAt.IsZero() && (next.IsZero() || a.At.Before(next)) {
			next = a.At
		}
	}
	return next
}
