package workflows_test

import (
	"compress/gzip"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"jiheng/workflows"
)

// histories reads what deploy/standalone/record recorded on a real server.
func histories(t *testing.T) map[string]*historypb.History {
	t.Helper()
	files, err := filepath.Glob("testdata/*.json.gz")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	out := make(map[string]*historypb.History, len(files))
	for _, name := range files {
		file, err := os.Open(name) //nolint:gosec // Our own folder.
		require.NoError(t, err)
		packed, err := gzip.NewReader(file)
		require.NoError(t, err)
		h, err := client.HistoryFromJSON(packed, client.HistoryJSONOptions{})
		require.NoError(t, err, name)
		require.NoError(t, file.Close())
		out[strings.TrimSuffix(filepath.Base(name), ".json.gz")] = h
	}
	return out
}

func replay(evaluation any, h *historypb.History) error {
	replayer := worker.NewWorkflowReplayer()
	replayer.RegisterWorkflowWithOptions(evaluation, workflow.RegisterOptions{Name: "Evaluation"})
	return replayer.ReplayWorkflowHistory(sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler)), h)
}

func TestReplay_of_every_recorded_history(t *testing.T) {
	t.Parallel()
	for name, h := range histories(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, replay(workflows.Evaluation, h))
		})
	}
}

// The check can fail: a timeline that sleeps for a second first is another.
func TestReplay_notices_a_timeline_that_was_changed(t *testing.T) {
	t.Parallel()
	changed := func(ctx workflow.Context, in workflows.EvaluationInput) error {
		if err := workflow.Sleep(ctx, time.Second); err != nil {
			return err
		}
		return workflows.Evaluation(ctx, in)
	}
	for name, h := range histories(t) {
		require.Error(t, replay(changed, h), name)
	}
}

// The histories hold what they were recorded for.
func TestReplay_has_histories_of_every_kind(t *testing.T) {
	t.Parallel()
	all := histories(t)
	has := func(name string, kind enumspb.EventType) {
		t.Helper()
		require.Contains(t, all, name)
		n := 0
		for _, e := range all[name].GetEvents() {
			if e.GetEventType() == kind {
				n++
			}
		}
		require.Positive(t, n, "%s has no %s", name, kind)
	}
	has("whole", enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED)
	has("whole", enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
	has("version4", enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED)
	has("late", enumspb.EVENT_TYPE_TIMER_FIRED)
	has("late", enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED)
	has("retried", enumspb.EVENT_TYPE_ACTIVITY_TASK_FAILED)
	has("retried", enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED)
	has("continued_from", enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW)
	has("continued_to", enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED)
	require.NotContains(t, []enumspb.EventType{
		enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED, enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
	}, all["open"].GetEvents()[len(all["open"].GetEvents())-1].GetEventType())
}
