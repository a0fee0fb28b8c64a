package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
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
