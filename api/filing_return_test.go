package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/filing"
	"jiheng/internal/review"
	"jiheng/internal/signing"
)

func passed() map[string]any {
	return map[string]any{"form_check": []map[string]any{{"name": "材料齐全", "passed": true}, {"name": "签章齐全", "passed": true}}}
}

// filedHere is an evaluation that was filed with a bureau of the same
// installation.
func filedHere(t *testing.T) *play {
	t.Helper()
	p := started(t, open(t)).published()
	p.approves("finance-clerk", "filing", "hand_in")
	return p
}

func (p *play) received() api.ReceivedFiling {
	p.t.Helper()
	list := into[api.ReceivedFilingPage](p.as("bureau-clerk").get("/api/v1/filings").ok(http.StatusOK)).Filings
	require.NotEmpty(p.t, list)
	return list[0]
}

func TestAFilingOfThisInstallation_is_acknowledged_with_one_click(t *testing.T) {
	t.Parallel()
	p := filedHere(t)
	f := p.received()
	require.Equal(t, api.FilingStateArrived, f.State)
	path := "/api/v1/filings/" + f.ID
	p.as("finance-clerk").get(path).problem(http.StatusNotFound)
	p.as("stranger").get("/api/v1/filings").problem(http.StatusForbidden)
	clerk := p.as("bureau-clerk")
	clerk.post(path+"/accept", passed(), match(f.RowVersion)).problem(http.StatusConflict)
	clerk.post(path+"/receive", nil, without("If-Match")).problem(http.StatusPreconditionRequired)
	got := into[api.ReceivedFiling](clerk.post(path+"/receive", nil, match(f.RowVersion)).ok(http.StatusOK))
	require.Equal(t, api.FilingStateReceived, got.State)
	again := into[api.ReceivedFiling](clerk.post(path+"/receive", nil, match(f.RowVersion)).ok(http.StatusOK))
	require.Equal(t, got, again, "pressed twice it is once")
	p.turn()
	e := into[api.Evaluation](p.as("auditor").get("/api/v1/evaluations/" + p.id).ok(http.StatusOK))
	require.Equal(t, f.Number, e.Filing.ReceiptNo)
	require.Equal(t, api.EvaluationStateFinished, e.State)

	clerk.post(path+"/accept", passed(), match(99)).problem(http.StatusPreconditionFailed)
	failed := map[string]any{"form_check": []map[string]any{{"name": "签章齐全", "passed": false}}}
	require.Equal(t, "form_check_failed", clerk.post(path+"/accept", failed, match(got.RowVersion)).problem(http.StatusUnprocessableEntity).Reason)
	done := into[api.ReceivedFiling](clerk.post(path+"/accept", passed(), match(got.RowVersion)).ok(http.StatusOK))
	require.Equal(t, api.FilingStateAccepted, done.State)
	log := into[api.ReviewJournal](clerk.get("/api/v1/reviews/2019/journal").ok(http.StatusOK))
	require.True(t, log.Sound)
	var types []string
	for _, entry := range log.Entries {
		types = append(types, entry.Type)
	}
	require.Equal(t, []string{"filing_arrived", "filing_acknowledged", "filing_accepted"}, types)
}

func TestAReturn_takes_the_matter_up_again_and_links_what_is_filed_next(t *testing.T) {
	t.Parallel()
	p := filedHere(t)
	f := p.received()
	path := "/api/v1/filings/" + f.ID
	clerk := p.as("bureau-clerk")
	none := clerk.post(path+"/return", map[string]any{"reasons": []string{}}, match(f.RowVersion)).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "reasons", none.Errors[0].Field)
	require.Equal(t, "必须填写。", none.Errors[0].Message)
	p.as("director").post(path+"/return", map[string]any{"reasons": []string{"x"}}, match(f.RowVersion)).problem(http.StatusNotFound)
	back := map[string]any{
		"reasons":    []string{"自评报告没有主要负责人签字", "评分表与报告的总分不一致"},
		"form_check": []map[string]any{{"name": "签章齐全", "passed": false, "remark": "缺签字"}},
	}
	got := into[api.ReceivedFiling](clerk.post(path+"/return", back, match(f.RowVersion)).ok(http.StatusOK))
	require.Equal(t, api.FilingStateReturned, got.State)
	again := into[api.ReceivedFiling](clerk.post(path+"/return", back, match(f.RowVersion)).ok(http.StatusOK))
	require.Equal(t, got.RowVersion, again.RowVersion)

	require.Equal(t, []api.CheckPoint{{Name: "签章齐全", Remark: "缺签字"}}, got.FormCheck, "what was checked is kept as over the exchange")
	entries, err := p.store.ReviewJournal(t.Context(), review.Book{ReceiverID: bureau, Year: 2019}, 0, 100)
	require.NoError(t, err)
	last := entries[len(entries)-1]
	require.Equal(t, "filing_sent_back", last.Type)
	require.Contains(t, string(last.Data), "缺签字")
	require.Contains(t, last.Rule, "casbin:")
	require.Equal(t, p.policy.Version(), last.PolicyVersion)

	e := into[api.Evaluation](p.as("auditor").get("/api/v1/evaluations/" + p.id).ok(http.StatusOK))
	require.Equal(t, got.Reasons, e.Filing.Reasons)
	require.NotZero(t, e.Filing.ReturnedAt)
	first := e.DossierDigest
	p.refiles()
	e = into[api.Evaluation](p.as("auditor").get("/api/v1/evaluations/" + p.id).ok(http.StatusOK))
	require.NotEqual(t, first, e.Filing.Digest)
	require.Equal(t, 2, e.Filing.Version)
	require.Equal(t, first, e.Filing.Supersedes)
	require.Empty(t, e.Filing.Reasons)
	second := p.received()
	require.Equal(t, 2, second.Version)
	require.Equal(t, first, second.Supersedes)
	old := into[api.ReceivedFiling](clerk.get(path).ok(http.StatusOK))
	require.Equal(t, api.FilingStateSuperseded, old.State)
	require.Equal(t, got.Reasons, old.Reasons, "why it was sent back stays")
	require.True(t, into[api.Verification](p.as("auditor").get("/api/v1/evaluations/"+p.id+"/journal/verification").ok(http.StatusOK)).Verified)
}

