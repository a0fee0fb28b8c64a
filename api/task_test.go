package api_test

import (
	"net/http"
	"net/url"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/evaluation"
)

func TestATaskIsClaimedReleasedAndShownWithItsVersion(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	head := p.as("office-head")
	task := p.live("formation", "draft_notice")
	require.Equal(t, []string{"unit_office"}, task.Roles)

	got := head.get("/api/v1/tasks/" + url.PathEscape(task.ID)).ok(http.StatusOK)
	require.Equal(t, `"1"`, got.header.Get("ETag"))
	require.Equal(t, "no-store", got.header.Get("Cache-Control"))
	detail := into[api.TaskDetail](got)
	require.Equal(t, "成立领导小组", detail.StageTitle)
	require.NotEmpty(t, detail.Form)
	allowed := map[string]bool{}
	for _, permission := range detail.Permissions {
		allowed[string(permission.Action)] = permission.Allowed
		require.Equal(t, permission.Allowed, permission.Text == "", "%v", permission)
	}
	require.True(t, allowed["claim"])
	require.False(t, allowed["complete"])

	claimed := head.post(path(task, "claim"), nil, match(1)).ok(http.StatusOK)
	require.Equal(t, `"2"`, claimed.header.Get("ETag"))
	require.Equal(t, "办公室主任", into[api.Task](claimed).AssigneeName)
	released := into[api.Task](head.post(path(task, "release"), nil, match(2)).ok(http.StatusOK))
	require.Equal(t, api.TaskStateOpen, released.State)
	require.Empty(t, released.Assignee)
}

func TestInboxListsAndCounts(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	head := p.as("office-head")
	page := into[api.TaskPage](head.get("/api/v1/tasks?box=claimable").ok(http.StatusOK))
	require.Len(t, page.Tasks, 1)
	require.Equal(t, "湛江市人民政府行政服务中心2019年度整体支出绩效自评", page.Tasks[0].EvaluationTitle)
	require.True(t, page.Tasks[0].Overdue)
	counts := into[api.TaskCounts](head.get("/api/v1/tasks/counts").ok(http.StatusOK))
	require.Equal(t, api.TaskCounts{Claimable: 1, Overdue: 1}, counts)

	p.claims("office-head", "formation", "draft_notice")
	require.Len(t, into[api.TaskPage](head.get("/api/v1/tasks?box=mine").ok(http.StatusOK)).Tasks, 1)
	require.Empty(t, into[api.TaskPage](p.as("finance-head").get("/api/v1/tasks?box=claimable").ok(http.StatusOK)).Tasks)
}

func TestWhoLosesAClaimIsToldWhoWonAndWhen(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	late := p.as("coordination-head").post(path(task, "claim"), nil, match(1)).problem(http.StatusConflict)
	require.Equal(t, "task_already_claimed", late.Reason)
	require.Equal(t, "综合协调科经办人", late.Params["by"])
	require.Contains(t, late.Params["at"], "+08:00")
	require.Contains(t, late.Detail, "综合协调科经办人已于20")
	require.Equal(t, "state:claimed", late.Rule)
	require.NotContains(t, late.Detail, "{")
}

func TestOfManyWhoClaimAtOnceOneWins(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	p.supplies("coordination-clerk", task, "self_evaluation_report", "score_sheet")
	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "正常"))
	review := p.live("self_check", "review")
	people := []*someone{p.as("finance-head"), p.as("finance-clerk")}
	answers := make([]answer, 10)
	var runners sync.WaitGroup
	for i := range answers {
		runners.Go(func() { answers[i] = people[i%2].post(path(review, "claim"), nil, match(review.Version)) })
	}
	runners.Wait()
	won := 0
	for _, a := range answers {
		if a.status == http.StatusOK {
			won++
			continue
		}
		require.Equal(t, "task_already_claimed", a.problem(http.StatusConflict).Reason)
	}
	require.Equal(t, 1, won)
}

