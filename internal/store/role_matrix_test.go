package store_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"jiheng/internal/store/storetest"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestDatabaseRoles tries every verb on every table and column as each role,
// against a real database, and holds what it may against the table that was
// reviewed.
func TestDatabaseRoles(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	owner := connect(t, dsn)
	tables := column(t, owner, `SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') ORDER BY 1`)
	require.Greater(t, len(tables), 50)
	var text strings.Builder
	text.WriteString("# 数据库角色权限\n\n" +
		"每一格都由以该角色连接真实数据库逐一尝试得出:`go test ./internal/store -run TestDatabaseRoles -update` 重新生成,差异须经审阅。\n" +
		"读写限于部分列的,写明列名;“—”表示拒绝。任何角色都不能建表、改表、赋权。\n\n" +
		"| 表 | jiheng_app 应用 | jiheng_audit 审计 |\n|---|---|---|\n")
	app, auditor := as(t, dsn, "jiheng_app"), as(t, dsn, "jiheng_audit")
	for _, table := range tables {
		columns := column(t, owner, `SELECT attname::text FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`, table)
		fmt.Fprintf(&text, "| %s | %s | %s |\n", table, app.may(table, columns), auditor.may(table, columns))
	}
	const golden = "testdata/database_roles.md"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(text.String()), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), text.String(), "rights have changed: review, then go test ./internal/store -run TestDatabaseRoles -update")
}

// What the golden file must say, whatever else it does.
func TestNoRoleRewritesEvidence(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	app, auditor := as(t, dsn, "jiheng_app"), as(t, dsn, "jiheng_audit")
	for _, table := range []string{
		"journal", "installation_journal", "review_journal", "checkpoints", "checkpoint_statements", "checkpoint_keys", "workflow_archives",
		"security_log", "material_accesses", "policies", "process_definitions",
	} {
		for _, verb := range []string{"UPDATE", "DELETE", "TRUNCATE"} {
			require.False(t, app.can(verb, table, "*"), "%s %s", verb, table)
		}
	}
	for _, table := range app.tables() {
		for _, verb := range []string{"INSERT", "UPDATE", "DELETE", "TRUNCATE"} {
			require.False(t, auditor.can(verb, table, "*"), "%s %s", verb, table)
		}
	}
	for _, secret := range [][2]string{{"accounts", "password_hash"}, {"sessions", "digest"}, {"drafts", "*"}, {"calendar_feeds", "*"}, {"login_throttles", "*"}} {
		require.False(t, auditor.can("SELECT", secret[0], secret[1]), secret)
	}
	for _, who := range []*login{app, auditor} {
		for _, statement := range []string{
			"CREATE TABLE x (y int)", "DROP TABLE notices", "ALTER TABLE journal DISABLE TRIGGER ALL", "CREATE ROLE x",
			"SET session_replication_role = replica", "ALTER ROLE jiheng_app SUPERUSER", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
		} {
			require.False(t, who.tries(statement), "%s: %s", who.role, statement)
		}
	}
}

// login is a connection that works as one role.
type login struct {
	t    *testing.T
	conn *pgx.Conn
	role string
}

func as(t *testing.T, dsn, role string) *login {
	t.Helper()
	conn := connect(t, dsn)
	_, err := conn.Exec(t.Context(), "SET ROLE "+role)
	require.NoError(t, err)
	return &login{t, conn, role}
}

func (l *login) tables() []string {
	return column(l.t, l.conn, `SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`)
}

// tries runs a statement and takes it back; false where it was refused. What
// fails for another reason was allowed to fail.
func (l *login) tries(statement string) bool {
	l.t.Helper()
	ctx := context.WithoutCancel(l.t.Context())
	tx, err := l.conn.Begin(ctx)
	require.NoError(l.t, err)
	defer func() { _ = tx.Rollback(ctx) }()
	_, err = tx.Exec(ctx, statement)
	if err == nil {
		return true
	}
	told := (*pgconn.PgError)(nil)
	require.ErrorAs(l.t, err, &told, statement)
	return told.Code != "42501" && told.Code != "42809" // refused, or no such verb on a view
}

// can tries a verb on a table, or on one of its columns.
func (l *login) can(verb, table, column string) bool {
	l.t.Helper()
	switch verb {
	case "SELECT":
		return l.tries("SELECT " + column + " FROM " + table + " LIMIT 0")
	case "INSERT":
		return l.tries("INSERT INTO " + table + " DEFAULT VALUES")
	case "UPDATE":
		if column == "*" {
			column = column0(l, table)
		}
		return l.tries("UPDATE " + table + " SET " + column + " = DEFAULT WHERE false")
	case "DELETE":
		return l.tries("DELETE FROM " + table + " WHERE false")
	}
	return l.tries("TRUNCATE " + table + " CASCADE")
}

// column0 is a column that may be updated, else the first.
func column0(l *login, table string) string {
	columns := column(l.t, l.conn, `SELECT attname::text FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`, table)
	for _, c := range columns {
		if l.can("UPDATE", table, c) {
			return c
		}
	}
	return columns[0]
}

// may says in one cell what a role may do with a table.
func (l *login) may(table string, columns []string) string {
	l.t.Helper()
	var out []string
	for _, verb := range []string{"SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"} {
		switch verb {
		case "SELECT", "UPDATE":
			var some []string
			for _, c := range columns {
				if l.can(verb, table, c) {
					some = append(some, c)
				}
			}
			if len(some) == len(columns) {
				out = append(out, verb)
			} else if len(some) > 0 {
				out = append(out, verb+" ("+strings.Join(some, ", ")+")")
			}
		default:
			if l.can(verb, table, "*") {
				out = append(out, verb)
			}
		}
	}
	if len(out) == 0 {
		return "—"
	}
	return strings.Join(out, "；")
}
