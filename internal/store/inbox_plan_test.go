package store_test

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// fillTasks puts tasks into the database beside those of a case: open ones of
// many units, so that the boxes of one person are a small part of a large table.
func fillTasks(tb testing.TB, b *bench, number int) {
	tb.Helper()
	ctx := context.WithoutCancel(tb.Context())
	for _, statement := range []string{
		`INSERT INTO tasks (id, evaluation_id, opened_seq, stage_id, item_id, step, round, seat, title, state, roles, appointed, unit_id,
			department_id, assignee, effect, due_on, due_at, opened_at, claimed_at, settled_at, done_by, on_behalf_of, done_as, opinion, submission,
			agenda, next_agenda_at, version)
		SELECT t.evaluation_id || ':' || t.stage_id || ':x' || n || ':' || t.step || ':1', t.evaluation_id, 1000 + n, t.stage_id, 'x' || n, t.step, 1, 0, t.title,
			CASE WHEN n % 10 = 0 THEN 'claimed' WHEN n % 10 = 1 THEN 'completed' ELSE 'open' END,
			CASE WHEN n % 50 = 7 THEN '{chair,member}'::text[] WHEN n % 7 = 0 THEN '{finance_office}' ELSE '{section}' END, n % 50 = 7,
			CASE WHEN n % 400 IN (0, 1, 2) THEN 'zhanjiang-service-centre' ELSE 'unit-' || n % 400 END,
			CASE WHEN n % 7 = 0 THEN '' ELSE (ARRAY['office', 'hotline', 'coordination', 'other'])[1 + n % 4] END,
			CASE WHEN n % 10 = 0 THEN CASE WHEN n % 4000 = 0 THEN 'coordination-clerk' ELSE 'p' || n % 20000 END ELSE '' END, '',
			t.due_on, t.due_at + n * interval '1 second', t.opened_at, CASE WHEN n % 10 = 0 THEN now() END, CASE WHEN n % 10 = 1 THEN now() END,
			CASE WHEN n % 10 = 1 THEN CASE WHEN n % 4000 = 1 THEN 'coordination-clerk' ELSE 'p' || n % 20000 END ELSE '' END, CASE WHEN n % 8000 IN (0, 1) THEN 'director' ELSE '' END, '', '',
			t.submission, t.agenda, CASE WHEN n % 10 <> 1 THEN now() + interval '1 year' END, 1
		FROM (SELECT * FROM tasks LIMIT 1) t, generate_series(1, ` + fmt.Sprint(number) + `) n`,
		`INSERT INTO task_copies (evaluation_id, task_id, person_id, by_id, at, seq)
		SELECT t.evaluation_id, t.id, CASE WHEN t.opened_seq % 400 = 0 THEN 'coordination-clerk' ELSE 'p' || t.opened_seq % 1000 END, 'director', t.opened_at, t.opened_seq
		FROM tasks t WHERE t.opened_seq % 4 = 0 AND t.opened_seq > 1000`,
		`INSERT INTO task_watches (person_id, task_id, evaluation_id, at)
		SELECT 'coordination-clerk', t.id, t.evaluation_id, t.opened_at FROM tasks t WHERE t.opened_seq % 400 = 1 AND t.opened_seq > 1000`,
		`ANALYZE tasks, task_copies, task_watches`,
	} {
		_, err := b.owner.Exec(ctx, statement)
		require.NoError(tb, err)
	}
}

func TestInbox_readsEveryBoxFromItsIndex(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b := runningAt(t, dsn)
	b.owner = connect(t, dsn)
	fillTasks(t, b, 40_000)
	for _, box := range evaluation.Boxes() {
		q := evaluation.InboxQuery{Person: "coordination-clerk", Box: box, Readers: readers(), Limit: 50, Now: time.Now()}
		if box == evaluation.BoxToday {
			b.dueTonight("coordination-clerk", q.Now)
		}
		page, err := b.s.Inbox(t.Context(), q)
		require.NoError(t, err)
		require.NotEmpty(t, page.Tasks, box)
		text := b.plan(&q)
		require.NotContains(t, text, "Seq Scan on tasks", "%s:\n%s", box, text)
		if box != evaluation.BoxForOthers { // mostly another's: its own index has few
			require.NotContains(t, text, "Rows Removed by Filter", "%s:\n%s", box, text)
		}
	}
}

// dueTonight makes a task that somebody has due at the end of the day.
func (b *bench) dueTonight(person string, now time.Time) {
	b.t.Helper()
	require.NoError(b.t, b.s.DB().Exec(`UPDATE tasks SET due_at = ? WHERE id = (
		SELECT id FROM tasks WHERE assignee = ? AND state = 'claimed' ORDER BY id LIMIT 1)`, calendar.DateOf(now).End(), person).Error)
}

func (b *bench) plan(q *evaluation.InboxQuery) string {
	b.t.Helper()
	query, args := store.InboxQuery(q)
	var plan []string
	require.NoError(b.t, b.s.DB().Raw("EXPLAIN (ANALYZE, BUFFERS) "+query, args).Scan(&plan).Error)
	return strings.Join(plan, "\n")
}

// However a box is narrowed or sorted, only the person's own part of the tasks
// is gone through.
func TestInbox_goesThroughNobodyElsesTasks(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b := runningAt(t, dsn)
	b.owner = connect(t, dsn)
	fillTasks(t, b, 40_000)
	high := 1
	for _, box := range evaluation.Boxes() {
		for name, q := range map[string]evaluation.InboxQuery{
			"text":     {Filter: evaluation.InboxFilter{Text: "nowhere to be found"}},
			"process":  {Filter: evaluation.InboxFilter{Process: "nowhere"}},
			"unit":     {Filter: evaluation.InboxFilter{UnitID: "nowhere"}},
			"stage":    {Filter: evaluation.InboxFilter{Stage: "nowhere"}},
			"priority": {Filter: evaluation.InboxFilter{Priority: &high}, Sort: evaluation.SortPriority},
			"opened":   {Sort: evaluation.SortOpened},
			"due":      {Sort: evaluation.SortDue, Filter: evaluation.InboxFilter{DueFrom: b.whole().StartOn, DueTo: b.whole().StartOn}},
		} {
			q.Person, q.Box, q.Readers, q.Limit, q.Now = "coordination-clerk", box, readers(), 20, time.Now()
			text := b.plan(&q)
			require.NotContains(t, text, "Seq Scan on tasks", "%s by %s:\n%s", box, name, text)
			require.Less(t, most(t, text), 4000, "%s by %s:\n%s", box, name, text)
		}
	}
}

// most is the largest number of rows that a step of a plan gave or threw away.
func most(t *testing.T, plan string) int {
	t.Helper()
	found := regexp.MustCompile(`(?:actual time=\S+ rows=|Removed by Filter: )(\d+)`).FindAllStringSubmatch(plan, -1)
	require.NotEmpty(t, found)
	highest := 0
	for _, f := range found {
		n, err := strconv.Atoi(f[1])
		require.NoError(t, err)
		highest = max(highest, n)
	}
	return highest
}
