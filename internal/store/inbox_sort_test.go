package store_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store/storetest"
)

// varied is a database with many tasks in every box of one person, no two of
// them alike: of all priorities, due and opened on many days.
func varied(t *testing.T) *bench {
	t.Helper()
	dsn := storetest.DSN(t)
	b := runningAt(t, dsn)
	b.owner = connect(t, dsn)
	fillTasks(t, b, 12_000)
	b.at = time.Now()
	_, err := b.owner.Exec(t.Context(), `UPDATE tasks SET priority = opened_seq % 7 % 3, opened_at = opened_at + opened_seq % 11 * interval '1 hour',
		due_at = CASE WHEN opened_seq % 40 = 0 THEN $1 ELSE due_at + opened_seq % 5 * interval '1 day' END, due_on = due_on + (opened_seq % 5)::integer,
		title = title || CASE WHEN opened_seq % 3 = 0 THEN ' 50%_Pos机\' ELSE ' 道路' END WHERE state IN ('open', 'claimed')`, calendar.DateOf(b.at).End())
	require.NoError(t, err)
	return b
}

const clerk = evaluation.PersonID("coordination-clerk")

func TestInbox_sortsEveryBoxInEveryOrderPageByPage(t *testing.T) {
	t.Parallel()
	b := varied(t)
	for _, box := range evaluation.Boxes() {
		usual := b.box(clerk, box, 100)
		require.NotEmpty(t, usual, box)
		for sort, compare := range map[evaluation.InboxSort]func(x, y evaluation.InboxTask) int{
			evaluation.SortDue: func(x, y evaluation.InboxTask) int { return cmpTask(x.DueAt, y.DueAt, x.ID, y.ID) },
			evaluation.SortOpened: func(x, y evaluation.InboxTask) int {
				return cmpTask(y.OpenedAt, x.OpenedAt, y.ID, x.ID)
			},
			evaluation.SortPriority: func(x, y evaluation.InboxTask) int {
				return cmp.Or(cmp.Compare(y.Priority, x.Priority), cmpTask(x.DueAt, y.DueAt, x.ID, y.ID))
			},
		} {
			got := b.pages(evaluation.InboxQuery{Person: clerk, Box: box, Sort: sort, Limit: 7})
			want := slices.SortedFunc(slices.Values(usual), compare)
			require.Equal(t, ids(want), ids(got), "%s %s", box, sort)
		}
	}
}

