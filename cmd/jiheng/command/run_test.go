package command

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evidence"
	"jiheng/internal/journal"
	"jiheng/internal/store/storetest"
)

func TestOnlyADatabaseOfOurOwnGetsTheDemonstration(t *testing.T) {
	t.Parallel()
	ours, theirs := &ground{postgres: &Postgres{}}, &ground{ownerURL: "postgres://elsewhere/jiheng"}
	require.True(t, ours.config(config{}, standaloneFlags{}).Rehearsal)
	require.False(t, theirs.config(config{}, standaloneFlags{}).Rehearsal)
	require.True(t, theirs.config(config{Rehearsal: true}, standaloneFlags{}).Rehearsal, "as configured")
	require.True(t, theirs.config(config{}, standaloneFlags{demo: true}).Rehearsal)
	require.True(t, ours.rehearses(standaloneFlags{}))
	require.False(t, theirs.rehearses(standaloneFlags{}))
	require.True(t, theirs.rehearses(standaloneFlags{demo: true}))
}

func TestTheGreetingNamesAccountsOnlyWhereThereAreSome(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	sh := &shell{out: &said}
	sh.greet(&system{}, "127.0.0.1:8080")
	require.Contains(t, said.String(), "http://127.0.0.1:8080/")
	require.NotContains(t, said.String(), "演示账号")
	said.Reset()
	sh.greet(&system{password: "secret"}, "127.0.0.1:8080")
	require.Contains(t, said.String(), "演示账号（密码均为 secret）")
}

func TestADemonstrationWritesCheckpointsWhileItIsPlayed(t *testing.T) {
	t.Parallel()
	require.Equal(t, 10*time.Second, checkpointsPlayed(5*time.Minute, 2*time.Second))
	require.Equal(t, 5*time.Minute, checkpointsPlayed(5*time.Minute, 24*time.Hour))

	d := newAuditDesk(t)
	id := storetest.Start(t, storetest.OpenAt(t, d.cfg.DatabaseURL)).Evaluation.ID
	s := d.system()
	late, err := s.packEvidence(t.Context(), id, output{path: filepath.Join(t.TempDir(), "late.zip")})
	require.NoError(t, err)
	require.Equal(t, []string{evidence.NoEarlierCheckpoint}, late.warnings)
	_, err = s.store.Note(t.Context(), journal.Entry{Type: "journal_read", ActorID: "auditor"})
	require.NoError(t, err)
	seen, err := s.packEvidence(t.Context(), id, output{path: filepath.Join(t.TempDir(), "seen.zip")})
	require.NoError(t, err)
	require.Empty(t, seen.warnings, "a checkpoint from before stands")
}
