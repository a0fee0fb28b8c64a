package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

func TestLogInTellsWhoOneIs(t *testing.T) {
	t.Parallel()
	b := open(t)
	answer := b.anybody().post("/api/v1/session", map[string]string{"login": "office-head", "password": password}).ok(http.StatusOK)
	me := into[api.Me](answer)
	require.Equal(t, "办公室主任", me.Person.Post)
	require.Equal(t, "湛江市人民政府行政服务中心", me.Person.UnitName)
	require.Equal(t, "办公室", me.Person.DepartmentName)
	require.Equal(t, []api.HeldRole{{Role: "unit_office", Title: "办公室", UnitID: "service-centre", DepartmentID: "office"}}, me.Roles)
	cookie := answer.header.Get("Set-Cookie")
	require.True(t, strings.HasPrefix(cookie, "jiheng_session="), cookie)
	for _, attribute := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		require.Contains(t, cookie, attribute)
	}
	require.NotContains(t, cookie, "Secure")
	require.NotContains(t, b.log.String(), strings.TrimPrefix(strings.Split(cookie, ";")[0], "jiheng_session="), "tokens are not logged")
	require.NotContains(t, b.log.String(), password)
}

func TestWithHTTPSTheCookieIsForThisHostAlone(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.PublicURL = "https://jixiao.example.gov.cn" })
	answer := b.anybody().post("/api/v1/session", map[string]string{"login": "office-head", "password": password}).ok(http.StatusOK)
	require.True(t, strings.HasPrefix(answer.header.Get("Set-Cookie"), "__Host-jiheng_session="))
	require.Contains(t, answer.header.Get("Set-Cookie"), "Secure")
	require.NotEmpty(t, answer.header.Get("Strict-Transport-Security"))
	p := b.as("office-head")
	into[api.Me](p.get("/api/v1/session").ok(http.StatusOK))
}

func TestAFailedLoginTellsNothing(t *testing.T) {
	t.Parallel()
	b := open(t)
	wrong := b.anybody().post("/api/v1/session", map[string]string{"login": "office-head", "password": "wrong"}).problem(http.StatusUnauthorized)
	unknown := b.anybody().post("/api/v1/session", map[string]string{"login": "nobody", "password": "wrong"}).problem(http.StatusUnauthorized)
	wrong.RequestID, unknown.RequestID = "", ""
	require.Equal(t, wrong, unknown)
	require.Equal(t, "login_failed", wrong.Reason)
}

func TestManyFailuresLock(t *testing.T) {
	t.Parallel()
	b := open(t)
	for range 5 {
		b.anybody().post("/api/v1/session", map[string]string{"login": "director", "password": "wrong"}).problem(http.StatusUnauthorized)
	}
	locked := b.anybody().post("/api/v1/session", map[string]string{"login": "director", "password": password})
	problem := locked.problem(http.StatusTooManyRequests)
	require.Equal(t, "login_locked", problem.Reason)
	require.NotEmpty(t, locked.header.Get("Retry-After"))
	require.Regexp(t, `请在20\d\d年\d+月\d+日\d\d时\d\d分\d\d秒以后再试`, problem.Detail)
	b.clock.pass(2 * time.Minute)
	b.as("director")
}

func TestOneAddressMayNotLogInWithoutPause(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.LoginBurst, c.LoginPerMinute = 2, 6 })
	b.as("director")
	b.as("director")
	often := b.anybody().post("/api/v1/session", map[string]string{"login": "director", "password": password})
	require.Equal(t, "login_too_often", often.problem(http.StatusTooManyRequests).Reason)
	require.NotEmpty(t, often.header.Get("Retry-After"))
	b.clock.pass(11 * time.Second)
	b.as("director")
}

func TestASessionEnds(t *testing.T) {
	t.Parallel()
	t.Run("by logging out", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		p := b.as("director")
		out := p.send(http.MethodDelete, "/api/v1/session", nil).ok(http.StatusNoContent)
		require.Contains(t, out.header.Get("Set-Cookie"), "Max-Age=0")
		require.Equal(t, "session_expired", p.get("/api/v1/session").problem(http.StatusUnauthorized).Reason)
	})
	t.Run("by idleness, which only what people do interrupts", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		p := b.as("director")
		b.clock.pass(20 * time.Minute)
		p.get("/api/v1/session").ok(http.StatusOK)
		b.clock.pass(20 * time.Minute)
		p.get("/api/v1/tasks/counts").ok(http.StatusOK)
		b.clock.pass(20 * time.Minute)
		require.Equal(t, "session_expired", p.get("/api/v1/tasks/counts").problem(http.StatusUnauthorized).Reason)
	})
	t.Run("by logging in again with the old cookie", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		p := b.as("director")
		p.post("/api/v1/session", map[string]string{"login": "office-head", "password": password}).ok(http.StatusOK)
		p.get("/api/v1/session").problem(http.StatusUnauthorized)
	})
}