func TestInbox_findsWhatAFilterAsksForAndNothingElse(t *testing.T) {
	t.Parallel()
	b := varied(t)
	for _, box := range evaluation.Boxes() {
		all := b.box(clerk, box, 100)
		day := all[len(all)/2].DueOn
		urgent := 2
		for name, c := range map[string]struct {
			filter evaluation.InboxFilter
			keep   func(evaluation.InboxTask) bool
		}{
			"text in any case":   {evaluation.InboxFilter{Text: "pOS机"}, func(x evaluation.InboxTask) bool { return len(x.Title) > 0 && x.Title[len(x.Title)-1] == '\\' }},
			"text taken as text": {evaluation.InboxFilter{Text: "50%_"}, func(x evaluation.InboxTask) bool { return x.Title[len(x.Title)-1] == '\\' }},
			"a backslash":        {evaluation.InboxFilter{Text: `机\`}, func(x evaluation.InboxTask) bool { return x.Title[len(x.Title)-1] == '\\' }},
			"no such text":       {evaluation.InboxFilter{Text: "5_%"}, func(evaluation.InboxTask) bool { return false }},
			"the evaluation":     {evaluation.InboxFilter{Text: "年度整体"}, func(evaluation.InboxTask) bool { return true }},
			"the unit's name":    {evaluation.InboxFilter{Text: "VICE cen"}, func(evaluation.InboxTask) bool { return true }},
			"unit":               {evaluation.InboxFilter{UnitID: evaluationtest.Unit}, func(evaluation.InboxTask) bool { return true }},
			"another unit":       {evaluation.InboxFilter{UnitID: evaluationtest.OtherUnit}, func(evaluation.InboxTask) bool { return false }},
			"process":            {evaluation.InboxFilter{Process: storetest.Process}, func(evaluation.InboxTask) bool { return true }},
			"another process":    {evaluation.InboxFilter{Process: "other"}, func(evaluation.InboxTask) bool { return false }},
			"stage":              {evaluation.InboxFilter{Stage: "formation"}, func(x evaluation.InboxTask) bool { return x.Stage == "formation" }},
			"another stage":      {evaluation.InboxFilter{Stage: "filing"}, func(evaluation.InboxTask) bool { return false }},
			"state":              {evaluation.InboxFilter{State: evaluation.StateClaimed}, func(x evaluation.InboxTask) bool { return x.State == evaluation.StateClaimed }},
			"priority":           {evaluation.InboxFilter{Priority: &urgent}, func(x evaluation.InboxTask) bool { return x.Priority == 2 }},
			"due from":           {evaluation.InboxFilter{DueFrom: day}, func(x evaluation.InboxTask) bool { return !x.DueOn.Before(day) }},
			"due to":             {evaluation.InboxFilter{DueTo: day}, func(x evaluation.InboxTask) bool { return !day.Before(x.DueOn) }},
			"due on, and text": {evaluation.InboxFilter{DueFrom: day, DueTo: day, Text: "道路"}, func(x evaluation.InboxTask) bool {
				return x.DueOn == day && x.State.Live() && x.Title[len(x.Title)-1] != '\\'
			}},
		} {
			var want []evaluation.TaskID
			for _, x := range all {
				if c.keep(x) {
					want = append(want, x.ID)
				}
			}
			require.Equal(t, want, ids(b.pages(evaluation.InboxQuery{Person: clerk, Box: box, Filter: c.filter, Limit: 9})), "%s by %s", box, name)
		}
	}
}

func TestInbox_aCursorFitsOnlyTheQueryThatGaveIt(t *testing.T) {
	t.Parallel()
	b := varied(t)
	q := evaluation.InboxQuery{Person: clerk, Box: evaluation.BoxClaimable, Limit: 2, Now: time.Now()}
	page, err := b.s.Inbox(t.Context(), q)
	require.NoError(t, err)
	q.Cursor = page.NextCursor
	_, err = b.s.Inbox(t.Context(), q)
	require.NoError(t, err)
	for _, change := range []func(*evaluation.InboxQuery){
		func(q *evaluation.InboxQuery) { q.Box = evaluation.BoxOverdue },
		func(q *evaluation.InboxQuery) { q.Sort = evaluation.SortOpened },
		func(q *evaluation.InboxQuery) { q.Filter.Text = "x" },
		func(q *evaluation.InboxQuery) { q.Filter.DueTo = calendar.DateOf(q.Now) },
	} {
		other := q
		change(&other)
		_, err = b.s.Inbox(t.Context(), other)
		require.Equal(t, "cursor_unreadable", fault.ReasonOf(err))
		require.Equal(t, fault.Invalid, fault.CodeOf(err))
	}
}

// A task that is done between two pages moves nothing else.
func TestInbox_losesAndDoublesNothingWhileOthersWork(t *testing.T) {
	t.Parallel()
	b := varied(t)
	q := evaluation.InboxQuery{Person: clerk, Box: evaluation.BoxClaimable, Sort: evaluation.SortPriority, Limit: 10, Now: time.Now()}
	want := ids(b.pages(q))
	first, err := b.s.Inbox(t.Context(), q)
	require.NoError(t, err)
	_, err = b.owner.Exec(t.Context(), `UPDATE tasks SET state = 'claimed', assignee = 'director', claimed_at = now() WHERE id = $1`, string(first.Tasks[3].ID))
	require.NoError(t, err)
	q.Cursor = first.NextCursor
	got := ids(first.Tasks)
	for q.Cursor != "" {
		page, err := b.s.Inbox(t.Context(), q)
		require.NoError(t, err)
		got = append(got, ids(page.Tasks)...)
		q.Cursor = page.NextCursor
	}
	require.Equal(t, want, got)
}

func TestInbox_showsWhoSentACopyAndWhen(t *testing.T) {
	t.Parallel()
	b := running(t)
	b.sendCopies([]evaluation.Actor{evaluationtest.CoordinationClerk(), evaluationtest.Stranger()})
	task := b.live("formation", "", "draft_notice")
	got := b.box(clerk, evaluation.BoxCopied, 10)
	require.Len(t, got, 1)
	require.Equal(t, []any{evaluation.PersonID("director"), "director", task.OpenedAt}, []any{got[0].CopiedBy, got[0].CopiedByName, got[0].ArrivedAt})
	watched := b.box(clerk, evaluation.BoxWatched, 10)
	require.Len(t, watched, 1)
	require.Equal(t, []any{evaluation.PersonID(""), "", task.OpenedAt}, []any{watched[0].CopiedBy, watched[0].CopiedByName, watched[0].ArrivedAt})
	require.Empty(t, b.box("stranger", evaluation.BoxCopied, 10), "a copy alone opens nothing")
	require.Empty(t, b.box("stranger", evaluation.BoxWatched, 10))
}

func TestInbox_showsForWhomOneActs(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	b.must("office-head", claim(task))
	require.Empty(t, b.box("office-head", evaluation.BoxForOthers, 10))
	require.NoError(t, b.s.DB().Exec("UPDATE tasks SET on_behalf_of = 'director'").Error)
	got := b.box("office-head", evaluation.BoxForOthers, 10)
	require.Len(t, got, 1)
	require.Equal(t, []any{evaluation.PersonID("director"), "director"}, []any{got[0].OnBehalfOf, got[0].OnBehalfOfName})
	require.Empty(t, b.box("director", evaluation.BoxForOthers, 10))
}

func TestInbox_aRoleThatIsTakenAwayClosesWhatItOpened(t *testing.T) {
	t.Parallel()
	b := running(t)
	b.sendCopies([]evaluation.Actor{evaluationtest.FinanceOfficer()})
	require.Len(t, b.box("finance-officer", evaluation.BoxWatched, 10), 1)
	require.NoError(t, b.s.DB().Exec("UPDATE role_grants SET valid_to = clock_timestamp() WHERE person_id = 'finance-officer'").Error)
	require.Empty(t, b.box("finance-officer", evaluation.BoxWatched, 10))
	require.Empty(t, b.box("finance-officer", evaluation.BoxCopied, 10))
	counts, err := b.s.InboxCounts(t.Context(), "finance-officer", readers(), time.Now())
	require.NoError(t, err)
	require.Zero(t, counts)
}
