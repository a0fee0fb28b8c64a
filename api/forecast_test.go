package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

func TestTheTimelineTellsWhatIsExpectedAndWhoHoldsItUp(t *testing.T) {
	t.Parallel()
	b := open(t)
	head := b.as("office-head")
	e := into[api.Evaluation](head.post("/api/v1/evaluations", b.start(t), key("forecast-2019")).ok(http.StatusCreated))
	require.NoError(t, b.turn(t.Context(), e.ID))
	line := into[api.Timeline](head.get("/api/v1/evaluations/" + e.ID + "/timeline").ok(http.StatusOK))
	require.Equal(t, "2020-08-28", line.DueOn.String())
	require.Positive(t, line.Forecast.LateDays, "the case began years ago, so it is late")
	first := line.Stages[0]
	require.Equal(t, "2020-08-05", first.Stage.DueOn.String())
	require.True(t, first.Critical)
	require.Len(t, first.Items, 1)
	require.Equal(t, []api.WaitingTask{{TaskID: first.Tasks[0].ID, Title: "拟定成立通知", Who: "办公室", DueOn: first.Stage.DueOn}}, first.Items[0].Waiting)
	require.Equal(t, api.StepPositionStateOpen, first.Steps[0].State)
	require.Equal(t, api.StepPositionStateWaiting, first.Steps[1].State)
	last := line.Stages[len(line.Stages)-1]
	require.Equal(t, line.Forecast.EndsOn, last.Forecast.EndsOn)
	require.Empty(t, last.Items, "nothing is known of items that were not reached")
}

func TestAProcessIsDrawnForOtherTools(t *testing.T) {
	t.Parallel()
	b := open(t)
	def := into[api.Processes](b.as("office-head").get("/api/v1/processes").ok(http.StatusOK)).Processes[0]
	path := fmt.Sprintf("/api/v1/processes/%s/versions/%d/bpmn", def.Name, def.Version)
	drawn := b.as("office-head").get(path).ok(http.StatusOK)
	require.Equal(t, "application/xml", drawn.header.Get("Content-Type"))
	require.Contains(t, drawn.text(), `<bpmn:subProcess id="stage.self_check" name="科室自查">`)
	b.as("office-head").get(path + "?digest=" + strings.Repeat("0", 64)).problem(http.StatusNotFound)
	require.Equal(t, "definition_not_found", b.as("office-head").get("/api/v1/processes/none/versions/1/bpmn").problem(http.StatusNotFound).Reason)
	b.anybody().get(path).problem(http.StatusUnauthorized)
}
