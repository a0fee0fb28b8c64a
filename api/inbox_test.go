package api_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/store"
)

// list gives the titles of a page.
func (s *someone) list(query string) []string {
	s.b.t.Helper()
	out := []string{}
	for _, row := range into[api.TaskPage](s.get("/api/v1/tasks?" + query).ok(http.StatusOK)).Tasks {
		out = append(out, row.Title)
	}
	return out
}

func (s *someone) counts() api.TaskCounts {
	s.b.t.Helper()
	return into[api.TaskCounts](s.get("/api/v1/tasks/counts").ok(http.StatusOK))
}

func TestInboxIsSearchedFilteredAndSorted(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	head := p.as("coordination-head")
	row := into[api.TaskPage](head.get("/api/v1/tasks?box=claimable").ok(http.StatusOK)).Tasks[0]
	require.Equal(t, []string{"service-centre", "湛江市人民政府行政服务中心", "normal"}, []string{row.UnitID, row.UnitName, string(row.Priority)})
	item, _, _ := strings.Cut(row.Title, " · ")
	for query, found := range map[string]bool{
		"text=" + url.QueryEscape(item):               true,
		"text=" + url.QueryEscape("  行政服务中心 "):        true,
		"text=" + url.QueryEscape("2019年度整体"):         true,
		"text=" + url.QueryEscape("没有这样的任务"):          false,
		"stage=self_check":                            true,
		"stage=filing":                                false,
		"process=overall-self-evaluation":             true,
		"process=other":                               false,
		"unit=service-centre":                         true,
		"unit=other-unit":                             false,
		"priority=normal":                             true,
		"priority=urgent":                             false,
		"state=open":                                  true,
		"state=claimed":                               false,
		"due_from=" + row.DueOn.String():              true,
		"due_from=" + row.DueOn.AddDays(400).String(): false,
		"due_to=" + row.DueOn.String():                true,
		"due_to=" + row.DueOn.AddDays(-1).String():    false,
		"sort=due": true,
		"sort=opened&priority=normal&stage=self_check":          true,
		"sort=priority&text=" + url.QueryEscape("' OR true --"): false,
	} {
		got := head.list("box=claimable&" + query)
		require.Equal(t, found, len(got) > 0, query)
	}
	for query, reason := range map[string]string{
		"text=%00": "text_has_nul", "text=%ff": "text_not_utf8", "stage=%00": "text_has_nul",
	} {
		require.Equal(t, reason, head.get("/api/v1/tasks?box=mine&"+query).problem(http.StatusBadRequest).Reason)
	}
	for _, query := range []string{"sort=colour", "priority=1", "due_to=2026-02-31", "due_to=soon", "state=lost", "text=", "text=" + longText} {
		require.Equal(t, http.StatusUnprocessableEntity, head.get("/api/v1/tasks?box=mine&"+query).status, query)
	}
}

func TestACursorOfAnotherQueryIsRefusedInWords(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	p.approveable()
	auditor := p.as("coordination-head")
	page := into[api.TaskPage](auditor.get("/api/v1/tasks?box=watched&limit=1").ok(http.StatusOK))
	require.NotEmpty(t, page.NextCursor)
	next := "&limit=1&cursor=" + url.QueryEscape(page.NextCursor)
	require.Len(t, into[api.TaskPage](auditor.get("/api/v1/tasks?box=watched"+next).ok(http.StatusOK)).Tasks, 1)
	for _, other := range []string{"box=mine", "box=watched&sort=due", "box=watched&text=x"} {
		problem := auditor.get("/api/v1/tasks?" + other + next).problem(http.StatusUnprocessableEntity)
		require.Equal(t, "cursor_unreadable", problem.Reason)
		require.Contains(t, problem.Title, "另一次查询")
	}
}

