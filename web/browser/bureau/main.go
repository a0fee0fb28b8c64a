// Bureau serves a bureau in the middle of its year, for the journeys of
// its pages: some hundred units have filed. It runs a PostgreSQL of its own and
// the program that is named, and ends both when it is told to.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
	"jiheng/internal/postgres"
	"jiheng/internal/process"
	"jiheng/internal/review"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

const bureau = "finance-bureau"

func main() { os.Exit(run()) }

func run() int {
	var s settings
	flag.StringVar(&s.data, "data", "", "an empty folder")
	flag.StringVar(&s.program, "program", "bin/jiheng", "what is served")
	flag.StringVar(&s.address, "address", "127.0.0.1:0", "where")
	flag.StringVar(&s.password, "password", "", "of all accounts")
	flag.IntVar(&s.units, "units", 300, "how many units have filed")
	flag.IntVar(&s.year, "year", time.Now().Year()-1, "the budget year")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := s.run(ctx); err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

type settings struct {
	data, program, address, password string
	units, year                      int
}

func (s settings) run(ctx context.Context) error {
	binaries, err := postgres.Find(ctx, postgres.Search{CacheDir: filepath.Join(s.data, "cache")})
	if err != nil {
		return err
	}
	server, err := postgres.Start(ctx, storetest.Config(filepath.Join(s.data, "postgres"), binaries))
	if err != nil {
		return err
	}
	defer func() { _ = server.Stop(context.WithoutCancel(ctx)) }()
	if err := storetest.Prepare(ctx, server, "jiheng"); err != nil {
		return err
	}
	dsn := server.DSN("jiheng", "jiheng")
	if err := store.Migrate(ctx, dsn); err != nil {
		return err
	}
	if err := s.seed(ctx, dsn); err != nil {
		return err
	}
	return s.serve(ctx, dsn)
}

func (s settings) seed(ctx context.Context, dsn string) error {
	db, err := store.Open(ctx, store.Config{
		DSN: dsn, MaxConns: 5, Log: slog.New(slog.DiscardHandler), Calendar: calendar.China,
		Parse: func(name string, source []byte) (*evaluation.Definition, error) {
			return process.Parse(name, source, process.Options{})
		},
	})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	hasher, err := identity.NewHasher(identity.Params{MemoryKiB: 64, Passes: 1, Lanes: 1}, 1)
	if err != nil {
		return err
	}
	hash, err := hasher.Hash(ctx, s.password)
	if err != nil {
		return err
	}
	clerk := identity.Person{ID: "bureau-clerk", UnitID: bureau, DepartmentID: "performance", Name: clerkPost, Post: clerkPost}
	err = db.SeedOrganisation(ctx, store.Organisation{
		Units:       []store.Unit{{ID: bureau, Name: bureauName}},
		Departments: []store.Department{{ID: "performance", UnitID: bureau, Name: departmentName}},
		Persons:     []identity.Person{clerk},
		Accounts:    []identity.Account{{Person: clerk, Login: "bureau-clerk", PasswordHash: hash}},
		Grants: []store.Grant{{
			Person: "bureau-clerk", Role: "bureau", UnitID: bureau, DepartmentID: "performance", GrantedBy: evaluation.SystemPerson,
		}},
	})
	if err != nil {
		return err
	}
	return storetest.FiledByMany(ctx, db, review.Book{ReceiverID: bureau, Year: s.year}, s.units, "bureau-clerk")
}

// serve runs the program until it is told to end.
func (s settings) serve(ctx context.Context, dsn string) error {
	key := filepath.Join(s.data, "key.pem")
	generate := exec.CommandContext(ctx, s.program, "key", "new", "--algorithm", "ed25519", "--out", key) //nolint:gosec // the caller names it
	if out, err := generate.CombinedOutput(); err != nil {
		return fmt.Errorf("make a key: %w: %s", err, out)
	}
	run := exec.CommandContext(ctx, s.program, "serve") //nolint:gosec // the caller names it
	run.Env = append(os.Environ(), "DATABASE_URL="+dsn, "JIHENG_DATA="+filepath.Join(s.data, "files"), "JIHENG_ADDRESS="+s.address, "JIHENG_SIGNING_KEY="+key)
	run.Stdout, run.Stderr = os.Stdout, os.Stderr
	run.Cancel = func() error { return run.Process.Signal(os.Interrupt) }
	return run.Run()
}
