package api_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

func TestProcessesThatCanBeStarted(t *testing.T) {
	t.Parallel()
	b := open(t)
	list := into[api.Processes](b.as("office-head").get("/api/v1/processes").ok(http.StatusOK))
	require.Len(t, list.Processes, 1)
	require.Equal(t, "整体支出绩效自评", list.Processes[0].Title)
	require.Len(t, list.Processes[0].Stages, 6)
	require.Equal(t, "1000000", list.Processes[0].Parameters[0].Default)
}

func TestAnEvaluationIsStartedOnce(t *testing.T) {
	t.Parallel()
	b := open(t)
	head := b.as("office-head")
	first := head.post("/api/v1/evaluations", b.start(t), key("start-2019-once")).ok(http.StatusCreated)
	e := into[api.Evaluation](first)
	require.Equal(t, "/api/v1/evaluations/"+e.ID, first.header.Get("Location"))
	require.Equal(t, "2020-08-05", e.StartOn.String())
	require.EqualValues(t, 86400000, e.DayMilliseconds)
	require.Equal(t, "2020-08-06T00:00:00+08:00", e.Stages[0].DueAt.Format("2006-01-02T15:04:05Z07:00"), "real midnight")
	require.Equal(t, "湛江市财政局", e.ReceiverName)
	require.Equal(t, "整体支出绩效自评", e.Process.Title)
	again := head.post("/api/v1/evaluations", b.start(t), key("start-2019-once")).ok(http.StatusCreated)
	require.JSONEq(t, first.text(), again.text())
	changed := b.start(t)
	changed["title"] = "另一个标题"
	require.Equal(t, "idempotency_key_reused",
		head.post("/api/v1/evaluations", changed, key("start-2019-once")).problem(http.StatusUnprocessableEntity).Reason)

	list := into[api.EvaluationPage](head.get("/api/v1/evaluations").ok(http.StatusOK))
	require.Len(t, list.Evaluations, 1)
	require.Equal(t, e.ID, list.Evaluations[0].ID)
	shown := into[api.Evaluation](head.get("/api/v1/evaluations/" + e.ID).ok(http.StatusOK))
	require.Equal(t, e, shown)
}

func TestWhatCannotBeStarted(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.AllowRehearsal = false })
	head := b.as("office-head")
	for name, c := range map[string]struct {
		change        map[string]any
		field, reason string
	}{
		"a rehearsal":          {map[string]any{"day_milliseconds": 2000}, "day_milliseconds", "rehearsal_not_allowed"},
		"31 February":          {map[string]any{"start_on": "2020-02-31"}, "", "date_unreadable"},
		"an unknown process":   {map[string]any{"process": "none"}, "", "definition_not_found"},
		"no receiver":          {map[string]any{"receiver_id": ""}, "receiver_id", "receiver_required"},
		"an unknown receiver":  {map[string]any{"receiver_id": "nowhere"}, "receiver_id", "unit_unknown"},
		"an unknown parameter": {map[string]any{"parameters": []map[string]string{{"name": "x", "value": "1"}}}, "parameters.x", "parameter_unknown"},
		"an amount in words":   {map[string]any{"items": []map[string]string{item("amount_yuan", "四百万")}}, "items.0.amount_yuan", "field_pattern"},
		"a negative amount":    {map[string]any{"items": []map[string]string{item("amount_yuan", "-1")}}, "items.amount_yuan", "number_invalid"},
		"a foreign department": {map[string]any{"items": []map[string]string{item("department_id", "other-office")}}, "items.0.department_id", "department_unknown"},
		"an item twice":        {map[string]any{"items": []map[string]string{item("", ""), item("", "")}}, "items.id", "item_twice"},
		"no title":             {map[string]any{"title": "  "}, "title", "title_required"},
		"an unknown field":     {map[string]any{"colour": "red"}, "colour", "field_unknown"},
		"a year as text":       {map[string]any{"year": "2019"}, "year", "field_type"},
		"too long a title":     {map[string]any{"title": strings.Repeat("长", 101)}, "title", "text_too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			body := b.start(t)
			maps.Copy(body, c.change)
			a := head.post("/api/v1/evaluations", body)
			problem := into[api.Problem](a)
			if c.field == "" {
				require.Equal(t, c.reason, problem.Reason)
				return
			}
			a.problem(http.StatusUnprocessableEntity)
			require.Equal(t, c.field, problem.Errors[0].Field, "%+v", problem)
			require.Equal(t, c.reason, problem.Errors[0].Reason)
			require.NotContains(t, problem.Errors[0].Message, "请检查", "it has wording of its own")
		})
	}
	require.Empty(t, into[api.EvaluationPage](head.get("/api/v1/evaluations").ok(http.StatusOK)).Evaluations)
}

