package postgres_test

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/postgres"
)

func TestAServerContinuesWhereItStopped(t *testing.T) {
	t.Parallel()
	cfg := config(t, folder(t))
	first := start(t, cfg)
	require.NoError(t, first.EnsureDatabase(t.Context(), "绩效", "jiheng"))
	dsn := first.DSN("绩效", "jiheng")
	require.Equal(t, "1", ask(t, dsn, "WITH _ AS (SELECT 1) SELECT '1'"))
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "CREATE TABLE kept AS SELECT '一' AS word")
	require.NoError(t, err)
	stop(t, first)
	require.NoError(t, first.Err())
	requireGone(t, first.PID())

	second := start(t, cfg)
	require.NoError(t, second.EnsureDatabase(t.Context(), "绩效", "jiheng"))
	require.Equal(t, "一", ask(t, second.DSN("绩效", "jiheng"), "SELECT word FROM kept"))
}

func TestAFreshClusterIsSafeByDefault(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s := start(t, postgres.Config{DataDir: dir, Binaries: find(t)})
	superuser := s.DSN("postgres", postgres.Superuser)
	for setting, want := range map[string]string{
		"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on",
		"server_encoding": "UTF8", "listen_addresses": "127.0.0.1", "unix_socket_directories": "",
		"max_connections": "200", "timezone": "UTC",
	} {
		require.Equal(t, want, ask(t, superuser, "SELECT current_setting($1)", setting), setting)
	}
	require.Equal(t, "true", ask(t, superuser, `SELECT ('绩' ~ '\w')::text`), "Chinese characters are letters")
	require.Equal(t, "true", ask(t, superuser, `SELECT ('Z' < 'a')::text`), "text sorts by code point")
	require.Equal(t, "0", ask(t, superuser, "SELECT count(*)::text FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"))

	secret, err := os.Stat(filepath.Join(dir, "secret"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), secret.Mode().Perm())
}

func TestARoleSeesOnlyItsOwnDatabase(t *testing.T) {
	t.Parallel()
	s := start(t, config(t, folder(t)))
	require.NoError(t, s.EnsureDatabase(t.Context(), "app", "jiheng"))
	require.NoError(t, s.EnsureDatabase(t.Context(), "temporal", "temporal"))
	require.Equal(t, "false", ask(t, s.DSN("app", "jiheng"), "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user"))
	_, err := pgx.Connect(t.Context(), s.DSN("app", "temporal"))
	require.ErrorContains(t, err, "permission denied for database")

	address, err := url.Parse(s.DSN("app", "jiheng"))
	require.NoError(t, err)
	wrong := *address
	wrong.User = url.UserPassword("jiheng", "guess")
	_, err = pgx.Connect(t.Context(), wrong.String())
	require.ErrorContains(t, err, "password authentication failed")
}

func TestTheDatabaseOfAKilledProgramStopsCleanlyAndContinues(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	program, pid := parent(t, dir)
	require.NoError(t, program.Process.Kill())
	require.Error(t, program.Wait())
	requireGone(t, pid)

	var log journal
	cfg := config(t, dir)
	cfg.Log = log.logger()
	s := start(t, cfg)
	require.Equal(t, "42", ask(t, s.DSN("postgres", postgres.Superuser), "SELECT answer::text FROM kept"))
	require.Contains(t, log.String(), "database system was shut down at")
}

func TestEverythingKilledAtOnceContinues(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	program, pid := parent(t, dir)
	database, err := os.FindProcess(pid)
	require.NoError(t, err)
	require.NoError(t, database.Kill())
	require.NoError(t, program.Process.Kill())
	require.Error(t, program.Wait())

	s := start(t, config(t, dir))
	require.Equal(t, "42", ask(t, s.DSN("postgres", postgres.Superuser), "SELECT answer::text FROM kept"))
}

func TestAKilledServerIsNoticed(t *testing.T) {
	t.Parallel()
	cfg := config(t, folder(t))
	s := start(t, cfg)
	require.NoError(t, s.Err())
	database, err := os.FindProcess(s.PID())
	require.NoError(t, err)
	require.NoError(t, database.Kill())
	<-s.Done()
	require.Equal(t, "postgres_stopped", fault.ReasonOf(s.Err()))
	require.NoError(t, s.Stop(t.Context()))

	again := start(t, cfg)
	require.Equal(t, "1", ask(t, again.DSN("postgres", postgres.Superuser), "SELECT '1'"))
}

func TestAnImpatientStopIsImmediate(t *testing.T) {
	t.Parallel()
	cfg := config(t, folder(t))
	s := start(t, cfg)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	begun := time.Now()
	require.NoError(t, s.Stop(ctx))
	require.Less(t, time.Since(begun), 5*time.Second)
	require.NoError(t, s.Err())
	requireGone(t, s.PID())
}

func TestACancelledStartLeavesNothingRunning(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err := postgres.Start(ctx, config(t, dir))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	s := start(t, config(t, dir))
	require.NoError(t, s.Err())
}
