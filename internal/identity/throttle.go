package identity

import "time"

// ThrottleKey names what failed attempts are counted for: an account or an
// address.
type ThrottleKey string

// Throttle is the count of failed attempts under one key (登录失败计数). The
// zero value has none.
type Throttle struct {
	Failures      int
	LastFailureAt time.Time
	LockedUntil   time.Time
}

// Lockout says how failed attempts lock a key (登录锁定).
type Lockout struct {
	Allowed int           // failures before the first lock
	First   time.Duration // length of the first lock; each further failure doubles it
	Max     time.Duration // length of the longest lock
	Forget  time.Duration // failures are forgotten this long after the last one
}

// locked says whether attempts are refused at now.
func (t Throttle) locked(now time.Time) bool { return now.Before(t.LockedUntil) }

// attempt counts an attempt as failed before anybody knows how it ends. So
// attempts made at the same time cannot slip past the limit together, and a
// crash in between forgets nothing; success gives the attempt back.
func (l Lockout) attempt(t Throttle, now time.Time) Throttle {
	if now.Sub(t.LastFailureAt) >= l.Forget {
		t = Throttle{}
	}
	t.Failures++
	t.LastFailureAt = now
	if t.Failures >= l.Allowed {
		t.LockedUntil = now.Add(l.duration(t.Failures - l.Allowed))
	}
	return t
}

// duration is First doubled n times, at most Max.
func (l Lockout) duration(n int) time.Duration {
	d := l.First
	for range n {
		d *= 2
		if d >= l.Max {
			return l.Max
		}
	}
	return min(d, l.Max)
}

// giveBack takes one attempt off the count: it turned out to be no failure.
// A lock that is on was set by it, for no attempt is let through a lock.
func (t Throttle) giveBack() Throttle {
	if t.Failures <= 1 {
		return Throttle{}
	}
	return Throttle{Failures: t.Failures - 1, LastFailureAt: t.LastFailureAt}
}