// approveable lets somebody watch two tasks.
func (p *play) approveable() {
	p.t.Helper()
	line := into[api.Timeline](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/timeline").ok(http.StatusOK))
	for _, s := range line.Stages {
		for _, task := range s.Tasks {
			p.as("coordination-head").send(http.MethodPut, path(task, "watch"), nil).ok(http.StatusNoContent)
		}
	}
}

func TestATaskIsWatchedByThoseWhoMayReadIt(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.live("formation", "draft_notice")
	director := p.as("director")
	for range 2 {
		director.send(http.MethodPut, path(task, "watch"), nil).ok(http.StatusNoContent)
	}
	require.Equal(t, []string{task.Title}, director.list("box=watched"))
	require.Equal(t, 1, director.counts().Watched)
	detail := func(s *someone) api.TaskDetail {
		return into[api.TaskDetail](s.get("/api/v1/tasks/" + url.PathEscape(task.ID)).ok(http.StatusOK))
	}
	require.True(t, detail(director).Watched)
	require.False(t, detail(p.as("office-head")).Watched, "it is nobody else's business")
	require.Empty(t, p.as("office-head").list("box=watched"))

	stranger := p.as("stranger")
	require.Equal(t, "task_not_found", stranger.send(http.MethodPut, path(task, "watch"), nil).problem(http.StatusNotFound).Reason)
	for range 2 {
		director.send(http.MethodDelete, path(task, "watch"), nil).ok(http.StatusNoContent)
	}
	require.Empty(t, director.list("box=watched"))
	stranger.send(http.MethodDelete, path(task, "watch"), nil).ok(http.StatusNoContent)
}

func TestEverybodyReadsTheirOwnWritesAtOnce(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	head := p.as("office-head")
	task := p.live("formation", "draft_notice")
	for range 5 {
		task = into[api.Task](head.post(path(task, "claim"), nil, match(task.Version)).ok(http.StatusOK))
		require.Equal(t, api.TaskCounts{Mine: 1, Overdue: 1}, head.counts())
		require.Equal(t, [][]string{{task.Title}, {}, {task.Title}}, [][]string{head.list("box=mine"), head.list("box=claimable"), head.list("box=overdue&text=" + url.QueryEscape(task.Title))})
		task = into[api.Task](head.post(path(task, "release"), nil, match(task.Version)).ok(http.StatusOK))
		require.Equal(t, api.TaskCounts{Claimable: 1, Overdue: 1}, head.counts())
		require.Equal(t, [][]string{{}, {task.Title}}, [][]string{head.list("box=mine"), head.list("box=claimable&sort=priority")})
	}
	p.completes("office-head", "formation", "draft_notice", map[string]any{"members": p.group()})
	require.Equal(t, 1, head.counts().Done)
	require.Equal(t, []string{task.Title}, head.list("box=done"))
}

func view(title string, more map[string]any) map[string]any {
	v := map[string]any{"title": title, "box": "mine", "filter": map[string]any{}}
	maps.Copy(v, more)
	return v
}

func TestViewsAreSavedChangedAndDropped(t *testing.T) {
	t.Parallel()
	b := open(t)
	head := b.as("office-head")
	filter := map[string]any{
		"text": "道路", "process": "p", "stage": "s", "unit": "u", "due_from": "2026-01-01", "due_to": "2026-12-31",
		"priority": "high", "state": "open", "sort": "priority",
	}
	asked := view("急件", map[string]any{"box": "claimable", "filter": filter, "position": 2})
	answer := head.post("/api/v1/views", asked, key("make-a-view")).ok(http.StatusCreated)
	made := into[api.View](answer)
	require.Equal(t, "/api/v1/views/"+made.ID, answer.header.Get("Location"))
	require.Equal(t, `"1"`, answer.header.Get("ETag"))
	require.True(t, made.Mine)
	require.Equal(t, made, into[api.View](head.post("/api/v1/views", asked, key("make-a-view")).ok(http.StatusCreated)), "the same again")
	require.Equal(t, "idempotency_key_reused", head.post("/api/v1/views", view("其他", nil), key("make-a-view")).problem(http.StatusUnprocessableEntity).Reason)
	require.Equal(t, []api.View{made}, into[api.Views](head.get("/api/v1/views").ok(http.StatusOK)).Views)
	require.Empty(t, into[api.Views](b.as("director").get("/api/v1/views").ok(http.StatusOK)).Views)

	at := "/api/v1/views/" + made.ID
	changed := into[api.View](head.sendJSON(http.MethodPut, at, view("全部", nil), match(1)).ok(http.StatusOK))
	require.Equal(t, api.View{ID: made.ID, Title: "全部", Box: "mine", Mine: true, Version: 2}, changed)
	require.Equal(t, "view_stale", head.sendJSON(http.MethodPut, at, view("旧", nil), match(1)).problem(http.StatusPreconditionFailed).Reason)
	require.Equal(t, "version_required", head.sendJSON(http.MethodPut, at, view("旧", nil)).problem(http.StatusPreconditionRequired).Reason)
	require.Equal(t, "view_not_found", b.as("director").sendJSON(http.MethodPut, at, view("别人的", nil), match(2)).problem(http.StatusNotFound).Reason)
	require.Equal(t, "view_not_found", b.as("director").send(http.MethodDelete, at, nil).problem(http.StatusNotFound).Reason)
	head.send(http.MethodDelete, at, nil).ok(http.StatusNoContent)
	head.send(http.MethodDelete, at, nil).problem(http.StatusNotFound)
	for name, wrong := range map[string]map[string]any{
		"no title":         view("", nil),
		"a long title":     view(strings.Repeat("长", 101), nil),
		"an unknown box":   view("x", map[string]any{"box": "lost"}),
		"an unknown field": view("x", map[string]any{"filter": map[string]any{"colour": "red"}}),
		"an unknown role":  view("x", map[string]any{"shared_with": "nobody"}),
	} {
		require.Equal(t, "request_invalid", head.post("/api/v1/views", wrong).problem(http.StatusUnprocessableEntity).Reason, name)
	}
}

func TestAViewIsSharedByThoseWhoBringWorkTogether(t *testing.T) {
	t.Parallel()
	b := open(t)
	shared := view("科室待办", map[string]any{"shared_with": "section"})
	refused := b.as("coordination-clerk").post("/api/v1/views", shared).problem(http.StatusForbidden)
	require.Equal(t, []string{"role_missing", "casbin:view/share/unit"}, []string{refused.Reason, refused.Rule})
	require.Contains(t, refused.RuleText, "共享常用查询")
	b.as("coordination-clerk").post("/api/v1/views", view("自用", nil)).ok(http.StatusCreated)

	made := into[api.View](b.as("office-head").post("/api/v1/views", shared).ok(http.StatusCreated))
	seen := into[api.Views](b.as("hotline-head").get("/api/v1/views").ok(http.StatusOK)).Views
	require.Equal(t, []api.View{{
		ID: made.ID, Title: "科室待办", Box: "mine", SharedWith: "section", SharedWithTitle: made.SharedWithTitle, SharedIn: "service-centre",
		OwnerName: "办公室主任", Version: 1,
	}}, seen)
	require.NotEmpty(t, made.SharedWithTitle)
	require.Empty(t, into[api.Views](b.as("stranger").get("/api/v1/views").ok(http.StatusOK)).Views)
}

func TestASubstituteDoesNotSeeWhatThePrincipalWatches(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.live("formation", "draft_notice")
	p.as("office-head").send(http.MethodPut, path(task, "watch"), nil).ok(http.StatusNoContent)
	today := calendar.DateOf(time.Now())
	asked, err := p.store.AskSubstitution(t.Context(), store.AtTheConsole(), evaluation.Substitution{
		ID: "a-to-b", Principal: "office-head", Substitute: "director", UnitID: "service-centre", FromOn: today, ToOn: today.AddDays(1),
		Reason: "出差", AskedBy: "office-head",
	})
	require.NoError(t, err)
	_, err = p.store.DecideSubstitution(t.Context(), store.AtTheConsole(), "service-centre", asked.ID, func(one evaluation.Substitution, now time.Time) (evaluation.Substitution, error) {
		one.ConfirmedBy, one.ConfirmedAt = "stranger", now
		return one, nil
	})
	require.NoError(t, err)
	acting := header("X-Acting-For", "office-head")
	director := p.as("director")
	require.Len(t, into[api.TaskPage](director.get("/api/v1/tasks?box=claimable", acting).ok(http.StatusOK)).Tasks, 1)
	require.Empty(t, into[api.TaskPage](director.get("/api/v1/tasks?box=watched", acting).ok(http.StatusOK)).Tasks)
	counts := into[api.TaskCounts](director.get("/api/v1/tasks/counts", acting).ok(http.StatusOK))
	require.Equal(t, []int{1, 0}, []int{counts.Claimable, counts.Watched})
}
