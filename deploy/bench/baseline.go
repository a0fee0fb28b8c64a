package main

import (
	"context"
	_ "embed" // the statements
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

//go:embed sql/baseline.sql
var baselineSQL string

// baseline is the database without us (数据库基线): hand-written SQL that does the
// same durable work, run by pgbench where there is one.
type baseline struct {
	b       *bench
	pgbench string // empty when PostgreSQL came without it
	script  string
}

// newBaseline gives it tasks of its own.
func (b *bench) newBaseline(ctx context.Context, targets []target) (*baseline, error) {
	base := &baseline{b: b, script: filepath.Join(b.cluster.folder, "task.pgbench.sql")}
	if path, err := exec.LookPath(filepath.Join(b.cluster.binaries.Dir, "pgbench")); err == nil {
		base.pgbench = path
	}
	if err := os.WriteFile(base.script, []byte(taskScript), 0o600); err != nil {
		return nil, fmt.Errorf("write script: %w", err)
	}
	conn, err := pgx.Connect(ctx, b.cluster.owner())
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	for _, statement := range statements(baselineSQL) {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return nil, fmt.Errorf("prepare baseline: %w", err)
		}
	}
	_, err = conn.CopyFrom(ctx, pgx.Identifier{"bench_targets"}, []string{"n", "evaluation_id", "task_id", "item_id", "actor"},
		pgx.CopyFromSlice(len(targets), func(i int) ([]any, error) {
			t := targets[i]
			return []any{i + 1, string(t.evaluation), string(t.task), string(t.item), staffID(i % b.staff())}, nil
		}))
	if err != nil {
		return nil, fmt.Errorf("copy targets: %w", err)
	}
	_, err = conn.Exec(ctx, "ANALYZE bench_targets")
	return base, err
}

func (base *baseline) name() string {
	if base.pgbench == "" {
		return "SQL loop"
	}
	return "pgbench"
}

// run works for a while with so many clients.
func (base *baseline) run(ctx context.Context, clients int, long time.Duration) (score, error) {
	before := base.b.spent()
	measure := base.loop
	if base.pgbench != "" {
		measure = base.external
	}
	got, err := measure(ctx, clients, long)
	got.cpu = base.b.spent().since(before)
	return got, err
}

var (
	processedLine = regexp.MustCompile(`number of transactions actually processed: (\d+)`) //nolint:gochecknoglobals // a constant
	rateLine      = regexp.MustCompile(`tps = ([0-9.]+) \(without initial`)                //nolint:gochecknoglobals // a constant
)

// external runs pgbench; one of its transactions is one task of ours.
func (base *baseline) external(ctx context.Context, clients int, long time.Duration) (score, error) {
	address, err := url.Parse(base.b.cluster.owner())
	if err != nil {
		return score{}, fmt.Errorf("address of the database: %w", err)
	}
	secret, _ := address.User.Password()
	seconds := strconv.Itoa(max(int(long.Seconds()), 1))
	cmd := exec.CommandContext(ctx, base.pgbench, "--no-vacuum", "--protocol=prepared", "--time="+seconds, //nolint:gosec // the programs that were found
		"--client="+strconv.Itoa(clients), "--jobs="+strconv.Itoa(min(clients, 2)), "--file="+base.script)
	cmd.Env = []string{
		"PGHOST=" + address.Hostname(), "PGPORT=" + address.Port(), "PGUSER=" + address.User.Username(), "PGPASSWORD=" + secret,
		"PGDATABASE=" + database, "LC_ALL=C",
	}
	said, err := cmd.CombinedOutput()
	count, rate := processedLine.FindSubmatch(said), rateLine.FindSubmatch(said)
	if err != nil || count == nil || rate == nil {
		return score{}, fmt.Errorf("pgbench says %q: %w", said, errors.Join(err, errors.New("no result")))
	}
	tasks, _ := strconv.Atoi(string(count[1])) // digits
	perSecond, err := strconv.ParseFloat(string(rate[1]), 64)
	if err != nil || perSecond <= 0 {
		return score{}, fmt.Errorf("pgbench says %q", said)
	}
	return score{tasks: tasks, took: time.Duration(float64(tasks) / perSecond * float64(time.Second))}, nil
}

// loop is pgbench's part in Go.
func (base *baseline) loop(ctx context.Context, clients int, long time.Duration) (score, error) {
	conns := make([]*pgx.Conn, clients)
	for i := range conns {
		conn, err := pgx.Connect(ctx, base.b.cluster.owner())
		if err != nil {
			return score{}, fmt.Errorf("connect: %w", err)
		}
		defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
		conns[i] = conn
	}
	steps := parseScript(taskScript)
	var done atomic.Int64
	var wg sync.WaitGroup
	failures := make([]error, clients)
	began := time.Now()
	for i, conn := range conns {
		wg.Go(func() {
			for time.Since(began) < long && failures[i] == nil {
				if failures[i] = runScript(ctx, conn, steps); failures[i] == nil {
					done.Add(1)
				}
			}
		})
	}
	wg.Wait()
	return score{tasks: int(done.Load()), took: time.Since(began)}, errors.Join(failures...)
}
