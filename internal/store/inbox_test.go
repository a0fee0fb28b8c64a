package store_test

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/policy"
)

// box reads a whole box page by page.
func (b *bench) box(person evaluation.PersonID, box evaluation.Box, limit int) []evaluation.InboxTask {
	b.t.Helper()
	return b.pages(evaluation.InboxQuery{Person: person, Box: box, Limit: limit})
}

// readers are the roles whose holders read all tasks of their unit.
func readers() []evaluation.RoleID {
	return []evaluation.RoleID{"section", "finance_office", "unit_office", "unit_head"}
}

// pages reads all pages of a query.
func (b *bench) pages(q evaluation.InboxQuery) []evaluation.InboxTask {
	b.t.Helper()
	var out []evaluation.InboxTask
	q.Now, q.Readers = time.Now(), readers()
	if !b.at.IsZero() {
		q.Now = b.at
	}
	limit := q.Limit
	for {
		page, err := b.s.Inbox(b.t.Context(), q)
		require.NoError(b.t, err)
		require.LessOrEqual(b.t, len(page.Tasks), limit)
		out = append(out, page.Tasks...)
		if page.NextCursor == "" {
			return out
		}
		require.Len(b.t, page.Tasks, limit, "only the last page is short")
		q.Cursor = page.NextCursor
	}
}

func ids(tasks []evaluation.InboxTask) []evaluation.TaskID {
	var out []evaluation.TaskID
	for _, t := range tasks {
		out = append(out, t.ID)
	}
	return out
}

// expected is the box as the core sees it: everything that Holds says.
func (b *bench) expected(by evaluation.Actor, box evaluation.Box) []evaluation.TaskID {
	b.t.Helper()
	e, def := b.whole(), evaluationtest.Overall()
	var found []evaluation.Task
	for _, t := range e.Tasks {
		s := &evaluation.Situation{Evaluation: e, Definition: def, Actor: by}
		_, holds := s.Holds(&t)
		mine := t.State == evaluation.StateClaimed && t.Assignee == by.Person
		claimable := t.State == evaluation.StateOpen && t.Effect == evaluation.EffectNone && holds
		switch box {
		case evaluation.BoxMine:
			holds = mine
		case evaluation.BoxClaimable:
			holds = claimable
		case evaluation.BoxOverdue:
			holds = mine || claimable // all of the case is long overdue
		case evaluation.BoxToday:
			holds = false // and so nothing of it is due today
		case evaluation.BoxDone:
			holds = t.DoneBy == by.Person
		case evaluation.BoxCopied, evaluation.BoxWatched: // everybody is sent and watches everything
			_, err := b.policy.Authorize(s, policy.Read, t.ID)
			holds = err == nil
		case evaluation.BoxForOthers:
			holds = t.OnBehalfOf != "" && (mine || t.DoneBy == by.Person)
		}
		if holds {
			found = append(found, t)
		}
	}
	slices.SortFunc(found, func(x, y evaluation.Task) int {
		switch box {
		case evaluation.BoxDone:
			return cmpTask(y.SettledAt, x.SettledAt, y.ID, x.ID)
		case evaluation.BoxCopied, evaluation.BoxWatched, evaluation.BoxForOthers:
			return cmpTask(y.OpenedAt, x.OpenedAt, y.ID, x.ID)
		case evaluation.BoxMine, evaluation.BoxClaimable, evaluation.BoxOverdue, evaluation.BoxToday:
		}
		return cmpTask(x.DueAt, y.DueAt, x.ID, y.ID)
	})
	var out []evaluation.TaskID
	for _, t := range found {
		out = append(out, t.ID)
	}
	return out
}

func cmpTask(a, b time.Time, x, y evaluation.TaskID) int {
	if c := a.Compare(b); c != 0 {
		return c
	}
	return strings.Compare(string(x), string(y))
}

