package postgres

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// noSuchProcess is above every process number Linux or macOS gives out.
const noSuchProcess = 1 << 22

const (
	patienceFast      = 30 * time.Second
	patienceImmediate = 10 * time.Second
)

// stopOrphan stops a server that outlived the process that started it. The
// caller holds the folder's lock, so the server is nobody's. When postmaster.pid
// names a process that is something else by now, it is corrected, because
// PostgreSQL would believe it.
func stopOrphan(ctx context.Context, cfg Config, cluster string) error {
	file := filepath.Join(cluster, "postmaster.pid")
	text, err := os.ReadFile(file) //nolint:gosec // Below the folder we were given.
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return folderFault(err, cluster)
	}
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	pid, err := strconv.Atoi(string(first))
	if err != nil || pid <= 1 {
		return nil //nolint:nilerr // PostgreSQL judges an odd file better than we do.
	}
	if !isServer(ctx, pid, cluster) {
		return disown(file, pid, rest)
	}
	cfg.Log.WarnContext(ctx, "stopping a PostgreSQL that outlived its parent", "pid", pid, "cluster", cluster)
	for _, step := range []struct {
		signal   syscall.Signal
		patience time.Duration
	}{{syscall.SIGINT, patienceFast}, {syscall.SIGQUIT, patienceImmediate}} {
		if err := syscall.Kill(pid, step.signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return stillRunning(cluster)
		}
		if err := waitGone(ctx, pid, cluster, step.patience); err == nil || ctx.Err() != nil {
			return err
		}
	}
	return stillRunning(cluster)
}

// isServer tells whether pid is a PostgreSQL that runs this cluster. The
// arguments are what any user may read of any process.
func isServer(ctx context.Context, pid int, cluster string) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return false
	}
	arguments := commandLine(ctx, pid)
	return strings.Contains(arguments, "postgres") && strings.Contains(arguments, cluster+" ")
}

// disown replaces a number that belongs to another process now. The rest of
// the file must stay: by it PostgreSQL sees whether a backend of the dead
// server still has the shared memory.
func disown(file string, pid int, rest []byte) error {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return nil
	}
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_TRUNC, 0o600) //nolint:gosec // Keeps owner and mode of the file.
	if err != nil {
		return folderFault(err, file)
	}
	_, err = out.WriteString(strconv.Itoa(noSuchProcess) + "\n" + string(rest))
	if err := errors.Join(err, out.Close()); err != nil {
		return folderFault(err, file)
	}
	return nil
}

func waitGone(ctx context.Context, pid int, cluster string, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for isServer(ctx, pid, cluster) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
	return nil
}
