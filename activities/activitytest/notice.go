package activitytest

import (
	"context"
	"strconv"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// notice is a notice on its way.
type notice struct {
	notify.Notice
	leased  time.Time // until when
	settled bool      // sent or refused
}

// EnqueueNotices implements activities.Store. It tells one person, the
// assignee or else the first role, of what time did and of tasks that opened;
// whom the real store tells is not modelled.
func (m *Memory) EnqueueNotices(_ context.Context, id evaluation.ID) (int, error) {
	if err := m.strike(Enqueue); err != nil {
		return 0, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k, err := m.find(id)
	if err != nil {
		return 0, err
	}
	for _, r := range k.records[k.notified:] {
		if kind, ok := kindOf(r.Event); ok {
			k.notices = append(k.notices, notice{Notice: k.noticeOf(r, kind)})
		}
	}
	k.notified = int64(len(k.records))
	return len(k.waiting(func(notice) bool { return true })), nil
}

func kindOf(e evaluation.Event) (notify.Kind, bool) {
	switch e.(type) {
	case evaluation.TaskOpened:
		return notify.TaskOpened, true
	case evaluation.Reminded:
		return notify.Reminder, true
	case evaluation.FoundOverdue:
		return notify.Overdue, true
	case evaluation.Escalated:
		return notify.Escalation, true
	}
	return "", false
}

func (k *kept) noticeOf(r evaluation.Record, kind notify.Kind) notify.Notice {
	t := k.evaluation.Task(r.Event.Subject().Task)
	person := string(t.Assignee)
	if person == "" {
		person = string(t.Roles[0])
	}
	return notify.Notice{
		ID:       string(k.evaluation.ID) + ":" + strconv.FormatInt(r.Seq, 10) + ":" + person + ":mail",
		PersonID: person, Address: person + "@example.com", Kind: kind, Facts: notify.Facts{Task: t.Title},
	}
}

// waiting finds notices that are not settled, the oldest first.
func (k *kept) waiting(fits func(notice) bool) []*notice {
	var out []*notice
	for i := range k.notices {
		if n := &k.notices[i]; !n.settled && fits(*n) {
			out = append(out, n)
		}
	}
	return out
}

// LeaseNotices implements activities.Store.
func (m *Memory) LeaseNotices(_ context.Context, id evaluation.ID, limit int, lease time.Duration) ([]notify.Notice, error) {
	if err := m.strike(Lease); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k, err := m.find(id)
	if err != nil {
		return nil, err
	}
	now := m.now()
	var out []notify.Notice
	for _, n := range k.waiting(func(n notice) bool { return !n.leased.After(now) }) {
		if len(out) == limit {
			break
		}
		n.leased = now.Add(lease)
		out = append(out, n.Notice)
	}
	return out, nil
}

// MarkNotice implements activities.Store.
func (m *Memory) MarkNotice(ctx context.Context, noticeID string, outcome error) error {
	if err := m.strike(Mark); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return fault.Wrap(err, fault.Unavailable, "database_unavailable", "mark notice %s", noticeID)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range m.kept {
		for i := range k.notices {
			if n := &k.notices[i]; n.ID == noticeID {
				n.leased = time.Time{}
				n.settled = outcome == nil || fault.CodeOf(outcome) == fault.Invalid
				return nil
			}
		}
	}
	return fault.New(fault.NotFound, "notice_not_found", "no notice %q", noticeID)
}

// Unsent counts the notices of an evaluation that are neither sent nor refused.
func (m *Memory) Unsent(id evaluation.ID) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.kept[id].waiting(func(notice) bool { return true }))
}
