package api_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/process"
	"jiheng/internal/typeset/typesettest"
	"jiheng/processes"
)

// rectifying is a filing that was acknowledged here, with the process of
// rectification at hand.
func rectifying(t *testing.T) (*play, api.ReceivedFiling) {
	t.Helper()
	p := filedHere(t)
	catalogue, err := process.Load(processes.FS(), process.Options{})
	require.NoError(t, err)
	source, err := catalogue.Source("rectification", 0)
	require.NoError(t, err)
	_, err = p.store.PutDefinition(t.Context(), "rectification", source)
	require.NoError(t, err)
	f := p.received()
	p.as("bureau-clerk").post("/api/v1/filings/"+f.ID+"/receive", nil, match(f.RowVersion)).ok(http.StatusOK)
	return p, f
}

func ordered() map[string]any {
	return map[string]any{"title": "2019年度自评复核问题整改", "problems": []string{"产出指标没有佐证", "资金结余原因不明"}, "reply_days": 20, "look_back_days": 3, "day_milliseconds": 60}
}

// inStep finds the live tasks of a step in somebody's boxes.
func (p *play) inStep(person, evaluation, stage, step string) []api.Task {
	p.t.Helper()
	line := into[api.Timeline](p.as("auditor").get("/api/v1/evaluations/" + evaluation + "/timeline").ok(http.StatusOK))
	var out []api.Task
	for _, s := range line.Stages {
		for _, task := range s.Tasks {
			if task.Stage == stage && task.Step == step && (task.State == api.TaskStateOpen || task.State == api.TaskStateClaimed) {
				out = append(out, task)
			}
		}
	}
	_ = person
	return out
}

func (p *play) does(person string, task api.Task, action string, body any) {
	p.t.Helper()
	if task.State == api.TaskStateOpen {
		task = into[api.Task](p.as(person).post(path(task, "claim"), nil, match(task.Version)).ok(http.StatusOK))
	}
	p.as(person).get("/api/v1/tasks/" + url.PathEscape(task.ID)).ok(http.StatusOK)
	p.as(person).get("/api/v1/tasks/" + url.PathEscape(task.ID) + "/materials").ok(http.StatusOK)
	p.as(person).post(path(task, action), body, match(task.Version)).ok(http.StatusOK)
}

