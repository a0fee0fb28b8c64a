package api

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// InboxStore finds people's tasks.
type InboxStore interface {
	Inbox(ctx context.Context, q evaluation.InboxQuery) (evaluation.InboxPage, error)
	// BoxCounts counts all boxes; readers are those of evaluation.InboxQuery.
	BoxCounts(ctx context.Context, p evaluation.PersonID, readers []evaluation.RoleID, now time.Time) (BoxCounts, error)
	// Watch lets a person keep an eye on a task. Fault: conflict watches_full.
	Watch(ctx context.Context, p evaluation.PersonID, task evaluation.TaskID) error
	Unwatch(ctx context.Context, p evaluation.PersonID, task evaluation.TaskID) error
	Watches(ctx context.Context, p evaluation.PersonID, task evaluation.TaskID) (bool, error)
}

// BoxCounts is how many tasks each box holds (任务箱计数).
type BoxCounts struct {
	Mine, Claimable, Done, Overdue, Today, Copied, Watched, ForOthers int
}

// defaultPage is how long a page is when nothing else is asked for.
const defaultPage = 20

func pageSize(limit int) int {
	if limit == 0 {
		return defaultPage
	}
	return limit
}

// ListTasks gives one page of a box.
func (s *server) ListTasks(c context.Context, r ListTasksRequestObject) (ListTasksResponseObject, error) {
	ctx, x := enter(c)
	p := &r.Params
	from, err := dateOf("due_from", p.DueFrom)
	if err != nil {
		return nil, err
	}
	to, err := dateOf("due_to", p.DueTo)
	if err != nil {
		return nil, err
	}
	filter, err := filterOf(TaskFilter{
		Text: p.Text, Process: p.Process, Stage: p.Stage, Unit: p.Unit, DueFrom: from, DueTo: to, Priority: p.Priority, State: p.State,
	})
	if err != nil {
		return nil, err
	}
	l, err := s.lensOf(ctx, x, p.AsOf, p.SeenBy, p.SeenFor)
	if err != nil {
		return nil, err
	}
	person, err := s.boxesThrough(ctx, x, l, &filter)
	if err != nil {
		return nil, err
	}
	if private(l, p.Box, person) {
		return ListTasks200JSONResponse{Tasks: []TaskRow{}}, nil
	}
	page, err := s.store.Inbox(ctx, evaluation.InboxQuery{
		Person: person, Box: evaluation.Box(p.Box), Filter: filter, Sort: evaluation.InboxSort(p.Sort),
		Readers: s.readersThrough(l), Limit: pageSize(p.Limit), Cursor: p.Cursor, Now: s.nowOf(l), AsOf: l.at, Units: l.units,
	})
	if err != nil {
		return nil, err
	}
	days, err := s.calendarThrough(ctx, l)
	if err != nil {
		return nil, err
	}
	out := ListTasks200JSONResponse{Tasks: []TaskRow{}, NextCursor: page.NextCursor}
	for _, t := range page.Tasks {
		row := rowView(t)
		row.DueProvisional = dueProvisional(days, t.DueOn, t.SettledAt)
		row.WorkdaysLeft = workdaysLeft(days, s.nowOf(l), t.DueAt, t.SettledAt)
		out.Tasks = append(out.Tasks, row)
	}
	return out, nil
}

// private tells whether a box is another's own business: what somebody keeps
// an eye on does not go over to a substitute.
func private(l *lens, b Box, person evaluation.PersonID) bool {
	return b == BoxWatched && person != l.person
}

// dateOf reads a date of the query, which the generated code would take for an
// object. Fault: invalid request_invalid.
func dateOf(name, text string) (calendar.Date, error) {
	if text == "" {
		return calendar.Date{}, nil
	}
	date, err := calendar.ParseDate(text)
	if err != nil {
		return date, fault.Wrap(err, fault.Invalid, reasonRequestInvalid, "read %s", name).
			WithFields(fault.Field{Name: name, Reason: "date_invalid"})
	}
	return date, nil
}

