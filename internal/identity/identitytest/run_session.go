package identitytest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/identity"
)

func sessionIsFound(t *testing.T, s Subject) {
	s.Seed(t, zhao())
	began := entry(identity.EntryLoginSucceeded, zhao())
	began.SessionID, began.ClientAddress = session(zhao(), 1).Digest.ID(), "192.0.2.7"
	require.NoError(t, s.CreateSession(t.Context(), session(zhao(), 1), zhao().PasswordHash, began))
	requireLastEntry(t, s, began)

	got, account, err := s.SessionByDigest(t.Context(), session(zhao(), 1).Digest)
	require.NoError(t, err)
	require.Equal(t, zhao(), account)
	requireSameSession(t, session(zhao(), 1), got)
	requireGone(t, s, 9)
}

func sessionNeedsVerifiedHash(t *testing.T, s Subject) {
	s.Seed(t, zhao())
	began := entry(identity.EntryLoginSucceeded, zhao())
	err := s.CreateSession(t.Context(), session(zhao(), 1), "$argon2id$stale", began)
	requireFault(t, err, fault.Conflict, "account_changed")
	err = s.CreateSession(t.Context(), session(qian(), 2), qian().PasswordHash, began)
	requireFault(t, err, fault.Conflict, "account_changed")
	requireGone(t, s, 1)
	requireGone(t, s, 2)
	require.Empty(t, s.Entries(t))
}

func touchMovesForward(t *testing.T, s Subject) {
	s.Seed(t, zhao())
	begin(t, s, zhao(), 1)
	want := session(zhao(), 1)
	want.SeenAt = noon().Add(2 * time.Minute)
	require.NoError(t, s.TouchSession(t.Context(), want.Digest, want.SeenAt))
	require.NoError(t, s.TouchSession(t.Context(), want.Digest, noon().Add(time.Minute)))
	got, _, err := s.SessionByDigest(t.Context(), want.Digest)
	require.NoError(t, err)
	requireSameSession(t, want, got)
	err = s.TouchSession(t.Context(), session(zhao(), 2).Digest, noon())
	requireFault(t, err, fault.NotFound, "session_not_found")
}

func sessionEndsOnce(t *testing.T, s Subject) {
	s.Seed(t, zhao())
	begin(t, s, zhao(), 1, 2)
	out := entry(identity.EntryLoggedOut, zhao())
	require.NoError(t, s.DeleteSession(t.Context(), session(zhao(), 1).Digest, out))
	requireLastEntry(t, s, out)
	requireGone(t, s, 1)
	requireAlive(t, s, 2)
	err := s.DeleteSession(t.Context(), session(zhao(), 1).Digest, out)
	requireFault(t, err, fault.NotFound, "session_not_found")
	require.Len(t, s.Entries(t), 3)
}

func sessionsOfOneEnd(t *testing.T, s Subject) {
	s.Seed(t, zhao(), qian())
	begin(t, s, zhao(), 1, 2)
	begin(t, s, qian(), 3)
	revoked := entry(identity.EntrySessionsRevoked, zhao())
	ended, err := s.DeleteSessionsOf(t.Context(), zhao().Person.ID, revoked)
	require.NoError(t, err)
	require.Equal(t, 2, ended)
	requireLastEntry(t, s, revoked)
	requireGone(t, s, 1)
	requireGone(t, s, 2)
	requireAlive(t, s, 3)
	ended, err = s.DeleteSessionsOf(t.Context(), zhao().Person.ID, revoked)
	require.NoError(t, err)
	require.Zero(t, ended)
}

func purgeDeletesWhatIsOver(t *testing.T, s Subject) {
	s.Seed(t, zhao())
	begin(t, s, zhao(), 1) // old and idle
	old := session(zhao(), 2)
	old.SeenAt = noon().Add(11 * time.Hour) // old, but in use
	young := session(zhao(), 3)
	young.CreatedAt, young.SeenAt = noon().Add(11*time.Hour), noon().Add(11*time.Hour)
	for _, x := range []identity.StoredSession{old, young} {
		err := s.CreateSession(t.Context(), x, zhao().PasswordHash, entry(identity.EntryLoginSucceeded, zhao()))
		require.NoError(t, err)
	}
	setThrottle(t, s, "account:quiet", identity.Throttle{Failures: 1, LastFailureAt: noon()})
	setThrottle(t, s, "account:locked", identity.Throttle{
		Failures: 9, LastFailureAt: noon(), LockedUntil: noon().Add(time.Hour),
	})
	purged, err := s.Purge(t.Context(), identity.PurgeLimits{
		CreatedBefore: noon(), SeenBefore: noon().Add(10 * time.Hour), QuietSince: noon(),
	})
	require.NoError(t, err)
	require.Equal(t, 2, purged)
	requireGone(t, s, 1)
	requireGone(t, s, 2)
	requireAlive(t, s, 3)
	require.Zero(t, throttleOf(t, s, "account:quiet"))
	require.Equal(t, 9, throttleOf(t, s, "account:locked").Failures)
	require.Len(t, s.Entries(t), 3, "the log is never purged")
}

func requireSameSession(t *testing.T, want, got identity.StoredSession) {
	t.Helper()
	require.WithinDuration(t, want.CreatedAt, got.CreatedAt, 0)
	require.WithinDuration(t, want.SeenAt, got.SeenAt, 0)
	got.CreatedAt, got.SeenAt = want.CreatedAt, want.SeenAt
	require.Equal(t, want, got)
}
