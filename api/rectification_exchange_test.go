package api_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/calendar"
	"jiheng/internal/filing"
	"jiheng/internal/process"
	"jiheng/internal/signing"
	"jiheng/processes"
)

// noticed is a pair whose unit has filed and whose bureau has found something.
func noticed(t *testing.T, address func(string) string) (*pair, api.ReceivedFiling) {
	t.Helper()
	p := newPair(t, signing.SM2, address)
	catalogue, err := process.Load(processes.FS(), process.Options{})
	require.NoError(t, err)
	source, err := catalogue.Source("rectification-reply", 0)
	require.NoError(t, err)
	_, err = p.unit.store.PutDefinition(t.Context(), "rectification-reply", source)
	require.NoError(t, err)
	p.play.approves("finance-clerk", "filing", "hand_in")
	if list := p.list(); len(list) > 0 {
		return p, list[0]
	}
	got := p.bureau.as("bureau-clerk").send(http.MethodPost, "/api/v1/filings", p.file(), contentType("application/octet-stream")).ok(http.StatusOK)
	return p, into[api.ReceivedFiling](got)
}

func (p *pair) poll() {
	p.t.Helper()
	poller := &filing.Poller{Store: p.unit.store, Receivers: p.unit.config.Receivers, Signer: p.unitKey, Now: time.Now, Log: p.unit.config.Log}
	require.NoError(p.t, poller.Once(p.t.Context()))
}

// notice orders one under a key and shows it as it stands.
func (p *pair) notice(f api.ReceivedFiling, under string) api.RectificationNotice {
	p.t.Helper()
	order := map[string]any{"title": "复核问题整改", "problems": []string{"产出指标没有佐证", "资金结余原因不明"}, "reply_days": 20}
	path := "/api/v1/filings/" + f.ID + "/rectification-notices"
	p.bureau.as("bureau-clerk").post(path, order, key(under), match(f.RowVersion)).ok(http.StatusOK)
	return p.stands(f)
}

// stands shows the one notice of a filing.
func (p *pair) stands(f api.ReceivedFiling) api.RectificationNotice {
	p.t.Helper()
	got := into[api.ReceivedFiling](p.bureau.as("bureau-clerk").get("/api/v1/filings/" + f.ID).ok(http.StatusOK))
	require.Len(p.t, got.RectificationNotices, 1)
	return got.RectificationNotices[0]
}

// replies has the unit reply to every problem of what the notice began.
func (p *pair) replies(id string) {
	p.t.Helper()
	reply := map[string]any{"submission": fields("measures", "补充佐证材料", "responsible_post", "综合科科长", "done_on", "2026-12-20")}
	turn := func() { require.NoError(p.t, p.unit.turn(p.t.Context(), id)) }
	turn()
	tasks := p.play.inStep("finance-clerk", id, "reply", "fill")
	require.Len(p.t, tasks, 2, "problem by problem")
	for _, task := range tasks {
		p.play.does("finance-clerk", task, "complete", reply)
		turn()
	}
	for _, task := range p.play.inStep("director", id, "reply", "sign") {
		p.play.does("director", task, "approve", map[string]string{})
		turn()
	}
}

func (p *pair) follows() []api.FollowUp { return p.evaluation().FollowUps }