func TestInbox_showsEverybodyWhatTheCoreLetsThemDo(t *testing.T) {
	t.Parallel()
	b := running(t)
	everybody := append(evaluationtest.Everybody(), evaluationtest.Stranger())
	full := map[evaluation.Box]int{}
	for range 200 {
		b.sendCopies(everybody)
		for _, by := range everybody {
			for _, box := range evaluation.Boxes() {
				want := b.expected(by, box)
				limit := 3
				if box == evaluation.BoxCopied || box == evaluation.BoxWatched {
					limit = 50 // they grow long here, and others turn their pages
				}
				got := ids(b.box(by.Person, box, limit))
				if box != evaluation.BoxMine && box != evaluation.BoxClaimable && box != evaluation.BoxOverdue {
					require.Equal(t, want, got, "%s %s", by.Person, box)
				}
				require.ElementsMatch(t, want, got, "%s %s", by.Person, box)
				full[box] += len(got)
			}
			counts, err := b.s.InboxCounts(t.Context(), by.Person, readers(), time.Now())
			require.NoError(t, err)
			require.Equal(t, store.InboxCounts{
				Mine: len(b.expected(by, evaluation.BoxMine)), Claimable: len(b.expected(by, evaluation.BoxClaimable)),
				Done: len(b.expected(by, evaluation.BoxDone)), Overdue: len(b.expected(by, evaluation.BoxOverdue)),
				Copied: len(b.expected(by, evaluation.BoxCopied)), Watched: len(b.expected(by, evaluation.BoxWatched)),
				ForOthers: len(b.expected(by, evaluation.BoxForOthers)),
			}, counts)
		}
		b.turn()
		e := b.whole()
		if e.State == evaluation.Finished {
			break
		}
		b.serve(e)
	}
	require.Equal(t, evaluation.Finished, b.whole().State)
	for _, box := range evaluation.Boxes() {
		require.Equal(t, box == evaluation.BoxForOthers || box == evaluation.BoxToday, full[box] == 0, box)
	}
}

// sendCopies sends everybody a copy of every task and lets everybody watch it,
// from when it was opened.
func (b *bench) sendCopies(everybody []evaluation.Actor) {
	b.t.Helper()
	for _, statement := range []string{
		`INSERT INTO task_copies (evaluation_id, task_id, person_id, by_id, at, seq)
			SELECT evaluation_id, id, ?, 'director', opened_at, opened_seq FROM tasks ON CONFLICT DO NOTHING`,
		`INSERT INTO task_watches (evaluation_id, task_id, person_id, at)
			SELECT evaluation_id, id, ?, opened_at FROM tasks ON CONFLICT DO NOTHING`,
	} {
		for _, by := range everybody {
			require.NoError(b.t, b.s.DB().Exec(statement, string(by.Person)).Error)
		}
	}
}

func TestInbox_showsATaskAsAListNeedsIt(t *testing.T) {
	t.Parallel()
	b := running(t).formed()
	task := b.live("self_check", "online-hall", "submit")
	b.must("hotline-clerk", claim(task))
	got := b.box("hotline-clerk", evaluation.BoxMine, 10)
	require.Len(t, got, 1)
	now := b.live("self_check", "online-hall", "submit")
	require.Equal(t, evaluation.InboxTask{
		ID: task.ID, Evaluation: b.id, EvaluationTitle: "2019年度整体支出绩效自评", Stage: "self_check", StageTitle: "科室自查",
		UnitID: evaluationtest.Unit, UnitName: "service centre", Step: "submit", Title: task.Title, State: evaluation.StateClaimed, Round: 1, Assignee: "hotline-clerk", AssigneeName: "hotline-clerk",
		DueOn: task.DueOn, DueAt: task.DueAt, OpenedAt: task.OpenedAt, Overdue: true, LateDays: got[0].LateDays, Version: now.Version,
	}, got[0])
}

func TestInbox_countsLatenessInTheDaysOfTheEvaluation(t *testing.T) {
	t.Parallel()
	b := running(t).formed()
	task := b.live("self_check", "online-hall", "submit")
	b.must("hotline-clerk", claim(task))
	b.at = task.DueAt.Add(25 * time.Hour)
	require.Equal(t, 2, b.box("hotline-clerk", evaluation.BoxMine, 10)[0].LateDays)
	require.NoError(t, b.s.DB().Exec("UPDATE evaluations SET timescale_day_nanos = ? WHERE id = ?", time.Hour, string(b.id)).Error)
	require.Equal(t, 25, b.box("hotline-clerk", evaluation.BoxMine, 10)[0].LateDays, "a rehearsal has days of its own")
}

func TestInbox_ordersByUrgency(t *testing.T) {
	t.Parallel()
	b := running(t).formed()
	// Give the open tasks of the case other deadlines.
	e := b.whole()
	for i, task := range e.Tasks {
		if task.State == evaluation.StateOpen {
			at := time.Date(2030, 1, 30-i, 0, 0, 0, 0, time.UTC)
			require.NoError(t, b.s.DB().Exec("UPDATE tasks SET due_at = ? WHERE id = ?", at, string(task.ID)).Error)
		}
	}
	clerk := evaluationtest.OfficeClerk().Person
	require.Equal(t, b.expected(evaluationtest.OfficeClerk(), evaluation.BoxClaimable), ids(b.box(clerk, evaluation.BoxClaimable, 1)))
	require.Empty(t, b.box(clerk, evaluation.BoxOverdue, 10), "nothing is late in 2030 yet")
}

