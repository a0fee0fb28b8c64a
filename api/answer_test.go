package api_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/audit"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/store"
)

func (p *play) answers(what, query string) answer {
	p.t.Helper()
	return p.as("auditor").get("/api/v1/evaluations/" + p.id + "/answers/" + what + "?" + query)
}

// whoCould asks who could take an action on a task at an instant.
func (p *play) whoCould(task api.Task, action string, at time.Time) api.WhoCould {
	p.t.Helper()
	return into[api.WhoCould](p.answers("who-could", "task="+url.QueryEscape(task.ID)+"&action="+action+
		"&at="+url.QueryEscape(at.Format(time.RFC3339Nano))).ok(http.StatusOK))
}

// those gives by person what was answered.
func those(w api.WhoCould) map[string]api.AuditCandidate {
	out := map[string]api.AuditCandidate{}
	for _, c := range w.Candidates {
		out[c.PersonID+"/"+c.OnBehalfOf] = c
	}
	return out
}

func TestAnswers_whoCouldHaveDoneThisAtThatMoment(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	p.supplies("coordination-clerk", task, "self_evaluation_report", "score_sheet")
	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "运行正常"))
	review := p.live("self_check", "review")
	time.Sleep(2 * time.Millisecond)
	before := time.Now()
	p.appointed(t, "coordination-clerk", "finance_office", "service-centre")
	asked, err := p.store.AskSubstitution(t.Context(), store.AtTheConsole(), evaluation.Substitution{
		ID: "sub-1", Principal: "finance-clerk", Substitute: "office-clerk-1", UnitID: "service-centre", FromOn: calendar.DateOf(time.Now()), ToOn: calendar.DateOf(time.Now()),
		Reason: "出差", AskedBy: "finance-clerk",
	})
	require.NoError(t, err)
	_, err = p.store.DecideSubstitution(t.Context(), store.AtTheConsole(), "service-centre", asked.ID, func(s evaluation.Substitution, at time.Time) (evaluation.Substitution, error) {
		return s.Confirm("administrator", at)
	})
	require.NoError(t, err)
	time.Sleep(2 * time.Millisecond)
	between := time.Now()
	p.approves("finance-clerk", "self_check", "review")

	then := those(p.whoCould(review, "claim", before))
	require.True(t, then["finance-clerk/"].Allowed)
	require.Equal(t, "finance_office", then["finance-clerk/"].As)
	require.NotEmpty(t, then["finance-clerk/"].AsTitle)
	require.Contains(t, then["finance-clerk/"].RuleText, "岗位权限")
	require.False(t, then["coordination-clerk/"].Allowed)
	require.Equal(t, "not_candidate", then["coordination-clerk/"].Reason)
	require.NotContains(t, then, "office-clerk-1/finance-clerk", "nobody stood in yet")
	require.NotContains(t, then, "stranger/")

	then = those(p.whoCould(review, "claim", between))
	require.True(t, then["office-clerk-1/finance-clerk"].Allowed, "the substitute could")
	kept := then["coordination-clerk/"]
	require.False(t, kept.Allowed, "who did the self-check does not review it")
	require.Equal(t, "duty_conflict", kept.Reason)
	require.Equal(t, "duty:not-doer-of:self_check.submit", kept.Rule)
	require.NotEmpty(t, kept.RuleText)

	now := those(p.whoCould(review, "claim", time.Now()))
	require.Equal(t, "task_already_settled", now["finance-clerk/"].Reason)

	whole := into[api.WhoCould](p.answers("who-could", "action=terminate&at="+url.QueryEscape(between.Format(time.RFC3339Nano))).ok(http.StatusOK))
	require.True(t, those(whole)["director/"].Allowed)
	require.False(t, those(whole)["office-head/"].Allowed)

	at := "&at=" + url.QueryEscape(before.Format(time.RFC3339Nano))
	require.Equal(t, "unknown_action", p.answers("who-could", "action=dance"+at).problem(http.StatusUnprocessableEntity).Reason)
	require.Equal(t, "task_not_found", p.answers("who-could", "action=claim&task=nothing"+at).problem(http.StatusNotFound).Reason)
	opened := p.settled("self_check", "review").OpenedAt
	told := p.answers("who-could", "action=claim&task="+url.QueryEscape(review.ID)+"&at="+
		url.QueryEscape(opened.Add(-time.Microsecond).Format(time.RFC3339Nano))).problem(http.StatusNotFound)
	require.Equal(t, "task_not_yet", told.Reason)
	require.Contains(t, told.Detail, "才开出，此前没有人可以办理")
	told = p.answers("who-could", "action=terminate&at=2001-01-01T00%3A00%3A00Z").problem(http.StatusNotFound)
	require.Equal(t, "evaluation_not_yet", told.Reason)
	require.Contains(t, told.Detail, "才启动，此前没有人可以办理")
	later := url.QueryEscape(time.Now().Add(time.Hour).Format(time.RFC3339))
	require.Equal(t, "as_of_in_future", p.answers("who-could", "action=claim&at="+later).problem(http.StatusUnprocessableEntity).Reason)
}