// filterOf reads a filter. Faults: invalid text_not_utf8, text_has_nul.
func filterOf(f TaskFilter) (evaluation.InboxFilter, error) {
	out := evaluation.InboxFilter{
		Text: strings.TrimSpace(f.Text), Process: f.Process, Stage: evaluation.StageID(f.Stage), UnitID: f.Unit,
		DueFrom: f.DueFrom, DueTo: f.DueTo, State: evaluation.TaskState(f.State),
	}
	if at := slices.Index(priorities(), f.Priority); at >= 0 {
		out.Priority = &at
	}
	for _, text := range []string{f.Text, f.Process, f.Stage, f.Unit} {
		if !utf8.ValidString(text) {
			return out, fault.New(fault.Invalid, "text_not_utf8", "a filter is no UTF-8")
		}
		if strings.ContainsRune(text, 0) {
			return out, fault.New(fault.Invalid, "text_has_nul", "a filter has a NUL")
		}
	}
	return out, nil
}

// filterView is the other way.
func filterView(f evaluation.InboxFilter, sort evaluation.InboxSort) TaskFilter {
	out := TaskFilter{
		Text: f.Text, Process: f.Process, Stage: string(f.Stage), Unit: f.UnitID, DueFrom: f.DueFrom, DueTo: f.DueTo,
		State: TaskState(f.State), Sort: TaskSort(sort),
	}
	if f.Priority != nil {
		out.Priority = priorityView(*f.Priority)
	}
	return out
}

// priorities are the names of the priorities, from 0.
func priorities() []Priority { return []Priority{PriorityNormal, PriorityHigh, PriorityUrgent} }

func priorityView(n int) Priority { return priorities()[min(max(n, 0), len(priorities())-1)] }

// CountTasks counts the boxes.
func (s *server) CountTasks(c context.Context, r CountTasksRequestObject) (CountTasksResponseObject, error) {
	ctx, x := enter(c)
	l, err := s.lensOf(ctx, x, r.Params.AsOf, r.Params.SeenBy, r.Params.SeenFor)
	if err != nil {
		return nil, err
	}
	person, err := s.boxesThrough(ctx, x, l, &evaluation.InboxFilter{})
	if err != nil {
		return nil, err
	}
	n, err := s.countsThrough(ctx, l, person)
	if private(l, BoxWatched, person) {
		n.Watched = 0
	}
	return CountTasks200JSONResponse(countsView(n)), err
}

func countsView(n BoxCounts) TaskCounts {
	return TaskCounts{
		Mine: n.Mine, Claimable: n.Claimable, Done: n.Done, Overdue: n.Overdue, Today: n.Today,
		Copied: n.Copied, Watched: n.Watched, ByMeForOthers: n.ForOthers,
	}
}

func rowView(t evaluation.InboxTask) TaskRow {
	return TaskRow{
		ID: string(t.ID), EvaluationID: string(t.Evaluation), EvaluationTitle: t.EvaluationTitle,
		UnitID: t.UnitID, UnitName: t.UnitName,
		Stage: string(t.Stage), StageTitle: t.StageTitle, Step: string(t.Step), Title: t.Title, State: TaskState(t.State),
		Priority: priorityView(t.Priority), Round: t.Round, Assignee: string(t.Assignee), AssigneeName: t.AssigneeName,
		OnBehalfOf: string(t.OnBehalfOf), OnBehalfOfName: t.OnBehalfOfName,
		DueOn: t.DueOn, DueAt: local(t.DueAt), OpenedAt: local(t.OpenedAt), SettledAt: local(t.SettledAt),
		ArrivedAt: local(t.ArrivedAt), CopiedBy: string(t.CopiedBy), CopiedByName: t.CopiedByName,
		Overdue: t.Overdue, OverdueDays: t.LateDays, Version: t.Version,
	}
}

// WatchTask lets the caller keep an eye on a task that the caller may read.
func (s *server) WatchTask(c context.Context, r WatchTaskRequestObject) (WatchTaskResponseObject, error) {
	ctx, x := enter(c)
	_, t, err := s.taskFor(ctx, x, r.TaskID)
	if err != nil {
		return nil, err
	}
	if err := s.store.Watch(ctx, x.person(), t.ID); err != nil {
		return nil, err
	}
	s.hub.touch(x.person())
	return WatchTask204Response{}, nil
}

// UnwatchTask ends it, also for a task that the caller may not read any more.
func (s *server) UnwatchTask(c context.Context, r UnwatchTaskRequestObject) (UnwatchTaskResponseObject, error) {
	ctx, x := enter(c)
	if err := s.store.Unwatch(ctx, x.person(), evaluation.TaskID(r.TaskID)); err != nil {
		return nil, err
	}
	s.hub.touch(x.person())
	return UnwatchTask204Response{}, nil
}
