package postgres_test

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/postgres"
)

// ordinary tells whether an ordinary user runs the test. When root does, it
// first runs the same test again as nobody.
func ordinary(t *testing.T) bool {
	t.Helper()
	if os.Geteuid() != 0 {
		return true
	}
	nobody, err := user.Lookup("nobody")
	require.NoError(t, err)
	uid, err := strconv.ParseUint(nobody.Uid, 10, 32)
	require.NoError(t, err)
	gid, err := strconv.ParseUint(nobody.Gid, 10, 32)
	require.NoError(t, err)

	find(t)                              // what has to be fetched is, where nobody cannot
	self, err := os.ReadFile(os.Args[0]) //nolint:gosec // Ourselves.
	require.NoError(t, err)
	program := filepath.Join(folder(t), "test")
	require.NoError(t, os.WriteFile(program, self, 0o755))                                  //nolint:gosec // A program for another user.
	cmd := exec.CommandContext(t.Context(), program, "-test.run=^"+t.Name()+"$", "-test.v") //nolint:gosec // Ourselves.
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "--- PASS: "+t.Name())
	return false
}

func TestAnOrdinaryUserRunsTheDatabaseAsThemselves(t *testing.T) {
	t.Parallel()
	if !ordinary(t) {
		return
	}
	dir := folder(t)
	program, pid := parent(t, dir)
	require.NoError(t, program.Process.Kill())
	require.Error(t, program.Wait())
	requireGone(t, pid)
	s := start(t, config(t, dir))
	require.Equal(t, "42", ask(t, s.DSN("postgres", postgres.Superuser), "SELECT answer::text FROM kept"))
	info, err := os.Stat(s.ClusterDir())
	require.NoError(t, err)
	owner, ok := info.Sys().(*syscall.Stat_t)
	require.True(t, ok)
	require.EqualValues(t, os.Geteuid(), owner.Uid)
}

func TestAnOrdinaryUserIsToldWhichFolderCannotBeWritten(t *testing.T) {
	t.Parallel()
	if !ordinary(t) {
		return
	}
	dir := folder(t)
	require.NoError(t, os.Chmod(dir, 0o555)) //nolint:gosec // That is the point.
	_, err := postgres.Start(t.Context(), config(t, filepath.Join(dir, "data")))
	requireFault(t, err, fault.Invalid, postgres.ReasonNotWritable)
	_, err = postgres.Find(t.Context(), postgres.Search{Source: "npm", CacheDir: filepath.Join(dir, "cache")})
	requireFault(t, err, fault.Invalid, postgres.ReasonNotWritable)
}

func TestAnOrdinaryUserIsToldWhoseFolderItIs(t *testing.T) {
	t.Parallel()
	if !ordinary(t) {
		return
	}
	dir := folder(t)
	require.NoError(t, os.Symlink("/etc", filepath.Join(dir, "cluster"))) // root's
	_, err := postgres.Start(t.Context(), config(t, dir))
	params := requireFault(t, err, fault.Invalid, postgres.ReasonNotYours)
	require.Equal(t, "root", params["owner"])
}
