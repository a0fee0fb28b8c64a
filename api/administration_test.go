package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

const administration = "/api/v1/administration/"

// proposed is what the system administrator proposes.
func (b *bench) proposed(t testing.TB, wanted map[string]any) api.GrantProposal {
	t.Helper()
	wanted["reason"] = "岗位调整"
	return into[api.GrantProposal](b.as("system-admin").post(administration+"proposals", wanted).ok(http.StatusOK))
}

// appointed gives somebody a role as administrators do.
func (b *bench) appointed(t testing.TB, person, role, unit string) api.GrantProposal {
	t.Helper()
	p := b.proposed(t, map[string]any{"kind": "grant", "person": person, "role": role, "unit_id": unit})
	return into[api.GrantProposal](b.as("security-admin").post(administration+"proposals/"+p.ID+"/approve", nil).ok(http.StatusOK))
}

// dismissed takes a role away as administrators do.
func (b *bench) dismissed(person, role string) {
	b.t.Helper()
	for _, g := range into[api.GrantPage](b.as("system-admin").get(administration + "grants?limit=100&role=" + role).ok(http.StatusOK)).Grants {
		if g.Person == person {
			p := b.proposed(b.t, map[string]any{"kind": "end", "grant": g.ID})
			b.as("security-admin").post(administration+"proposals/"+p.ID+"/approve", nil).ok(http.StatusOK)
		}
	}
}

func TestARoleIsGivenByTwo(t *testing.T) {
	t.Parallel()
	b := open(t)
	system, security, audit, clerk := b.as("system-admin"), b.as("security-admin"), b.as("audit-admin"), b.as("office-clerk-1")
	clerk.post("/api/v1/evaluations", b.start(t)).problem(http.StatusForbidden)
	wanted := map[string]any{"kind": "grant", "person": "office-clerk-1", "role": "unit_office", "unit_id": "service-centre", "reason": "轮岗"}
	first := into[api.GrantProposal](system.post(administration+"proposals", wanted).ok(http.StatusOK))
	require.Equal(t, "待批准", first.StateTitle)
	require.Equal(t, "领导小组办公室成员（甲）", first.Grant.PersonName)
	require.Equal(t, "湛江市人民政府行政服务中心", first.Grant.UnitName)
	clerk.post("/api/v1/evaluations", b.start(t)).problem(http.StatusForbidden)

	p := system.post(administration+"proposals/"+first.ID+"/approve", nil).problem(http.StatusForbidden)
	require.Equal(t, "duty_conflict", p.Reason)
	require.Contains(t, p.RuleText, "提出申请的人不能自己批准")
	for _, s := range []*someone{audit, b.as("office-head")} {
		require.Equal(t, "role_missing", s.post(administration+"proposals/"+first.ID+"/approve", nil).problem(http.StatusForbidden).Reason)
		require.Equal(t, "role_missing", s.post(administration+"proposals", map[string]any{
			"kind": "grant", "person": "director", "role": "auditor", "unit_id": "service-centre", "reason": "x",
		}).problem(http.StatusForbidden).Reason)
	}
	approved := into[api.GrantProposal](security.post(administration+"proposals/"+first.ID+"/approve", nil).ok(http.StatusOK))
	require.Equal(t, api.GrantProposalStateApproved, approved.State)
	require.Equal(t, approved.DecidedAt, approved.Grant.From)
	require.Equal(t, "安全管理员", approved.DecidedByName)
	clerk.post("/api/v1/evaluations", b.start(t)).ok(http.StatusCreated)

	b.dismissed("office-clerk-1", "unit_office")
	clerk.post("/api/v1/evaluations", b.start(t)).problem(http.StatusForbidden)
	list := into[api.GrantProposalPage](audit.get(administration + "proposals?limit=1").ok(http.StatusOK))
	require.Len(t, list.Proposals, 1)
	require.Equal(t, api.GrantProposalKindEnd, list.Proposals[0].Kind)
	require.NotEmpty(t, list.NextCursor)
	rest := into[api.GrantProposalPage](audit.get(administration + "proposals?cursor=" + list.NextCursor).ok(http.StatusOK))
	require.Equal(t, first.ID, rest.Proposals[0].ID)
	require.Empty(t, into[api.GrantProposalPage](audit.get(administration+"proposals?waiting=true").ok(http.StatusOK)).Proposals)
}

func TestAProposalSaysWhatOneMayDoWithIt(t *testing.T) {
	t.Parallel()
	b := open(t)
	p := b.proposed(t, map[string]any{"kind": "grant", "person": "director", "role": "auditor", "unit_id": "service-centre"})
	for person, want := range map[string]string{"system-admin": "withdraw", "security-admin": "approve reject", "audit-admin": ""} {
		list := into[api.GrantProposalPage](b.as(person).get(administration + "proposals").ok(http.StatusOK))
		require.Equal(t, p.ID, list.Proposals[0].ID)
		var allowed []string
		for _, a := range list.Proposals[0].Actions {
			if a.Allowed {
				allowed = append(allowed, string(a.Action))
			} else {
				require.NotEmpty(t, a.RuleText)
			}
		}
		require.Equal(t, want, strings.Join(allowed, " "), person)
	}
	security := b.as("security-admin")
	security.post(administration+"proposals/"+p.ID+"/reject", map[string]string{"reason": ""}).problem(http.StatusUnprocessableEntity)
	rejected := into[api.GrantProposal](security.post(administration+"proposals/"+p.ID+"/reject", map[string]string{"reason": "不符合规定"}).ok(http.StatusOK))
	require.Equal(t, "不符合规定", rejected.Note)
	require.Empty(t, rejected.Actions)
	told := b.as("system-admin").post(administration+"proposals/"+p.ID+"/withdraw", map[string]string{"reason": "重复"}).problem(http.StatusConflict)
	require.Equal(t, "proposal_settled", told.Reason)
	require.Contains(t, told.Detail, "安全管理员")
	b.as("system-admin").post(administration+"proposals/none/withdraw", map[string]string{"reason": "x"}).problem(http.StatusNotFound)
}

