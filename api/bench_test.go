package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/calendar"
	"jiheng/internal/demo"
	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
	"jiheng/internal/process"
	"jiheng/internal/scheme"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
	"jiheng/policy"
	"jiheng/processes"
)

const password = "correct horse battery staple"

// bench is the whole API on a database of its own, with the case's people.
type bench struct {
	t        testing.TB
	dsn      string
	store    *store.Store
	blobs    *document.Blobs
	files    string // the folder of blobs
	policy   *policy.Policy
	log      *logbook
	registry *prometheus.Registry
	config   api.Config
	server   *httptest.Server
	clock    *clock
	script   *demo.Case
	also     map[string]string // more files of a sealed dossier, by path
}

// clock is real time, until a test lets time pass.
type clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// logbook keeps what was logged.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write keeps a line.
func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// open starts the API; change may alter its configuration.
func open(t testing.TB, change ...func(*api.Config)) *bench {
	t.Helper()
	return openAt(t, storetest.DSN(t), change...)
}

func openAt(t testing.TB, dsn string, change ...func(*api.Config)) *bench {
	t.Helper()
	b := &bench{t: t, dsn: dsn, log: &logbook{}, registry: prometheus.NewRegistry(), clock: &clock{}}
	logger := slog.New(slog.NewJSONHandler(b.log, nil))
	var err error
	b.store, err = store.Open(t.Context(), store.Config{
		DSN: dsn, MaxConns: 20, Log: logger, Calendar: calendar.China,
		Parse: func(name string, source []byte) (*evaluation.Definition, error) {
			return process.Parse(name, source, process.Options{})
		},
		Remote: func(unit string) bool { return b.config.Receivers[unit] != nil }, Retention: 10,
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.store.Close()) })
	b.files = t.TempDir()
	b.blobs, err = document.OpenBlobs(b.files)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.blobs.Close()) })
	b.policy, err = policy.New()
	require.NoError(t, err)
	require.NoError(t, adapter.KeepPolicy(t.Context(), b.store))
	b.seed(t)
	schemes, err := scheme.Load(processes.Schemes())
	require.NoError(t, err)
	b.config = api.Config{
		Store: adapter.API{Store: b.store}, Sessions: b.sessions(t, logger), Policy: b.policy, Schemes: schemes, Blobs: b.blobs,
		Log: logger, Now: b.clock.now, AllowRehearsal: true, Retention: 10, Registry: b.registry, MetricsOnMain: true,
	}
	for _, c := range change {
		c(&b.config)
	}
	handler, err := api.New(b.config)
	require.NoError(t, err)
	b.server = httptest.NewServer(handler)
	t.Cleanup(b.server.Close)
	return b
}

// hashed is the password's hash at low costs, made once.
var hashed = sync.OnceValues(func() (string, error) { //nolint:gochecknoglobals // shared by all tests
	h, err := cheapHasher()
	if err != nil {
		return "", err
	}
	return h.Hash(context.Background(), password)
})

func cheapHasher() (*identity.Hasher, error) {
	return identity.NewHasher(identity.Params{MemoryKiB: 64, Passes: 1, Lanes: 1}, 4)
}

func (b *bench) sessions(t testing.TB, log *slog.Logger) *identity.Sessions {
	t.Helper()
	h, err := cheapHasher()
	require.NoError(t, err)
	s, err := identity.NewSessions(b.store.Identity(), h, identity.DefaultConfig(), b.clock.now, log)
	require.NoError(t, err)
	return s
}

// seed brings in the case's organisation, a foreign unit and the processes.
func (b *bench) seed(t testing.TB) {
	t.Helper()
	script, err := demo.Load()
	require.NoError(t, err)
	b.script = script
	hash, err := hashed()
	require.NoError(t, err)
	var o store.Organisation
	for _, u := range append(script.Organisation.Units, demo.Unit{ID: "other-unit", Name: "另一个单位"}) {
		o.Units = append(o.Units, store.Unit{ID: u.ID, Name: u.Name})
	}
	departments := append(script.Organisation.Departments, demo.Department{ID: "other-office", UnitID: "other-unit", Name: "办公室"})
	for _, d := range departments {
		o.Departments = append(o.Departments, store.Department{ID: d.ID, UnitID: d.UnitID, Name: d.Name})
	}
	people := append(script.Organisation.People,
		demo.Player{ID: "stranger", UnitID: "other-unit", DepartmentID: "other-office", Post: "另一单位办公室主任", Roles: []string{"unit_office"}})
	for _, p := range people {
		person := identity.Person{
			ID: identity.PersonID(p.ID), UnitID: identity.UnitID(p.UnitID), DepartmentID: identity.DepartmentID(p.DepartmentID),
			Name: p.Post, Post: p.Post,
		}
		o.Persons = append(o.Persons, person)
		o.Accounts = append(o.Accounts, identity.Account{Person: person, Login: p.ID, PasswordHash: hash})
		for _, role := range p.Roles {
			o.Grants = append(o.Grants, store.Grant{
				Person: evaluation.PersonID(p.ID), Role: evaluation.RoleID(role), UnitID: p.UnitID, DepartmentID: p.DepartmentID,
				GrantedBy: evaluation.SystemPerson,
			})
		}
	}
	require.NoError(t, b.store.SeedOrganisation(t.Context(), o))
	catalogue, err := process.Load(processes.FS(), process.Options{})
	require.NoError(t, err)
	source, err := catalogue.Source("overall-self-evaluation", 2)
	require.NoError(t, err)
	_, err = b.store.PutDefinition(t.Context(), "overall-self-evaluation", source)
	require.NoError(t, err)
}