// refiles walks a returned evaluation from the roll-up to a further filing.
func (p *play) refiles() {
	p.t.Helper()
	p.rollsUpAnew()
	p.approves("office-clerk-1", "publication", "confirm")
	p.approves("finance-clerk", "filing", "hand_in")
}

// rollsUpAnew walks a returned evaluation to its further dossier.
func (p *play) rollsUpAnew() {
	p.t.Helper()
	p.turn()
	p.completes("finance-clerk", "roll_up", "compile", p.declared())
	for _, member := range []string{"director", "office-head", "supervision-head", "coordination-head", "hotline-head"} {
		p.approves(member, "roll_up", "approve")
	}
}

func TestAReturn_reaches_another_installation(t *testing.T) {
	t.Parallel()
	p := newPair(t, signing.Ed25519, online)
	p.play.approves("finance-clerk", "filing", "hand_in")
	f := p.list()[0]
	clerk := p.bureau.as("bureau-clerk")
	back := map[string]any{"reasons": []string{"没有盖章"}}
	clerk.post("/api/v1/filings/"+f.ID+"/return", back, match(f.RowVersion)).ok(http.StatusOK)
	poller := &filing.Poller{
		Store: p.unit.store, Receivers: p.unit.config.Receivers, Signer: p.unitKey, Now: time.Now, Log: p.unit.config.Log,
	}
	require.NoError(t, poller.Once(t.Context()))
	e := p.evaluation()
	require.Equal(t, []string{"没有盖章"}, e.Filing.Reasons)
	require.Equal(t, api.EvaluationStateRunning, e.State, "a finished evaluation runs again")
	seq := e.Seq
	require.NoError(t, poller.Once(t.Context()))
	require.Equal(t, seq, p.evaluation().Seq, "told twice it is one return")

	notice := into[api.Envelope](clerk.get("/api/v1/filings/" + f.ID + "/notice").ok(http.StatusOK))
	p.play.refiles()
	list := p.list()
	require.Len(t, list, 2)
	require.Equal(t, f.Digest, list[0].Supersedes)
	require.Equal(t, "receipt_of_another", p.play.as("finance-clerk").post("/api/v1/evaluations/"+p.play.id+"/filing/answer", notice).
		problem(http.StatusUnprocessableEntity).Reason, "an old notice does not send back the new filing")
	require.NoError(t, poller.Once(t.Context()))
	require.Empty(t, p.evaluation().Filing.Reasons)
}

func TestAQuery_tells_nothing_to_others(t *testing.T) {
	t.Parallel()
	p := newPair(t, signing.Ed25519, online)
	p.play.approves("finance-clerk", "filing", "hand_in")
	f := p.list()[0]
	ask := func(by signing.Signer, at time.Time, digest string) answer {
		e, err := filing.Sign(by, filing.Query{EvaluationID: p.play.id, UnitID: centre, ReceiverID: bureau, Version: 1, Digest: digest, AskedAt: at})
		require.NoError(t, err)
		return p.bureau.anybody().post(filing.PathStatus, e)
	}
	require.NotEmpty(t, into[api.ExchangeStatus](ask(p.unitKey, time.Now(), f.Digest).ok(http.StatusOK)).Receipt.Signature)
	require.Equal(t, "sender_unknown", ask(newKey(t, signing.Ed25519), time.Now(), f.Digest).problem(http.StatusForbidden).Reason)
	require.Equal(t, "query_stale", ask(p.unitKey, time.Now().Add(-time.Hour), f.Digest).problem(http.StatusUnprocessableEntity).Reason)
	require.Equal(t, "filing_not_found", ask(p.unitKey, time.Now(), strings.Repeat("ab", 32)).problem(http.StatusNotFound).Reason)
}
