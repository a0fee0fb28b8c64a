package identitytest

import (
	"context"
	"slices"
	"sync"
	"time"

	"jiheng/internal/fault"
	"jiheng/internal/identity"
)

// Memory is an identity.Repository in memory, for tests. Its one lock stands
// for the row locks of a database.
type Memory struct {
	mu        sync.Mutex
	accounts  map[identity.PersonID]identity.Account
	sessions  map[identity.Digest]identity.StoredSession
	throttles map[identity.ThrottleKey]identity.Throttle
	entries   []identity.Entry
	failing   error
}

var _ identity.Repository = (*Memory)(nil)

// NewMemory makes a repository with these accounts.
func NewMemory(accounts ...identity.Account) *Memory {
	m := &Memory{
		accounts:  make(map[identity.PersonID]identity.Account),
		sessions:  make(map[identity.Digest]identity.StoredSession),
		throttles: make(map[identity.ThrottleKey]identity.Throttle),
	}
	m.Seed(accounts...)
	return m
}

// Seed adds or replaces accounts.
func (m *Memory) Seed(accounts ...identity.Account) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range accounts {
		m.accounts[a.Person.ID] = a
	}
}

// Fail makes every call answer err until it is told nil.
func (m *Memory) Fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.failing = err
}

// Entries gives the security log so far.
func (m *Memory) Entries() []identity.Entry {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.entries)
}

// SessionCount says how many sessions are stored.
func (m *Memory) SessionCount() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.sessions)
}

// do runs f as one transaction: alone, and not at all when the context has
// ended or the repository was told to fail. f checks before it writes.
func (m *Memory) do(ctx context.Context, f func() error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return fault.Wrap(err, fault.Unavailable, "database_unavailable", "begin")
	}
	if m.failing != nil {
		return m.failing
	}
	return f()
}

func (m *Memory) endSessionsOf(id identity.PersonID) int {
	before := len(m.sessions)
	for d, s := range m.sessions {
		if s.PersonID == id {
			delete(m.sessions, d)
		}
	}
	return before - len(m.sessions)
}

// UpdateThrottle implements identity.Repository.
func (m *Memory) UpdateThrottle(ctx context.Context, keys []identity.ThrottleKey,
	decide func([]identity.Throttle) []identity.Throttle,
) error {
	return m.do(ctx, func() error {
		states := make([]identity.Throttle, len(keys))
		for i, k := range keys {
			states[i] = m.throttles[k]
		}
		for i, next := range decide(states) {
			m.throttles[keys[i]] = next
		}
		return nil
	})
}

// AppendEntry implements identity.Repository.
func (m *Memory) AppendEntry(ctx context.Context, entry identity.Entry) error {
	return m.do(ctx, func() error {
		m.entries = append(m.entries, entry)
		return nil
	})
}

// Purge implements identity.Repository.
func (m *Memory) Purge(ctx context.Context, limits identity.PurgeLimits) (int, error) {
	purged := 0
	err := m.do(ctx, func() error {
		for d, s := range m.sessions {
			if !s.CreatedAt.After(limits.CreatedBefore) || !s.SeenAt.After(limits.SeenBefore) {
				delete(m.sessions, d)
				purged++
			}
		}
		for k, t := range m.throttles {
			if quiet(t.LastFailureAt, limits.QuietSince) && quiet(t.LockedUntil, limits.QuietSince) {
				delete(m.throttles, k)
			}
		}
		return nil
	})
	return purged, err
}

func quiet(at, since time.Time) bool { return !at.After(since) }
