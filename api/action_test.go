package api_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// takes sends a command and gives the task after it.
func (p *play) takes(person string, task api.Task, action string, body any, options ...with) api.Task {
	p.t.Helper()
	options = append([]with{match(task.Version)}, options...)
	return into[api.Task](p.as(person).post(path(task, action), body, options...).ok(http.StatusOK))
}

// refused sends a command that is refused, and gives the reason.
func (p *play) refused(person string, task api.Task, action string, body any) string {
	p.t.Helper()
	got := p.as(person).post(path(task, action), body, match(task.Version))
	require.GreaterOrEqual(p.t, got.status, http.StatusBadRequest, got.text())
	return got.problem(got.status).Reason
}

func reason(text string) map[string]any { return map[string]any{"reason": text} }

func toPerson(id string) map[string]any {
	return map[string]any{"person": id, "reason": "外出开会"}
}

func TestATaskGoesThroughManyHands(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")

	require.Equal(t, "person_without_role", p.refused("coordination-clerk", task, "transfer", toPerson("finance-clerk")))
	require.Equal(t, "person_unknown", p.refused("coordination-clerk", task, "transfer", toPerson("bureau-clerk")))
	task = p.takes("coordination-clerk", task, "transfer", toPerson("coordination-head"))
	require.Equal(t, "coordination-head", task.Assignee)
	require.Equal(t, "not_assignee", p.refused("coordination-clerk", task, "transfer", toPerson("coordination-head")))

	// A delegate prepares; what he typed is there when the task comes back.
	task = p.takes("coordination-head", task, "delegate", toPerson("finance-clerk"))
	require.Equal(t, "coordination-head", task.Owner)
	draft := []byte(`{"submission": {"fields": [{"name": "conclusion", "value": "代为起草"}]}}`)
	p.as("finance-clerk").send(http.MethodPut, path(task, "draft"), draft, match(0), contentType("application/json")).ok(http.StatusOK)
	require.Equal(t, "task_delegated", p.refused("finance-clerk", task, "complete", map[string]any{"submission": fields("conclusion", "x")}))
	task = p.takes("finance-clerk", task, "hand-back", map[string]any{"opinion": "请核对"})
	require.Equal(t, "coordination-head", task.Assignee)
	got := into[api.Draft](p.as("coordination-head").get(path(task, "draft")).ok(http.StatusOK))
	require.Equal(t, "代为起草", got.Content.Submission.Fields[0].Value)

	// The office moves it back to the candidates.
	task = p.takes("office-head", task, "reassign", reason("工作调整"))
	require.Equal(t, api.TaskStateOpen, task.State)
	require.Equal(t, "not_candidate", p.refused("supervision-head", task, "reassign", reason("x")))
}

func TestWhatIsSaidAndWantedAroundATask(t *testing.T) {
	t.Parallel()
	b := open(t)
	p := started(t, b).formed()
	task := p.live("self_check", "submit")
	p.as("coordination-clerk").post(path(task, "read"), nil).ok(http.StatusOK)
	p.as("coordination-clerk").post(path(task, "read"), nil).ok(http.StatusOK)
	p.as("finance-head").post(path(task, "copies"), map[string]any{"people": []string{"hotline-head", "supervision-head"}, "text": "供参考"}).ok(http.StatusOK)
	require.Equal(t, "copied_already", p.as("finance-head").post(path(task, "copies"), map[string]any{"people": []string{"hotline-head"}}).problem(http.StatusConflict).Reason)
	box := into[api.TaskPage](p.as("hotline-head").get("/api/v1/tasks?box=copied").ok(http.StatusOK))
	require.Len(t, box.Tasks, 1)
	require.Equal(t, task.ID, box.Tasks[0].ID)

	p.as("office-head").post(path(task, "urge"), map[string]any{"text": "请抓紧"}).ok(http.StatusOK)
	again := p.as("director").post(path(task, "urge"), map[string]any{}).problem(http.StatusConflict)
	require.Equal(t, "urged_recently", again.Reason)
	require.Contains(t, again.Detail, "上次催办")
	task = p.takes("finance-head", p.live("self_check", "submit"), "priority", map[string]any{"priority": 2})
	require.Equal(t, 2, task.Priority)
	p.as("finance-head").post(path(task, "comments"), map[string]any{"text": "请看", "mentions": []string{"hotline-head"}}).ok(http.StatusOK)
	p.as("finance-head").post(path(task, "comments"), map[string]any{"text": "请看", "mentions": []string{"bureau-clerk"}}).problem(http.StatusUnprocessableEntity)
	page := into[api.JournalPage](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/journal?limit=100").ok(http.StatusOK))
	types := map[string]int{}
	for _, e := range page.Entries {
		types[e.Type]++
	}
	require.Equal(t, 1, types["task_read"], "only the first time counts")
	require.Equal(t, 1, types["task_urged"])
}

func TestMoreTimeIsAskedForAndGrantedBySomebodyElse(t *testing.T) {
	t.Parallel()
	p := started(t, open(t, func(*api.Config) {})).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	until := calendar.DateOf(time.Now())
	ask := func(on calendar.Date) map[string]any {
		return map[string]any{"until": on.String(), "reason": "材料未齐"}
	}
	// The case lies years back, so whatever is not before today is beyond what
	// the stage grants.
	require.Equal(t, "extension_too_long", p.refused("coordination-clerk", task, "extension", ask(until)))
	require.Equal(t, "extension_not_later", p.refused("coordination-clerk", task, "extension", ask(task.DueOn)))
	require.Equal(t, "extension_missing", p.refused("director", task, "extension/grant", map[string]any{}))
}

func TestASignerIsAddedAndASignatureIsWaitedFor(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	p.supplies("coordination-clerk", task, "self_evaluation_report", "score_sheet")
	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "运行正常"))
	task = p.claims("finance-clerk", "self_check", "review")
	sign := map[string]any{"person": "finance-head", "place": "before", "reason": "请先把关"}
	require.Equal(t, "person_excluded", p.refused("finance-clerk", task, "signers", map[string]any{"person": "coordination-clerk", "place": "before", "reason": "x"}))
	task = p.takes("finance-clerk", task, "signers", sign)
	require.Equal(t, "signer_pending", p.refused("finance-clerk", task, "approve", map[string]any{"opinion": "同意"}))
	theirs := p.own("finance-head", "self_check", "review")
	require.Equal(t, api.TaskPlace("before"), theirs.Place)
	p.takes("finance-head", theirs, "approve", map[string]any{"opinion": "可以"})
	p.takes("finance-clerk", task, "approve", map[string]any{"opinion": "同意"})
	p.turn()
	require.Equal(t, "supply", p.live("inspection", "supply").Step)
}

