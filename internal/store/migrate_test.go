package store_test

import (
	"context"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// connect opens a plain connection as the owner of the schema.
func connect(t testing.TB, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

// column reads one column of texts.
func column(t testing.TB, conn *pgx.Conn, query string, args ...any) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), query, args...)
	require.NoError(t, err)
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	return out
}

func TestMigrate_goesUpAndDownAndUpAgain(t *testing.T) {
	t.Parallel()
	dsn := storetest.Empty(t)
	ctx := t.Context()
	require.NoError(t, store.Migrate(ctx, dsn))
	schema := column(t, connect(t, dsn), describeSchema)
	require.NotEmpty(t, schema)

	require.NoError(t, store.MigrateDownTo(ctx, dsn, 0))
	left := column(t, connect(t, dsn), `SELECT relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE nspname = 'public' AND relname NOT LIKE 'goose%' UNION
		SELECT proname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE nspname = 'public'`)
	require.Empty(t, left)

	require.NoError(t, store.Migrate(ctx, dsn))
	require.Equal(t, schema, column(t, connect(t, dsn), describeSchema))
}

const describeSchema = `SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns
WHERE table_schema = 'public' ORDER BY 1`

func TestMigrate_byManyAtOnceHappensOnce(t *testing.T) {
	t.Parallel()
	dsn := storetest.Empty(t)
	var wg sync.WaitGroup
	failures := make([]error, 4)
	for i := range failures {
		wg.Go(func() { failures[i] = store.Migrate(t.Context(), dsn) })
	}
	wg.Wait()
	for _, err := range failures {
		require.NoError(t, err)
	}
	status, err := store.MigrateStatus(t.Context(), dsn)
	require.NoError(t, err)
	require.NotEmpty(t, status)
	last := int64(0)
	for _, m := range status {
		require.Greater(t, m.Version, last)
		last = m.Version
		require.False(t, m.AppliedAt.IsZero(), m.Name)
	}
}

// A restore that was cut short leaves functions and tables without the record of
// the migrations that made them.
func TestMigrate_refusesADatabaseThatIsHalfRestored(t *testing.T) {
	t.Parallel()
	for name, left := range map[string]string{
		"functions":         `DROP TABLE goose_db_version; DO $$ DECLARE t text; BEGIN FOR t IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP EXECUTE format('DROP TABLE %I CASCADE', t); END LOOP; END $$`,
		"tables":            `DROP TABLE goose_db_version`,
		"tables without it": `TRUNCATE goose_db_version`,
	} {
		dsn := storetest.Empty(t)
		require.NoError(t, store.Migrate(t.Context(), dsn))
		_, err := connect(t, dsn).Exec(t.Context(), left)
		require.NoError(t, err, name)
		err = store.Migrate(t.Context(), dsn)
		require.Equal(t, "schema_half_restored", fault.ReasonOf(err), "%s: %v", name, err)
		require.Equal(t, fault.Conflict, fault.CodeOf(err), name)
	}
}

func TestOpen_refusesASchemaThatIsBehind(t *testing.T) {
	t.Parallel()
	dsn := storetest.Empty(t)
	for _, version := range []int64{0, 3} {
		_, err := store.Open(t.Context(), storetest.StoreConfig(dsn))
		require.Equal(t, "schema_behind", fault.ReasonOf(err))
		require.Equal(t, fault.Unavailable, fault.CodeOf(err))
		require.NoError(t, store.Migrate(t.Context(), dsn))
		require.NoError(t, store.MigrateDownTo(t.Context(), dsn, version))
	}
}

func TestOpen_refusesAnAddressItCannotReadWithoutRepeatingIt(t *testing.T) {
	t.Parallel()
	_, err := store.Open(t.Context(), storetest.StoreConfig("postgres://me:secret@host:notaport/x"))
	require.Equal(t, "database_address", fault.ReasonOf(err))
	require.NotContains(t, err.Error(), "secret")
}

func TestEveryTableAndColumnHasItsChineseTerm(t *testing.T) {
	t.Parallel()
	conn := connect(t, storetest.DSN(t))
	missing := column(t, conn, `SELECT c.relname || COALESCE('.' || a.attname, '') FROM pg_class c
		JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
		LEFT JOIN LATERAL (SELECT 0 AS attnum, NULL AS attname UNION ALL
			SELECT attnum, attname FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) a ON true
		WHERE c.relkind IN ('r', 'p') AND COALESCE(col_description(c.oid, NULLIF(a.attnum, 0)), CASE WHEN a.attnum = 0 THEN obj_description(c.oid, 'pg_class') END, '') !~ '[一-龥]'`)
	require.Empty(t, missing)
	tables := column(t, conn, `SELECT relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE nspname = 'public' AND relkind = 'r'`)
	require.GreaterOrEqual(t, len(tables), 27)
}

