package command

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/store/storetest"
)

func TestTheFolderOfFilesIsTheDatabasesOwn(t *testing.T) {
	t.Parallel()
	dsn, shared := storetest.DSN(t), t.TempDir()
	opened := func(folder string) error {
		s, err := open(t.Context(), config{DatabaseURL: dsn, DataDir: folder, SessionIdle: 1e12, SessionAbsolute: 1e13}, slog.New(slog.DiscardHandler))
		if err == nil {
			require.NoError(t, s.Close())
		}
		return err
	}
	require.NoError(t, opened(shared))
	require.NoError(t, opened(shared), "another process of the same installation")
	err := opened(t.TempDir())
	require.Error(t, err, "a second machine with a folder of its own")
	var said bytes.Buffer
	sh := &shell{err: &said}
	require.Equal(t, exitFailed, sh.exitCode(err))
	require.Contains(t, said.String(), "多台机器必须共用同一个目录")
}
