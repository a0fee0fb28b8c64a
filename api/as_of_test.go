package api_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

// shown is what a person was shown at an instant.
type shown struct {
	at         time.Time
	evaluation api.Evaluation
	timeline   api.Timeline
}

// remember keeps what the auditor is shown now. Entries carry microseconds, so
// a moment is let pass on both sides.
func (p *play) remember() shown {
	p.t.Helper()
	time.Sleep(2 * time.Millisecond)
	at := time.Now()
	base := "/api/v1/evaluations/" + p.id
	s := shown{
		at, into[api.Evaluation](p.as("auditor").get(base).ok(http.StatusOK)),
		into[api.Timeline](p.as("auditor").get(base + "/timeline").ok(http.StatusOK)),
	}
	time.Sleep(2 * time.Millisecond)
	return s
}

func TestAsOf_showsWhatWasShownThen(t *testing.T) {
	t.Parallel()
	before := time.Now().Add(-time.Second)
	p := started(t, open(t))
	moments := []shown{p.remember()}
	p.claims("office-head", "formation", "draft_notice")
	moments = append(moments, p.remember())
	p.formed()
	moments = append(moments, p.remember())
	task := p.claims("coordination-clerk", "self_check", "submit")
	moments = append(moments, p.remember())
	p.supplies("coordination-clerk", task, "self_evaluation_report", "score_sheet")
	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "运行正常"))
	moments = append(moments, p.remember())
	p.approves("finance-clerk", "self_check", "review")
	moments = append(moments, p.remember())

	base := "/api/v1/evaluations/" + p.id
	for i, m := range moments {
		then := "as_of=" + url.QueryEscape(m.at.Format(time.RFC3339Nano))
		require.Equal(t, m.evaluation, into[api.Evaluation](p.as("auditor").get(base+"?"+then).ok(http.StatusOK)), "moment %d", i)
		line := into[api.Timeline](p.as("auditor").get(base + "/timeline?" + then).ok(http.StatusOK))
		line.Now, line.CivilNow = m.timeline.Now, m.timeline.CivilNow
		require.Equal(t, m.timeline, line, "moment %d", i)
	}
	p.as("auditor").get(base + "?as_of=" + url.QueryEscape(before.Format(time.RFC3339))).problem(http.StatusNotFound)
	p.as("auditor").get(base + "?as_of=yesterday").problem(http.StatusUnprocessableEntity)
	p.as("stranger").get(base + "?as_of=" + url.QueryEscape(time.Now().Format(time.RFC3339))).problem(http.StatusNotFound)
}

// viewed is what somebody was shown of everything, and when.
type viewed struct {
	at         time.Time
	person     string
	evaluation api.Evaluation
	counts     api.TaskCounts
	boxes      map[string]api.TaskPage
	tasks      map[string]api.TaskDetail
	refused    map[string]string
}

func boxes() []string {
	return []string{"mine", "claimable", "done", "overdue", "today", "copied", "watched", "by_me_for_others"}
}

// views keeps what a person is shown now, or as an auditor asks for it what was
// shown at an instant.
func (p *play) views(person string, tasks []string, at time.Time) viewed {
	p.t.Helper()
	v := viewed{at: at, person: person, boxes: map[string]api.TaskPage{}, tasks: map[string]api.TaskDetail{}, refused: map[string]string{}}
	as, then := p.as(person), ""
	if at.IsZero() {
		time.Sleep(2 * time.Millisecond)
		v.at = time.Now().UTC().Truncate(time.Microsecond)
	} else {
		as, then = p.as("auditor"), "as_of="+url.QueryEscape(at.Format(time.RFC3339Nano))
	}
	seen := ""
	if then != "" {
		seen = then + "&seen_by=" + person
	}
	v.evaluation = into[api.Evaluation](p.as("auditor").get("/api/v1/evaluations/" + p.id + "?" + then).ok(http.StatusOK))
	v.counts = into[api.TaskCounts](as.get("/api/v1/tasks/counts?" + seen).ok(http.StatusOK))
	for _, box := range boxes() {
		v.boxes[box] = into[api.TaskPage](as.get("/api/v1/tasks?limit=100&box=" + box + "&" + seen).ok(http.StatusOK))
	}
	for _, id := range tasks {
		answer := as.get("/api/v1/tasks/" + url.PathEscape(id) + "?" + seen)
		if answer.status != http.StatusOK {
			v.refused[id] = into[api.Problem](answer).Reason
			continue
		}
		detail := into[api.TaskDetail](answer)
		if then != "" {
			require.Equal(p.t, person, detail.AsOf.SeenBy)
			require.True(p.t, detail.AsOf.PolicyInCode)
			require.Equal(p.t, p.policy.Version(), detail.AsOf.PolicyVersion)
			detail.AsOf = api.LookBack{}
		}
		v.tasks[id] = detail
	}
	if at.IsZero() {
		time.Sleep(2 * time.Millisecond)
	}
	return v
}

