package store_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/internal/postgres"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// The list that databases are held against is what the migrations lead to.
func TestDatabaseRoles_andTheirGuardsAreWhatTheMigrationsDemand(t *testing.T) {
	t.Parallel()
	owner := connect(t, storetest.DSN(t))
	text := strings.Join(column(t, owner, store.SelectGuards), "\n") + "\n"
	const golden = "guards.txt"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(text), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), text, "guards have changed: review, then go test ./internal/store -run TestDatabaseRoles -update")
	require.Contains(t, text, "trigger journal journal_append_only A ")
}

// Each is taken back at once: roles belong to all databases of a server.
func TestGuards_tellEachWayRoundThem(t *testing.T) {
	t.Parallel()
	owner := connect(t, storetest.DSN(t))
	for statement, want := range map[string]string{
		"CREATE RULE r AS ON INSERT TO dossier_accesses DO INSTEAD NOTHING":                                          "rule dossier_accesses r",
		"CREATE RULE r AS ON INSERT TO material_accesses DO INSTEAD NOTHING":                                         "rule material_accesses r",
		"CREATE OR REPLACE VIEW members AS SELECT evaluation_id, person_id, role, position, since FROM member_terms": "rule members _RETURN",
		"CREATE POLICY p ON journal USING (seq < 3)":                                                                 "policy journal p",
		"ALTER TABLE journal ENABLE ROW LEVEL SECURITY":                                                              "table journal",
		"ALTER TABLE journal FORCE ROW LEVEL SECURITY":                                                               "table journal",
		"ALTER TABLE security_log SET UNLOGGED":                                                                      "table security_log",
		"ALTER TABLE journal DROP CONSTRAINT journal_pkey CASCADE":                                                   "constraint journal journal_pkey",
		"ALTER TABLE accounts DROP CONSTRAINT accounts_login_key":                                                    "index accounts accounts_login_key",
		"ALTER TABLE accounts DROP CONSTRAINT accounts_login_check":                                                  "constraint accounts accounts_login_check",
		"ALTER TABLE journal ADD CHECK (seq < 3) NOT VALID":                                                          "constraint journal journal_seq_check1",
		"ALTER TABLE journal ALTER data DROP NOT NULL":                                                               "column journal data",
		"ALTER TABLE journal ALTER at SET DEFAULT 'epoch'":                                                           "column journal at",
		"ALTER TABLE journal ADD mark text":                                                                          "column journal mark",
		"DROP INDEX role_grants_current":                                                                             "index role_grants role_grants_current",
		"CREATE TABLE aside () INHERITS (journal)":                                                                   "inherits journal aside",
		"ALTER FUNCTION refuse_change() SECURITY DEFINER":                                                            "function refuse_change ()",
		"ALTER FUNCTION refuse_change() SET search_path = aside":                                                     "function refuse_change ()",
		"CREATE FUNCTION administers(role varchar) RETURNS boolean LANGUAGE sql AS 'SELECT true'":                    "function administers (charactervarying)",
		"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO PUBLIC":                                                      "grant security_log_id_seq PUBLIC UPDATE",
		"GRANT CREATE ON SCHEMA public TO PUBLIC":                                                                    "grant schema PUBLIC CREATE",
		"GRANT INSERT ON journal TO jiheng_app WITH GRANT OPTION":                                                    "grant journal jiheng_app INSERT GRANTABLE",
		"GRANT DELETE ON journal TO pg_monitor":                                                                      "grant journal pg_monitor DELETE",
	} {
		found := guardsAfter(t, owner, statement)
		require.True(t, slices.ContainsFunc(found, func(g store.Guard) bool { return g.Where == want }), "%s: %v", statement, found)
	}
}

