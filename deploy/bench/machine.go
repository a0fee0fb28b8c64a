package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// describe says on what all this was measured.
func (b *bench) describe(context.Context) error {
	b.printf("# Benchmark of %s\n\n", time.Now().Format("2006-01-02 15:04 MST"))
	b.printf("- machine: %d cores, %s, %s memory, %s/%s, kernel %s\n", runtime.NumCPU(), first("/proc/cpuinfo", `model name\s*:\s*(.*)`),
		first("/proc/meminfo", `MemTotal:\s*(.*)`), runtime.GOOS, runtime.GOARCH, first("/proc/sys/kernel/osrelease", `(.*)`))
	b.printf("- load before the start: %s\n- Go: %s\n", first("/proc/loadavg", `(\S+ \S+ \S+)`), runtime.Version())
	return nil
}

// describeDisk measures what the disk takes to keep something for sure.
func (b *bench) describeDisk(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, b.cluster.owner())
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var version, durable string
	err = conn.QueryRow(ctx, `SELECT version(), string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings
		WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method', 'shared_buffers', 'max_wal_size', 'jit')`).Scan(&version, &durable)
	if err != nil {
		return fmt.Errorf("ask for settings: %w", err)
	}
	b.printf("- database: %s; %s\n", version, durable)
	syncs, slow, err := syncRate(b.cluster.folder)
	if err != nil {
		return err
	}
	b.printf("- disk: %.0f writes of 8 KiB with fdatasync a second, the slowest hundredth %s ms; %s\n", syncs, millis(slow), b.rehearse(ctx))
	return nil
}

const syncs = 400

// syncRate writes and syncs like a log does.
func syncRate(folder string) (perSecond float64, slow time.Duration, err error) {
	f, err := os.CreateTemp(folder, "sync-*")
	if err != nil {
		return 0, 0, fmt.Errorf("measure the disk: %w", err)
	}
	defer func() { _ = f.Close() }()
	defer func() { _ = os.Remove(f.Name()) }()
	page := make([]byte, 8192)
	took := make([]time.Duration, 0, syncs)
	began := time.Now()
	for i := range syncs {
		one := time.Now()
		if _, err := f.WriteAt(page, int64(i%64)*8192); err != nil {
			return 0, 0, fmt.Errorf("measure the disk: %w", err)
		}
		if err := datasync(f); err != nil {
			return 0, 0, fmt.Errorf("measure the disk: %w", err)
		}
		took = append(took, time.Since(one))
	}
	return syncs / time.Since(began).Seconds(), quantile(took, 0.99), nil
}

// rehearse asks PostgreSQL's own program for the same, where there is one.
func (b *bench) rehearse(ctx context.Context) string {
	path := filepath.Join(b.cluster.binaries.Dir, "pg_test_fsync")
	file := filepath.Join(b.cluster.folder, "pg_test_fsync")
	said, err := exec.CommandContext(ctx, path, "--secs-per-test=1", "--filename="+file).Output() //nolint:gosec // the programs that were found
	if err != nil {
		return "no pg_test_fsync here"
	}
	rate := regexp.MustCompile(`fdatasync\s+([0-9.]+) ops/sec`).FindSubmatch(said)
	if rate == nil {
		return "pg_test_fsync knows no fdatasync"
	}
	return "pg_test_fsync: fdatasync " + string(rate[1]) + " a second"
}

// first finds something in a file of the kernel's.
func first(file, pattern string) string {
	content, err := os.ReadFile(file) //nolint:gosec // names a file of the kernel's
	if err != nil {
		return "unknown"
	}
	found := regexp.MustCompile(pattern).FindSubmatch(content)
	if found == nil {
		return "unknown"
	}
	return strings.TrimSpace(string(found[1]))
}
