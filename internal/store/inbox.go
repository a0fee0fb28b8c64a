package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"jiheng/internal/board"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// maxInbox bounds a page of the inbox.
const maxInbox = 100

// Inbox gives one page of a person's box (任务箱). Each way in which a task can
// belong to the box is read from an index of its own in the usual order of the
// page, so the length of a page and not that of the box decides the effort. In
// another order, or with a filter that little fits, the person's own part of
// the tasks is gone through, and nothing else.
//
// Faults: invalid limit_out_of_range, box_unknown, sort_unknown,
// cursor_invalid, cursor_unreadable.
func (s *Store) Inbox(ctx context.Context, q evaluation.InboxQuery) (evaluation.InboxPage, error) {
	if err := checkInbox(&q); err != nil {
		return evaluation.InboxPage{}, err
	}
	o := orderOf(&q)
	c, begin, err := readCursorOf(listOf(&q), q.Cursor)
	if err != nil {
		return evaluation.InboxPage{}, err
	}
	if !q.AsOf.IsZero() {
		return s.inboxAt(ctx, &q, o, c, begin)
	}
	if begin {
		c = o.start()
	}
	query, args := inboxQuery(&q, o)
	args["at"], args["id"], args["rank"] = c.At, c.ID, c.Rank
	var rows []inboxRow
	if err := s.db.WithContext(ctx).Raw(query, args).Scan(&rows).Error; err != nil {
		return evaluation.InboxPage{}, err
	}
	return inboxPage(&q, rows), nil
}

func checkInbox(q *evaluation.InboxQuery) error {
	if q.Limit < 1 || q.Limit > maxInbox {
		return outOfRange(maxInbox)
	}
	if !slices.Contains(evaluation.Boxes(), q.Box) {
		return fault.New(fault.Invalid, "box_unknown", "no box %q", q.Box).
			WithFields(fault.Field{Name: "box", Reason: "box_unknown"})
	}
	if q.Sort != "" && !slices.Contains(evaluation.InboxSorts(), q.Sort) {
		return fault.New(fault.Invalid, "sort_unknown", "no order %q", q.Sort).
			WithFields(fault.Field{Name: "sort", Reason: "sort_unknown"})
	}
	return nil
}

// listOf names what a query lists, so that its cursor fits no other.
func listOf(q *evaluation.InboxQuery) string {
	text, err := json.Marshal(struct {
		Box    evaluation.Box         `json:"b"`
		Sort   evaluation.InboxSort   `json:"s"`
		Filter evaluation.InboxFilter `json:"f"`
		AsOf   time.Time              `json:"a,omitzero"`
		Units  []string               `json:"u,omitempty"`
	}{q.Box, q.Sort, q.Filter, q.AsOf, q.Units})
	if err != nil {
		return "" // texts and dates of our own can be encoded
	}
	sum := sha256.Sum256(text)
	return "inbox:" + hex.EncodeToString(sum[:6])
}

// inboxQuery gives the statement for a page, one row longer than the page to
// know whether it is the last.
func inboxQuery(q *evaluation.InboxQuery, o order) (string, map[string]any) {
	args := personArgs(q.Person, q.Now, q.Readers)
	args["limit"] = q.Limit + 1
	s := &selection{
		o, append([]string{o.behind}, filtered(q, false, args)...), append([]string{o.behind}, filtered(q, true, args)...),
	}
	return lines(q.Box, s.of(q.Box), o.across), args
}

func personArgs(person evaluation.PersonID, now time.Time, readers []evaluation.RoleID) map[string]any {
	tonight := calendar.DateOf(now).End()
	return map[string]any{"person": string(person), "now": now, "tonight": tonight, "readers": plain(readers)}
}