func TestConcurrency_terms_of_a_command(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.claims("office-head", "formation", "draft_notice")
	require.EqualValues(t, 2, task.Version)
	for name, c := range map[string]struct {
		options []with
		status  int
		reason  string
	}{
		"without a version":      {nil, http.StatusPreconditionRequired, "version_required"},
		"with a stale version":   {[]with{match(1)}, http.StatusPreconditionFailed, "stale_version"},
		"with version nought":    {[]with{match(0)}, http.StatusPreconditionFailed, "stale_version"},
		"with a future version":  {[]with{match(99)}, http.StatusPreconditionFailed, "stale_version"},
		"with a weak tag":        {[]with{header("If-Match", `W/"2"`)}, http.StatusBadRequest, "version_unreadable"},
		"with any version":       {[]with{header("If-Match", `*`)}, http.StatusBadRequest, "version_unreadable"},
		"with two versions":      {[]with{header("If-Match", `"1", "2"`)}, http.StatusBadRequest, "version_unreadable"},
		"with an unquoted one":   {[]with{header("If-Match", `2`)}, http.StatusBadRequest, "version_unreadable"},
		"with a padded one":      {[]with{header("If-Match", `"02"`)}, http.StatusBadRequest, "version_unreadable"},
		"without a key":          {[]with{match(2), without("Idempotency-Key")}, http.StatusBadRequest, "idempotency_key_required"},
		"with too short a key":   {[]with{match(2), key("short")}, http.StatusUnprocessableEntity, "request_invalid"},
		"with a key of Chinese":  {[]with{match(2), key("幂等键幂等键幂等键")}, http.StatusUnprocessableEntity, "request_invalid"},
		"with more than one key": {[]with{match(2), func(r *http.Request) { r.Header["Idempotency-Key"] = []string{"aaaaaaaa", "bbbbbbbb"} }}, http.StatusUnprocessableEntity, "request_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			problem := p.as("office-head").post(path(task, "release"), nil, c.options...).problem(c.status)
			require.Equal(t, c.reason, problem.Reason)
		})
	}
	require.EqualValues(t, 2, p.live("formation", "draft_notice").Version)
}

func TestARepeatedKeyGivesTheFirstAnswer(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	head, task := p.as("office-head"), p.live("formation", "draft_notice")
	first := head.post(path(task, "claim"), nil, match(1), key("claim-it-once")).ok(http.StatusOK)
	head.post(path(task, "release"), nil, match(2)).ok(http.StatusOK)
	again := head.post(path(task, "claim"), nil, match(1), key("claim-it-once")).ok(http.StatusOK)
	require.JSONEq(t, first.text(), again.text())
	require.Equal(t, first.header.Get("ETag"), again.header.Get("ETag"))
	require.Equal(t, api.TaskStateOpen, p.live("formation", "draft_notice").State, "the second was not done again")

	reused := head.post(path(task, "comments"), map[string]string{"text": "另一件事"}, key("claim-it-once")).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "idempotency_key_reused", reused.Reason)
	other := p.as("director").post(path(p.live("formation", "draft_notice"), "comments"), map[string]string{"text": "各人的键互不相干"}, key("claim-it-once"))
	other.ok(http.StatusOK)
}

func TestARepeatedKeyGivesTheFirstRefusalToo(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	head := p.as("coordination-head")
	first := head.post(path(task, "claim"), nil, match(1), key("too-late-for-me")).problem(http.StatusConflict)
	p.as("coordination-clerk").post(path(task, "release"), nil, match(task.Version)).ok(http.StatusOK)
	again := head.post(path(task, "claim"), nil, match(1), key("too-late-for-me")).problem(http.StatusConflict)
	require.Equal(t, first.Detail, again.Detail)
	require.Equal(t, first.Params, again.Params)
}

func TestAForeignUnitsTaskDoesNotExist(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task, stranger := p.live("formation", "draft_notice"), p.as("stranger")
	for _, a := range []answer{
		stranger.get("/api/v1/tasks/" + url.PathEscape(task.ID)),
		stranger.get(path(task, "actions")),
		stranger.get(path(task, "draft")),
		stranger.post(path(task, "claim"), nil, match(1)),
		stranger.post(path(task, "comments"), map[string]string{"text": "偷看"}),
		stranger.upload(task, "contract", "a.pdf", paper("x")),
	} {
		require.Equal(t, "task_not_found", a.problem(http.StatusNotFound).Reason)
	}
	for _, what := range []string{"", "/timeline", "/figures", "/journal", "/journal/verification", "/dossier", "/dossier/package"} {
		require.Equal(t, "evaluation_not_found", stranger.get("/api/v1/evaluations/"+p.id+what).problem(http.StatusNotFound).Reason, what)
	}
	require.Empty(t, into[api.EvaluationPage](stranger.get("/api/v1/evaluations").ok(http.StatusOK)).Evaluations)
}

