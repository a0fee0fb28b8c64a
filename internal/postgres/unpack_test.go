package postgres

import (
	"archive/tar"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func archiveOf(t *testing.T, entries ...tar.Header) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "package.tgz")
	file, err := os.Create(path) //nolint:gosec // Our own folder.
	require.NoError(t, err)
	zipped := gzip.NewWriter(file)
	writer := tar.NewWriter(zipped)
	for _, e := range entries {
		content := e.Linkname
		e.Linkname = ""
		if e.Typeflag == 0 {
			e.Typeflag, e.Size = tar.TypeReg, int64(len(content))
		} else {
			e.Linkname, content = content, ""
		}
		require.NoError(t, writer.WriteHeader(&e))
		_, err := writer.Write([]byte(content))
		require.NoError(t, err)
	}
	require.NoError(t, writer.Close())
	require.NoError(t, zipped.Close())
	require.NoError(t, file.Close())
	return path
}

func TestUnpackKeepsProgramsAndMakesLinks(t *testing.T) {
	t.Parallel()
	dir, err := unpack(archiveOf(t,
		tar.Header{Name: "package/native/bin/postgres", Mode: 0o700, Linkname: "program"},
		tar.Header{Name: "package/native/lib/libpq.so.5.18", Mode: 0o600, Linkname: "library"},
		tar.Header{Name: "package/scripts/install.js", Mode: 0o644, Linkname: "not wanted"},
		tar.Header{Name: "package/native/pg-symlinks.json", Mode: 0o644, Linkname: `[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]`},
	), filepath.Join(t.TempDir(), "out"))
	require.NoError(t, err)
	program, err := os.Stat(filepath.Join(dir, "bin", "postgres"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o755), program.Mode().Perm())
	text, err := os.ReadFile(filepath.Join(dir, "lib", "libpq.so.5")) //nolint:gosec // Our own folder.
	require.NoError(t, err)
	require.Equal(t, "library", string(text))
	require.NoDirExists(t, filepath.Join(dir, "scripts"))
}

func TestUnpackWritesNothingOutside(t *testing.T) {
	t.Parallel()
	none := tar.Header{Name: "package/native/pg-symlinks.json", Mode: 0o644, Linkname: `[]`}
	for name, entries := range map[string][]tar.Header{
		"dots":                  {{Name: "package/native/../../../evil", Mode: 0o644, Linkname: "evil"}, none},
		"dots inside":           {{Name: "package/native/x/../../../../evil", Mode: 0o644, Linkname: "evil"}, none},
		"absolute":              {{Name: "/package/native/evil", Mode: 0o644, Linkname: "evil"}, none},
		"through an entry link": {{Name: "package/native/x", Typeflag: tar.TypeSymlink, Linkname: "../.."}, {Name: "package/native/x/evil", Mode: 0o644, Linkname: "evil"}, none},
		"link target outside":   {{Name: "package/native/pg-symlinks.json", Mode: 0o644, Linkname: `[{"source":"native/a","target":"native/../../evil"}]`}},
		"link source outside":   {{Name: "package/native/pg-symlinks.json", Mode: 0o644, Linkname: `[{"source":"../../etc/passwd","target":"native/evil"}]`}},
		"same file twice":       {{Name: "package/native/x", Mode: 0o644, Linkname: "1"}, {Name: "package/native/x", Mode: 0o644, Linkname: "2"}, none},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			above := t.TempDir()
			_, _ = unpack(archiveOf(t, entries...), filepath.Join(above, "a", "out"))
			for _, outside := range []string{above, filepath.Join(above, "a")} {
				left, err := os.ReadDir(outside)
				require.NoError(t, err)
				require.Len(t, left, 1, "only our own folder")
			}
			info, err := os.Lstat(filepath.Join(above, "a", "out", "evil"))
			require.ErrorIs(t, err, os.ErrNotExist, info)
		})
	}
}