// What the owner adds opens the tables as well as what he takes away.
func TestGuards_tellWhatWasAdded(t *testing.T) {
	t.Parallel()
	owner := connect(t, storetest.DSN(t))
	for statement, want := range map[string]string{
		"CREATE VIEW v AS SELECT * FROM accounts; GRANT SELECT ON v TO PUBLIC":                                                "relation v, grant v PUBLIC SELECT",
		"CREATE VIEW v AS SELECT * FROM accounts; GRANT ALL ON v TO jiheng_app, jiheng_audit":                                 "relation v, grant v jiheng_audit UPDATE, grant v jiheng_app SELECT",
		"CREATE MATERIALIZED VIEW v AS SELECT * FROM accounts":                                                                "relation v",
		"CREATE TABLE aside (id int PRIMARY KEY)":                                                                             "relation aside",
		"CREATE TABLE goose_aside (id int)":                                                                                   "relation goose_aside",
		"CREATE TABLE aside (id int); CREATE TRIGGER zz BEFORE INSERT ON aside FOR EACH ROW EXECUTE FUNCTION refuse_change()": "relation aside, trigger aside zz",
		"CREATE TABLE aside (id int); CREATE RULE r AS ON INSERT TO aside DO ALSO DELETE FROM journal":                        "relation aside, rule aside r",
		"CREATE SEQUENCE aside": "relation aside",
		"CREATE FUNCTION evil(text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN EXECUTE $1; END'": "function evil (text), grant evil PUBLIC EXECUTE",
		"CREATE PROCEDURE evil() LANGUAGE sql AS 'DELETE FROM drafts'":                                         "function evil (), grant evil PUBLIC EXECUTE",
		"CREATE AGGREGATE evil(int) (SFUNC = int4pl, STYPE = int)":                                             "function evil (integer), grant evil PUBLIC EXECUTE",
		"ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO jiheng_app":                                           "default jiheng jiheng_app r UPDATE",
		"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC":                           "default jiheng PUBLIC r SELECT",
		"CREATE DOMAIN d AS text":     "object public.d type",
		"CREATE TYPE pair AS (a int)": "object public.pair type",
		"CREATE FUNCTION same(varchar, varchar) RETURNS boolean LANGUAGE sql AS 'SELECT true'; CREATE OPERATOR = (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = same)": "object public.=(character_varying,character_varying) operator",
		"CREATE SCHEMA aside; CREATE VIEW aside.v AS SELECT * FROM accounts":                                                                                               "elsewhere aside.v view",
		"CREATE SCHEMA aside; CREATE FUNCTION aside.evil(text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN EXECUTE $1; END'":                                  "elsewhere aside.evil function",
	} {
		found := guardsAfter(t, owner, statement)
		for where := range strings.SplitSeq(want, ", ") {
			require.True(t, slices.ContainsFunc(found, func(g store.Guard) bool { return g.Where == where && g.Expected == "" }), "%s: %v", statement, found)
		}
	}
	require.Len(t, guardsAfter(t, owner, "CREATE TABLE aside (id int PRIMARY KEY, text text NOT NULL)"), 1, "a table once, not each of its columns")
	require.Empty(t, guardsAfter(t, owner, `CREATE EXTENSION pg_trgm; CREATE STATISTICS aside ON seq, at FROM journal;
		CREATE SCHEMA aside; CREATE TABLE aside.journal (id int); CREATE FUNCTION aside.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
		ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC`), "what is an extension's, speeds up, lies elsewhere or gives less")
}

func TestGuards_tellWhoIsMoreThanHeMayBe(t *testing.T) {
	t.Parallel()
	pg, dsn := server(t)
	require.NoError(t, store.Migrate(t.Context(), dsn))
	owner := connect(t, pg.DSN("jiheng", postgres.Superuser))
	for statement, want := range map[string]string{ //nolint:gosec // names of roles, no secrets
		"GRANT jiheng_app TO jiheng_audit":                                                     "member jiheng_app jiheng_audit",
		"CREATE ROLE mallory LOGIN; GRANT jiheng TO mallory":                                   "member jiheng mallory",
		"CREATE ROLE mallory LOGIN; GRANT jiheng_app, jiheng_audit TO mallory":                 "member jiheng_app mallory",
		"CREATE ROLE mallory LOGIN; GRANT ALL ON journal TO mallory":                           "grant journal mallory UPDATE",
		"CREATE ROLE mallory LOGIN; ALTER TABLE journal OWNER TO mallory":                      "owner journal",
		"CREATE ROLE mallory LOGIN; ALTER FUNCTION refuse_change() OWNER TO mallory":           "function refuse_change ()",
		"CREATE ROLE mallory LOGIN; ALTER SCHEMA public OWNER TO mallory":                      "owner schema",
		"ALTER ROLE jiheng_app BYPASSRLS":                                                      "role jiheng_app",
		"CREATE ROLE mallory LOGIN; CREATE TABLE aside (); ALTER TABLE aside OWNER TO mallory": "relation aside",
		"CREATE FUNCTION evil() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER evil ON ddl_command_end EXECUTE FUNCTION evil()": "event evil",
		"CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE away (id int) SERVER s":                                 "relation away",
	} {
		found := guardsAfter(t, owner, statement)
		require.True(t, slices.ContainsFunc(found, func(g store.Guard) bool { return g.Where == want }), "%s: %v", statement, found)
	}
	require.Empty(t, guardsAfter(t, owner, "CREATE ROLE zhang LOGIN IN ROLE jiheng_audit; CREATE INDEX aside ON journal (request_id)"), "an auditor's login, and an index that only speeds up")
}