func TestEveryRowKnowsAllColumnsOfItsTable(t *testing.T) {
	t.Parallel()
	conn := connect(t, storetest.DSN(t))
	for table, known := range store.RowColumns(t) {
		there := column(t, conn, `SELECT column_name::text FROM information_schema.columns
			WHERE table_schema = 'public' AND table_name = $1 ORDER BY 1`, table)
		require.Subset(t, there, known, "table %s", table)
		// Instants that the database itself fills in are the only ones a row may not know.
		for _, name := range there {
			if name != "created_at" && name != "added_at" {
				require.Contains(t, known, name, "table %s", table)
			}
		}
	}
}

func TestTheSchemaRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b := runningAt(t, dsn)
	conn := connect(t, dsn)
	task := string(b.live("formation", "", "draft_notice").ID)
	for name, c := range map[string]struct{ statement, constraint string }{
		"an open task with an assignee":         {"UPDATE tasks SET assignee = 'director' WHERE id = $1", "tasks_open_unassigned"},
		"a claimed task without assignee":       {"UPDATE tasks SET state = 'claimed' WHERE id = $1", "tasks_claimed_assigned"},
		"a settled task without an end":         {"UPDATE tasks SET state = 'cancelled' WHERE id = $1", "tasks_live_unsettled"},
		"a done task that nobody did":           {"UPDATE tasks SET state = 'completed', settled_at = now(), next_agenda_at = NULL WHERE id = $1", "tasks_done_by_somebody"},
		"a settled task with an agenda":         {"UPDATE tasks SET state = 'cancelled', settled_at = now(), next_agenda_at = now() WHERE id = $1", "tasks_settled_have_no_agenda"},
		"a second live round":                   {"INSERT INTO tasks SELECT (jsonb_populate_record(t, jsonb_build_object('id', regexp_replace(t.id, '1$', '2'), 'round', 2))).* FROM tasks t WHERE id = $1", "tasks_one_live_round"},
		"an id that is not its place":           {"INSERT INTO tasks SELECT (jsonb_populate_record(t, '{\"id\": \"x\"}')).* FROM tasks t WHERE id = $1", "tasks_id_is_place"},
		"the same place twice":                  {"INSERT INTO tasks SELECT * FROM tasks t WHERE id = $1", "tasks_pkey"},
		"an unknown state":                      {"UPDATE tasks SET state = 'lost', settled_at = now(), next_agenda_at = NULL WHERE id = $1", "tasks_state_check"},
		"told beyond the journal":               {"UPDATE evaluations SET told_seq = seq + 1 WHERE $1 <> ''", "evaluations_check1"},
		"finished without an end":               {"UPDATE evaluations SET state = 'finished' WHERE $1 <> ''", "evaluations_over"},
		"a hash that is none":                   {"UPDATE evaluations SET head_hash = 'x' WHERE $1 <> ''", "evaluations_head_hash_check"},
		"an open stage that never opened":       {"UPDATE stages SET state = 'open' WHERE state = 'planned' AND $1 <> ''", "stages_check1"},
		"a stage that ends before it begins":    {"UPDATE stages SET due_on = opens_on - 1 WHERE $1 <> ''", "stages_check"},
		"the system as a person":                {"INSERT INTO persons (id, unit_id, name) VALUES ('system', 'zhanjiang-service-centre', $1)", "persons_id_check"},
		"a role held twice at once":             {"INSERT INTO role_grants (person_id, role, unit_id, department_id, valid_from, granted_by) SELECT person_id, role, unit_id, department_id, valid_from, $1 FROM role_grants LIMIT 1", "role_grants_current"},
		"somebody in another unit's department": {"UPDATE persons SET unit_id = 'another-unit' WHERE id = 'director' AND $1 <> ''", "persons_unit_id_department_id_fkey"},
	} {
		_, err := conn.Exec(t.Context(), c.statement, task)
		require.ErrorContains(t, err, c.constraint, name)
	}
}