func TestARectification_crosses_a_rough_network(t *testing.T) {
	t.Parallel()
	net := &rough{}
	between := httptest.NewServer(net)
	t.Cleanup(between.Close)
	p, f := noticed(t, func(url string) string {
		net.target.Store(&url)
		return between.URL
	})
	n := p.notice(f, "order-one")
	require.Equal(t, n, p.notice(f, "order-one"), "ordered twice under one key it is one")
	require.Equal(t, api.RectificationNoticeStateSent, n.State)
	require.Equal(t, calendar.DateOf(time.Now()).AddDays(20), n.DueOn)

	net.lose.Store(1)
	p.poll() // the answer is lost
	require.Empty(t, p.follows())
	p.poll()
	require.Len(t, p.follows(), 1)
	p.poll()
	p.poll()
	require.Len(t, p.follows(), 1, "however often it arrives")
	n = p.stands(f)
	require.Equal(t, api.RectificationNoticeStateReceived, n.State)
	require.Equal(t, calendar.DateOf(time.Now()), n.ReceivedOn)

	id := p.follows()[0].ID
	e := into[api.Evaluation](p.play.as("auditor").get("/api/v1/evaluations/" + id).ok(http.StatusOK))
	require.Equal(t, n.DueOn, e.Stages[0].DueOn, "both clocks end on one day")
	require.Equal(t, f.Digest, e.Origin.Digest)
	net.lose.Store(1)
	p.replies(id) // the answer to it is lost
	require.Equal(t, api.RectificationNoticeStateReplied, p.stands(f).State)
	require.NoError(t, p.unit.turn(t.Context(), id))
	e = into[api.Evaluation](p.play.as("auditor").get("/api/v1/evaluations/" + id).ok(http.StatusOK))
	require.Equal(t, api.EvaluationStateFinished, e.State)
	require.True(t, e.Filing.Signed, "the receipt came back")

	path := "/api/v1/filings/" + p.stands(f).ReplyFilingID
	clerk := p.bureau.as("bureau-clerk")
	reply := into[api.ReceivedFiling](clerk.get(path).ok(http.StatusOK))
	require.Equal(t, n.ID, reply.Rectifies)
	require.Len(t, reply.Replies, 2)
	require.Equal(t, "综合科科长", reply.Replies[0].ResponsiblePost)
	clerk.post(path+"/return", map[string]any{"reasons": []string{"措施没有落实到岗位"}}, match(reply.RowVersion)).ok(http.StatusOK)
	require.Equal(t, api.RectificationNoticeStateReturned, p.stands(f).State)
	p.poll()
	p.poll()
	p.replies(id)
	require.Equal(t, api.RectificationNoticeStateReplied, p.stands(f).State)
	path = "/api/v1/filings/" + p.stands(f).ReplyFilingID
	reply = into[api.ReceivedFiling](clerk.get(path).ok(http.StatusOK))
	require.Equal(t, 2, reply.Version)
	clerk.post(path+"/accept", passed(), match(reply.RowVersion)).ok(http.StatusOK)
	n = p.stands(f)
	require.Equal(t, api.RectificationNoticeStateAccepted, n.State)
	require.False(t, n.Late)

	ranking := into[api.Ranking](clerk.get("/api/v1/reviews/2019/ranking").ok(http.StatusOK))
	require.Empty(t, ranking.Ranked, "a reply is no self-evaluation")
	a := (&play{t: t, bench: p.bureau, people: map[string]*someone{}}).audited()
	a.checkpoint()
	found, result := a.findings("")
	require.Empty(t, found)
	require.Equal(t, int64(1), result.Books)
}

func TestARectification_is_carried_there_and_back(t *testing.T) {
	t.Parallel()
	p, f := noticed(t, offline)
	n := p.notice(f, "order-two")
	clerk, hand := p.bureau.as("bureau-clerk"), p.play.as("finance-clerk")
	file := into[api.Envelope](clerk.get("/api/v1/filings/" + f.ID + "/rectification-notices/" + n.ID).ok(http.StatusOK))
	answer := "/api/v1/evaluations/" + p.play.id + "/filing/answer"
	receipt := into[api.Envelope](clerk.get("/api/v1/filings/" + f.ID + "/receipt").ok(http.StatusOK))
	hand.post(answer, receipt).ok(http.StatusOK)
	forged := file
	forged.Payload = append([]byte{' '}, file.Payload...)
	require.Equal(t, "envelope_forged", hand.post(answer, forged).problem(http.StatusUnprocessableEntity).Reason)
	p.play.as("coordination-clerk").post(answer, file).problem(http.StatusForbidden)
	hand.post(answer, file).ok(http.StatusOK)
	hand.post(answer, file).ok(http.StatusOK)
	require.Len(t, p.follows(), 1, "handed in twice it is one")

	id := p.follows()[0].ID
	p.replies(id)
	body := hand.get("/api/v1/evaluations/" + id + "/filing/file").ok(http.StatusOK).body
	require.Equal(t, "rectification_unknown", clerk.send(http.MethodPost, "/api/v1/filings", p.resealed(body, p.unitKey, func(m *filing.Manifest) {
		m.Rectifies.Notice = "rn-of-another"
	}), contentType("application/octet-stream")).problem(http.StatusUnprocessableEntity).Reason)
	got := into[api.ReceivedFiling](clerk.send(http.MethodPost, "/api/v1/filings", body, contentType("application/octet-stream")).ok(http.StatusOK))
	again := into[api.ReceivedFiling](clerk.send(http.MethodPost, "/api/v1/filings", body, contentType("application/octet-stream")).ok(http.StatusOK))
	require.Equal(t, got.Number, again.Number)
	n = p.stands(f)
	require.Equal(t, api.RectificationNoticeStateReplied, n.State)
	require.Equal(t, calendar.DateOf(time.Now()), n.ReceivedOn, "the reply says when the notice came")
	receipt = into[api.Envelope](clerk.get("/api/v1/filings/" + got.ID + "/receipt").ok(http.StatusOK))
	hand.post("/api/v1/evaluations/"+id+"/filing/answer", receipt).ok(http.StatusOK)
	require.NoError(t, p.unit.turn(t.Context(), id))
	e := into[api.Evaluation](hand.get("/api/v1/evaluations/" + id).ok(http.StatusOK))
	require.Equal(t, api.EvaluationStateFinished, e.State)
}