func TestNothingIsOpenWithoutASession(t *testing.T) {
	t.Parallel()
	b := open(t)
	c, err := contract()
	require.NoError(t, err)
	for path, item := range c.spec.Paths.Map() {
		for method, op := range item.Operations() {
			if op.Security != nil {
				require.Empty(t, *op.Security)
				continue
			}
			target := strings.NewReplacer("{evaluationId}", "ev-1", "{taskId}", "t", "{kind}", "k", "{materialId}", "m", "{noticeId}", "n", "{viewId}", "v").Replace(path)
			refused := b.anybody().send(method, target, nil)
			if method == http.MethodHead { // an answer without a body
				refused.ok(http.StatusUnauthorized)
				continue
			}
			require.Equal(t, "session_expired", refused.problem(http.StatusUnauthorized).Reason, op.OperationID)
		}
	}
}

func TestPeopleOfTheUnit(t *testing.T) {
	t.Parallel()
	b := open(t)
	people := into[api.People](b.as("office-head").get("/api/v1/people").ok(http.StatusOK))
	require.Len(t, people.People, 15)
	require.Len(t, people.Departments, 6)
	for _, p := range people.People {
		require.Equal(t, "service-centre", p.UnitID)
	}
	refused := b.as("office-clerk-1").get("/api/v1/people").problem(http.StatusForbidden)
	require.Equal(t, "not_your_unit", refused.Reason, "somebody without any role")
}

// changes asks for another password.
func (s *someone) changes(old, next string) answer {
	s.b.t.Helper()
	return s.post("/api/v1/session/password", map[string]string{"old_password": old, "password": next})
}

func TestAPasswordIsChangedByItsOwner(t *testing.T) {
	t.Parallel()
	b := open(t)
	here, elsewhere := b.as("director"), b.as("director")
	const next = "staple of the correct horse"
	for reason, c := range map[string]struct{ old, next, field, code string }{
		"password_wrong":     {"not the password", next, "old_password", "password_wrong"},
		"password_unchanged": {password, password, "password", "password_unchanged"},
		"too short":          {password, "short", "password", "password_weak"},
		"too common":         {password, "password123", "password", "password_weak"},
	} {
		refused := here.changes(c.old, c.next).problem(http.StatusUnprocessableEntity)
		require.Equal(t, c.code, refused.Reason, reason)
		require.Len(t, refused.Errors, 1, reason)
		require.Equal(t, c.field, refused.Errors[0].Field, reason)
	}
	here.get("/api/v1/session").ok(http.StatusOK)
	elsewhere.get("/api/v1/session").ok(http.StatusOK)

	changed := here.changes(password, next).ok(http.StatusOK)
	require.Equal(t, "党组书记、中心主任", into[api.Me](changed).Person.Post)
	require.Equal(t, "session_expired", elsewhere.get("/api/v1/session").problem(http.StatusUnauthorized).Reason)
	require.Equal(t, "session_expired", here.get("/api/v1/session").problem(http.StatusUnauthorized).Reason, "the old token is worth nothing")
	here.cookie, _, _ = strings.Cut(changed.header.Get("Set-Cookie"), ";")
	here.get("/api/v1/session").ok(http.StatusOK)
	require.NotContains(t, b.log.String(), next)

	require.Equal(t, "login_failed", b.anybody().post("/api/v1/session", map[string]string{"login": "director", "password": password}).problem(http.StatusUnauthorized).Reason)
	b.anybody().post("/api/v1/session", map[string]string{"login": "director", "password": next}).ok(http.StatusOK)
}

func TestAStolenSessionIsNoWayToGuessThePassword(t *testing.T) {
	t.Parallel()
	b := open(t)
	thief := b.as("director")
	for range 5 {
		thief.changes("guess", "staple of the correct horse").problem(http.StatusUnprocessableEntity)
	}
	locked := thief.changes(password, "staple of the correct horse")
	require.Equal(t, "login_locked", locked.problem(http.StatusTooManyRequests).Reason)
}

func TestWhoeverIsAppointedListsThePeopleOfTheUnitWhileHeIs(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	member := p.as("office-clerk-1")
	require.Equal(t, http.StatusForbidden, member.get("/api/v1/people").status, "nobody without a role")
	p.completes("office-head", "formation", "draft_notice", map[string]any{"members": []map[string]string{
		{"person": "director", "role": "chair"}, {"person": "office-clerk-1", "role": "member"}, {"person": "office-head", "role": "group_office"},
	}})
	require.Equal(t, http.StatusForbidden, member.get("/api/v1/people").status, "who is only named is not appointed")
	p.approves("director", "formation", "issue_notice")
	people := into[api.People](member.get("/api/v1/people").ok(http.StatusOK))
	require.NotEmpty(t, people.People)
	for _, one := range people.People {
		require.Equal(t, "service-centre", one.UnitID)
	}
	of := "/api/v1/evaluations/" + p.id
	seq := func() with { return match(into[api.Evaluation](p.as("auditor").get(of).ok(http.StatusOK)).Seq) }
	change := map[string]any{"reason": "调离", "join": []map[string]string{{"person": "hotline-head", "role": "member"}}, "leave": []map[string]string{{"person": "office-clerk-1", "role": "member"}}}
	p.as("office-head").post(of+"/group/change", change, seq()).ok(http.StatusOK)
	p.as("director").post(of+"/group/change/approve", map[string]any{"opinion": "同意"}, seq()).ok(http.StatusOK)
	require.Equal(t, http.StatusForbidden, member.get("/api/v1/people").status, "a member who has left")
}