func TestInbox_tellsWhatIsDueToday(t *testing.T) {
	t.Parallel()
	b := running(t)
	clerk := evaluationtest.OfficeHead().Person
	tonight := calendar.Date{Year: 2030, Month: time.March, Day: 1}.End()
	for _, at := range []struct {
		due, now time.Time
		today    bool
	}{
		{tonight, tonight.Add(-12 * time.Hour), true},
		{tonight, tonight.Add(-24 * time.Hour), true},
		{tonight, tonight.Add(-24*time.Hour - time.Second), false},
		{tonight, tonight, false}, // late
		{tonight.Add(time.Microsecond), tonight.Add(-time.Hour), false},
	} {
		require.NoError(t, b.s.DB().Exec("UPDATE tasks SET due_at = ?", at.due).Error)
		page, err := b.s.Inbox(t.Context(), evaluation.InboxQuery{Person: clerk, Box: evaluation.BoxToday, Readers: readers(), Limit: 10, Now: at.now})
		require.NoError(t, err)
		require.Equal(t, at.today, len(page.Tasks) == 1, at)
		counts, err := b.s.InboxCounts(t.Context(), clerk, readers(), at.now)
		require.NoError(t, err)
		require.Equal(t, at.today, counts.Today == 1, at)
	}
}

func TestInbox_findsATaskOfSeveralStandingRolesByAnyOfThem(t *testing.T) {
	t.Parallel()
	b := running(t)
	require.NoError(t, b.s.DB().Exec(`UPDATE tasks SET roles = '{nobody,finance_office,unit_office}'`).Error)
	task := b.live("formation", "", "draft_notice")
	require.Equal(t, []evaluation.TaskID{task.ID}, ids(b.box("finance-officer", evaluation.BoxClaimable, 10)))
	require.Equal(t, []evaluation.TaskID{task.ID}, ids(b.box("office-head", evaluation.BoxClaimable, 10)))
	require.Empty(t, b.box("director", evaluation.BoxClaimable, 10))
	require.Empty(t, b.box("stranger", evaluation.BoxClaimable, 10))
	require.NoError(t, b.s.DB().Exec(`UPDATE tasks SET department_id = 'office'`).Error)
	require.Empty(t, b.box("finance-officer", evaluation.BoxClaimable, 10), "of another department")
	require.Len(t, b.box("office-head", evaluation.BoxClaimable, 10), 1)
}

func TestInbox_refusesWhatIsNoPage(t *testing.T) {
	t.Parallel()
	b := running(t)
	mine, err := b.s.Inbox(t.Context(), evaluation.InboxQuery{Person: "x", Box: evaluation.BoxMine, Limit: 1})
	require.NoError(t, err)
	require.Empty(t, mine.Tasks)
	other, err := json.Marshal(map[string]any{"l": "inbox:done", "i": "x"})
	require.NoError(t, err)
	for reason, q := range map[string]evaluation.InboxQuery{
		"limit_out_of_range": {Person: "x", Box: evaluation.BoxMine, Limit: 101},
		"box_unknown":        {Person: "x", Box: "lost", Limit: 1},
		"sort_unknown":       {Person: "x", Box: evaluation.BoxMine, Sort: "colour", Limit: 1},
		"cursor_invalid":     {Person: "x", Box: evaluation.BoxMine, Limit: 1, Cursor: "not a cursor"},
	} {
		_, err := b.s.Inbox(t.Context(), q)
		require.Equal(t, reason, fault.ReasonOf(err))
		require.Equal(t, fault.Invalid, fault.CodeOf(err))
	}
	_, err = b.s.Inbox(t.Context(), evaluation.InboxQuery{Person: "x", Box: evaluation.BoxMine, Limit: 1, Cursor: base64.RawURLEncoding.EncodeToString(other)})
	require.Equal(t, "cursor_unreadable", fault.ReasonOf(err), "of another box")
	for _, made := range []map[string]any{{"i": "a\x00b"}, {"a": "0000-01-01T00:00:00Z"}, {"r": 1 << 40}} {
		text, err := json.Marshal(made)
		require.NoError(t, err)
		_, err = b.s.Inbox(t.Context(), evaluation.InboxQuery{Person: "x", Box: evaluation.BoxMine, Limit: 1, Cursor: base64.RawURLEncoding.EncodeToString(text)})
		require.Equal(t, "cursor_invalid", fault.ReasonOf(err), "%v", made)
	}
}
