package postgres_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/internal/postgres"
)

// The test binary run with this variable is a program that owns a database in
// the folder the variable names, until it is killed.
const parentVariable = "JIHENG_TEST_PARENT"

// cacheVariable names the folder for fetched programs, for all processes of
// the test.
const cacheVariable = "JIHENG_TEST_CACHE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(parentVariable); dir != "" {
		os.Exit(beParent(dir))
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	if os.Getenv(cacheVariable) == "" {
		dir, err := os.MkdirTemp("", "jiheng-postgres-cache-*")
		if err == nil {
			err = errors.Join(os.Chmod(dir, 0o711), os.Setenv(cacheVariable, dir)) //nolint:gosec // Other users run what is in it.
		}
		if err != nil {
			panic(err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
	}
	return m.Run()
}

// search is what the tests run: the programs of this machine, or the package
// when the environment asks for it.
func search() postgres.Search { return postgres.Search{CacheDir: os.Getenv(cacheVariable)} }

func beParent(dir string) int {
	binaries, err := postgres.Find(context.Background(), search())
	if err == nil {
		var s *postgres.Server
		s, err = postgres.Start(context.Background(), postgres.Config{DataDir: dir, Binaries: binaries})
		if err == nil {
			err = query(s, "CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer")
		}
		if err == nil {
			_, err = fmt.Fprintln(os.Stdout, s.PID())
		}
	}
	if err != nil {
		_, _ = fmt.Fprintln(os.Stdout, err)
		return 1
	}
	_, _ = io.Copy(io.Discard, os.Stdin) // until the test ends
	return 0
}

// parent starts such a program and gives it and its database's process number.
func parent(t *testing.T, dir string) (*exec.Cmd, int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // Ourselves.
	cmd.Env = append(os.Environ(), parentVariable+"="+dir)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	t.Cleanup(func() { _ = in.Close() })
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	var pid int
	_, err = fmt.Sscan(line, &pid)
	require.NoError(t, err, line)
	return cmd, pid
}

// folder is like t.TempDir, but other users may walk through it: as root the
// database runs as one.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "jiheng-postgres-test-*")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o711)) //nolint:gosec // That is the point.
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	return dir
}

func find(t *testing.T) postgres.Binaries {
	t.Helper()
	b, err := postgres.Find(t.Context(), search())
	require.NoError(t, err)
	return b
}

func config(t *testing.T, dir string) postgres.Config {
	t.Helper()
	return postgres.Config{DataDir: dir, Binaries: find(t), NoSync: true}
}

func start(t *testing.T, cfg postgres.Config) *postgres.Server {
	t.Helper()
	s, err := postgres.Start(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { stop(t, s) })
	return s
}

func stop(t *testing.T, s *postgres.Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 30*time.Second)
	defer cancel()
	require.NoError(t, s.Stop(ctx))
}

func query(s *postgres.Server, sql string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, s.DSN("postgres", postgres.Superuser))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, sql)
	return errors.Join(err, conn.Close(ctx))
}

func ask(t *testing.T, dsn, sql string, arguments ...any) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(t.Context())) }()
	var answer string
	require.NoError(t, conn.QueryRow(t.Context(), sql, arguments...).Scan(&answer))
	return answer
}

func alive(pid int) bool {
	status, err := os.ReadFile(filepath.Join("/proc", fmt.Sprint(pid), "stat"))
	if err != nil {
		return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
	}
	// A zombie waits only for its parent to look.
	_, rest, _ := strings.Cut(string(status), ") ")
	return !strings.HasPrefix(rest, "Z")
}

func requireGone(t *testing.T, pid int) {
	t.Helper()
	require.Eventually(t, func() bool { return !alive(pid) }, 30*time.Second, 20*time.Millisecond, "process %d lives on", pid)
}

// journal collects log records as text.
type journal struct {
	mu   sync.Mutex
	text strings.Builder
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func (j *journal) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(j, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
