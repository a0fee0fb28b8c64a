package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// maxInbox bounds a page of the inbox.
const maxInbox = 100

// Inbox gives one page of a person's box (任务箱). Each way in which a task can
// belong to the box is read from an index of its own in the order of the page,
// so the length of a page and not that of the box decides the effort.
//
// Faults: invalid limit_out_of_range, box_unknown, cursor_invalid.
func (s *Store) Inbox(ctx context.Context, q evaluation.InboxQuery) (evaluation.InboxPage, error) {
	if q.Limit < 1 || q.Limit > maxInbox {
		return evaluation.InboxPage{}, outOfRange(maxInbox)
	}
	if !slices.Contains(evaluation.Boxes(), q.Box) {
		return evaluation.InboxPage{}, fault.New(fault.Invalid, "box_unknown", "no box %q", q.Box).
			WithFields(fault.Field{Name: "box", Reason: "box_unknown"})
	}
	c, begin, err := readCursor("inbox:"+string(q.Box), q.Cursor)
	if err != nil {
		return evaluation.InboxPage{}, err
	}
	if begin {
		c.At = firstInstant()
		if q.Box == evaluation.BoxDone {
			c.At = lastInstant()
		}
	}
	rows, err := inboxRows(s.db.WithContext(ctx), q, c)
	if err != nil {
		return evaluation.InboxPage{}, err
	}
	return inboxPage(q, rows), nil
}

// firstInstant and lastInstant lie before and after everything that happens.
func firstInstant() time.Time { return time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC) }
func lastInstant() time.Time  { return time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC) }

type inboxRow struct {
	ID, EvaluationID, EvaluationTitle, StageID, StageTitle, Step, Title, State string
	Round                                                                      int
	Assignee, AssigneeName                                                     string
	DueOn                                                                      string
	DueAt, OpenedAt                                                            time.Time
	SettledAt, OverdueAt                                                       *time.Time
	Version                                                                    int64
}

// inboxRows reads one row more than the page has, to know whether it is the
// last.
func inboxRows(tx *gorm.DB, q evaluation.InboxQuery, c cursor) ([]inboxRow, error) {
	var rows []inboxRow
	err := tx.Raw(inboxQuery(q.Box), map[string]any{
		"person": string(q.Person), "now": q.Now, "at": c.At, "id": c.ID, "limit": q.Limit + 1, "until": until(q),
	}).Scan(&rows).Error
	return rows, err
}

// until bounds the due date: the box of overdue tasks ends now.
func until(q evaluation.InboxQuery) time.Time {
	if q.Box == evaluation.BoxOverdue {
		return q.Now
	}
	return lastInstant()
}

func inboxPage(q evaluation.InboxQuery, rows []inboxRow) evaluation.InboxPage {
	var page evaluation.InboxPage
	for i := range rows {
		if i == q.Limit {
			last := rows[i-1]
			next := cursor{List: "inbox:" + string(q.Box), At: last.DueAt.UTC(), ID: last.ID}
			if q.Box == evaluation.BoxDone {
				next.At = instant(last.SettledAt)
			}
			page.NextCursor = next.String()
			break
		}
		page.Tasks = append(page.Tasks, rows[i].core(q.Now))
	}
	return page
}

func (r *inboxRow) core(now time.Time) evaluation.InboxTask {
	due, _ := calendar.ParseDate(r.DueOn) // a date column has no other form
	state := evaluation.TaskState(r.State)
	return evaluation.InboxTask{
		ID: evaluation.TaskID(r.ID), Evaluation: evaluation.ID(r.EvaluationID), EvaluationTitle: r.EvaluationTitle,
		Stage: evaluation.StageID(r.StageID), StageTitle: r.StageTitle, Step: evaluation.StepID(r.Step), Title: r.Title,
		State: state, Round: r.Round, Assignee: evaluation.PersonID(r.Assignee), AssigneeName: r.AssigneeName,
		DueOn: due, DueAt: r.DueAt.UTC(), OpenedAt: r.OpenedAt.UTC(), SettledAt: instant(r.SettledAt),
		Overdue: r.OverdueAt != nil || state.Live() && !r.DueAt.After(now), Version: r.Version,
	}
}
