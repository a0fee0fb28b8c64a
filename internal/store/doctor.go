package store

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"jiheng/internal/doctor"
	"jiheng/policy"
)

// Examine looks at a database as it is, also where the application could not
// open it: with a connection of its own that may only read.
//
// Fault: unavailable, or what keeps the address from being read.
func Examine(ctx context.Context, dsn string, now func() time.Time) (doctor.Database, error) {
	var d doctor.Database
	config, err := parse(dsn)
	if err != nil {
		return d, err
	}
	config.RuntimeParams["default_transaction_read_only"] = "on"
	config.RuntimeParams["statement_timeout"] = "20000"
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return d, translate(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	x := &examining{conn: conn, d: &d, now: now}
	if err := x.server(ctx); err != nil {
		return d, translate(err)
	}
	if err := x.schema(ctx); err != nil || len(d.Pending) > 0 || d.Unknown > 0 {
		return d, err
	}
	for _, look := range []func(context.Context) error{x.rights, x.content, x.administrators} {
		if err := look(ctx); err != nil {
			return d, translate(err)
		}
	}
	return d, nil
}

type examining struct {
	conn *pgx.Conn
	d    *doctor.Database
	now  func() time.Time
}

func (x *examining) server(ctx context.Context) error {
	x.d.AskedAt = x.now()
	return x.conn.QueryRow(ctx, `SELECT current_setting('server_version_num')::int, current_setting('server_version'), clock_timestamp(), current_user,
		(SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
		EXISTS (SELECT FROM pg_roles WHERE rolname = 'jiheng_app'), EXISTS (SELECT FROM pg_roles WHERE rolname = 'jiheng_audit')`).
		Scan(&x.d.Version, &x.d.VersionText, &x.d.Now, &x.d.Login, &x.d.LoginSuperuser, &x.d.AppRole, &x.d.AuditRole)
}

// schema holds the migrations that were applied against those of this program.
func (x *examining) schema(ctx context.Context) error {
	names, err := migrationNames()
	if err != nil {
		return err
	}
	applied := map[int64]bool{}
	var there bool
	if err := x.conn.QueryRow(ctx, `SELECT to_regclass('goose_db_version') IS NOT NULL`).Scan(&there); err != nil {
		return translate(err)
	}
	if there {
		rows, err := x.conn.Query(ctx, `SELECT DISTINCT ON (version_id) version_id FROM goose_db_version WHERE is_applied AND version_id > 0`)
		if err != nil {
			return translate(err)
		}
		list, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return translate(err)
		}
		for _, v := range list {
			applied[v] = true
		}
	}
	for _, m := range names {
		if !applied[m.Version] {
			x.d.Pending = append(x.d.Pending, m.Name)
		}
		delete(applied, m.Version)
	}
	x.d.Unknown = len(applied)
	return nil
}

// selectExcess lists rights that would let a role of the database undo what the
// journal remembers, or read what is secret.
const selectExcess = `SELECT r.name || ' ' || r.privilege || ' ' || c.relname
FROM pg_class c
JOIN (VALUES ('jiheng_app', 'UPDATE', true), ('jiheng_app', 'DELETE', true), ('jiheng_app', 'TRUNCATE', false),
	('jiheng_audit', 'INSERT', false), ('jiheng_audit', 'UPDATE', false), ('jiheng_audit', 'DELETE', false), ('jiheng_audit', 'TRUNCATE', false)) AS r (name, privilege, only_append)
	ON NOT r.only_append OR EXISTS (SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
		WHERE t.tgrelid = c.oid AND p.proname = 'refuse_change' AND (t.tgtype::int & 1) = 1 AND (t.tgtype::int & 16) = 16)
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND has_table_privilege(r.name, c.oid, r.privilege)
UNION ALL
SELECT 'jiheng_audit SELECT ' || c.relname FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relname IN ('accounts', 'sessions', 'drafts') AND has_table_privilege('jiheng_audit', c.oid, 'SELECT')
ORDER BY 1`

