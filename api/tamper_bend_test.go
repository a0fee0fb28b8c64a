package api_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/audit"
)

// bent changes how the database is built, and says where that is found.
func (x *tampered) bent(where, statement string, undo ...string) (change, bool) {
	x.t.Helper()
	x.run(statement)
	// What the test took away itself counts again while it is another.
	taken := x.gone[where]
	delete(x.gone, where)
	back := func() {
		for _, s := range undo {
			x.run(s)
		}
		if taken {
			x.gone[where] = true
		}
	}
	return change{what: statement, undo: back, located: func(f audit.Finding) bool {
		return f.Area == audit.Guards && f.Where == where
	}}, true
}

// anEvidentTable draws a table that is evidence.
func (x *tampered) anEvidentTable() string { return pick(x, evidentTables()...) }

func (x *tampered) bendRule() (change, bool) {
	table, event := x.anEvidentTable(), pick(x, "INSERT", "UPDATE", "DELETE")
	return x.bent("rule "+table+" bent", fmt.Sprintf("CREATE RULE bent AS ON %s TO %s DO INSTEAD NOTHING", event, table), "DROP RULE bent ON "+table)
}

func (x *tampered) bendRowSecurity() (change, bool) {
	table := x.anEvidentTable()
	switch x.rnd.IntN(3) {
	case 0:
		return x.bent("policy "+table+" bent", "CREATE POLICY bent ON "+table+" USING (false)", "DROP POLICY bent ON "+table)
	case 1:
		return x.bent("table "+table, "ALTER TABLE "+table+" ENABLE ROW LEVEL SECURITY", "ALTER TABLE "+table+" DISABLE ROW LEVEL SECURITY")
	default:
		return x.bent("table "+table, "ALTER TABLE "+table+" FORCE ROW LEVEL SECURITY", "ALTER TABLE "+table+" NO FORCE ROW LEVEL SECURITY")
	}
}

func (x *tampered) bendConstraint() (change, bool) {
	table := x.anEvidentTable()
	switch x.rnd.IntN(3) {
	case 0:
		return x.bent("constraint "+table+" bent", "ALTER TABLE "+table+" ADD CONSTRAINT bent CHECK (1 = 1) NOT VALID", "ALTER TABLE "+table+" DROP CONSTRAINT bent")
	case 1:
		column, _ := x.aColumn(table)
		return x.bent("constraint "+table+" bent", fmt.Sprintf("ALTER TABLE %s ADD CONSTRAINT bent CHECK (%s IS NOT NULL) NOT VALID", table, column),
			"ALTER TABLE "+table+" DROP CONSTRAINT bent")
	default:
		return x.bent("index accounts accounts_login_key", "ALTER TABLE accounts DROP CONSTRAINT accounts_login_key",
			"ALTER TABLE accounts ADD CONSTRAINT accounts_login_key UNIQUE (login)")
	}
}

// bendColumn adds a column, or lets one be empty that may not.
func (x *tampered) bendColumn() (change, bool) {
	table := x.anEvidentTable()
	filled := x.ask(`SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute a WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attnotnull
		AND attidentity = '' AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey))
		HAVING count(*) > 0`, "public."+table)
	if filled == nil || x.rnd.IntN(3) == 0 {
		return x.bent("column "+table+" bent", "ALTER TABLE "+table+" ADD bent text", "ALTER TABLE "+table+" DROP bent")
	}
	column := pick(x, strings.Fields(filled[0])...)
	return x.bent("column "+table+" "+column, fmt.Sprintf("ALTER TABLE %s ALTER %s DROP NOT NULL", table, column),
		fmt.Sprintf("ALTER TABLE %s ALTER %s SET NOT NULL", table, column))
}

func (x *tampered) bendFunction() (change, bool) {
	f := x.ask(`SELECT proname::text, pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_language l ON l.oid = prolang
		WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype AND lanname = 'plpgsql' ORDER BY random() LIMIT 1`)
	name, whole := f[0], f[1]
	where := "function " + name + " ()"
	switch x.rnd.IntN(3) {
	case 0:
		return x.bent(where, "ALTER FUNCTION "+name+"() "+pick(x, "SECURITY DEFINER", "SET work_mem = 64", "IMMUTABLE"),
			"ALTER FUNCTION "+name+"() SECURITY INVOKER VOLATILE RESET work_mem", whole)
	default:
		return x.bent(where, "CREATE OR REPLACE FUNCTION "+name+"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN "+pick(x, "NEW", "OLD", "NULL")+"; END'", whole)
	}
}

// bendOwner hands something over to who may only read it. What he was granted
// goes with the hand-over back.
func (x *tampered) bendOwner() (change, bool) {
	const to = "jiheng_audit"
	owner := x.ask(`SELECT current_user::text`)[0]
	handOver := func(what, to string) string {
		return fmt.Sprintf("BEGIN; GRANT CREATE ON SCHEMA public TO jiheng_audit; ALTER %s OWNER TO %s; REVOKE CREATE ON SCHEMA public FROM jiheng_audit; COMMIT", what, to)
	}
	if x.rnd.IntN(2) == 0 {
		name := x.ask(`SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype ORDER BY random() LIMIT 1`)[0]
		return x.bent("function "+name+" ()", handOver("FUNCTION "+name+"()", to), handOver("FUNCTION "+name+"()", owner))
	}
	table := pick(x, "journal", "checkpoints", "installation_journal", "review_journal", "workflow_archives")
	return x.bent("owner "+table, handOver("TABLE "+table, to), handOver("TABLE "+table, owner), "GRANT SELECT ON "+table+" TO "+to)
}

func (x *tampered) bendRight() (change, bool) {
	table, role := x.anEvidentTable(), pick(x, "jiheng_app", "jiheng_audit", "PUBLIC")
	switch x.rnd.IntN(4) {
	case 0:
		column, _ := x.aColumn(table)
		return x.bent(fmt.Sprintf("grant %s PUBLIC UPDATE %s", table, column), fmt.Sprintf("GRANT UPDATE (%s) ON %s TO PUBLIC", column, table),
			fmt.Sprintf("REVOKE UPDATE (%s) ON %s FROM PUBLIC", column, table))
	case 1:
		return x.bent("grant security_log_id_seq PUBLIC UPDATE", "GRANT UPDATE ON SEQUENCE security_log_id_seq TO PUBLIC",
			"REVOKE UPDATE ON SEQUENCE security_log_id_seq FROM PUBLIC")
	case 2:
		return x.bent("grant checkpoints jiheng_audit SELECT", "REVOKE SELECT ON checkpoints FROM jiheng_audit", "GRANT SELECT ON checkpoints TO jiheng_audit")
	default:
		return x.bent(fmt.Sprintf("grant %s %s TRIGGER", table, role), fmt.Sprintf("GRANT TRIGGER ON %s TO %s", table, role),
			fmt.Sprintf("REVOKE TRIGGER ON %s FROM %s", table, role))
	}
}

// Each way of bending the database itself is drawn often enough here to meet
// every kind of it.
func TestVerify_findsEveryWayOfBendingTheDatabase(t *testing.T) {
	t.Parallel()
	x := finished(t)
	for range 12 {
		for name, bend := range map[string]func() (change, bool){
			"rule": x.bendRule, "row level security": x.bendRowSecurity, "constraint": x.bendConstraint, "column": x.bendColumn,
			"function": x.bendFunction, "owner": x.bendOwner, "right": x.bendRight,
		} {
			c, ok := bend()
			require.True(t, ok, name)
			x.mustFind(name, c)
			x.restore(c)
		}
	}
	found, _ := x.findings("")
	require.Empty(t, found, "all was put back")
}
