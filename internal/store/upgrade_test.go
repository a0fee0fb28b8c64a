package store_test

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/process"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
	"jiheng/policy"
)

// previousRelease is the last migration of the release before; what its
// demonstration left in the tables lies beside, written by pg_dump.
const previousRelease = 20

func previousRows(t *testing.T) string {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", "release-0020.sql.gz"))
	require.NoError(t, err)
	defer func() { _ = file.Close() }()
	packed, err := gzip.NewReader(file)
	require.NoError(t, err)
	rows, err := io.ReadAll(packed)
	require.NoError(t, err)
	return string(rows)
}

func TestMigrate_bringsADatabaseOfThePreviousReleaseAlong(t *testing.T) {
	t.Parallel()
	dsn := storetest.Empty(t)
	ctx := t.Context()
	require.NoError(t, store.MigrateUpTo(ctx, dsn, previousRelease))
	conn := connect(t, dsn)
	_, err := conn.Exec(ctx, previousRows(t))
	require.NoError(t, err)
	_, err = store.Open(ctx, storetest.StoreConfig(dsn))
	require.Error(t, err, "it is behind")

	require.NoError(t, store.Migrate(ctx, dsn))
	status, err := store.MigrateStatus(ctx, dsn)
	require.NoError(t, err)
	for _, m := range status {
		require.False(t, m.AppliedAt.IsZero(), m.Name)
	}
	cfg := storetest.StoreConfig(dsn)
	cfg.Parse = func(name string, source []byte) (*evaluation.Definition, error) {
		return process.Parse(name, source, process.Options{})
	}
	s, err := store.Open(ctx, cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	ids := column(t, conn, "SELECT id FROM evaluations")
	require.NotEmpty(t, ids)
	for _, id := range ids {
		requireSoundUnderKnownPolicies(t, s, evaluation.ID(id))
	}
}

// requireSoundUnderKnownPolicies: the rows are still what the journal folds to,
// and the policy that every entry names is one that this release can read.
func requireSoundUnderKnownPolicies(t *testing.T, s *store.Store, id evaluation.ID) {
	t.Helper()
	known := map[string]bool{policy.ShippedSource().Version(): true}
	released, err := policy.ReleasedSources()
	require.NoError(t, err)
	for _, source := range released {
		known[source.Version()] = true
	}
	seen := 0
	v, err := s.InspectJournal(t.Context(), id, func(m store.Moment) {
		seen++
		require.True(t, known[m.Entry.PolicyVersion], m.Entry.PolicyVersion)
	})
	require.NoError(t, err)
	require.Empty(t, v.Chain)
	require.Empty(t, v.Rows)
	require.Positive(t, seen)
	require.EqualValues(t, seen, v.Entries)
}