func TestATaskThatIsDoneSaysWhoDidItAndWhen(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.claims("office-head", "formation", "draft_notice")
	p.completes("office-head", "formation", "draft_notice", map[string]any{"members": p.group()})
	problem := p.as("office-head").post(path(task, "release"), nil, match(task.Version)).problem(http.StatusConflict)
	require.Equal(t, "task_already_settled", problem.Reason)
	require.Contains(t, problem.Detail, "办公室主任已于20")
}

func TestARefusalNamesItsRuleInChineseAndIsInTheJournal(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	p.supplies("coordination-clerk", task, "self_evaluation_report", "score_sheet")
	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "正常"))
	p.approves("finance-clerk", "self_check", "review")
	task = p.claims("coordination-clerk", "inspection", "supply")
	p.supplies("coordination-clerk", task,
		"application", "contract", "approval_document", "acceptance", "progress", "financial_statement", "expense_voucher")
	p.completes("coordination-clerk", "inspection", "supply", map[string]any{})
	inspect := p.live("inspection", "inspect")
	refused := p.as("coordination-head").post(path(inspect, "claim"), nil, match(1)).problem(http.StatusForbidden)
	require.Equal(t, "duty_conflict", refused.Reason)
	require.Equal(t, "duty:not-department-of-item", refused.Rule)
	require.Contains(t, refused.RuleText, "回避")

	page := into[api.JournalPage](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/journal?limit=100").ok(http.StatusOK))
	last := page.Entries[len(page.Entries)-1]
	require.Equal(t, "attempt_refused", last.Type)
	require.Equal(t, refused.RuleText, last.RuleText)
	require.Equal(t, "duty:not-department-of-item", last.Rule)
	require.Equal(t, "coordination-head", last.Actor)
	require.Equal(t, "127.0.0.1", last.ClientAddress)

	explained := into[api.Permissions](p.as("coordination-head").get(path(inspect, "actions")).ok(http.StatusOK))
	for _, permission := range explained.Permissions {
		if permission.Action == api.PermissionActionClaim {
			require.False(t, permission.Allowed)
			require.Contains(t, permission.Text, "回避")
		}
	}
}

func TestWhoIsRefusedIsNamed(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	claimed := p.claims("office-head", "formation", "draft_notice")
	head := p.as("office-head")
	refused := head.post(path(claimed, "transfer"), map[string]string{"person": "finance-clerk"}, match(claimed.Version)).problem(http.StatusConflict)
	require.Equal(t, "person_without_role", refused.Reason)
	require.Contains(t, refused.Detail, "财务室经办人不具有")
	require.Equal(t, "财务室经办人", refused.Params["person"])
}

func TestReturnNeedsAReasonAndLeadsBack(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	p.completes("office-head", "formation", "draft_notice", map[string]any{"members": p.group()})
	issue := p.claims("director", "formation", "issue_notice")
	director := p.as("director")
	missing := director.post(path(issue, "return"), map[string]string{"reason": ""}, match(issue.Version)).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "reason", missing.Errors[0].Field)
	blank := director.post(path(issue, "return"), map[string]string{"reason": "   "}, match(issue.Version)).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "reason_required", blank.Reason)
	require.Equal(t, "请写明理由或者意见。", blank.Errors[0].Message)
	director.post(path(issue, "return"), map[string]string{"reason": "名单须补充"}, match(issue.Version)).ok(http.StatusOK)
	again := p.live("formation", "draft_notice")
	require.Equal(t, 2, again.Round)
	require.Equal(t, "office-head", again.Assignee)
	detail := into[api.TaskDetail](p.as("office-head").get("/api/v1/tasks/" + url.PathEscape(again.ID)).ok(http.StatusOK))
	require.Equal(t, "名单须补充", detail.History[1].Opinion)
}

func TestCommentsAreShownWithWhoMadeThem(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.live("formation", "draft_notice")
	p.as("director").post(path(task, "comments"), map[string]string{"text": "请抓紧 <b>"}).ok(http.StatusOK)
	detail := into[api.TaskDetail](p.as("office-head").get("/api/v1/tasks/" + url.PathEscape(task.ID)).ok(http.StatusOK))
	require.Equal(t, "请抓紧 <b>", detail.Comments[0].Text)
	require.Equal(t, "党组书记、中心主任", detail.Comments[0].Name)
	require.EqualValues(t, 1, detail.Task.Version, "a remark makes no page stale")
}

