package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/doctor"
	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
	"jiheng/policy"
)

// examined gives the findings about a database by what they are about.
func examined(t *testing.T, dsn string) map[string]doctor.Finding {
	t.Helper()
	rules, err := policy.New()
	require.NoError(t, err)
	d, err := store.Examine(t.Context(), dsn, time.Now)
	require.NoError(t, err)
	out := map[string]doctor.Finding{}
	for _, f := range d.Findings(time.Now(), rules.Version(), time.Minute) {
		out[f.Check] = f
	}
	return out
}

func TestADatabaseThatIsAsItShouldBeHasNoFault(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	runningAt(t, dsn)
	found := examined(t, dsn)
	for _, check := range []string{"database", "migrations", "grants", "separation", "clock"} {
		require.Equal(t, doctor.OK, found[check].Level, found[check].Text)
		require.Empty(t, found[check].Remedy)
	}
}

func TestAnEmptyDatabaseIsToldToBeMigrated(t *testing.T) {
	t.Parallel()
	found := examined(t, storetest.Empty(t))
	require.Equal(t, doctor.Fail, found["migrations"].Level)
	require.Contains(t, found["migrations"].Remedy, "jiheng migrate")
	require.NotContains(t, found, "grants", "there is nothing to look at yet")
}

// Each is broken for real, and is the only one that the finding speaks of.
func TestEveryThingThatIsBrokenIsFound(t *testing.T) {
	t.Parallel()
	const person = `INSERT INTO accounts (person_id, login, password_hash) SELECT 'director', 'director', 'x' WHERE NOT EXISTS (SELECT FROM accounts WHERE person_id = 'director')`
	for name, row := range map[string]struct {
		breaks []string
		check  string
		level  doctor.Level
		says   string
	}{
		"a migration was taken back":  {[]string{`DELETE FROM goose_db_version WHERE version_id = 91`}, "migrations", doctor.Fail, "0091"},
		"a newer program was here":    {[]string{`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`}, "migrations", doctor.Fail, "比本程序新"},
		"the journal can be changed":  {[]string{`GRANT UPDATE ON journal TO jiheng_app`}, "grants", doctor.Fail, "jiheng_app UPDATE journal"},
		"auditors can write":          {[]string{`GRANT INSERT ON tasks TO jiheng_audit`}, "grants", doctor.Fail, "jiheng_audit INSERT tasks"},
		"auditors can read passwords": {[]string{`GRANT SELECT ON accounts TO jiheng_audit`}, "grants", doctor.Fail, "jiheng_audit SELECT accounts"},
		"the journal is unguarded":    {[]string{`DROP TRIGGER journal_append_only ON journal`}, "grants", doctor.Fail, "journal"},
		"a journal's guard is off":    {[]string{`ALTER TABLE review_journal DISABLE TRIGGER review_journal_append_only`}, "grants", doctor.Fail, "review_journal"},
		"a view was added":            {[]string{`CREATE VIEW aside AS SELECT * FROM accounts`, `GRANT SELECT ON aside TO PUBLIC`}, "grants", doctor.Fail, "relation aside"},
		"rights are given ahead":      {[]string{`ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO jiheng_app`}, "grants", doctor.Fail, "jiheng_app r DELETE"},
		"a function was added":        {[]string{`CREATE FUNCTION evil(text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN EXECUTE $1; END'`}, "grants", doctor.Fail, "function evil (text)"},
		"a table cannot be read":      {[]string{`REVOKE SELECT ON tasks FROM jiheng_app`}, "grants", doctor.Fail, "tasks"},
		"nobody administers":          {nil, "administrators", doctor.Fail, "系统管理员、安全管理员、审计管理员"},
		"an administrator does work": {[]string{person, `ALTER TABLE role_grants DISABLE TRIGGER USER`, `INSERT INTO role_grants (person_id, role, unit_id, valid_from, granted_by)
			SELECT 'director', 'audit_admin', unit_id, now() - interval '1 day', 'system' FROM persons WHERE id = 'director'`}, "separation", doctor.Fail, "director"},
		"no policy was kept":  {nil, "policy", doctor.Warn, "没有留存"},
		"no checkpoint":       {nil, "checkpoint", doctor.Fail, "没有检查点"},
		"no calendar for now": {[]string{`ALTER TABLE calendars DISABLE TRIGGER ALL`, `UPDATE calendars SET years = '[2019]', imported = '[]'`}, "calendar", doctor.Fail, "放假安排没有导入"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := storetest.DSN(t)
			runningAt(t, dsn)
			owner := connect(t, dsn)
			for _, statement := range row.breaks {
				_, err := owner.Exec(t.Context(), statement)
				require.NoError(t, err, statement)
			}
			f := examined(t, dsn)[row.check]
			require.Equal(t, row.level, f.Level, f.Text)
			require.Contains(t, f.Text, row.says)
			require.NotEmpty(t, f.Remedy)
		})
	}
}

func TestADatabaseThatIsAwayIsTold(t *testing.T) {
	t.Parallel()
	_, err := store.Examine(t.Context(), "postgres://jiheng@127.0.0.1:1/jiheng", time.Now)
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
}

// Looking changes nothing, not even by mistake.
func TestTheExaminationOnlyReads(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	runningAt(t, dsn)
	owner := connect(t, dsn)
	var before, after string
	const state = `SELECT string_agg(relname || n_tup_ins || n_tup_upd || n_tup_del, ',' ORDER BY relname) FROM pg_stat_user_tables`
	require.NoError(t, owner.QueryRow(t.Context(), state).Scan(&before))
	examined(t, dsn)
	require.NoError(t, owner.QueryRow(t.Context(), state).Scan(&after))
	require.Equal(t, before, after)
}
