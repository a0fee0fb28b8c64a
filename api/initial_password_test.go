package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/identity"
)

const ownPassword = "a sentence of one's own"

// changesInitialPassword logs somebody in with the password handed out, to whom
// nothing is open before it is changed.
func (b *bench) changesInitialPassword(login, initial string) *someone {
	b.t.Helper()
	p := b.anybody()
	began := p.post("/api/v1/session", map[string]string{"login": login, "password": initial}).ok(http.StatusOK)
	me := into[api.Me](began)
	p.cookie, _, _ = strings.Cut(began.header.Get("Set-Cookie"), ";")
	require.WithinDuration(b.t, time.Now().Add(identity.InitialFor), me.InitialUntil, time.Hour)
	for _, path := range []string{"/api/v1/tasks?box=mine", "/api/v1/evaluations", "/api/v1/calendar", "/api/v1/notices", "/api/v1/organisation"} {
		require.Equal(b.t, "password_initial", p.get(path).problem(http.StatusForbidden).Reason, path)
	}
	p.get("/api/v1/session").ok(http.StatusOK)
	change := map[string]string{"old_password": initial, "password": ownPassword}
	began = p.post("/api/v1/session/password", change).ok(http.StatusOK)
	me = into[api.Me](began)
	p.cookie, _, _ = strings.Cut(began.header.Get("Set-Cookie"), ";")
	require.Zero(b.t, me.InitialUntil)
	p.get("/api/v1/calendar").ok(http.StatusOK)
	return p
}

func TestAPasswordThatWasHandedOutOpensNothingButItsChange(t *testing.T) {
	t.Parallel()
	b := open(t)
	admin := b.as("system-admin")
	people := admin.filledList("person-list", []any{"service-centre", "archivist", "丙某", "office", "科员", ""})
	shown := into[api.ListImport](admin.imports(listImports, people).ok(http.StatusOK))
	taken := into[api.ListImport](admin.imports(listImports+"?digest="+shown.Digest, people).ok(http.StatusOK))
	p := b.changesInitialPassword("archivist", taken.InitialPasswords[0].Password)
	p.send(http.MethodDelete, "/api/v1/session", nil).ok(http.StatusNoContent)
	again := into[api.Me](p.post("/api/v1/session", map[string]string{"login": "archivist", "password": ownPassword}).ok(http.StatusOK))
	require.Zero(t, again.InitialUntil)
}

func TestAnInitialPasswordThatNobodyChangedLogsNobodyIn(t *testing.T) {
	t.Parallel()
	b := open(t)
	admin := b.as("system-admin")
	people := admin.filledList("person-list", []any{"service-centre", "archivist", "丙某", "office", "科员", ""})
	shown := into[api.ListImport](admin.imports(listImports, people).ok(http.StatusOK))
	taken := into[api.ListImport](admin.imports(listImports+"?digest="+shown.Digest, people).ok(http.StatusOK))
	b.clock.pass(identity.InitialFor + time.Hour)
	login := map[string]string{"login": "archivist", "password": taken.InitialPasswords[0].Password}
	require.Equal(t, "password_expired", b.anybody().post("/api/v1/session", login).problem(http.StatusUnauthorized).Reason)
}