func TestRectification_from_the_order_to_the_look_back(t *testing.T) {
	t.Parallel()
	p, f := rectifying(t)
	target := "/api/v1/filings/" + f.ID + "/rectification"
	p.as("finance-clerk").post(target, ordered()).problem(http.StatusNotFound)
	order := key("order-of-this-test")
	e := into[api.Evaluation](p.as("bureau-clerk").post(target, ordered(), order).ok(http.StatusCreated))
	again := into[api.Evaluation](p.as("bureau-clerk").post(target, ordered(), order).ok(http.StatusCreated))
	require.Equal(t, e.ID, again.ID, "ordered twice under one key it is one")
	require.Equal(t, p.id, e.Origin.EvaluationID)
	require.Equal(t, f.Digest, e.Origin.Digest)
	require.Equal(t, e.StartOn.AddDays(20), e.Stages[0].DueOn, "the time to reply is a parameter")
	origin := into[api.Evaluation](p.as("auditor").get("/api/v1/evaluations/" + p.id).ok(http.StatusOK))
	require.Len(t, origin.FollowUps, 1)
	require.Equal(t, e.ID, origin.FollowUps[0].ID)
	seen := into[api.EvaluationPage](p.as("bureau-clerk").get("/api/v1/evaluations").ok(http.StatusOK))
	require.Equal(t, e.ID, seen.Evaluations[0].ID, "the bureau sees what it ordered")

	turn := func() { require.NoError(t, p.bench.turn(t.Context(), e.ID)) }
	turn()
	reply := map[string]any{"submission": fields("measures", "补充佐证材料", "responsible_post", "综合协调科科长", "done_on", "2026-12-20")}
	tasks := p.inStep("finance-clerk", e.ID, "reply", "fill")
	require.Len(t, tasks, 2, "problem by problem")
	p.does("finance-clerk", tasks[0], "complete", reply)
	turn()
	paper := func(who string) string {
		return typesettest.DOCX(t, []byte(p.as(who).get("/api/v1/evaluations/"+e.ID+"/documents/rectification-reply.docx").ok(http.StatusOK).text()))
	}
	require.Contains(t, paper("office-head"), "补充佐证材料")
	require.Contains(t, paper("bureau-clerk"), "（未定稿）")
	require.NotContains(t, paper("bureau-clerk"), "补充佐证材料", "the head has not signed")
	for _, d := range into[api.Documents](p.as("bureau-clerk").get("/api/v1/evaluations/" + e.ID + "/documents").ok(http.StatusOK)).Documents {
		require.False(t, d.Sealed, d.Name)
	}
	p.does("director", p.inStep("director", e.ID, "reply", "sign")[0], "approve", map[string]string{})
	turn()
	require.Contains(t, paper("bureau-clerk"), "补充佐证材料")

	// The other one is never reported: its days pass.
	time.Sleep(20 * 60 * time.Millisecond)
	turn()
	now := into[api.Evaluation](p.as("bureau-clerk").get("/api/v1/evaluations/" + e.ID).ok(http.StatusOK))
	require.Equal(t, api.RectificationStateUnderway, now.Rectifications[0].State)
	require.Equal(t, api.RectificationStateUnreported, now.Rectifications[1].State)
	require.False(t, now.Rectifications[1].Rectified)

	// It can still be replied to, late.
	p.does("finance-clerk", p.inStep("finance-clerk", e.ID, "reply", "fill")[0], "complete", reply)
	turn()
	p.does("director", p.inStep("director", e.ID, "reply", "sign")[0], "approve", map[string]string{})
	turn()
	judge := p.inStep("bureau-clerk", e.ID, "review", "judge")
	require.Len(t, judge, 2)
	back := map[string]string{"reason": "措施没有落实到岗位"}
	p.does("bureau-clerk", judge[1], "return", back)
	turn()
	redo := p.inStep("finance-clerk", e.ID, "reply", "fill")
	require.Len(t, redo, 1, "only the problem that was sent back")
	require.Equal(t, judge[1].Item, redo[0].Item)
	p.does("finance-clerk", redo[0], "complete", reply)
	turn()
	p.does("director", p.inStep("director", e.ID, "reply", "sign")[0], "approve", map[string]string{})
	turn()
	for _, task := range p.inStep("bureau-clerk", e.ID, "review", "judge") {
		p.does("bureau-clerk", task, "approve", map[string]string{})
	}
	for range 200 { // the look-back opens when the time to review is over
		turn()
		if len(p.inStep("bureau-clerk", e.ID, "look_back", "verify")) == 2 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	for i, task := range p.inStep("bureau-clerk", e.ID, "look_back", "verify") {
		outcome := []string{"已整改", "未整改"}[i]
		p.does("bureau-clerk", task, "complete", map[string]any{"submission": fields("outcome", outcome, "finding", "现场核查")})
		turn()
	}
	var end api.Evaluation
	for range 100 { // the papers are sealed when the time to look back is over
		turn()
		end = into[api.Evaluation](p.as("bureau-clerk").get("/api/v1/evaluations/" + e.ID).ok(http.StatusOK))
		if end.State == api.EvaluationStateFinished {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	require.NotEmpty(t, end.DossierDigest)
	require.Equal(t, api.EvaluationStateFinished, end.State)
	require.Equal(t, "已整改", end.Rectifications[0].StateText)
	require.Equal(t, "未整改", end.Rectifications[1].StateText)
	require.True(t, end.Rectifications[1].Late)
	check := into[api.Verification](p.as("auditor").get("/api/v1/evaluations/" + url.PathEscape(e.ID) + "/journal/verification").ok(http.StatusOK))
	require.True(t, check.Verified, "%v", check.Findings)
	log := into[api.ReviewJournal](p.as("bureau-clerk").get("/api/v1/reviews/2019/journal").ok(http.StatusOK))
	last := log.Entries[len(log.Entries)-1]
	require.Equal(t, "rectification_ordered", last.Type)
	require.Equal(t, e.ID, last.Data["evaluation"])
	require.True(t, log.Sound)
}
