package api_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/evaluation"
	"jiheng/internal/postgres"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// database is a PostgreSQL of the test's own, to be stopped by it.
func database(t *testing.T) (*postgres.Server, string) {
	t.Helper()
	base, err := os.MkdirTemp("", "jiheng-api-") // where the database's user may enter, unlike t.TempDir
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(base) })
	require.NoError(t, os.Chmod(base, 0o711)) //nolint:gosec // see above
	binaries, err := postgres.Find(t.Context(), postgres.Search{CacheDir: filepath.Join(base, "cache"), SystemDir: filepath.Join(base, "system")})
	require.NoError(t, err)
	cfg := storetest.Config(filepath.Join(base, "data"), binaries)
	cfg.SystemDir = filepath.Join(base, "system")
	s, err := postgres.Start(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Stop(context.WithoutCancel(t.Context())) })
	require.NoError(t, storetest.Prepare(t.Context(), s, "jiheng"))
	dsn := s.DSN("jiheng", "jiheng")
	require.NoError(t, store.Migrate(t.Context(), dsn))
	return s, dsn
}

func TestWithoutADatabaseNothingIsDoneAndPeopleAreToldToComeBack(t *testing.T) {
	t.Parallel()
	pg, dsn := database(t)
	b := openAt(t, dsn)
	p := started(t, b)
	task, head := p.live("formation", "draft_notice"), p.as("office-head")
	b.anybody().get("/readyz").ok(http.StatusOK)
	require.NoError(t, pg.Stop(context.WithoutCancel(t.Context())))

	for _, a := range []answer{
		head.get("/api/v1/tasks?box=mine"),
		head.post(path(task, "claim"), nil, match(1)),
		b.anybody().post("/api/v1/session", map[string]string{"login": "director", "password": password}),
		b.anybody().get("/readyz"),
	} {
		problem := a.problem(http.StatusServiceUnavailable)
		require.Equal(t, api.ProblemCodeUnavailable, problem.Code)
		require.Equal(t, "database_unavailable", problem.Reason)
		require.NotEmpty(t, a.header.Get("Retry-After"))
		require.NotContains(t, a.text(), "connect", "what exactly went wrong is for the log")
		require.Contains(t, b.log.String(), problem.RequestID)
	}
	page := b.anybody().get("/public/evaluations").ok(http.StatusServiceUnavailable)
	require.Contains(t, page.text(), "数据库暂时不可用")
	require.NotEmpty(t, page.header.Get("Retry-After"))
	b.anybody().get("/healthz").ok(http.StatusOK)
}

// broken panics where a test wants it to.
type broken struct{ api.Store }

func (broken) Definitions(context.Context) ([]*evaluation.Definition, error) {
	panic("something private about /etc/secret")
}

func TestAPanicIsAnInternalErrorWithoutAnyDetail(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.Store = broken{c.Store} })
	a := b.as("office-head").get("/api/v1/processes")
	problem := a.problem(http.StatusInternalServerError)
	require.Equal(t, "internal", problem.Reason)
	require.NotContains(t, a.text(), "secret")
	require.NotContains(t, a.text(), "goroutine")
	require.Contains(t, b.log.String(), "something private about /etc/secret")
	require.Contains(t, b.log.String(), problem.RequestID)
	b.as("office-head").get("/api/v1/session").ok(http.StatusOK)
}

func TestMetricsCountRequestsTasksAndRefusals(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.claims("office-head", "formation", "draft_notice")
	p.as("auditor").post(path(task, "release"), nil, match(task.Version)).problem(http.StatusForbidden)
	p.anybody().get("/metrics").ok(http.StatusOK)
	families, err := p.registry.Gather()
	require.NoError(t, err)
	seen := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			id := f.GetName()
			for _, l := range m.GetLabel() {
				id += " " + l.GetValue()
			}
			seen[id] = m.GetCounter().GetValue()
		}
	}
	require.InDelta(t, 1, seen["jiheng_commands_total claim done"], 0)
	require.InDelta(t, 1, seen["jiheng_commands_total release forbidden"], 0)
	require.InDelta(t, 1, seen["jiheng_commands_total start done"], 0)
	require.InDelta(t, 1, seen["jiheng_refusals_total casbin:task/release/unit"], 0)
	require.InDelta(t, 1, seen["jiheng_http_requests_total POST /api/v1/evaluations 201"], 0)
	require.Contains(t, seen, "jiheng_http_request_seconds POST /api/v1/evaluations")
}

func TestAServerHasTimeLimits(t *testing.T) {
	t.Parallel()
	s := api.Server("127.0.0.1:0", http.NotFoundHandler())
	for _, limit := range []time.Duration{s.ReadHeaderTimeout, s.ReadTimeout, s.WriteTimeout, s.IdleTimeout} {
		require.Positive(t, limit)
	}
	require.Positive(t, s.MaxHeaderBytes)
}

func TestAConfigurationThatCannotWorkIsRefused(t *testing.T) {
	t.Parallel()
	b := open(t)
	for name, change := range map[string]func(*api.Config){
		"no store":           func(c *api.Config) { c.Store = nil },
		"no clock":           func(c *api.Config) { c.Now = nil },
		"a strange address":  func(c *api.Config) { c.PublicURL = "ftp://example" },
		"an unnamed address": func(c *api.Config) { c.PublicURL = "https://" },
		"a strange proxy":    func(c *api.Config) { c.TrustedProxies = []string{"everybody"} },
	} {
		cfg := b.config
		change(&cfg)
		_, err := api.New(cfg)
		require.Error(t, err, name)
	}
}

// It runs before the tests that run side by side.
func TestNoGoroutineIsLeftBehind(t *testing.T) { //nolint:paralleltest // it counts
	storetest.DSN(t) // starts the PostgreSQL that all tests share
	before := runtime.NumGoroutine()
	t.Run("a working day", func(t *testing.T) { //nolint:paralleltest // see above
		p := started(t, open(t)).formed()
		task := p.claims("coordination-clerk", "self_check", "submit")
		p.supplies("coordination-clerk", task, "score_sheet")
		p.as("director").get("/api/v1/evaluations/" + p.id).ok(http.StatusOK)
		for _, s := range p.people {
			s.client.CloseIdleConnections()
		}
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	})
	// The condition runs in a goroutine of its own.
	require.Eventually(t, func() bool { return runtime.NumGoroutine() <= before+1 }, 10*time.Second, 20*time.Millisecond)
}
