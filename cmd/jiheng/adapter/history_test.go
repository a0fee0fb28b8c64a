package adapter_test

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/audit"
	"jiheng/internal/store"
)

// recorded opens a history that was recorded of a real timeline.
func recorded(t *testing.T, name string) []byte {
	t.Helper()
	file, err := os.Open(filepath.Join("../../../workflows/testdata", name)) //nolint:gosec // our own folder
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	unpacked, err := gzip.NewReader(file)
	require.NoError(t, err)
	content, err := io.ReadAll(unpacked)
	require.NoError(t, err)
	return content
}

// What recorded timelines did is told in words that an auditor reads: nothing of
// how the program names things, and no timer that came to nothing.
func TestSteps_tellRecordedHistoriesInWords(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../workflows/testdata/*.json.gz")
	require.NoError(t, err)
	require.Greater(t, len(files), 5)
	foreign, run := regexp.MustCompile(`[A-Za-z]{2,}`), regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)
	for _, name := range files {
		name = filepath.Base(name)
		steps, err := adapter.Steps(store.Archive{Run: name, Evaluation: "whole", History: recorded(t, name)})
		require.NoError(t, err, name)
		require.NotEmpty(t, steps, name)
		said := map[string]int{}
		for _, s := range steps {
			require.NotRegexp(t, foreign, run.ReplaceAllString(s.Text, ""), "%s event %d", name, s.Event)
			require.False(t, s.At.IsZero(), name)
			said[s.Text]++
		}
		require.Zero(t, said["完成：一步数据处理"], "%s: everything that is done has a name", name)
		require.Zero(t, said["完成"], "%s: what was done is said with it", name)
	}
}

// A run that goes on as another names it, and the other the first; each thing
// told and read is taken up, in both.
func TestHistoryOf_followsATimelineAcrossItsRuns(t *testing.T) {
	t.Parallel()
	from := adapter.HistoryOf(store.Archive{Evaluation: "continued", History: recorded(t, "continued_from.json.gz")})
	to := adapter.HistoryOf(store.Archive{Evaluation: "continued", History: recorded(t, "continued_to.json.gz")})
	require.Empty(t, from.Continues)
	require.NotEmpty(t, to.Continues)
	last := int64(0)
	for _, h := range []audit.History{from, to} {
		reads := 0
		for _, c := range h.Calls {
			require.False(t, c.At.IsZero())
			if c.Read {
				require.GreaterOrEqual(t, c.Seq, last, "what is read never goes back")
				last, reads = c.Seq, reads+1
			}
		}
		require.Greater(t, reads, 10)
	}
}