func TestAsOf_showsEverybodyTheInboxAndTheTasksThatTheyWereShown(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	people := []string{"office-head", "director", "coordination-clerk", "finance-clerk", "stranger"}
	var truth []viewed
	tasks := []string{}
	record := func() {
		for _, stage := range into[api.Timeline](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/timeline").ok(http.StatusOK)).Stages {
			for _, task := range stage.Tasks {
				if !slices.Contains(tasks, task.ID) && len(tasks) < 8 {
					tasks = append(tasks, task.ID)
				}
			}
		}
		for _, person := range people {
			truth = append(truth, p.views(person, slices.Clone(tasks), time.Time{}))
		}
	}
	record()
	p.claims("office-head", "formation", "draft_notice")
	record()
	p.formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	p.as("director").send(http.MethodPut, path(task, "watch"), nil).ok(http.StatusNoContent)
	p.as("coordination-clerk").post(path(task, "comments"), map[string]string{"text": "请核对"}).ok(http.StatusOK)
	record()
	p.supplies("coordination-clerk", task, "self_evaluation_report", "score_sheet")
	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "运行正常"))
	review := p.claims("finance-clerk", "self_check", "review")
	record()
	p.as("finance-clerk").post(path(review, "return"), map[string]string{"reason": "材料不全"}, match(review.Version)).ok(http.StatusOK)
	p.as("director").send(http.MethodDelete, path(task, "watch"), nil).ok(http.StatusNoContent)
	p.turn()
	record()

	for i, want := range truth {
		got := p.views(want.person, append(slices.Collect(maps.Keys(want.tasks)), slices.Collect(maps.Keys(want.refused))...), want.at)
		require.Equal(t, want, got, "moment %d", i)
	}
}

func TestAsOf_isForAuditorsAndForOneself(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.claims("office-head", "formation", "draft_notice")
	then := "as_of=" + url.QueryEscape(time.Now().Format(time.RFC3339Nano))
	p.formed()
	own := into[api.TaskPage](p.as("office-head").get("/api/v1/tasks?box=mine&" + then).ok(http.StatusOK))
	require.Len(t, own.Tasks, 1)
	require.Empty(t, into[api.TaskPage](p.as("office-head").get("/api/v1/tasks?box=mine").ok(http.StatusOK)).Tasks)
	detail := into[api.TaskDetail](p.as("office-head").get("/api/v1/tasks/" + url.PathEscape(task.ID) + "?" + then).ok(http.StatusOK))
	require.Equal(t, api.TaskStateClaimed, detail.Task.State)
	require.Contains(t, detail.Permissions, api.Permission{Action: "release", Allowed: true, Rule: "casbin:task/release/assignee"})

	for _, target := range []string{"?box=mine&", "/counts?", "/" + url.PathEscape(task.ID) + "?", "/" + url.PathEscape(task.ID) + "/actions?"} {
		target = "/api/v1/tasks" + target
		for _, person := range []string{"director", "office-clerk-1", "stranger"} {
			refusal := p.as(person).get(target + then + "&seen_by=office-head").problem(http.StatusForbidden)
			require.Equal(t, "role_missing", refusal.Reason, "%s %s", person, target)
			require.NotEmpty(t, refusal.Rule)
		}
		p.as("auditor").get(target + then + "&seen_by=office-head").ok(http.StatusOK)
		tomorrow := "as_of=" + url.QueryEscape(time.Now().Add(24*time.Hour).Format(time.RFC3339))
		ahead := p.as("office-head").get(target + tomorrow).problem(http.StatusUnprocessableEntity)
		require.Equal(t, "as_of_in_future", ahead.Reason)
		require.Equal(t, "将来的时点不受理", ahead.Title)
		require.Equal(t, []api.FieldError{{Field: "as_of", Reason: "as_of_in_future", Message: "将来的时点不受理，请选择现在以前的时点。"}}, ahead.Errors)
		require.Equal(t, "as_of_missing", p.as("auditor").get(target+"seen_by=office-head").problem(http.StatusUnprocessableEntity).Reason)
		require.Equal(t, "as_of_acting", p.as("office-head").get(target+then, header("X-Acting-For", "director")).problem(http.StatusUnprocessableEntity).Reason)
	}
	require.Equal(t, "as_of_in_future", p.as("auditor").get("/api/v1/evaluations/"+p.id+"?as_of="+
		url.QueryEscape(time.Now().Add(time.Hour).Format(time.RFC3339))).problem(http.StatusUnprocessableEntity).Reason)

	// Looking over somebody's shoulder is written down.
	looks := 0
	noted, err := p.store.InstallationJournal(t.Context(), 0, 1000)
	require.NoError(t, err)
	for _, e := range noted {
		if e.Type == "past_read" {
			looks++
			require.Equal(t, "auditor", e.ActorID)
			require.Contains(t, string(e.Data), "office-head")
		}
	}
	require.Positive(t, looks)
}