func TestAReturnCanComeStraightBackAndAWithdrawalIsInTime(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	p.supplies("coordination-clerk", task, "self_evaluation_report", "score_sheet")
	done := p.takes("coordination-clerk", task, "complete", map[string]any{"submission": fields("conclusion", "一")})
	p.takes("coordination-clerk", done, "withdraw", map[string]any{"reason": "漏了一页"})
	again := p.own("coordination-clerk", "self_check", "submit")
	require.Equal(t, 2, again.Round)
	done = p.takes("coordination-clerk", again, "complete", map[string]any{"submission": fields("conclusion", "二")})
	review := p.claims("finance-clerk", "self_check", "review")
	require.Equal(t, "withdrawn_too_late", p.refused("coordination-clerk", done, "withdraw", map[string]any{}))
	require.Equal(t, "step_not_earlier", p.refused("finance-clerk", review, "return", map[string]any{"reason": "x", "to": "review"}))
	p.takes("finance-clerk", review, "return", map[string]any{"reason": "缺签字", "to": "initiator", "back": true})
	again = p.own("coordination-clerk", "self_check", "submit")
	p.takes("coordination-clerk", again, "complete", map[string]any{"submission": fields("conclusion", "三")})
	require.Equal(t, "finance-clerk", p.own("finance-clerk", "self_check", "review").Assignee, "it comes straight back to who returned it")
}

func TestSeveralTasksAtOnceAndAllOfALeaver(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task := p.live("self_check", "submit")
	batch := map[string]any{"action": "claim", "tasks": []map[string]any{
		{"id": task.ID, "version": task.Version}, {"id": "ev-none:a:b:c:1", "version": 1},
	}}
	out := into[api.BatchResults](p.as("coordination-clerk").post("/api/v1/tasks/batch", batch).ok(http.StatusOK))
	require.True(t, out.Results[0].Done)
	require.Equal(t, "coordination-clerk", out.Results[0].Task.Assignee)
	require.False(t, out.Results[1].Done)
	require.Equal(t, "task_not_found", out.Results[1].Problem.Reason)

	leaver := "/api/v1/people/coordination-clerk/reassignments"
	body := map[string]any{"person": "coordination-head", "reason": "调离"}
	moved := into[api.BatchResults](p.as("office-head").post(leaver, body).ok(http.StatusOK))
	require.Len(t, moved.Results, 1)
	require.Equal(t, "coordination-head", moved.Results[0].Task.Assignee)
	require.Equal(t, "nothing_held", p.as("office-head").post(leaver, body).problem(http.StatusNotFound).Reason)
	require.Equal(t, "nothing_held", p.as("bureau-clerk").post("/api/v1/people/coordination-head/reassignments", body).problem(http.StatusNotFound).Reason, "another unit's people")
}

