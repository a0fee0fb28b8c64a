package storetest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/postgres"
	"jiheng/internal/postgres/pgtest"
	"jiheng/internal/store"
)

// owner is the login that the databases belong to; it may create databases but
// no roles, as the application's own.
const owner = "jiheng"

// slots bounds the test binaries that run at once with a server of their own.
const slots = 64

var prepare = sync.OnceValue(prepareServer) //nolint:gochecknoglobals // one server for all tests of the process

// DSN gives the address of a fresh, migrated database; its login owns the
// schema and may work as the application.
func DSN(t testing.TB) string {
	t.Helper()
	require.NoError(t, prepare(), "no PostgreSQL for the test")
	return pgtest.New(t, store.Migrate)
}

// Empty gives the address of a fresh database without a schema.
func Empty(t testing.TB) string {
	t.Helper()
	require.NoError(t, prepare(), "no PostgreSQL for the test")
	return pgtest.New(t, nil)
}

// prepareServer makes sure that there is a server whose login can work as
// jiheng_app, and points pgtest at it.
func prepareServer() error {
	if os.Getenv(pgtest.URLVariable) != "" {
		return nil
	}
	ctx := context.Background()
	base := filepath.Join(os.TempDir(), "jiheng-storetest-"+strconv.Itoa(os.Geteuid()))
	binaries, err := postgres.Find(ctx, postgres.Search{CacheDir: filepath.Join(base, "cache")})
	if err != nil {
		return err
	}
	for n := range slots {
		server, err := postgres.Start(ctx, Config(filepath.Join(base, fmt.Sprintf("%d-%d", binaries.Major, n)), binaries))
		if fault.ReasonOf(err) == postgres.ReasonInUse {
			continue
		}
		if err != nil {
			return err
		}
		return point(ctx, server)
	}
	return fault.New(fault.Unavailable, "slots_taken", "all slots for test databases in %s are taken", base)
}

// Config is how a server for tests runs.
func Config(dir string, binaries postgres.Binaries) postgres.Config {
	return postgres.Config{
		DataDir: dir, Binaries: binaries, NoSync: true,
		Settings: map[string]string{
			"autovacuum": "off", "jit": "off", "wal_level": "minimal", "max_wal_senders": "0",
			"min_wal_size": "32MB", "max_wal_size": "256MB", "max_connections": "300",
		},
	}
}

func point(ctx context.Context, server *postgres.Server) error {
	if err := Prepare(ctx, server, owner); err != nil {
		return err
	}
	return os.Setenv(pgtest.URLVariable, server.DSN(owner, owner))
}

// Prepare makes a database on a server, with an owner who may work as the
// application and clone databases.
func Prepare(ctx context.Context, server *postgres.Server, database string) error {
	if err := server.EnsureDatabase(ctx, database, owner); err != nil {
		return err
	}
	superuser := server.DSN("postgres", postgres.Superuser)
	if err := store.PrepareRole(ctx, superuser, owner); err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, superuser)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, "ALTER ROLE "+owner+" CREATEDB"); err != nil {
		return err
	}
	return makeReader(ctx, conn, owner)
}

// reader is a login of somebody who audits and nothing else.
const reader = "jiheng_test_reader"

// makeReader makes the login. Whoever owns a database may end the connections
// of its readers.
func makeReader(ctx context.Context, conn *pgx.Conn, owner string) error {
	_, err := conn.Exec(ctx, "CREATE ROLE "+reader+" LOGIN PASSWORD '"+reader+"' IN ROLE jiheng_audit")
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok && (refused.Code == "42710" || refused.Code == "23505") {
		err = nil // somebody else made it
	}
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "GRANT "+reader+" TO "+pgx.Identifier{owner}.Sanitize())
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok && refused.Code == "XX000" {
		err = nil // somebody else granted it at the same moment
	}
	return err
}

// Reader gives the address of a database for the login of an auditor, who may
// change nothing in it.
func Reader(t testing.TB, dsn string) string {
	t.Helper()
	address, err := url.Parse(dsn)
	require.NoError(t, err)
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	var there bool
	require.NoError(t, conn.QueryRow(t.Context(), "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", reader).Scan(&there))
	if !there { // a server of somebody else's, whose login may make roles
		require.NoError(t, makeReader(t.Context(), conn, conn.Config().User))
	}
	address.User = url.UserPassword(reader, reader)
	return address.String()
}
