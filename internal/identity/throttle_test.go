package identity

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestLocksGrowFromAMinuteToAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	l := DefaultConfig().Account
	now := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	var state Throttle
	var locks []time.Duration
	for range 12 {
		require.False(t, state.locked(now))
		state = l.attempt(state, now)
		lock := max(0, state.LockedUntil.Sub(now))
		locks = append(locks, lock)
		now = now.Add(lock)
	}
	m := time.Minute
	require.Equal(t, []time.Duration{0, 0, 0, 0, m, 2 * m, 4 * m, 8 * m, 15 * m, 15 * m, 15 * m, 15 * m}, locks)
}

func TestFailuresAreForgottenInTheEnd(t *testing.T) {
	t.Parallel()
	l := DefaultConfig().Account
	now := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	state := Throttle{Failures: 9, LastFailureAt: now, LockedUntil: now.Add(15 * time.Minute)}
	require.Equal(t, 10, l.attempt(state, now.Add(l.Forget-1)).Failures)
	require.Equal(t, 1, l.attempt(state, now.Add(l.Forget)).Failures)
}

func TestAnAttemptGivenBackLeavesNoTrace(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := Lockout{Allowed: rapid.IntRange(1, 6).Draw(t, "allowed"), First: time.Minute, Max: time.Hour, Forget: 24 * time.Hour}
		now := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
		before := Throttle{Failures: rapid.IntRange(0, 99).Draw(t, "failures"), LastFailureAt: now.Add(-time.Hour)}
		after := l.attempt(before, now).giveBack()
		require.Equal(t, before.Failures, after.Failures)
		require.False(t, after.locked(now))
	})
}

// However somebody paces the guesses, a day has room for the free ones and one
// for every longest lock after that, and little more while locks still grow.
func TestADayHasRoomForFewGuesses(t *testing.T) {
	t.Parallel()
	l := DefaultConfig().Account
	limit := l.Allowed + 5 + int(24*time.Hour/l.Max)
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(2026, time.March, 2, 0, 0, 0, 0, time.UTC)
		now, guesses := start, 0
		var state Throttle
		for now.Sub(start) < 24*time.Hour {
			if !state.locked(now) {
				state = l.attempt(state, now)
				guesses++
			}
			now = now.Add(time.Duration(rapid.Int64Range(int64(time.Second), int64(20*time.Minute)).Draw(t, "pause")))
		}
		require.LessOrEqual(t, guesses, limit)
	})
}

func TestTheLockNeverOverflows(t *testing.T) {
	t.Parallel()
	l := DefaultConfig().Account
	for _, n := range []int{0, 1, 62, 63, 64, 1 << 20} {
		d := l.duration(n)
		require.GreaterOrEqual(t, d, l.First)
		require.LessOrEqual(t, d, l.Max)
	}
}

func TestAddressKey(t *testing.T) {
	t.Parallel()
	cases := map[string]ThrottleKey{
		"192.0.2.7":               "address:192.0.2.7",
		"192.0.2.7:51234":         "address:192.0.2.7",
		"::ffff:192.0.2.7":        "address:192.0.2.7",
		"2001:db8:1:2:3:4:5:6":    "address:2001:db8:1:2::/64",
		"[2001:db8:1:2::9]:443":   "address:2001:db8:1:2::/64",
		"fe80::1%eth0":            "address:fe80::/64",
		"":                        "address:unknown",
		"not an address":          "address:unknown",
		"192.0.2.7, 198.51.100.1": "address:unknown",
	}
	for in, want := range cases {
		require.Equal(t, want, addressKey(normalizeAddress(in)), in)
	}
}
