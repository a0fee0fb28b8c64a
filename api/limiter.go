package api

import (
	"net/netip"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxAddresses bounds what a limiter remembers; beyond it the idle are
// forgotten.
const maxAddresses = 10_000

// limiter bounds how often one address may ask. Hashing a password is dear,
// and the lockout of accounts counts only those that fail.
type limiter struct {
	perSecond rate.Limit
	burst     int
	now       func() time.Time

	mu   sync.Mutex
	seen map[string]*rate.Limiter
}

func newLimiter(perMinute, burst int, now func() time.Time) *limiter {
	return &limiter{
		perSecond: rate.Limit(float64(perMinute) / 60), burst: burst, now: now, seen: make(map[string]*rate.Limiter),
	}
}

// take gives how long an address has to wait before asking again, 0 when it is
// granted.
func (l *limiter) take(address string) time.Duration { return l.takeFor(network(address)) }

// takeFor is take for anything else that asks, such as a person.
func (l *limiter) takeFor(key string) time.Duration {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	one, ok := l.seen[key]
	if !ok {
		l.makeRoom(now)
		one = rate.NewLimiter(l.perSecond, l.burst)
		l.seen[key] = one
	}
	r := one.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	if wait > 0 {
		r.CancelAt(now)
	}
	return wait
}

// makeRoom forgets the addresses that have all their tries again; should that
// not be enough, it forgets all.
func (l *limiter) makeRoom(now time.Time) {
	if len(l.seen) < maxAddresses {
		return
	}
	for key, one := range l.seen {
		if one.TokensAt(now) >= float64(l.burst) {
			delete(l.seen, key)
		}
	}
	if len(l.seen) >= maxAddresses {
		clear(l.seen)
	}
}

// network takes the /64 of an IPv6 address for one: a machine usually owns it.
func network(address string) string {
	addr, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	addr = addr.Unmap()
	if addr.Is6() {
		if prefix, err := addr.WithZone("").Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return addr.String()
}

// seconds rounds up, so that whoever waits so long is let in.
func seconds(d time.Duration) string {
	return strconv.FormatInt(int64((d+time.Second-1)/time.Second), 10)
}
