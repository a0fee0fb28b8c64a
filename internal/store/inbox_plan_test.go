package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

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
			CASE WHEN n % 10 = 0 THEN CASE WHEN n % 4000 = 0 THEN 'office-clerk' ELSE 'p' || n % 20000 END ELSE '' END, '',
			t.due_on, t.due_at + n * interval '1 second', t.opened_at, CASE WHEN n % 10 = 0 THEN now() END, CASE WHEN n % 10 = 1 THEN now() END,
			CASE WHEN n % 10 = 1 THEN CASE WHEN n % 4000 = 1 THEN 'office-clerk' ELSE 'p' || n % 20000 END ELSE '' END, '', '', '',
			t.submission, t.agenda, CASE WHEN n % 10 <> 1 THEN now() + interval '1 year' END, 1
		FROM (SELECT * FROM tasks LIMIT 1) t, generate_series(1, ` + fmt.Sprint(number) + `) n`,
		`ANALYZE tasks`,
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
		require.NotEmpty(t, b.box("office-clerk", box, 100), box)
		args := []any{map[string]any{
			"person": "office-clerk", "now": time.Now(), "at": time.Unix(0, 0), "id": "", "limit": 51, "until": time.Now().AddDate(10, 0, 0),
		}}
		var plan []string
		require.NoError(t, b.s.DB().Raw("EXPLAIN (ANALYZE, BUFFERS) "+store.InboxQuery(box), args...).Scan(&plan).Error)
		text := strings.Join(plan, "\n")
		require.NotContains(t, text, "Seq Scan on tasks", "%s:\n%s", box, text)
		require.NotContains(t, text, "Rows Removed by Filter", "%s:\n%s", box, text)
	}
}