// guardsAfter tells what is not as it should be behind a statement, which it
// takes back.
func guardsAfter(t *testing.T, owner *pgx.Conn, statement string) []store.Guard {
	t.Helper()
	_, err := owner.Exec(t.Context(), "BEGIN; "+statement)
	require.NoError(t, err, statement)
	found := store.GuardDifferences(column(t, owner, store.SelectGuards))
	_, err = owner.Exec(t.Context(), "ROLLBACK")
	require.NoError(t, err)
	return found
}

// A rule, or a trigger, that swallows the lines of a log stops what they are about.
func TestLogs_areWrittenOrNothingHappens(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b, owner := runningAt(t, dsn), connect(t, dsn)
	at := store.DossierAccess{Evaluation: b.id, Path: "package.zip", Person: "director"}
	require.NoError(t, b.s.RecordDossierAccess(t.Context(), at))
	require.NoError(t, b.s.RecordDossierAccess(t.Context(), store.DossierAccess{Evaluation: "of-another-installation", Path: "package.zip", Person: "director"}))
	for _, table := range []string{"dossier_accesses", "material_accesses"} {
		_, err := owner.Exec(t.Context(), "CREATE RULE r AS ON INSERT TO "+table+" DO INSTEAD NOTHING")
		require.NoError(t, err)
	}
	require.ErrorContains(t, b.s.RecordDossierAccess(t.Context(), at), "log_not_written")
	require.ErrorContains(t, b.s.RecordAccess(t.Context(), store.Access{Evaluation: b.id, Material: "m", Person: "director"}), "log_not_written")
}

func TestGuards_tellWhatTheOwnerTookAwayOrGave(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	s, owner := storetest.OpenAt(t, dsn), connect(t, dsn)
	found, err := s.Guards(t.Context())
	require.NoError(t, err)
	require.Empty(t, found)
	for statement, want := range map[string]store.Guard{
		"DROP TRIGGER journal_append_only ON journal":                                                           {Where: "trigger journal journal_append_only"},
		"ALTER TABLE review_journal DISABLE TRIGGER review_journal_append_only":                                 {Where: "trigger review_journal review_journal_append_only"},
		"ALTER TABLE checkpoints ENABLE TRIGGER checkpoints_append_only":                                        {Where: "trigger checkpoints checkpoints_append_only"},
		"GRANT UPDATE ON journal TO jiheng_app":                                                                 {Where: "grant journal jiheng_app UPDATE"},
		"GRANT UPDATE (data) ON journal TO PUBLIC":                                                              {Where: "grant journal PUBLIC UPDATE data"},
		"REVOKE SELECT ON checkpoints FROM jiheng_audit":                                                        {Where: "grant checkpoints jiheng_audit SELECT"},
		"CREATE TRIGGER zz BEFORE INSERT ON installation_journal FOR EACH ROW EXECUTE FUNCTION refuse_change()": {Where: "trigger installation_journal zz"},
	} {
		_, err := owner.Exec(t.Context(), statement)
		require.NoError(t, err, statement)
		found, err := s.Guards(t.Context())
		require.NoError(t, err)
		require.True(t, slices.ContainsFunc(found, func(g store.Guard) bool { return g.Where == want.Where }), "%s: %v", statement, found)
	}
	_, err = owner.Exec(t.Context(), `CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`)
	require.NoError(t, err)
	found, err = s.Guards(t.Context())
	require.NoError(t, err)
	require.True(t, slices.ContainsFunc(found, func(g store.Guard) bool { return g.Where == "trigger policies policies_append_only" }), "%v", found)
}
