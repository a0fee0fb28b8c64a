package identitytest

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/identity"
)

func throttlesAreStored(t *testing.T, s Subject) {
	account := identity.Throttle{Failures: 5, LastFailureAt: noon(), LockedUntil: noon().Add(time.Minute)}
	address := identity.Throttle{Failures: 2, LastFailureAt: noon()}
	keys := []identity.ThrottleKey{"account:zhao", "address:192.0.2.7"}
	err := s.UpdateThrottle(t.Context(), keys, func(states []identity.Throttle) []identity.Throttle {
		require.Equal(t, make([]identity.Throttle, 2), states)
		return []identity.Throttle{account, address}
	})
	require.NoError(t, err)
	// Asked in the other order, they come in that order.
	keys[0], keys[1] = keys[1], keys[0]
	err = s.UpdateThrottle(t.Context(), keys, func(states []identity.Throttle) []identity.Throttle {
		require.Len(t, states, 2)
		requireSameThrottle(t, address, states[0])
		requireSameThrottle(t, account, states[1])
		return nil // and nothing is written
	})
	require.NoError(t, err)
	requireSameThrottle(t, account, throttleOf(t, s, "account:zhao"))
	setThrottle(t, s, "account:zhao", identity.Throttle{})
	require.Zero(t, throttleOf(t, s, "account:zhao"))
	requireSameThrottle(t, address, throttleOf(t, s, "address:192.0.2.7"))
}

func attemptsAreNotLost(t *testing.T, s Subject) {
	const attempts = 20
	count := func(keys ...identity.ThrottleKey) error {
		return s.UpdateThrottle(t.Context(), keys, func(states []identity.Throttle) []identity.Throttle {
			next := make([]identity.Throttle, len(states))
			for i, state := range states {
				next[i] = identity.Throttle{Failures: state.Failures + 1, LastFailureAt: noon()}
			}
			return next
		})
	}
	all(t, attempts, func(int) error { return count("account:zhao", "address:192.0.2.7") })
	require.Equal(t, attempts, throttleOf(t, s, "account:zhao").Failures)
	require.Equal(t, attempts, throttleOf(t, s, "address:192.0.2.7").Failures)
}

func crossedKeysDoNotBlock(t *testing.T, s Subject) {
	keys := []identity.ThrottleKey{"account:zhao", "account:qian"}
	all(t, 20, func(n int) error {
		mine := []identity.ThrottleKey{keys[n%2], keys[(n+1)%2]}
		return s.UpdateThrottle(t.Context(), mine, func(states []identity.Throttle) []identity.Throttle {
			return []identity.Throttle{
				{Failures: states[0].Failures + 1, LastFailureAt: noon()},
				{Failures: states[1].Failures + 1, LastFailureAt: noon()},
			}
		})
	})
	require.Equal(t, 20, throttleOf(t, s, "account:zhao").Failures)
}

func entriesAreKept(t *testing.T, s Subject) {
	s.Seed(t, zhao(), qian())
	want := make([]identity.Entry, 0, len(identity.EntryKinds()))
	for i, kind := range identity.EntryKinds() {
		want = append(want, identity.Entry{
			At: noon().Add(time.Duration(i) * time.Second), Kind: kind, Login: "\u5f20\u4e09\ufffd'; --",
			PersonID: zhao().Person.ID, ActorID: qian().Person.ID, SessionID: "00ff",
			ClientAddress: "2001:db8::1", Cause: identity.CauseWrongPassword,
		})
	}
	want = append(want, identity.Entry{At: noon(), Kind: identity.EntryLoginFailed, Login: "nobody"})
	for _, e := range want {
		require.NoError(t, s.AppendEntry(t.Context(), e))
	}
	got := s.Entries(t)
	require.Len(t, got, len(want))
	for i := range want {
		requireSameEntry(t, want[i], got[i])
	}
}

// all runs f at the same time n times and wants no error.
func all(t *testing.T, n int, f func(i int) error) {
	t.Helper()
	errs := make([]error, n)
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { errs[i] = f(i) })
	}
	group.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
}

func setThrottle(t *testing.T, s Subject, key identity.ThrottleKey, to identity.Throttle) {
	t.Helper()
	err := s.UpdateThrottle(t.Context(), []identity.ThrottleKey{key},
		func([]identity.Throttle) []identity.Throttle { return []identity.Throttle{to} })
	require.NoError(t, err)
}

func throttleOf(t *testing.T, s Subject, key identity.ThrottleKey) identity.Throttle {
	t.Helper()
	var found identity.Throttle
	err := s.UpdateThrottle(t.Context(), []identity.ThrottleKey{key},
		func(states []identity.Throttle) []identity.Throttle {
			found = states[0]
			return nil
		})
	require.NoError(t, err)
	return found
}

func requireSameThrottle(t *testing.T, want, got identity.Throttle) {
	t.Helper()
	require.Equal(t, want.Failures, got.Failures)
	require.WithinDuration(t, want.LastFailureAt, got.LastFailureAt, 0)
	require.WithinDuration(t, want.LockedUntil, got.LockedUntil, 0)
}
