package command

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/internal/identity"
	"jiheng/internal/journal"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// An auditor with a login of the role jiheng_audit shows, exports and verifies
// everything, and can write nothing at all.
func TestAudit_asALoginThatMayOnlyRead(t *testing.T) {
	t.Parallel()
	d := newAuditDesk(t)
	s := d.system()
	require.NoError(t, s.store.SeedOrganisation(t.Context(), storetest.Organisation()))
	id := string(storetest.Start(t, s.store).Evaluation.ID)
	require.NoError(t, s.store.Identity().SetPassword(t.Context(), "director", "", identity.Password{Hash: "$argon2id$new"}, identity.Entry{Kind: identity.EntryPasswordReset, ActorID: "director"}))
	_, err := s.store.Note(t.Context(), journal.Entry{Type: "journal_read", ActorID: "auditor"})
	require.NoError(t, err)
	require.NoError(t, s.checkpoint(t.Context(), 0))
	before := noted(t, s.store)
	want, wanted := d.run("verify") // the start of the fixture names no rule
	require.Contains(t, want, "发现 1 处问题")

	owned := d.cfg.DatabaseURL
	d.cfg.DatabaseURL = storetest.Reader(t, owned)
	reader, err := pgx.Connect(t.Context(), d.cfg.DatabaseURL)
	require.NoError(t, err)
	defer func() { require.NoError(t, reader.Close(t.Context())) }()
	var writable int
	require.NoError(t, reader.QueryRow(t.Context(), `SELECT count(*) FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S')
		AND (relkind = 'S' AND has_sequence_privilege(oid, 'USAGE, UPDATE') OR relkind <> 'S'
			AND (has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE') OR has_any_column_privilege(oid, 'INSERT, UPDATE')))`).Scan(&writable))
	require.Zero(t, writable)

	untimed := regexp.MustCompile(`用时 [\d.]+ 秒`)
	said, code := d.run("verify")
	require.Equal(t, wanted, code, said)
	require.Equal(t, untimed.ReplaceAllString(want, ""), untimed.ReplaceAllString(said, ""), "as the application finds it")
	said, code = d.run("verify", "--evaluation", id)
	require.Equal(t, wanted, code, said)
	require.Contains(t, said, "发现 1 处问题")
	said, code = d.run("show", "--evaluation", id)
	require.Equal(t, exitDone, code, said)
	require.Contains(t, said, "启动自评")
	for _, name := range []string{"all.jsonl", "all.xlsx", "all.pdf"} {
		path := filepath.Join(t.TempDir(), name)
		said, code = d.run("export", "--out", path)
		require.Equal(t, exitDone, code, said)
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Positive(t, info.Size())
	}
	said, code = d.run("answer", "who-looked", "--evaluation", id)
	require.Equal(t, exitDone, code, said)
	said, code = d.run("checkpoint")
	require.Equal(t, exitDone, code, said)
	require.Equal(t, before, noted(t, s.store), "nothing was written")

	_, err = s.store.Note(t.Context(), journal.Entry{Type: "journal_read", ActorID: "auditor"})
	require.NoError(t, err)
	_, code = d.run("checkpoint", "--now")
	require.Equal(t, exitFailed, code, "to write a checkpoint is to write")
	auditDesk{t, config{DatabaseURL: owned}}.bend()
	said, code = d.run("verify")
	require.Equal(t, exitUnproven, code)
	require.Contains(t, said, "[系统流水] journal 1：记录被改动")

	// Whoever works as the application still does, and nobody else writes.
	_, err = store.Open(t.Context(), store.Config{DSN: d.cfg.DatabaseURL, Calendar: storetest.StoreConfig("").Calendar, Parse: storetest.StoreConfig("").Parse})
	require.ErrorContains(t, err, "jiheng_app")
}

// noted is the end of the journal of the installation.
func noted(t *testing.T, s *store.Store) int64 {
	t.Helper()
	list, err := s.InstallationJournal(t.Context(), 0, store.MaxEntries)
	require.NoError(t, err)
	return list[len(list)-1].Seq
}