const selectLost = `SELECT c.relname::text FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT has_table_privilege('jiheng_app', c.oid, 'SELECT') ORDER BY 1`

func (x *examining) rights(ctx context.Context) (err error) {
	if !x.d.AppRole || !x.d.AuditRole {
		return nil
	}
	err = x.conn.QueryRow(ctx, `SELECT pg_has_role(current_user, 'jiheng_app', 'MEMBER'), r.rolname, r.rolsuper
		FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE c.oid = 'journal'::regclass`).Scan(&x.d.MemberOfApp, &x.d.Owner, &x.d.OwnerSuperuser)
	if err != nil {
		return err
	}
	if x.d.Excess, err = x.texts(ctx, selectExcess); err != nil {
		return err
	}
	guards, err := x.texts(ctx, selectGuards)
	if err != nil {
		return err
	}
	for _, g := range guardDifferences(guards) {
		if !g.Right() {
			x.d.Unguarded = append(x.d.Unguarded, g.Where)
		} else if right := g.right(); g.Expected == "" && !slices.Contains(x.d.Excess, right) {
			x.d.Excess = append(x.d.Excess, right)
		}
	}
	x.d.Lost, err = x.texts(ctx, selectLost)
	return err
}

func (x *examining) texts(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := x.conn.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// content reads as the application does; where that is not allowed, as it can.
func (x *examining) content(ctx context.Context) (err error) {
	if x.d.MemberOfApp {
		if _, err := x.conn.Exec(ctx, "SET ROLE jiheng_app"); err != nil {
			return err
		}
	}
	if x.d.Policies, err = x.texts(ctx, `SELECT version FROM policies`); err != nil {
		return err
	}
	rows, err := x.conn.Query(ctx, `SELECT jsonb_array_elements_text(years)::int FROM calendars WHERE number = (SELECT max(number) FROM calendars)`)
	if err != nil {
		return err
	}
	if x.d.Years, err = pgx.CollectRows(rows, pgx.RowTo[int]); err != nil {
		return err
	}
	var checkpoint, oldest *time.Time
	err = x.conn.QueryRow(ctx, `SELECT (SELECT count(*) FROM units), (SELECT max(at) FROM checkpoints), EXISTS (SELECT FROM journal),
		count(*), min(e.finished_at)
		FROM evaluations e WHERE e.finished_at IS NOT NULL AND e.workflow_confirmed_at IS NOT NULL
			AND NOT EXISTS (SELECT FROM workflow_archives a WHERE a.evaluation_id = e.id AND a.closed_at >= e.finished_at)`).
		Scan(&x.d.Units, &checkpoint, &x.d.Entries, &x.d.Unarchived, &oldest)
	x.d.CheckpointAt, x.d.OldestUnarchived = instant(checkpoint), instant(oldest)
	return err
}

const selectOffices = `SELECT g.person_id, g.role, COALESCE(array_agg(DISTINCT o.role) FILTER (WHERE o.role IS NOT NULL), '{}')
FROM role_grants g
JOIN accounts a ON a.person_id = g.person_id AND a.disabled_at IS NULL
LEFT JOIN role_grants o ON o.person_id = g.person_id AND o.role <> g.role AND o.valid_from <= now() AND (o.valid_to IS NULL OR o.valid_to > now())
WHERE g.role = ANY($1) AND g.valid_from <= now() AND (g.valid_to IS NULL OR g.valid_to > now())
GROUP BY g.person_id, g.role ORDER BY g.role, g.person_id`

func (x *examining) administrators(ctx context.Context) error {
	offices := []string{string(policy.SysAdmin), string(policy.SecurityAdmin), string(policy.AuditAdmin)}
	rows, err := x.conn.Query(ctx, selectOffices, offices)
	if err != nil {
		return err
	}
	x.d.Administrators, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (a doctor.Administrator, err error) {
		return a, row.Scan(&a.Person, &a.Role, &a.Others)
	})
	return err
}
