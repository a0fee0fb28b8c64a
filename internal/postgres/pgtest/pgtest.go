// Package pgtest gives each test a PostgreSQL database of its own, cloned from
// a template that was migrated once.
//
// The server is that of TEST_DATABASE_URL, whose role must be allowed to
// create databases, or a private one that the test binary starts and that
// dies with it. Its cluster stays in the temporary folder for the next run.
// Without PostgreSQL the test fails; it is never skipped.
package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// URLVariable names an existing server to use instead of a private one.
const URLVariable = "TEST_DATABASE_URL"

// Migrate brings an empty database to the state each test begins with.
type Migrate func(ctx context.Context, dsn string) error

// The server and the templates are shared by all tests of the process.
var shared = struct { //nolint:gochecknoglobals // Tests have no other place in common.
	server    func() (server, error)
	mu        sync.Mutex
	templates map[string]func() (string, error)
}{
	server:    sync.OnceValues(openServer),
	templates: map[string]func() (string, error){},
}

// New gives the address of a fresh database in the state migrate leaves, and
// drops it when the test ends. A nil migrate gives an empty one.
//
// migrate runs once in a process: calls with the same function share a
// template. A closure counts as the same function whatever it closes over; use
// NewKeyed for those.
func New(t testing.TB, migrate Migrate) string {
	t.Helper()
	key := ""
	if migrate != nil {
		key = runtime.FuncForPC(reflect.ValueOf(migrate).Pointer()).Name()
	}
	return NewKeyed(t, key, migrate)
}

// NewKeyed is New with a name for the template instead of the function's.
func NewKeyed(t testing.TB, key string, migrate Migrate) string {
	t.Helper()
	s, err := shared.server()
	require.NoError(t, err, "no PostgreSQL for the test")
	ctx := context.WithoutCancel(t.Context())
	template, err := templateFor(ctx, s, key, migrate)
	require.NoError(t, err, "migrate the template database")
	name := newName()
	require.NoError(t, s.exec(ctx, "CREATE DATABASE "+name+" TEMPLATE "+template+s.strategy))
	t.Cleanup(func() { require.NoError(t, s.exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")) })
	return s.database(name)
}

// templateFor makes the template for a key on first use.
func templateFor(ctx context.Context, s server, key string, migrate Migrate) (string, error) {
	shared.mu.Lock()
	build, known := shared.templates[key]
	if !known {
		build = sync.OnceValues(func() (string, error) { return makeTemplate(ctx, s, migrate) })
		shared.templates[key] = build
	}
	shared.mu.Unlock()
	return build()
}

func makeTemplate(ctx context.Context, s server, migrate Migrate) (string, error) {
	name := newName()
	// From template0, which nobody ever connects to.
	if err := s.exec(ctx, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		return "", err
	}
	if migrate != nil {
		if err := migrate(ctx, s.database(name)); err != nil {
			return "", errors.Join(err, s.exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)"))
		}
	}
	// A database with a connection cannot be cloned, and migrate may have
	// left a pool open.
	return name, s.exec(ctx,
		"ALTER DATABASE "+name+" ALLOW_CONNECTIONS false",
		"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '"+name+"'",
	)
}

const namePrefix = "jiheng_test_"

// newName carries the time, by which forgotten databases are found.
func newName() string {
	return namePrefix + strconv.FormatInt(time.Now().Unix(), 36) + "_" + strings.ToLower(rand.Text()[:12])
}

// bornAt reads the time back.
func bornAt(name string) (time.Time, bool) {
	born, _, _ := strings.Cut(strings.TrimPrefix(name, namePrefix), "_")
	seconds, err := strconv.ParseInt(born, 36, 64)
	return time.Unix(seconds, 0), err == nil
}

// server is where databases are made.
type server struct {
	// database gives the address of a database by its name.
	database func(name string) string
	// maintenance is the database to give commands in.
	maintenance string
	// strategy ends the command that clones a template.
	strategy string
}

// exec runs commands in turn, each in a transaction of its own.
func (s server) exec(ctx context.Context, commands ...string) error {
	conn, err := pgx.Connect(ctx, s.database(s.maintenance))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	for _, command := range commands {
		if _, err := conn.Exec(ctx, command); err != nil {
			return fmt.Errorf("%s: %w", command, err)
		}
	}
	return nil
}

// clean drops databases that earlier runs left, made before a moment.
func (s server) clean(ctx context.Context, before time.Time) error {
	conn, err := pgx.Connect(ctx, s.database(s.maintenance))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	rows, err := conn.Query(ctx, "SELECT datname FROM pg_database WHERE starts_with(datname, $1)", namePrefix)
	if err != nil {
		return err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range names {
		if born, ok := bornAt(name); !ok || !born.Before(before) {
			continue
		}
		if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+pgx.Identifier{name}.Sanitize()+" WITH (FORCE)"); err != nil {
			return err
		}
	}
	return nil
}
