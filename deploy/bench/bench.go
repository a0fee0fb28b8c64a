package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
	"jiheng/internal/process"
	"jiheng/internal/store"
	"jiheng/policy"
	"jiheng/processes"
)

// password is everybody's; the database is gone when the measurement is.
const password = "only-for-the-benchmark"

// bench is a measurement under way (测试现场).
type bench struct {
	options options
	sizes
	out     io.Writer
	cluster *cluster
	store   *store.Store
	served  *served
	// digest is that of the shipped process, under which filled rows stand.
	digest string
	filled int // evaluations that were filled in
	// readers are the roles that read all tasks of their unit.
	readers []evaluation.RoleID
}

func (b *bench) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(b.out, format, args...) // a report that nobody reads is no failure
}

func (b *bench) close() error {
	var failures []error
	if b.served != nil {
		failures = append(failures, b.served.stop())
	}
	if b.store != nil {
		failures = append(failures, b.store.Close())
	}
	if b.cluster != nil {
		failures = append(failures, b.cluster.stop())
	}
	return errors.Join(failures...)
}

// prepare makes the database, the people, a first filling, and starts the
// program.
func (b *bench) prepare(ctx context.Context) (err error) {
	if b.cluster, err = startCluster(ctx, b.options.folder); err != nil {
		return err
	}
	if err := b.describeDisk(ctx); err != nil {
		return err
	}
	if b.store, err = openStore(ctx, b.cluster.owner()); err != nil {
		return err
	}
	rules, err := policy.New()
	if err != nil {
		return err
	}
	b.readers = rules.TaskReaders()
	if err := b.settle(ctx); err != nil {
		return err
	}
	if err := b.fillTo(ctx, b.small); err != nil {
		return err
	}
	b.served, err = serve(ctx, b.options.program, b.cluster)
	return err
}

// settle brings in the processes and the people.
func (b *bench) settle(ctx context.Context) error {
	catalogue, err := process.Load(processes.FS(), parseOptions())
	if err != nil {
		return err
	}
	source, err := catalogue.Source("overall-self-evaluation", 0)
	if err != nil {
		return err
	}
	shipped, err := b.store.PutDefinition(ctx, "overall-self-evaluation", source)
	if err != nil {
		return err
	}
	b.digest = shipped.Digest
	if _, err := b.store.PutDefinition(ctx, caseProcess, caseSource); err != nil {
		return err
	}
	hasher, err := identity.NewHasher(identity.DefaultParams(), 1)
	if err != nil {
		return err
	}
	hash, err := hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	return b.cluster.fill(ctx, peopleSQL, map[string]any{"people": b.people, "staff": b.staff(), "hash": hash})
}

// staff is how many people the centre has: one for every session.
func (b *bench) staff() int { return slices.Max(b.clients) }

// fillTo brings the live tasks up to a number.
func (b *bench) fillTo(ctx context.Context, live int) error {
	began := time.Now()
	last := live / b.perCase
	err := b.cluster.fill(ctx, fillSQL, map[string]any{
		"first": b.filled + 1, "last": last, "live": b.perCase, "units": b.people / 10, "digest": b.digest,
	})
	if err != nil {
		return err
	}
	b.filled = last
	if err := b.cluster.tidy(ctx); err != nil {
		return err
	}
	b.printf("\nFilled to %d live tasks of %d people in %d evaluations within %s.\n",
		live, b.people, last, time.Since(began).Round(100*time.Millisecond))
	return nil
}

func (b *bench) grow(ctx context.Context) error { return b.fillTo(ctx, b.large) }

func parseOptions() process.Options {
	var known []string
	for _, r := range policy.StandingRoles() {
		known = append(known, string(r))
	}
	return process.Options{KnownRoles: known}
}

func openStore(ctx context.Context, dsn string) (*store.Store, error) {
	china := calendar.China()
	return store.Open(ctx, store.Config{
		DSN: dsn, MaxConns: 40, Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Calendar: func() calendar.Calendar { return china },
		Parse: func(name string, source []byte) (*evaluation.Definition, error) {
			return process.Parse(name, source, parseOptions())
		},
	})
}