// item is an item of the case with one member changed.
func item(name, value string) map[string]string {
	out := map[string]string{"id": "a", "kind": "project", "title": "甲", "department_id": "office", "amount_yuan": "1"}
	if name != "" {
		out[name] = value
	}
	return out
}

func TestOnlyTheOfficeStarts(t *testing.T) {
	t.Parallel()
	b := open(t)
	refused := b.as("finance-head").post("/api/v1/evaluations", b.start(t)).problem(http.StatusForbidden)
	require.Equal(t, "role_missing", refused.Reason)
	require.Contains(t, refused.RuleText, "启动绩效自评")
}

func TestARehearsalStartsNow(t *testing.T) {
	t.Parallel()
	b := open(t)
	body := b.start(t)
	body["day_milliseconds"] = 2000
	e := into[api.Evaluation](b.as("office-head").post("/api/v1/evaluations", body).ok(http.StatusCreated))
	require.EqualValues(t, 2000, e.DayMilliseconds)
	require.InDelta(t, 2, e.Stages[0].DueAt.Sub(e.StartedAt).Seconds(), 0.1, "the first stage ends with its first day")
	p := &play{bench: b, t: t, id: e.ID, people: map[string]*someone{}}
	p.turn()
	list := into[api.EvaluationPage](b.as("office-head").get("/api/v1/evaluations").ok(http.StatusOK)).Evaluations
	require.Equal(t, e.Stages[0].DueOn, list[0].DueOn, "in its own days")
}

func TestFiguresStandBesideWhatWasDeclared(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).checked()
	auditor := p.as("auditor")
	before := into[api.Figures](auditor.get("/api/v1/evaluations/" + p.id + "/figures").ok(http.StatusOK))
	require.Empty(t, before.Computed)
	p.completes("finance-clerk", "roll_up", "compile", p.declared())
	f := into[api.Figures](auditor.get("/api/v1/evaluations/" + p.id + "/figures").ok(http.StatusOK))
	require.Equal(t, api.Declared{Total: "97", Grade: "优", GradeByBands: "优"}, f.Declared)
	byName := map[string]api.ComputedFigure{}
	for _, c := range f.Computed {
		byName[c.Name] = c
	}
	require.Equal(t, api.ComputedFigure{
		Name: "“公用经费”控制率", Stated: "55%", Computed: "55.54%", Agrees: false,
		Arithmetic: "21.44 ÷ 38.6 × 100% ≈ 55.54%", Remark: "填报数为舍去尾数所得，四舍五入应为56",
	}, byName["“公用经费”控制率"])
	require.Equal(t, "16天", byName["预决算信息公开用时"].Computed)
	require.Equal(t, "-306 + 469 = 163", byName["预算增减原因合计"].Arithmetic)
	require.Empty(t, f.Items[0].Weight, "nothing is made up")
	require.Contains(t, f.Notes, "分项未公开，不能核算")
}

func TestTheTimelineShowsEveryTask(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	line := into[api.Timeline](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/timeline").ok(http.StatusOK))
	require.Len(t, line.Stages, 6)
	require.Len(t, line.Stages[0].Tasks, 2)
	require.Equal(t, api.StageStateSettled, line.Stages[0].Stage.State)
	require.True(t, line.Stages[0].Stage.Late)
	require.Equal(t, "党组书记、中心主任", line.Stages[0].Tasks[1].DoneByName)
}

func TestTheReceiverSeesAnEvaluationOnceItIsFiled(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).sealed()
	bureau := p.as("bureau-clerk")
	bureau.get("/api/v1/evaluations/" + p.id).problem(http.StatusNotFound)
	p.approves("finance-clerk", "filing", "hand_in")
	e := into[api.Evaluation](bureau.get("/api/v1/evaluations/" + p.id).ok(http.StatusOK))
	require.Equal(t, e.DossierDigest, e.Filing.Digest)
	require.Len(t, into[api.EvaluationPage](bureau.get("/api/v1/evaluations").ok(http.StatusOK)).Evaluations, 1)
	require.Equal(t, "role_missing", bureau.get("/api/v1/evaluations/"+p.id+"/journal").problem(http.StatusForbidden).Reason)
	p.completes("bureau-clerk", "filing", "acknowledge", fields("receipt_no", "R-1"))
	require.Equal(t, "R-1", into[api.Evaluation](bureau.get("/api/v1/evaluations/"+p.id).ok(http.StatusOK)).Filing.ReceiptNo)
}
