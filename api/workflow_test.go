package api_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/evaluation"
	"jiheng/internal/store"
)

func TestTheHistoryOfAWorkflowIsShownInWords(t *testing.T) {
	t.Parallel()
	p := started(t, open(t, func(c *api.Config) { c.TemporalUI = "https://temporal.example.cn/namespaces/jiheng/" }))
	path := "/api/v1/evaluations/" + p.id + "/workflow"
	require.Empty(t, into[api.Workflow](p.as("auditor").get(path).ok(http.StatusOK)).Runs)
	p.audited().archive("run-1", "", told(p.id, 3))
	runs := into[api.Workflow](p.as("auditor").get(path).ok(http.StatusOK)).Runs
	require.Len(t, runs, 1)
	require.Equal(t, "ContinuedAsNew", runs[0].Status)
	require.Len(t, runs[0].SHA256, 64)
	require.Equal(t, "https://temporal.example.cn/namespaces/jiheng/workflows/evaluation:"+p.id+"/run-1/history", runs[0].Link)
	var said []string
	for _, step := range runs[0].Steps {
		said = append(said, step.Text)
	}
	require.Equal(t, []string{"时间线启动", "收到通知：流水已到第 3 条"}, said)
	require.Equal(t, int64(3), runs[0].Steps[1].Entry)
	p.as("stranger").get(path).problem(http.StatusNotFound)
}

// Recorded runs of a timeline that went on as another are told one behind the
// other, and each thing that was done by its name.
func TestTheHistoryOfAContinuedWorkflowIsShownRunByRun(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	began := time.Now()
	for i, name := range []string{"continued_from", "continued_to"} {
		require.NoError(t, p.store.KeepHistory(t.Context(), store.Archive{
			Workflow: "evaluation:" + p.id, Run: name, Evaluation: evaluation.ID(p.id), Status: []string{"ContinuedAsNew", "Completed"}[i], Events: 1,
			History: recordedHistory(t, name), StartedAt: began.Add(time.Duration(i) * time.Hour), ClosedAt: began.Add(time.Duration(i+1) * time.Hour),
		}))
	}
	runs := into[api.Workflow](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/workflow").ok(http.StatusOK)).Runs
	require.Len(t, runs, 2)
	require.Equal(t, "continued_from", runs[0].Run)
	require.Equal(t, "时间线启动", runs[0].Steps[0].Text)
	require.Equal(t, "转入新的运行", runs[0].Steps[len(runs[0].Steps)-1].Text)
	require.Regexp(t, "^接续上一次运行 [0-9a-f-]{36}$", runs[1].Steps[0].Text)
	for _, run := range runs {
		named := 0
		for _, step := range run.Steps {
			require.NotEqual(t, "完成", step.Text, "event %d of %s", step.Event, run.Run)
			if strings.HasPrefix(step.Text, "完成：") {
				named++
			}
		}
		require.Positive(t, named, run.Run)
	}
}

func recordedHistory(t *testing.T, name string) []byte {
	t.Helper()
	file, err := os.Open("../workflows/testdata/" + name + ".json.gz") //nolint:gosec // our own folder
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	unpacked, err := gzip.NewReader(file)
	require.NoError(t, err)
	content, err := io.ReadAll(unpacked)
	require.NoError(t, err)
	return content
}