// someone is a person at the API.
type someone struct {
	b      *bench
	client *http.Client
	cookie string
}

// as logs somebody in.
func (b *bench) as(person string) *someone {
	b.t.Helper()
	p := b.anybody()
	answer := p.post("/api/v1/session", map[string]string{"login": person, "password": password})
	require.Equal(b.t, http.StatusOK, answer.status, answer.text())
	p.cookie, _, _ = strings.Cut(answer.header.Get("Set-Cookie"), ";")
	return p
}

// anybody is somebody who is not logged in.
func (b *bench) anybody() *someone {
	return &someone{b: b, client: &http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// answer is what came back.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	body   []byte
}

func (a answer) text() string { return string(a.body) }

// into decodes the answer.
func into[V any](a answer) V {
	a.t.Helper()
	var v V
	require.NoError(a.t, json.Unmarshal(a.body, &v), a.text())
	return v
}

// problem decodes a problem of a status.
func (a answer) problem(status int) api.Problem {
	a.t.Helper()
	require.Equal(a.t, status, a.status, a.text())
	require.Equal(a.t, "application/problem+json", a.header.Get("Content-Type"))
	p := into[api.Problem](a)
	require.Equal(a.t, status, p.Status)
	require.NotEmpty(a.t, p.RequestID)
	require.NotEmpty(a.t, p.Title)
	return p
}

// ok wants a status.
func (a answer) ok(status int) answer {
	a.t.Helper()
	require.Equal(a.t, status, a.status, a.text())
	return a
}

// with sets a header of a request.
type with func(*http.Request)

func header(name, value string) with {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func key(k string) with            { return header("Idempotency-Key", k) }
func match(version int64) with     { return header("If-Match", `"`+strconv.FormatInt(version, 10)+`"`) }
func without(name string) with     { return func(r *http.Request) { r.Header.Del(name) } }
func contentType(kind string) with { return header("Content-Type", kind) }

func (p *someone) get(path string, options ...with) answer {
	p.b.t.Helper()
	return p.send(http.MethodGet, path, nil, options...)
}

// post sends JSON under a fresh key.
func (p *someone) post(path string, body any, options ...with) answer {
	p.b.t.Helper()
	return p.sendJSON(http.MethodPost, path, body, options...)
}

func (p *someone) sendJSON(method, path string, body any, options ...with) answer {
	p.b.t.Helper()
	if body == nil {
		return p.send(method, path, nil, options...)
	}
	text, raw := body.(string)
	if !raw {
		encoded, err := json.Marshal(body)
		require.NoError(p.b.t, err)
		text = string(encoded)
	}
	return p.send(method, path, []byte(text), append([]with{contentType("application/json")}, options...)...)
}

// send sends a request and holds the answer against the contract.
func (p *someone) send(method, path string, body []byte, options ...with) answer {
	p.b.t.Helper()
	req, err := http.NewRequestWithContext(p.b.t.Context(), method, p.b.server.URL+path, bytes.NewReader(body))
	require.NoError(p.b.t, err)
	if method != http.MethodGet {
		req.Header.Set("Idempotency-Key", uuid.NewString())
	}
	if p.cookie != "" {
		req.Header.Set("Cookie", p.cookie)
	}
	for _, o := range options {
		o(req)
	}
	res, err := p.client.Do(req)
	require.NoError(p.b.t, err)
	defer func() { _ = res.Body.Close() }()
	content, err := io.ReadAll(res.Body)
	require.NoError(p.b.t, err)
	checkContract(p.b.t, req, body, res, content)
	return answer{t: p.b.t, status: res.StatusCode, header: res.Header, body: content}
}

func trustLoopback(c *api.Config) { c.TrustedProxies = []string{"127.0.0.1", "::1/128"} }
