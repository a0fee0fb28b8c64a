package postgres_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/postgres"
)

// asOwner runs a program as whoever owns the cluster, without our care for it.
func asOwner(t *testing.T, s *postgres.Server, program string, arguments ...string) int {
	t.Helper()
	info, err := os.Stat(s.ClusterDir())
	require.NoError(t, err)
	owner, ok := info.Sys().(*syscall.Stat_t)
	require.True(t, ok)
	cmd := exec.CommandContext(t.Context(), program, arguments...) //nolint:gosec // Chosen by the tests.
	cmd.Dir = "/"
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}}
	}
	require.NoError(t, cmd.Start())
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	t.Cleanup(func() { _ = cmd.Process.Kill(); <-ended })
	return cmd.Process.Pid
}

func TestAServerThatOutlivedItsParentIsReplaced(t *testing.T) {
	t.Parallel()
	cfg := config(t, folder(t))
	s := start(t, cfg)
	stop(t, s)
	pid := asOwner(t, s, filepath.Join(cfg.Binaries.Dir, "postgres"), "-D", s.ClusterDir(),
		"-c", "listen_addresses=", "-k", s.ClusterDir())
	file := filepath.Join(s.ClusterDir(), "postmaster.pid")
	require.Eventually(t, func() bool {
		text, err := os.ReadFile(file) //nolint:gosec // Our own folder.
		return err == nil && bytes.Contains(text, []byte("ready"))
	}, 30*time.Second, 20*time.Millisecond)

	var log journal
	cfg.Log = log.logger()
	again := start(t, cfg)
	requireGone(t, pid)
	require.NotEqual(t, pid, again.PID())
	require.Contains(t, log.String(), "outlived its parent")
}

func TestAProcessNumberThatWasReusedDoesNotStopTheStart(t *testing.T) {
	t.Parallel()
	cfg := config(t, folder(t))
	s := start(t, cfg)
	file := filepath.Join(s.ClusterDir(), "postmaster.pid")
	text, err := os.ReadFile(file) //nolint:gosec // Our own folder.
	require.NoError(t, err)
	stop(t, s)
	stranger := asOwner(t, s, "/bin/sleep", "600")
	_, rest, _ := bytes.Cut(text, []byte("\n"))
	require.NoError(t, os.WriteFile(file, fmt.Appendf(nil, "%d\n%s", stranger, rest), 0o600)) //nolint:gosec // Our own folder.
	if os.Geteuid() == 0 {
		info, err := os.Stat(s.ClusterDir())
		require.NoError(t, err)
		owner, ok := info.Sys().(*syscall.Stat_t)
		require.True(t, ok)
		require.NoError(t, os.Chown(file, int(owner.Uid), int(owner.Gid)))
	}

	again := start(t, cfg)
	require.Equal(t, "1", ask(t, again.DSN("postgres", postgres.Superuser), "SELECT '1'"))
	require.True(t, alive(stranger), "the stranger is left alone")
}

func TestTwoProgramsCannotShareAFolder(t *testing.T) {
	t.Parallel()
	cfg := config(t, folder(t))
	s := start(t, cfg)
	_, err := postgres.Start(t.Context(), cfg)
	require.Equal(t, postgres.ReasonInUse, fault.ReasonOf(err))
	require.Equal(t, fmt.Sprint(os.Getpid()), fault.As(err).Params["pid"])
	require.Equal(t, "1", ask(t, s.DSN("postgres", postgres.Superuser), "SELECT '1'"), "the first one is not disturbed")
}
