package identitytest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/identity"
)

// Subject is a repository under test and the two things the suite needs that
// identity itself does not.
type Subject struct {
	identity.Repository
	// Seed creates people with their accounts, and whatever units and
	// departments they name. Ids in the suite are UUIDs.
	Seed func(t *testing.T, accounts ...identity.Account)
	// Entries gives the security log in the order it was written.
	Entries func(t *testing.T) []identity.Entry
}

// SubjectOf makes a subject of a repository in memory.
func SubjectOf(m *Memory) Subject {
	return Subject{
		Repository: m,
		Seed:       func(_ *testing.T, accounts ...identity.Account) { m.Seed(accounts...) },
		Entries:    func(*testing.T) []identity.Entry { return m.Entries() },
	}
}

// Run checks the whole contract of identity.Repository. Each check opens a
// repository of its own, empty.
func Run(t *testing.T, open func(t *testing.T) Subject) {
	t.Helper()
	checks := []struct {
		name  string
		check func(*testing.T, Subject)
	}{
		{"an account is found by login and by id", accountIsFound},
		{"an unknown account is not found", unknownAccount},
		{"a new password ends the sessions", newPasswordEndsSessions},
		{"a new password can insist on the old one", newPasswordInsists},
		{"a rehash keeps the sessions", rehashKeepsSessions},
		{"a disabled account has no sessions", disabledHasNoSessions},
		{"a session is stored and found", sessionIsFound},
		{"a session needs the verified hash", sessionNeedsVerifiedHash},
		{"a touch only moves forward", touchMovesForward},
		{"a session ends once", sessionEndsOnce},
		{"all sessions of one person end", sessionsOfOneEnd},
		{"throttles are stored under their keys", throttlesAreStored},
		{"no attempt is lost when many come at once", attemptsAreNotLost},
		{"crossed keys do not wait for each other", crossedKeysDoNotBlock},
		{"entries are kept whole and in order", entriesAreKept},
		{"purge deletes only what is over", purgeDeletesWhatIsOver},
	}
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t, open(t))
		})
	}
}

// What accounts hold; the suite checks no password.
const zhaoHash, qianHash = "$argon2id$first", "$argon2id$second"

// Fixed values: microseconds are all a database keeps.
func noon() time.Time { return time.Date(2026, time.March, 2, 12, 0, 0, 123456000, time.UTC) }

func zhao() identity.Account {
	return identity.Account{
		Person: identity.Person{
			ID:           "0190c7a0-0000-7000-8000-000000000001",
			UnitID:       "0190c7a0-0000-7000-8000-0000000000a1",
			DepartmentID: "0190c7a0-0000-7000-8000-0000000000d1",
			Name:         "Clerk of the office", Post: "Clerk", Email: "clerk@example.gov.cn",
		},
		Login: "zhao", PasswordHash: zhaoHash,
	}
}

func qian() identity.Account {
	return identity.Account{
		Person: identity.Person{
			ID:     "0190c7a0-0000-7000-8000-000000000002",
			UnitID: "0190c7a0-0000-7000-8000-0000000000a1",
			Name:   "Deputy in charge", Post: "Deputy head",
		},
		Login: "qian", PasswordHash: qianHash,
	}
}

func session(owner identity.Account, n byte) identity.StoredSession {
	return identity.StoredSession{
		Digest: identity.Digest{31: n}, PersonID: owner.Person.ID, ClientAddress: "192.0.2.7",
		CreatedAt: noon(), SeenAt: noon(),
	}
}

func entry(kind identity.EntryKind, owner identity.Account) identity.Entry {
	return identity.Entry{At: noon(), Kind: kind, Login: owner.Login, PersonID: owner.Person.ID}
}

// begin stores sessions through the repository.
func begin(t *testing.T, s Subject, owner identity.Account, numbers ...byte) {
	t.Helper()
	for _, n := range numbers {
		err := s.CreateSession(t.Context(), session(owner, n), owner.PasswordHash,
			entry(identity.EntryLoginSucceeded, owner))
		require.NoError(t, err)
	}
}

func requireFault(t *testing.T, err error, code fault.Code, reason string) {
	t.Helper()
	require.ErrorIs(t, err, fault.New(code, reason, ""))
}

func requireAlive(t *testing.T, s Subject, n byte) {
	t.Helper()
	_, _, err := s.SessionByDigest(t.Context(), identity.Digest{31: n})
	require.NoError(t, err)
}

func requireGone(t *testing.T, s Subject, n byte) {
	t.Helper()
	_, _, err := s.SessionByDigest(t.Context(), identity.Digest{31: n})
	requireFault(t, err, fault.NotFound, "session_not_found")
}

func requireLastEntry(t *testing.T, s Subject, want identity.Entry) {
	t.Helper()
	entries := s.Entries(t)
	require.NotEmpty(t, entries)
	requireSameEntry(t, want, entries[len(entries)-1])
}

func requireSameEntry(t *testing.T, want, got identity.Entry) {
	t.Helper()
	require.WithinDuration(t, want.At, got.At, 0)
	got.At = want.At // the instant counts, not its zone
	require.Equal(t, want, got)
}
