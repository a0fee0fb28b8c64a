package api_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

func (p *play) detail(person string, task api.Task) api.TaskDetail {
	p.t.Helper()
	return into[api.TaskDetail](p.as(person).get("/api/v1/tasks/" + url.PathEscape(task.ID)).ok(http.StatusOK))
}

func (p *play) requireVerified() {
	p.t.Helper()
	check := into[api.Verification](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/journal/verification").ok(http.StatusOK))
	require.True(p.t, check.Verified, check.Findings)
}

func offered(steps []api.StepOption) []string {
	out := []string{}
	for _, s := range steps {
		out = append(out, s.To)
	}
	return out
}

func TestARollUpSendsAProjectBackToItsSectionAndIsMadeAnew(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).checked()
	p.completes("finance-clerk", "roll_up", "compile", p.declared())
	task := p.own("supervision-head", "roll_up", "approve")
	detail := p.detail("supervision-head", task)
	require.Equal(t, []string{"self_check.submit", "self_check.review", "inspection.supply", "inspection.inspect", "compile"}, offered(detail.ReturnSteps))
	require.Len(t, detail.ReturnItems, 1)
	item := detail.ReturnItems[0]
	require.Equal(t, []string{"self_check", "inspection"}, item.Stages)

	require.Equal(t, "step_not_earlier", p.refused("supervision-head", task, "return", map[string]any{"reason": "x", "to": "formation.draft_notice"}))
	require.Equal(t, "item_unknown", p.refused("supervision-head", task, "return", map[string]any{"reason": "x", "to": "self_check.submit", "items": []string{"none"}}))
	p.takes("supervision-head", task, "return", map[string]any{"reason": "数据与台账不符", "to": "self_check.submit", "items": []string{item.ID}})
	p.turn()
	again := p.own("coordination-clerk", "self_check", "submit")
	require.Equal(t, 2, again.Round)
	require.Empty(t, p.detail("supervision-head", task).SentBack, "the first round came of no return")
	told := p.detail("coordination-clerk", again).SentBack
	require.Len(t, told, 1)
	require.Equal(t, "数据与台账不符", told[0].Reason, "the section is told why, though the return was of no single project")
	require.NotEmpty(t, told[0].ByName)
	require.Equal(t, detail.StageTitle, told[0].StageTitle)
	p.requireVerified()

	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "已更正"))
	p.takes("finance-clerk", p.claims("finance-clerk", "self_check", "review"), "return", map[string]any{"reason": "附表漏填"})
	p.turn()
	third := p.detail("coordination-clerk", p.own("coordination-clerk", "self_check", "submit")).SentBack
	require.Len(t, third, 1, "only what happened since it was handed in last")
	require.Equal(t, "附表漏填", third[0].Reason)
	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "已补齐"))
	p.approves("finance-clerk", "self_check", "review")
	supply := p.own("coordination-clerk", "inspection", "supply")
	require.Equal(t, "数据与台账不符", p.detail("coordination-clerk", supply).SentBack[0].Reason, "a later stage that begins anew is told as well")
	p.completes("coordination-clerk", "inspection", "supply", map[string]any{})
	p.approves("supervision-head", "inspection", "inspect")
	require.Equal(t, 2, p.own("finance-clerk", "roll_up", "compile").Round, "it is made anew, by whoever made it")
	p.requireVerified()
}

func TestWhatIsSealedAgainIsAFurtherVersionAndThePublicSeesTheOldUntilThen(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).published()
	before := into[api.Dossier](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/dossier").ok(http.StatusOK))
	hand := p.live("filing", "hand_in")
	p.takes("office-head", hand, "jump", map[string]any{"to": "roll_up.compile", "reason": "总分有误"})
	p.turn()
	p.requireVerified()

	p.completes("finance-clerk", "roll_up", "compile", p.declared())
	for _, member := range []string{"director", "office-head", "supervision-head", "coordination-head", "hotline-head"} {
		p.approves(member, "roll_up", "approve")
	}
	sealed := into[api.Dossier](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/dossier").ok(http.StatusOK))
	require.NotEqual(t, before.Digest, sealed.Digest)
	require.Equal(t, before.Digest, sealed.PublishedDigest, "the public sees what was published")
	p.requireVerified()

	p.approves("office-clerk-1", "publication", "confirm")
	public := into[api.Dossier](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/dossier").ok(http.StatusOK))
	require.Equal(t, sealed.Digest, public.PublishedDigest)
	p.requireVerified()
}
