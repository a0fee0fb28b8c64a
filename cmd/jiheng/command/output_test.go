package command

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func writing(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

// folder lists what is in the folder of a file.
func folder(t *testing.T, path string) (names []string) {
	t.Helper()
	list, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

func TestAnOutputReplacesNothingUnlessThatIsWanted(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.jsonl")
	out := output{path: path}
	require.NoError(t, out.write(writing("first")))
	require.ErrorContains(t, out.write(writing("second")), "已经存在，没有写入")
	kept, err := os.ReadFile(path) //nolint:gosec // of this test
	require.NoError(t, err)
	require.Equal(t, "first", string(kept))

	out.force = true
	require.NoError(t, out.write(writing("second")))
	kept, err = os.ReadFile(path) //nolint:gosec // of this test
	require.NoError(t, err)
	require.Equal(t, "second", string(kept))
	require.Equal(t, []string{"out.jsonl"}, folder(t, path))
	require.ErrorContains(t, (&output{path: filepath.Dir(path), force: true}).write(writing("x")), "是目录")
}

func TestAnOutputThatFailsHalfWayLeavesWhatWasThere(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.jsonl")
	broken := errors.New("broken")
	half := func(w io.Writer) error { return errors.Join(writing("half")(w), broken) }
	require.ErrorIs(t, (&output{path: path}).write(half), broken)
	require.Empty(t, folder(t, path))

	require.NoError(t, (&output{path: path}).write(writing("whole")))
	require.ErrorIs(t, (&output{path: path, force: true}).write(half), broken)
	kept, err := os.ReadFile(path) //nolint:gosec // of this test
	require.NoError(t, err)
	require.Equal(t, "whole", string(kept))
	require.Equal(t, []string{"out.jsonl"}, folder(t, path))
}

// What somebody else wrote meanwhile is there first.
func TestAnOutputDoesNotReplaceWhatCameMeanwhile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.jsonl")
	err := (&output{path: path}).write(func(io.Writer) error { return os.WriteFile(path, []byte("theirs"), 0o600) })
	require.ErrorContains(t, err, "已经存在")
	require.Equal(t, []string{"out.jsonl"}, folder(t, path))
}

// Whoever is killed while he replaces a file leaves the one that was there, and
// the next one writes as if nothing had been.
func TestAnOutputWhoseProcessIsKilledLeavesWhatWasThere(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.jsonl")
	require.NoError(t, (&output{path: path}).write(writing("whole")))
	cmd := exec.Command(os.Args[0], path) //nolint:gosec,noctx // ourselves; it is ended by hand
	cmd.Env = append(os.Environ(), childVariable+"=half")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	require.True(t, bufio.NewScanner(out).Scan(), "it never began")
	require.NoError(t, cmd.Process.Kill())
	require.Error(t, cmd.Wait())

	kept, err := os.ReadFile(path) //nolint:gosec // of this test
	require.NoError(t, err)
	require.Equal(t, "whole", string(kept))
	require.NoError(t, (&output{path: path, force: true}).write(writing("anew")))
	kept, err = os.ReadFile(path) //nolint:gosec // of this test
	require.NoError(t, err)
	require.Equal(t, "anew", string(kept))
}
