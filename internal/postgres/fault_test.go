package postgres_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/postgres"
)

// requireFault checks code, reason and that the wording has all its facts,
// which it returns.
func requireFault(t *testing.T, err error, code fault.Code, reason string) map[string]string {
	t.Helper()
	require.Equal(t, reason, fault.ReasonOf(err), err)
	require.Equal(t, code, fault.CodeOf(err))
	params := fault.As(err).Params
	sentence, known := postgres.Sentences()[reason]
	require.True(t, known)
	for name, value := range params {
		sentence = strings.ReplaceAll(sentence, "{"+name+"}", value)
	}
	require.NotContains(t, sentence, "{")
	return params
}

func TestATakenPortIsNamed(t *testing.T) {
	t.Parallel()
	var network net.ListenConfig
	listener, err := network.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	cfg := config(t, folder(t))
	cfg.Port = listener.Addr().(*net.TCPAddr).Port
	_, err = postgres.Start(t.Context(), cfg)
	params := requireFault(t, err, fault.Unavailable, postgres.ReasonPortInUse)
	require.Equal(t, fmt.Sprint(cfg.Port), params["port"])
}

func TestDataOfAnotherMajorVersionIsNotTouched(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	cfg := config(t, dir)
	stop(t, start(t, cfg))
	version := filepath.Join(dir, "cluster", "PG_VERSION")
	require.NoError(t, os.WriteFile(version, []byte("13\n"), 0o600))
	_, err := postgres.Start(t.Context(), cfg)
	params := requireFault(t, err, fault.Invalid, postgres.ReasonOtherMajor)
	require.Equal(t, "13", params["have"])
	where := search()
	where.DataDir = dir
	_, err = postgres.Find(t.Context(), where)
	requireFault(t, err, fault.Invalid, postgres.ReasonOtherMajor)
}

func TestTooLittleSpaceIsSaidBeforeTheClusterIsMade(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	cfg := config(t, dir)
	cfg.MinFree = 1 << 62
	_, err := postgres.Start(t.Context(), cfg)
	params := requireFault(t, err, fault.Unavailable, postgres.ReasonDiskFull)
	require.NotEmpty(t, params["free"])
	require.NoDirExists(t, filepath.Join(dir, "cluster"))
}

func TestWhatTheProgramsSayIsExplained(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]struct {
		code   fault.Code
		reason string
	}{
		`initdb: error: could not write file "x/base/1": No space left on device`:     {fault.Unavailable, postgres.ReasonDiskFull},
		`FATAL:  could not write lock file "postmaster.pid": No space left on device`: {fault.Unavailable, postgres.ReasonDiskFull},
		`initdb: error: could not create directory "x/pg_wal": Permission denied`:     {fault.Invalid, postgres.ReasonNotWritable},
		`initdb: error: could not fsync file "x": Read-only file system`:              {fault.Invalid, postgres.ReasonNotWritable},
		`FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use`:      {fault.Unavailable, postgres.ReasonStillRunning},
		`LOG:  could not bind IPv4 address "127.0.0.1": Address already in use`:       {fault.Unavailable, postgres.ReasonPortInUse},
		`FATAL:  could not create shared memory segment: Invalid argument`:            {fault.Unavailable, postgres.ReasonFailed},
	} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			cfg := config(t, folder(t))
			cfg.Binaries.Dir = programs(t, map[string]string{"initdb": "echo '" + words + "' >&2; exit 1"})
			_, err := postgres.Start(t.Context(), cfg)
			requireFault(t, err, want.code, want.reason)
		})
	}
}

// programs makes a folder of shell scripts.
func programs(t *testing.T, scripts map[string]string) string {
	t.Helper()
	dir := folder(t)
	for name, script := range scripts {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755)) //nolint:gosec // Programs.
	}
	return dir
}

func TestAFolderThatCannotBeMadeIsNamed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(folder(t), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	cfg := config(t, filepath.Join(file, "data"))
	_, err := postgres.Start(t.Context(), cfg)
	params := requireFault(t, err, fault.Invalid, postgres.ReasonNotWritable)
	require.Equal(t, cfg.DataDir, params["folder"])
}

func TestALostSecretIsNotReplaced(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	cfg := config(t, dir)
	stop(t, start(t, cfg))
	secret := filepath.Join(dir, "secret")
	require.NoError(t, os.WriteFile(secret, []byte("another\n"), 0o600))
	_, err := postgres.Start(t.Context(), cfg)
	requireFault(t, err, fault.Invalid, postgres.ReasonSecretMismatch)
	require.NoError(t, os.Remove(secret))
	_, err = postgres.Start(t.Context(), cfg)
	requireFault(t, err, fault.Invalid, postgres.ReasonSecretMissing)
}

func TestALinkToAClusterThatIsGoneIsNotAFreshStart(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	require.NoError(t, os.Symlink(filepath.Join(dir, "elsewhere"), filepath.Join(dir, "cluster")))
	_, err := postgres.Start(t.Context(), config(t, dir))
	requireFault(t, err, fault.Invalid, postgres.ReasonClusterMissing)
}

func TestAnOldPostgreSQLIsRefused(t *testing.T) {
	t.Parallel()
	dir := programs(t, map[string]string{"initdb": "exit 1", "postgres": "echo 'postgres (PostgreSQL) 14.9'"})
	_, err := postgres.Find(t.Context(), postgres.Search{Source: dir})
	requireFault(t, err, fault.Invalid, postgres.ReasonTooOld)
}

func TestRootKeepsTheClusterWhereTheDatabaseUserCanReachIt(t *testing.T) {
	t.Parallel()
	hidden, system := t.TempDir(), filepath.Join(folder(t), "system") // t.TempDir is for us alone
	cfg := config(t, filepath.Join(hidden, "postgres"))
	cfg.SystemDir = system
	s := start(t, cfg)
	base := cfg.DataDir
	if os.Geteuid() == 0 {
		base = system
		info, err := os.Stat(s.ClusterDir())
		require.NoError(t, err)
		require.NotZero(t, info.Sys().(*syscall.Stat_t).Uid)
	}
	require.True(t, strings.HasPrefix(s.ClusterDir(), base), s.ClusterDir())
	require.NoError(t, query(s, "CREATE TABLE kept AS SELECT 7 AS answer"))
	stop(t, s)
	again := start(t, cfg)
	require.Equal(t, s.ClusterDir(), again.ClusterDir())
	require.Equal(t, "7", ask(t, again.DSN("postgres", postgres.Superuser), "SELECT answer::text FROM kept"))
}
