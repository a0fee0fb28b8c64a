package store_test

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store"
)

// box reads a whole box page by page.
func (b *bench) box(person evaluation.PersonID, box evaluation.Box, limit int) []evaluation.InboxTask {
	b.t.Helper()
	var out []evaluation.InboxTask
	q := evaluation.InboxQuery{Person: person, Box: box, Limit: limit, Now: time.Now()}
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
		case evaluation.BoxDone:
			holds = t.DoneBy == by.Person
		}
		if holds {
			found = append(found, t)
		}
	}
	slices.SortFunc(found, func(x, y evaluation.Task) int {
		if box == evaluation.BoxDone {
			x, y = y, x
			return cmpTask(x.SettledAt, y.SettledAt, x.ID, y.ID)
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
		for _, by := range everybody {
			for _, box := range evaluation.Boxes() {
				want := b.expected(by, box)
				got := ids(b.box(by.Person, box, 2))
				if box == evaluation.BoxDone {
					require.Equal(t, want, got, "%s %s", by.Person, box)
				}
				require.ElementsMatch(t, want, got, "%s %s", by.Person, box)
				full[box] += len(got)
			}
			counts, err := b.s.InboxCounts(t.Context(), by.Person, time.Now())
			require.NoError(t, err)
			require.Equal(t, store.InboxCounts{
				Mine: len(b.expected(by, evaluation.BoxMine)), Claimable: len(b.expected(by, evaluation.BoxClaimable)),
				Done: len(b.expected(by, evaluation.BoxDone)), Overdue: len(b.expected(by, evaluation.BoxOverdue)),
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
		require.NotZero(t, full[box], box)
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
		Step: "submit", Title: task.Title, State: evaluation.StateClaimed, Round: 1, Assignee: "hotline-clerk", AssigneeName: "hotline-clerk",
		DueOn: task.DueOn, DueAt: task.DueAt, OpenedAt: task.OpenedAt, Overdue: true, Version: now.Version,
	}, got[0])
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
		"cursor_invalid":     {Person: "x", Box: evaluation.BoxMine, Limit: 1, Cursor: "not a cursor"},
	} {
		_, err := b.s.Inbox(t.Context(), q)
		require.Equal(t, reason, fault.ReasonOf(err))
		require.Equal(t, fault.Invalid, fault.CodeOf(err))
	}
	_, err = b.s.Inbox(t.Context(), evaluation.InboxQuery{Person: "x", Box: evaluation.BoxMine, Limit: 1, Cursor: base64.RawURLEncoding.EncodeToString(other)})
	require.Equal(t, "cursor_invalid", fault.ReasonOf(err), "of another box")
}