func TestAnswers_whyThisWasRefused(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.live("formation", "draft_notice")
	p.as("coordination-clerk").post(path(task, "claim"), nil, match(task.Version)).problem(http.StatusForbidden)
	page := into[api.JournalPage](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/journal?refused=only").ok(http.StatusOK))
	require.Len(t, page.Entries, 1)
	entry := "entry=" + strconv.FormatInt(page.Entries[0].Seq, 10)
	why := into[api.WhyRefused](p.answers("why-refused", entry).ok(http.StatusOK))
	require.Equal(t, page.Entries[0].Hash, why.Entry.Hash)
	require.Equal(t, "claim", why.Action)
	require.Equal(t, "not_candidate", why.Reason)
	require.Contains(t, why.RuleText, "岗位权限")
	require.NotEmpty(t, why.ReasonText)
	require.Equal(t, p.policy.Version(), why.PolicyVersion)
	require.True(t, why.PolicyInCode)
	require.NotEmpty(t, why.Needed)
	var could []string
	for _, c := range why.Could {
		require.True(t, c.Allowed)
		could = append(could, c.PersonID)
	}
	require.Contains(t, could, "office-head")
	require.NotContains(t, could, "coordination-clerk")
	require.Equal(t, "entry_refuses_nothing", p.answers("why-refused", "entry=1").problem(http.StatusConflict).Reason)
	require.Equal(t, "entry_not_found", p.answers("why-refused", "entry=9999").problem(http.StatusNotFound).Reason)
}

func TestAnswers_whoLookedAtWhat(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).published()
	detail := into[api.TaskDetail](p.as("finance-clerk").get("/api/v1/tasks/" + url.PathEscape(p.settled("self_check", "review").ID)).ok(http.StatusOK))
	paper := detail.Materials[0]
	content := "/api/v1/materials/" + url.PathEscape(paper.ID) + "/content"
	p.as("finance-clerk").get(content).ok(http.StatusOK)
	p.as("office-head").get(content).ok(http.StatusOK)
	p.as("office-head").get("/api/v1/evaluations/" + p.id + "/dossier/package").ok(http.StatusOK)
	public := "/public/evaluations/" + p.id + "/package.zip"
	for range 3 {
		p.anybody().get(public).ok(http.StatusOK)
	}
	p.anybody().get(public, header("Range", "bytes=10-20")).ok(http.StatusPartialContent)
	p.as("auditor").get("/api/v1/journal/export?format=jsonl&evaluation=" + p.id).ok(http.StatusOK)

	all := into[api.WhoLooked](p.answers("who-looked", "").ok(http.StatusOK))
	require.Len(t, all.Looks, 3)
	require.Equal(t, []string{"dossier", "download", "download"}, []string{string(all.Looks[0].Manner), string(all.Looks[1].Manner), string(all.Looks[2].Manner)})
	require.Equal(t, "package.zip", all.Looks[0].File)
	require.Equal(t, "office-head", all.Looks[0].PersonID)
	require.Equal(t, int64(3), all.PublicTotal, "the rest of a download is no other one")
	require.Equal(t, []api.PublicCount{{Path: "package.zip", Count: 3}}, all.Public)
	require.Contains(t, typesOf(all.Exports), "journal_exported")
	i := slices.IndexFunc(all.Files, func(f api.FileLooks) bool { return f.Material == paper.ID })
	require.Equal(t, int64(2), all.Files[i].Times)
	require.Equal(t, int64(2), all.Files[i].People)

	one := into[api.WhoLooked](p.answers("who-looked", "limit=1&material="+url.QueryEscape(paper.ID)).ok(http.StatusOK))
	require.Len(t, one.Looks, 1)
	require.Equal(t, "office-head", one.Looks[0].PersonID)
	next := "limit=1&material=" + url.QueryEscape(paper.ID) + "&cursor=" + url.QueryEscape(one.NextCursor)
	rest := into[api.WhoLooked](p.answers("who-looked", next).ok(http.StatusOK))
	require.Len(t, rest.Looks, 1)
	require.Equal(t, "finance-clerk", rest.Looks[0].PersonID)
	require.Empty(t, rest.NextCursor)
}

