package pgtest_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"jiheng/internal/postgres/pgtest"
)

// migrations counts how often migrate ran in this process.
var migrations atomic.Int32

func migrate(ctx context.Context, dsn string) error {
	migrations.Add(1)
	pool, err := pgxpool.New(ctx, dsn) // left open on purpose
	if err != nil {
		return err
	}
	_, err = pool.Exec(ctx, "CREATE EXTENSION pg_trgm; CREATE TABLE task (id int PRIMARY KEY); INSERT INTO task VALUES (1)")
	return err
}

func count(t *testing.T, dsn string) int {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(t.Context())) }()
	var n int
	require.NoError(t, conn.QueryRow(t.Context(), "SELECT count(*) FROM task").Scan(&n))
	return n
}

func TestEachTestHasItsOwnMigratedDatabase(t *testing.T) {
	t.Parallel()
	t.Run("all at once", func(t *testing.T) {
		t.Parallel()
		for range 20 {
			t.Run("one", func(t *testing.T) {
				t.Parallel()
				dsn := pgtest.New(t, migrate)
				conn, err := pgx.Connect(t.Context(), dsn)
				require.NoError(t, err)
				_, err = conn.Exec(t.Context(), "INSERT INTO task VALUES (2)")
				require.NoError(t, err)
				require.NoError(t, conn.Close(t.Context()))
				require.Equal(t, 2, count(t, dsn))
			})
		}
	})
	t.Cleanup(func() { require.EqualValues(t, 1, migrations.Load(), "the template is built once") })
}

func TestTheDatabaseIsDroppedWithTheTest(t *testing.T) {
	t.Parallel()
	var dsn string
	t.Run("a test that leaves a connection open", func(t *testing.T) {
		dsn = pgtest.New(t, nil)
		conn, err := pgx.Connect(t.Context(), dsn)
		require.NoError(t, err)
		require.NoError(t, conn.Ping(t.Context()))
	})
	_, err := pgx.Connect(t.Context(), dsn)
	require.ErrorContains(t, err, "does not exist")
}

func TestTemplatesAreKeptApartByKey(t *testing.T) {
	t.Parallel()
	with := func(table string) pgtest.Migrate {
		return func(ctx context.Context, dsn string) error {
			conn, err := pgx.Connect(ctx, dsn)
			if err != nil {
				return err
			}
			_, err = conn.Exec(ctx, "CREATE TABLE "+table+" (id int)")
			return errors.Join(err, conn.Close(ctx))
		}
	}
	require.Zero(t, count(t, pgtest.NewKeyed(t, "task", with("task"))))
	conn, err := pgx.Connect(t.Context(), pgtest.NewKeyed(t, "other", with("other")))
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "SELECT * FROM task")
	require.ErrorContains(t, err, `relation "task" does not exist`)
	require.NoError(t, conn.Close(t.Context()))
}

// TestWithoutPostgreSQLTheTestFails runs one test of this binary again with a
// server that is not there.
func TestWithoutPostgreSQLTheTestFails(t *testing.T) {
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTheDatabaseIsDroppedWithTheTest$", "-test.v") //nolint:gosec // Ourselves.
	cmd.Env = append(os.Environ(), pgtest.URLVariable+"=postgres://nobody@127.0.0.1:1/none")
	out, err := cmd.CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "no PostgreSQL for the test")
	require.NotContains(t, string(out), "SKIP")
}

func TestAnExistingServerServesAsWell(t *testing.T) {
	t.Parallel()
	// The private server's role may create databases, as TEST_DATABASE_URL's must.
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^(TestEachTestHasItsOwnMigratedDatabase|TestTheDatabaseIsDroppedWithTheTest)$", "-test.v") //nolint:gosec // Ourselves.
	cmd.Env = append(os.Environ(), pgtest.URLVariable+"="+pgtest.New(t, nil))
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "--- PASS: TestTheDatabaseIsDroppedWithTheTest")
}