func TestAnEvaluationStandsStillChangesItsGroupAndEnds(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	of := "/api/v1/evaluations/" + p.id
	seq := func() with { return match(into[api.Evaluation](p.as("director").get(of).ok(http.StatusOK)).Seq) }
	task := p.live("self_check", "submit")
	p.as("director").post(of+"/suspend", reason("上级部署"), match(0)).problem(http.StatusPreconditionFailed)

	e := into[api.Evaluation](p.as("director").post(of+"/suspend", reason("上级部署"), seq()).ok(http.StatusOK))
	require.Equal(t, api.EvaluationState("suspended"), e.State)
	require.Equal(t, "evaluation_suspended", p.refused("coordination-clerk", task, "claim", nil))
	p.as("finance-clerk").post(of+"/resume", map[string]any{}, seq()).problem(http.StatusForbidden)
	p.as("director").post(of+"/resume", map[string]any{}, seq()).ok(http.StatusOK)

	change := map[string]any{
		"join":  []map[string]string{{"person": "investment-clerk", "role": "member"}},
		"leave": []map[string]string{{"person": "hotline-head", "role": "member"}}, "reason": "岗位调整",
	}
	p.as("office-head").post(of+"/group/change", change, seq()).ok(http.StatusOK)
	require.Equal(t, "group_change_pending", p.as("office-head").post(of+"/group/change", change, seq()).problem(http.StatusConflict).Reason)
	p.as("director").post(of+"/group/change/approve", map[string]any{"opinion": "同意"}, seq()).ok(http.StatusOK)
	group := into[api.Group](p.as("auditor").get(of + "/group").ok(http.StatusOK))
	require.Len(t, group.Former, 1)
	require.Equal(t, "hotline-head", group.Former[0].Person)
	require.Equal(t, 1, group.Changes)

	actions := into[api.Permissions](p.as("finance-clerk").get(of + "/actions").ok(http.StatusOK))
	require.Len(t, actions.Permissions, len(evaluation.EvaluationActions()))
	for _, a := range actions.Permissions {
		require.False(t, a.Allowed, a.Action)
		require.NotEmpty(t, a.Text, a.Action)
	}
	p.as("office-head").post(of+"/terminate", reason("重复启动"), seq()).problem(http.StatusForbidden)
	e = into[api.Evaluation](p.as("director").post(of+"/terminate", reason("重复启动"), seq()).ok(http.StatusOK))
	require.Equal(t, api.EvaluationState("terminated"), e.State)
	require.Equal(t, "重复启动", e.EndReason)
	check := into[api.Verification](p.as("auditor").get(of + "/journal/verification").ok(http.StatusOK))
	require.True(t, check.Verified)
}

func TestASubstituteActsForAColleagueAndHistorySaysSo(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	today := calendar.DateOf(time.Now())
	acting := header("X-Acting-For", "coordination-clerk")
	task := p.live("self_check", "submit")
	p.as("hotline-head").post(path(task, "claim"), nil, match(task.Version), acting).problem(http.StatusForbidden)

	ask := map[string]any{"substitute": "hotline-head", "from_on": today.String(), "to_on": today.AddDays(3).String(), "reason": "年休假"}
	s := into[api.Substitution](p.as("coordination-clerk").post("/api/v1/substitutions", ask).ok(http.StatusOK))
	confirm := "/api/v1/substitutions/" + url.PathEscape(s.ID) + "/confirm"
	p.as("office-head").post(confirm, nil).problem(http.StatusForbidden)
	p.as("security-admin").post(confirm, nil).ok(http.StatusOK)
	require.Equal(t, "substitution_overlaps", p.as("coordination-clerk").post("/api/v1/substitutions", ask).problem(http.StatusConflict).Reason)

	box := into[api.TaskPage](p.as("hotline-head").get("/api/v1/tasks?box=claimable", acting).ok(http.StatusOK))
	require.Len(t, box.Tasks, 1)
	claimed := p.takes("hotline-head", task, "claim", nil, acting)
	require.Equal(t, "coordination-clerk", claimed.Assignee)
	p.as("hotline-head").upload(claimed, "self_evaluation_report", "a.pdf", paper("a"), acting).ok(http.StatusOK)
	p.as("hotline-head").upload(claimed, "score_sheet", "b.pdf", paper("b"), acting).ok(http.StatusOK)
	done := p.takes("hotline-head", claimed, "complete", map[string]any{"submission": fields("conclusion", "代办")}, acting)
	require.Equal(t, "hotline-head", done.DoneBy)
	require.Equal(t, "coordination-clerk", done.OnBehalfOf)

	p.as("coordination-clerk").post("/api/v1/substitutions/"+url.PathEscape(s.ID)+"/end", nil).ok(http.StatusOK)
	p.as("hotline-head").get("/api/v1/tasks?box=mine", acting).problem(http.StatusForbidden)
	list := into[api.SubstitutionList](p.as("office-head").get("/api/v1/substitutions").ok(http.StatusOK))
	require.Equal(t, api.SubstitutionState("ended"), list.Substitutions[0].State)
	require.Equal(t, "1", strconv.Itoa(len(list.Substitutions)))
}
