package identity_test

import (
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/identity"
	"jiheng/internal/identity/identitytest"
)

const (
	goodPhrase = "海边的风吹过二零二六"
	office     = "192.0.2.7"
)

// desk is an office with one clerk who has an account, and a clock.
type desk struct {
	t        *testing.T
	repo     *identitytest.Memory
	hasher   *identity.Hasher
	sessions *identity.Sessions
	config   identity.Config

	mu  sync.Mutex
	now time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{
		t: t, hasher: newHasher(t, cheap(), 2), config: identity.DefaultConfig(),
		now: time.Date(2026, time.March, 2, 9, 0, 0, 0, time.FixedZone("CST", 8*3600)),
	}
	d.repo = identitytest.NewMemory(d.account("p1", "zhao"), d.account("p2", "qian"))
	d.sessions = d.open()
	return d
}

// open makes a service on the same repository, as a restart does.
func (d *desk) open() *identity.Sessions {
	d.t.Helper()
	s, err := identity.NewSessions(d.repo, d.hasher, d.config, d.clock, slog.New(slog.DiscardHandler))
	require.NoError(d.t, err)
	return s
}

func (d *desk) account(id identity.PersonID, login string) identity.Account {
	d.t.Helper()
	hash, err := d.hasher.Hash(d.t.Context(), goodPhrase)
	require.NoError(d.t, err)
	return identity.Account{
		Person: identity.Person{ID: id, UnitID: "u1", DepartmentID: "d1", Name: "经办人", Post: "科员"},
		Login:  login, PasswordHash: hash,
	}
}

func (d *desk) clock() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *desk) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

func (d *desk) login(login, password string) (string, error) {
	token, _, err := d.sessions.Login(d.t.Context(), login, password, office)
	return token, err
}

func (d *desk) mustLogin(login string) string {
	d.t.Helper()
	token, err := d.login(login, goodPhrase)
	require.NoError(d.t, err)
	return token
}

func (d *desk) requireAlive(token string) identity.Session {
	d.t.Helper()
	s, err := d.sessions.Lookup(d.t.Context(), token)
	require.NoError(d.t, err)
	return s
}

func (d *desk) requireExpired(token string) {
	d.t.Helper()
	_, err := d.sessions.Lookup(d.t.Context(), token)
	requireUnauthenticated(d.t, err, "session_expired")
}

func (d *desk) lastEntry() identity.Entry {
	d.t.Helper()
	entries := d.repo.Entries()
	require.NotEmpty(d.t, entries)
	return entries[len(entries)-1]
}

func requireUnauthenticated(t *testing.T, err error, reason string) {
	t.Helper()
	require.ErrorIs(t, err, fault.New(fault.Unauthenticated, reason, ""))
}