func TestMembersMustBeOfTheUnit(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.claims("office-head", "formation", "draft_notice")
	members := []map[string]string{
		{"person": "director", "role": "chair"}, {"person": "bureau-clerk", "role": "member"}, {"person": "nobody", "role": "group_office"},
	}
	body := map[string]any{"submission": map[string]any{"members": members}}
	problem := p.as("office-head").post(path(task, "complete"), body, match(task.Version)).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "members_invalid", problem.Reason)
	require.Equal(t, []api.FieldError{
		{Field: "members.1.person", Reason: "person_unknown", Message: "本单位没有这名人员。"},
		{Field: "members.2.person", Reason: "person_unknown", Message: "本单位没有这名人员。"},
	}, problem.Errors)
}

func TestASheetMustCompute(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).checked()
	task := p.claims("finance-clerk", "roll_up", "compile")
	for name, c := range map[string]struct{ sheet, field string }{
		"division by zero": {`{"figures":[{"name":"率","kind":"ratio","stated":"1","operands":["1","0"]}],"items":[]}`, "sheet.figures.0"},
		"stated in words":  {`{"figures":[{"name":"率","kind":"ratio","stated":"约一半","operands":["1","2"]}],"items":[]}`, "sheet.figures.0.stated"},
		"unknown member":   {`{"figures":[],"items":[],"more":1}`, "submission.sheet.more"},
		"wrong kind":       {`{"figures":[{"name":"率","kind":"guess","stated":""}],"items":[]}`, "submission.sheet.figures.0.kind"},
		"operand a number": {`{"figures":[{"name":"率","kind":"ratio","stated":"","operands":[1,2]}],"items":[]}`, "submission.sheet.figures.0.operands.0"},
	} {
		t.Run(name, func(t *testing.T) {
			body := jsonOf(`{"submission":{"fields":[{"name":"total","value":"97"},{"name":"grade","value":"优"}],"sheet":%s}}`, c.sheet)
			problem := p.as("finance-clerk").post(path(task, "complete"), body, match(task.Version)).problem(http.StatusUnprocessableEntity)
			require.Equal(t, c.field, problem.Errors[0].Field, "%+v", problem)
			require.NotEmpty(t, problem.Errors[0].Message)
		})
	}
	p.completes("finance-clerk", "roll_up", "compile", p.declared())
	e, err := p.store.Whole(t.Context(), evaluation.ID(p.id))
	require.NoError(t, err)
	kept := string(e.Task(evaluation.TaskID(task.ID)).Submission.Sheet)
	require.Contains(t, kept, `],"figures":[{"digits":2,"kind":"ratio"`, "kept in canonical form")
}

func TestADraftIsPrivateAndHasItsOwnVersion(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task, head := p.live("formation", "draft_notice"), p.as("office-head")
	content := map[string]any{"submission": map[string]any{"fields": []map[string]string{{"name": "notice_number", "value": "1号"}}}}
	save := func(s *someone, options ...with) answer {
		return s.sendJSON(http.MethodPut, path(task, "draft"), content, options...)
	}
	require.Equal(t, "not_assignee", save(head, match(0)).problem(http.StatusForbidden).Reason, "only who has the task drafts")
	p.claims("office-head", "formation", "draft_notice")
	require.False(t, p.detail("office-head", task).Drafted)
	require.Equal(t, "draft_not_found", head.get(path(task, "draft")).problem(http.StatusNotFound).Reason)
	require.Equal(t, "version_required", save(head).problem(http.StatusPreconditionRequired).Reason)
	saved := save(head, match(0)).ok(http.StatusOK)
	require.Equal(t, `"1"`, saved.header.Get("ETag"))
	require.Equal(t, `"2"`, save(head, match(1)).ok(http.StatusOK).header.Get("ETag"))
	require.Equal(t, "draft_stale", save(head, match(1)).problem(http.StatusPreconditionFailed).Reason)
	draft := into[api.Draft](head.get(path(task, "draft")).ok(http.StatusOK))
	require.EqualValues(t, 2, draft.Version)
	require.Equal(t, "1号", draft.Content.Submission.Fields[0].Value)
	require.True(t, p.detail("office-head", task).Drafted)
	require.False(t, p.detail("director", task).Drafted, "what somebody drafted is that person's own")
	require.Equal(t, "draft_not_found", p.as("director").get(path(task, "draft")).problem(http.StatusNotFound).Reason)
	require.EqualValues(t, 2, p.live("formation", "draft_notice").Version, "drafts make no page stale")
}