func TestAdministratorsAreExclusive(t *testing.T) {
	t.Parallel()
	b := open(t)
	system := b.as("system-admin")
	for _, c := range []struct{ person, role string }{{"director", "audit_admin"}, {"audit-admin", "unit_head"}, {"security-admin", "audit_admin"}} {
		told := system.post(administration+"proposals", map[string]any{
			"kind": "grant", "person": c.person, "role": c.role, "unit_id": "service-centre", "reason": "x",
		}).problem(http.StatusConflict)
		require.Equal(t, "roles_exclusive", told.Reason)
		require.Contains(t, told.Detail, "互不兼任")
	}
	for _, path := range []string{"tasks", "evaluations", "people", "filings"} {
		answer := system.get("/api/v1/" + path)
		require.NotContains(t, answer.text(), "director", path)
	}
	self := system.post(administration+"proposals", map[string]any{
		"kind": "grant", "person": "system-admin", "role": "auditor", "unit_id": "service-centre", "reason": "x",
	}).problem(http.StatusForbidden)
	require.Contains(t, self.RuleText, "所涉人员本人")
}

func TestAccountsAreLockedByTheSecurityAdministrator(t *testing.T) {
	t.Parallel()
	b := open(t)
	security, director := b.as("security-admin"), b.as("director")
	lock := administration + "accounts/director/lock"
	why := map[string]string{"reason": "口令外泄"}
	for _, person := range []string{"system-admin", "audit-admin", "office-head"} {
		require.Equal(t, "role_missing", b.as(person).post(lock, why).problem(http.StatusForbidden).Reason)
	}
	locked := into[api.Account](security.post(lock, why).ok(http.StatusOK))
	require.True(t, locked.Locked)
	require.Zero(t, locked.Sessions)
	director.get("/api/v1/session").problem(http.StatusUnauthorized)
	b.anybody().post("/api/v1/session", map[string]string{"login": "director", "password": password}).problem(http.StatusUnauthorized)
	security.post(administration+"accounts/director/unlock", why).ok(http.StatusOK)
	again := b.as("director")
	found := into[api.AccountPage](b.as("audit-admin").get(administration + "accounts?query=" + url.QueryEscape("DIRECTOR")).ok(http.StatusOK))
	require.Len(t, found.Accounts, 1)
	require.Equal(t, 1, found.Accounts[0].Sessions)
	require.Zero(t, into[api.Account](security.post(administration+"accounts/director/end-sessions", why).ok(http.StatusOK)).Sessions)
	again.get("/api/v1/session").problem(http.StatusUnauthorized)
	own := security.post(administration+"accounts/security-admin/lock", why).problem(http.StatusForbidden)
	require.Equal(t, "duty_conflict", own.Reason)
	security.post(administration+"accounts/nobody/lock", why).problem(http.StatusNotFound)
}

func TestTheAuditAdministratorSeesBothAndWhatWasRefused(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.appointed(t, "director", "auditor", "service-centre")
	b.as("audit-admin").post(administration+"accounts/director/lock", map[string]string{"reason": "x"}).problem(http.StatusForbidden)
	audit := b.as("audit-admin")
	kinds := map[string]api.JournalEntry{}
	for _, e := range into[api.JournalPage](audit.get("/api/v1/installation/journal?limit=100").ok(http.StatusOK)).Entries {
		kinds[e.Type] = e
	}
	require.Equal(t, "system-admin", kinds["grant_proposed"].Actor)
	require.Equal(t, "security-admin", kinds["grant_approved"].Actor)
	require.Equal(t, "批准任免申请", kinds["grant_approved"].TypeTitle)
	require.Contains(t, kinds["grant_approved"].RuleText, "安全管理员")
	require.Equal(t, "audit-admin", kinds["administration_refused"].Actor)
	require.Equal(t, "casbin:account/lock/unit", kinds["administration_refused"].Rule)
	for _, person := range []string{"director", "auditor", "office-head"} {
		for _, path := range []string{"grants", "proposals", "accounts", "choices"} {
			require.Equal(t, "role_missing", b.as(person).get(administration+path).problem(http.StatusForbidden).Reason)
		}
	}
	choices := into[api.AdministrationChoices](audit.get(administration + "choices").ok(http.StatusOK))
	require.Len(t, choices.Units, 3)
	for _, a := range choices.Actions {
		require.False(t, a.Allowed, a.Action)
	}
	page := into[api.GrantPage](audit.get(administration + "grants?query=" + url.QueryEscape("安全管理员")).ok(http.StatusOK))
	require.Len(t, page.Grants, 1)
	require.True(t, page.Grants[0].Administrator)
	first := into[api.GrantPage](audit.get(administration + "grants?limit=2").ok(http.StatusOK))
	second := into[api.GrantPage](audit.get(administration + "grants?limit=2&cursor=" + first.NextCursor).ok(http.StatusOK))
	require.NotEqual(t, first.Grants[0].ID, second.Grants[0].ID)
}
