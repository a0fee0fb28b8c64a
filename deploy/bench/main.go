// Package main measures Jiheng (性能测试): completed tasks a second over HTTP
// beside pgbench doing the same durable work on rows of the same tables, the
// inbox at ten thousand and at a million live tasks, and how many workflow
// history events an evaluation costs.
//
// It starts a private PostgreSQL with fsync on and bin/jiheng serve as a
// process of its own; nothing but the time is asked of what it prints. What
// the figures of one machine mean is in docs/performance.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// options are the flags.
type options struct {
	quick   bool
	program string
	folder  string
	demo    string
	plans   string
	profile string
	only    string
	inside  bool
	// These replace a size where they are set.
	clients string
	rounds  int
	round   time.Duration
	large   int
	cases   int
}

func main() {
	var o options
	flag.BoolVar(&o.quick, "quick", false, "tiny sizes: proves that everything still works and measures nothing")
	flag.StringVar(&o.program, "jiheng", "bin/jiheng", "the program to measure")
	flag.StringVar(&o.folder, "dir", ".cache/bench", "where the database goes; must be on the disk to be measured")
	flag.StringVar(&o.demo, "demo", "data/demo/report.json", "report of a finished demonstration, for its history events")
	flag.StringVar(&o.plans, "plans", "", "file for the plans of the inbox queries")
	flag.StringVar(&o.profile, "profile", "", "file for a CPU profile of this process")
	flag.StringVar(&o.only, "only", "", "one part: tasks, journal, inbox or history")
	flag.BoolVar(&o.inside, "inside", false, "measure the store without HTTP as well, in this process")
	flag.StringVar(&o.clients, "clients", "", "numbers of concurrent sessions, such as 1,8,32")
	flag.IntVar(&o.rounds, "rounds", 0, "rounds of either side")
	flag.DurationVar(&o.round, "round", 0, "length of a round")
	flag.IntVar(&o.large, "large", 0, "live tasks in the large database")
	flag.IntVar(&o.cases, "cases", 0, "evaluations to be worked on")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o, os.Stdout); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1) //nolint:gocritic // everything deferred has been done
	}
}

// run measures part by part and prints as it goes.
func run(ctx context.Context, o options, out io.Writer) (err error) {
	began := time.Now()
	chosen, err := sizesFor(o)
	if err != nil {
		return err
	}
	b := &bench{options: o, sizes: chosen, out: out}
	defer func() { err = errors.Join(err, b.close()) }()
	for _, part := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"", b.describe},
		{"", b.prepare},
		{"inbox", b.inboxSmall},
		{"", b.grow},
		{"inbox", b.inboxLarge},
		{"tasks", b.tasks},
		{"journal", b.journal},
		{"history", b.history},
	} {
		if part.name != "" && o.only != "" && part.name != o.only {
			continue
		}
		if err := part.run(ctx); err != nil {
			return err
		}
	}
	b.printf("\nDone in %s.\n", time.Since(began).Round(time.Second))
	return nil
}
