package command

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/fault/faulttest"
	"jiheng/internal/postgres"
)

// packages lists every folder of the program that has source.
func packages(t *testing.T) (dirs []string) {
	t.Helper()
	root := filepath.Join("..", "..", "..")
	for _, top := range []string{"activities", "api", "cmd", "internal", "policy", "processes", "workflows"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(root, top), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() && entry.Name() != "testdata" && !strings.HasSuffix(entry.Name(), "test") {
				dirs = append(dirs, path)
			}
			return err
		}))
	}
	return dirs
}

// Whoever sits at a terminal is told in Chinese whatever can go wrong, of every
// package.
func TestEveryReasonIsToldInChineseAtTheTerminal(t *testing.T) {
	t.Parallel()
	own := postgres.Sentences() // which come with the platform
	sh := &shell{}
	seen, silent := 0, map[string]string{}
	for _, dir := range packages(t) {
		reasons, _ := faulttest.Reasons(t, dir)
		for _, reason := range reasons {
			seen++
			if !inChinese(cmp.Or(own[reason], sh.reasonWords(fault.New(fault.Invalid, reason, "raw")))) {
				silent[reason] = dir
			}
		}
	}
	require.Empty(t, silent)
	require.Greater(t, seen, 300, "the source was read")
}

func TestWhatNobodyExpectedIsToldInChineseToo(t *testing.T) {
	t.Parallel()
	sh := &shell{}
	for _, err := range []error{
		os.ErrDeadlineExceeded, fault.New(fault.Internal, "row_unreadable", "column x"), fs.ErrClosed, t.Context().Err(), os.ErrProcessDone,
	} {
		if err != nil {
			require.True(t, inChinese(sh.sentence(err)), err)
		}
	}
	require.Contains(t, sh.sentence(os.ErrProcessDone), "os: process already finished", "who looks after the program reads what it was")
}

func TestWordsDoNotLeaveHoles(t *testing.T) {
	t.Parallel()
	sh := &shell{}
	for _, dir := range packages(t) {
		reasons, _ := faulttest.Reasons(t, dir)
		slices.Sort(reasons)
		for _, reason := range slices.Compact(reasons) {
			require.NotContains(t, sh.reasonWords(fault.New(fault.Invalid, reason, "")), "{", reason)
		}
	}
}