// lines gives the ids the look of a list.
func lines(b evaluation.Box, ids, order string) string {
	arrived, arrival := "NULL::timestamptz", ""
	by := "''"
	switch b {
	case evaluation.BoxCopied:
		arrived, by, arrival = "a.at", "a.by_id", "\nJOIN task_copies a ON a.task_id = t.id AND a.person_id = @person"
	case evaluation.BoxWatched:
		arrived, arrival = "a.at", "\nJOIN task_watches a ON a.task_id = t.id AND a.person_id = @person"
	case evaluation.BoxMine, evaluation.BoxClaimable, evaluation.BoxDone, evaluation.BoxOverdue, evaluation.BoxToday, evaluation.BoxForOthers:
	}
	return `SELECT t.id, t.evaluation_id, e.title AS evaluation_title, e.unit_id, u.name AS unit_name,
	t.stage_id, x.title AS stage_title, t.step, t.title, t.state, t.priority, t.round,
	t.assignee, COALESCE(p.name, '') AS assignee_name, t.on_behalf_of, COALESCE(o.name, '') AS on_behalf_of_name,
	t.due_on::text AS due_on, t.due_at, t.opened_at, t.settled_at, t.overdue_at, t.version, e.timescale_day_nanos AS day_nanos,
	` + arrived + ` AS arrived_at, ` + by + ` AS copied_by, COALESCE(c.name, '') AS copied_by_name, page.rank, page.sort_at
FROM (SELECT ids.id, ids.rank, ids.sort_at FROM (` + ids + `) AS ids ORDER BY ` + order + ` LIMIT @limit) AS page
JOIN tasks t ON t.id = page.id
JOIN evaluations e ON e.id = t.evaluation_id
JOIN units u ON u.id = e.unit_id
JOIN stages x ON x.evaluation_id = t.evaluation_id AND x.id = t.stage_id` + arrival + `
LEFT JOIN persons p ON p.id = t.assignee
LEFT JOIN persons o ON o.id = t.on_behalf_of
LEFT JOIN persons c ON c.id = ` + by + `
ORDER BY ` + pageOrder(order)
}

// pageOrder is an order of the page's rows, whose columns others have too.
func pageOrder(order string) string {
	switch order {
	case "sort_at, id":
		return "page.sort_at, page.id"
	case "sort_at DESC, id DESC":
		return "page.sort_at DESC, page.id DESC"
	}
	return "page.rank, page.sort_at, page.id"
}

type inboxRow struct {
	ID, EvaluationID, EvaluationTitle, UnitID, UnitName, StageID, StageTitle, Step, Title, State string
	Priority, Round                                                                              int
	Assignee, AssigneeName, OnBehalfOf, OnBehalfOfName                                           string
	DueOn                                                                                        string
	DueAt, OpenedAt                                                                              time.Time
	SettledAt, OverdueAt, ArrivedAt                                                              *time.Time
	CopiedBy, CopiedByName                                                                       string
	Version, DayNanos                                                                            int64
	Rank                                                                                         int
	SortAt                                                                                       time.Time
}

func inboxPage(q *evaluation.InboxQuery, rows []inboxRow) evaluation.InboxPage {
	var page evaluation.InboxPage
	for i := range rows {
		if i == q.Limit {
			last := rows[i-1]
			page.NextCursor = cursor{List: listOf(q), Rank: last.Rank, At: last.SortAt.UTC(), ID: last.ID}.String()
			break
		}
		page.Tasks = append(page.Tasks, rows[i].core(q.Now))
	}
	return page
}

func (r *inboxRow) core(now time.Time) evaluation.InboxTask {
	due, _ := calendar.ParseDate(r.DueOn) // a date column has no other form
	state, late := evaluation.TaskState(r.State), 0
	if state.Live() && !r.DueAt.After(now) {
		// In real time the length of a day is not written down.
		late = board.DaysOf(now.Sub(r.DueAt), cmp.Or(time.Duration(r.DayNanos), 24*time.Hour))
	}
	return evaluation.InboxTask{
		ID: evaluation.TaskID(r.ID), Evaluation: evaluation.ID(r.EvaluationID), EvaluationTitle: r.EvaluationTitle,
		UnitID: r.UnitID, UnitName: r.UnitName,
		Stage: evaluation.StageID(r.StageID), StageTitle: r.StageTitle, Step: evaluation.StepID(r.Step), Title: r.Title,
		State: state, Priority: r.Priority, Round: r.Round,
		Assignee: evaluation.PersonID(r.Assignee), AssigneeName: r.AssigneeName,
		OnBehalfOf: evaluation.PersonID(r.OnBehalfOf), OnBehalfOfName: r.OnBehalfOfName,
		DueOn: due, DueAt: r.DueAt.UTC(), OpenedAt: r.OpenedAt.UTC(), SettledAt: instant(r.SettledAt),
		ArrivedAt: instant(r.ArrivedAt), CopiedBy: evaluation.PersonID(r.CopiedBy), CopiedByName: r.CopiedByName,
		Overdue: r.OverdueAt != nil || state.Live() && !r.DueAt.After(now), LateDays: late, Version: r.Version,
	}
}
