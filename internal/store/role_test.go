package store_test

import (
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// refused makes sure that an error is the database's refusal.
func refused(t *testing.T, err error, what string) {
	t.Helper()
	told := (*pgconn.PgError)(nil)
	require.ErrorAs(t, err, &told, what)
	require.Equal(t, "42501", told.Code, what)
}

func TestTheApplicationCanOnlyAddToTheJournal(t *testing.T) {
	t.Parallel()
	b := running(t)
	for _, table := range []string{"journal", "security_log"} {
		for _, statement := range []string{
			"UPDATE " + table + " SET actor_id = 'x'", "DELETE FROM " + table, "TRUNCATE " + table + " CASCADE",
		} {
			refused(t, b.s.DB().Exec(statement).Error, statement)
		}
	}
}

func TestTheApplicationChangesNoSchemaAndDeletesNoRecord(t *testing.T) {
	t.Parallel()
	b := running(t)
	for _, statement := range []string{
		"CREATE TABLE x (y int)", "CREATE TEMPORARY TABLE x (y int)", "DROP TABLE notices", "ALTER TABLE tasks ADD x int",
		"ALTER TABLE journal DISABLE TRIGGER ALL", "CREATE SCHEMA x", "CREATE ROLE x", "GRANT ALL ON journal TO PUBLIC",
		"DELETE FROM tasks", "DELETE FROM evaluations", "DELETE FROM role_grants", "DELETE FROM persons",
		"DELETE FROM materials", "UPDATE materials SET kind = 'x'", "UPDATE dossiers SET manifest = ''",
		"UPDATE items SET amount = 0", "UPDATE process_definitions SET source = ''",
		"UPDATE idempotency_keys SET fingerprint = ''", "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)",
		"SET session_replication_role = replica",
	} {
		err := b.s.DB().Exec(statement).Error
		if statement == "CREATE TEMPORARY TABLE x (y int)" || statement == "GRANT ALL ON journal TO PUBLIC" {
			// A clone of a template forgets what was revoked of the database; a
			// grant by somebody who may not grant is a warning.
			continue
		}
		refused(t, err, statement)
	}
	var public bool
	require.NoError(t, b.s.DB().Raw("SELECT has_table_privilege('jiheng_app', 'journal', 'UPDATE')").Scan(&public).Error)
	require.False(t, public)
}

func TestEvenTheOwnerCannotRewriteTheJournal(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b := runningAt(t, dsn)
	conn := connect(t, dsn)
	before := column(t, conn, "SELECT string_agg(encode(hash, 'hex'), ',' ORDER BY seq) FROM journal")
	for _, statement := range []string{
		"UPDATE journal SET data = '{}'", "DELETE FROM journal WHERE seq = 1", "TRUNCATE journal", "TRUNCATE evaluations CASCADE",
	} {
		_, err := conn.Exec(t.Context(), statement)
		refused(t, err, statement)
	}
	require.Equal(t, before, column(t, conn, "SELECT string_agg(encode(hash, 'hex'), ',' ORDER BY seq) FROM journal"))
	_, err := conn.Exec(t.Context(), "INSERT INTO security_log (at, kind, login, person_id, actor_id, session_id, client_address, cause) VALUES (now(), 'k', '', '', '', '', '', '')")
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "DELETE FROM security_log")
	refused(t, err, "security log")
	require.NoError(t, b.s.Ping(t.Context()))
}

func TestAFreshDatabaseGivesTheApplicationNoTemporaryTables(t *testing.T) {
	t.Parallel()
	dsn := storetest.Empty(t)
	require.NoError(t, store.Migrate(t.Context(), dsn))
	s := storetest.OpenAt(t, dsn)
	refused(t, s.DB().Exec("CREATE TEMPORARY TABLE x (y int)").Error, "temporary table")
}

func TestASettledTaskNeverChangesAgain(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	runningAt(t, dsn).formed()
	_, err := connect(t, dsn).Exec(t.Context(), "UPDATE tasks SET opinion = 'x' WHERE state = 'completed'")
	require.ErrorContains(t, err, "never changes again")
	require.Equal(t, fault.Internal, fault.CodeOf(store.Translate(err)))
}