func typesOf(entries []api.JournalEntry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Type)
	}
	return out
}

// settled finds a settled task of a step.
func (p *play) settled(stage, step string) api.Task {
	p.t.Helper()
	line := into[api.Timeline](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/timeline").ok(http.StatusOK))
	for _, s := range line.Stages {
		for _, task := range s.Tasks {
			if task.Stage == stage && task.Step == step && !task.SettledAt.IsZero() {
				return task
			}
		}
	}
	require.FailNow(p.t, "no settled task", "%s.%s", stage, step)
	return api.Task{}
}

func TestAnswers_whatChangedAfterSealing(t *testing.T) {
	t.Parallel()
	b := open(t)
	p := started(t, b).checked()
	require.Equal(t, "dossier_not_sealed", p.answers("after-sealing", "").problem(http.StatusConflict).Reason)
	p.seals()
	quiet := into[api.AfterSealing](p.answers("after-sealing", "").ok(http.StatusOK))
	require.Len(t, quiet.Sealings, 1)
	sealing := quiet.Sealings[0]
	require.True(t, sealing.Unchanged, "%+v", sealing.Kinds)
	require.True(t, sealing.Same)
	require.Equal(t, sealing.Digest, sealing.ServedDigest)
	require.Empty(t, sealing.Grants)
	dossier := into[api.Dossier](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/dossier").ok(http.StatusOK))
	require.Equal(t, dossier.Digest, sealing.Digest)

	p.appointed(t, "coordination-clerk", "finance_office", "service-centre")
	p.as("office-head").get("/api/v1/evaluations/" + p.id + "/dossier/package").ok(http.StatusOK)
	e := into[api.Evaluation](p.as("director").get("/api/v1/evaluations/" + p.id).ok(http.StatusOK))
	p.as("director").post("/api/v1/evaluations/"+p.id+"/suspend", map[string]string{"reason": "核实情况"}, match(e.Seq)).ok(http.StatusOK)
	sealing = into[api.AfterSealing](p.answers("after-sealing", "").ok(http.StatusOK)).Sealings[0]
	require.True(t, sealing.Same)
	require.False(t, sealing.Unchanged)
	require.Equal(t, int64(1), sealing.Changes)
	require.Equal(t, int64(1), sealing.Looks)
	require.Len(t, sealing.Grants, 1)
	require.Equal(t, "finance_office", sealing.Grants[0].Role)

	require.Len(t, sealing.LatestLooks, 1)
	require.Equal(t, "office-head", sealing.LatestLooks[0].PersonID)
	require.Equal(t, "package.zip", sealing.LatestLooks[0].File)
	require.True(t, sealing.Public.PublishedAt.IsZero(), "nothing is public")
	require.False(t, sealing.OpinionsOpen, "who audits the unit does not read the book of the receiver")

	_, err := b.blobs.Sweep(t.Context(), func(sha string) bool { return sha != dossier.PackageSHA256 }, time.Now().Add(time.Hour))
	require.NoError(t, err)
	sealing = into[api.AfterSealing](p.answers("after-sealing", "").ok(http.StatusOK)).Sealings[0]
	require.False(t, sealing.Same, "what was sealed is not there to be served")
	require.Empty(t, sealing.ServedDigest)
}

// What was published, taken by the public and said of the filing came after the
// sealing too.
func TestAnswers_whatBecameOfItAfterPublication(t *testing.T) {
	t.Parallel()
	b := open(t)
	p := started(t, b).published()
	p.approves("finance-clerk", "filing", "hand_in")
	p.anybody().get("/public/evaluations/" + p.id + "/package.zip").ok(http.StatusOK)
	f := p.received()
	clerk, path := p.as("bureau-clerk"), "/api/v1/filings/"+f.ID
	f = into[api.ReceivedFiling](clerk.post(path+"/receive", nil, match(f.RowVersion)).ok(http.StatusOK))
	p.turn()
	f = into[api.ReceivedFiling](clerk.post(path+"/accept", passed(), match(f.RowVersion)).ok(http.StatusOK))
	var points []map[string]any
	for _, it := range into[api.ReceivedFiling](clerk.get(path).ok(http.StatusOK)).Review.Items {
		points = append(points, map[string]any{"item": it.Item, "points": "1", "reason": "没有佐证"})
	}
	clerk.post(path+"/opinions", map[string]any{"reviewer": "finance", "points": points}, match(f.RowVersion)).ok(http.StatusOK)

	sealing := into[api.AfterSealing](p.answers("after-sealing", "").ok(http.StatusOK)).Sealings[0]
	require.True(t, sealing.Unchanged, "%+v", sealing.Kinds)
	require.True(t, sealing.Public.Same)
	require.Equal(t, sealing.Public.PackageSHA256, sealing.Public.ServedSHA256)
	require.Equal(t, []api.PublicCount{{Path: "package.zip", Count: 1}}, sealing.Downloads)
	require.Empty(t, sealing.Opinions, "an auditor of the unit does not read the book of the bureau")
	p.appointed(t, "auditor", "auditor", "finance-bureau")
	sealing = into[api.AfterSealing](p.answers("after-sealing", "").ok(http.StatusOK)).Sealings[0]
	require.True(t, sealing.OpinionsOpen)
	require.Len(t, sealing.Opinions, 1)
	require.Equal(t, api.FilingOpinionReviewer("finance"), sealing.Opinions[0].Reviewer)

	_, err := b.blobs.Sweep(t.Context(), func(sha string) bool { return sha != sealing.Public.PackageSHA256 }, time.Now().Add(time.Hour))
	require.NoError(t, err)
	sealing = into[api.AfterSealing](p.answers("after-sealing", "").ok(http.StatusOK)).Sealings[0]
	require.False(t, sealing.Public.Same, "what was published is gone")
	require.False(t, sealing.Same)
}

func TestAnswers_areForAuditorsAndAreWrittenDown(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	base := "/api/v1/evaluations/" + p.id
	at := url.QueryEscape(time.Now().Format(time.RFC3339Nano))
	for _, target := range []string{
		"/answers/who-could?action=claim&at=" + at, "/answers/why-refused?entry=1", "/answers/who-looked", "/answers/after-sealing", "/audit",
	} {
		require.Equal(t, "role_missing", p.as("director").get(base+target).problem(http.StatusForbidden).Reason, target)
		p.as("stranger").get(base + target).problem(http.StatusNotFound)
		p.as("auditor").get(base + target)
	}
	noted, err := p.store.InstallationJournal(t.Context(), 0, 1000)
	require.NoError(t, err)
	var kinds []string
	for _, e := range noted {
		if strings.HasPrefix(e.Type, "answer_") || e.Type == "evaluation_audited" {
			require.Contains(t, string(e.Data), p.id)
			kinds = append(kinds, e.Type)
		}
	}
	require.Equal(t, []string{"answer_who_could", "answer_why_refused", "answer_who_looked", "answer_after_sealing", "evaluation_audited"}, kinds)
}

// auditing is a verification that finds what it is told to.
type auditing struct{ found []audit.Finding }

func (a auditing) Audit(_ context.Context, _ evaluation.ID, report func(audit.Finding)) (audit.Result, error) {
	for _, f := range a.found {
		report(f)
	}
	return audit.Result{Entries: 7, Findings: int64(len(a.found))}, nil
}

func TestAuditEvaluation_showsWhatWasFound(t *testing.T) {
	t.Parallel()
	var auditor auditing
	p := started(t, open(t, func(c *api.Config) { c.Auditor = &auditor }))
	whole := into[api.AuditResult](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/audit").ok(http.StatusOK))
	require.True(t, whole.Verified)
	require.Equal(t, int64(7), whole.Entries)
	auditor.found = []audit.Finding{{Area: audit.Files, Kind: "file_changed", Where: "files abc", Expected: "a", Found: "b"}}
	broken := into[api.AuditResult](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/audit").ok(http.StatusOK))
	require.False(t, broken.Verified)
	require.Equal(t, "文件", broken.Findings[0].Area)
	require.Equal(t, "files abc", broken.Findings[0].Where)
}

// The audit administrator finds the evaluations, opens the page and asks all
// that auditors ask; what the unit filled in stays closed to him.
func TestAuditOutline_isForWhoeverMayAsk(t *testing.T) {
	t.Parallel()
	p := started(t, open(t, func(c *api.Config) { c.Auditor = auditing{} })).formed()
	base := "/api/v1/evaluations/" + p.id
	for person, mayLookBack := range map[string]bool{"audit-admin": false, "auditor": true} {
		outline := into[api.AuditOutline](p.as(person).get(base + "/audit/outline").ok(http.StatusOK))
		require.Equal(t, p.id, outline.Evaluation.ID)
		require.NotEmpty(t, outline.Evaluation.UnitName)
		require.Equal(t, mayLookBack, outline.MayLookBack, person)
		require.Equal(t, mayLookBack, outline.MayTakeDossier, person)
		require.False(t, outline.Sealed)
		var titles []string
		for _, stage := range outline.Stages {
			require.NotEmpty(t, stage.Title)
			for _, task := range stage.Tasks {
				titles = append(titles, task.Title)
			}
		}
		require.NotEmpty(t, titles)
		list := into[api.AuditedPage](p.as(person).get("/api/v1/journal/evaluations").ok(http.StatusOK))
		require.Equal(t, []api.AuditedEvaluation{outline.Evaluation}, list.Evaluations, person)
		for _, target := range []string{"/journal", "/workflow", "/journal/1/changes", "/answers/who-looked", "/audit"} {
			p.as(person).get(base + target).ok(http.StatusOK)
		}
	}
	at := url.QueryEscape(time.Now().Format(time.RFC3339Nano))
	for _, target := range []string{"", "/timeline", "?as_of=" + at, "/dossier", "/figures"} {
		p.as("audit-admin").get(base + target).problem(http.StatusForbidden)
	}
	p.as("director").get(base + "/audit/outline").problem(http.StatusForbidden)
	p.as("stranger").get(base + "/audit/outline").problem(http.StatusNotFound)
	p.as("director").get("/api/v1/journal/evaluations").problem(http.StatusForbidden)
}
