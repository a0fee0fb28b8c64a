package identity

import "time"

// Session is one person logged in at one client (会话).
type Session struct {
	ID            string // for logs; it opens nothing
	Person        Person
	Login         string
	ClientAddress string // where it began; empty when unknown
	CreatedAt     time.Time
	SeenAt        time.Time // last use, at most a minute behind
	IdleUntil     time.Time // ends then unless used before
	ExpiresAt     time.Time // ends then whatever happens
	// InitialUntil is when the initial password ends that this session began
	// with; until it is changed the session is good for nothing else.
	InitialUntil time.Time
}

// StoredSession is what is kept of a session.
type StoredSession struct {
	Digest        Digest
	PersonID      PersonID
	ClientAddress string
	CreatedAt     time.Time
	SeenAt        time.Time
}

// Config says how long sessions live and how failed logins lock.
type Config struct {
	Idle     time.Duration // a session unused for so long ends
	Absolute time.Duration // a session this old ends
	Account  Lockout       // failures counted per login
	Address  Lockout       // failures counted per client address
}

// DefaultConfig gives 30 minutes idle and 12 hours in all; an account locks
// for a minute after 5 failures, doubling to 15 minutes. An address may fail
// ten times as often, for a whole bureau may sit behind one.
func DefaultConfig() Config {
	return Config{
		Idle:     30 * time.Minute,
		Absolute: 12 * time.Hour,
		Account:  Lockout{Allowed: 5, First: time.Minute, Max: 15 * time.Minute, Forget: 24 * time.Hour},
		Address:  Lockout{Allowed: 50, First: time.Minute, Max: 15 * time.Minute, Forget: time.Hour},
	}
}

// touchEvery is how stale SeenAt may get before a use of the session is
// written: a page that asks twenty things costs one write, not twenty.
const touchEvery = time.Minute

// view gives what callers see of a stored session.
func (c Config) view(s StoredSession, a Account) Session {
	ends := s.CreatedAt.Add(c.Absolute)
	idle := s.SeenAt.Add(c.Idle)
	if idle.After(ends) {
		idle = ends
	}
	return Session{
		ID: s.Digest.ID(), Person: a.Person, Login: a.Login, ClientAddress: s.ClientAddress,
		CreatedAt: s.CreatedAt, SeenAt: s.SeenAt, IdleUntil: idle, ExpiresAt: ends, InitialUntil: a.InitialUntil,
	}
}

// over says whether a stored session has ended by idleness or age.
func (c Config) over(s StoredSession, now time.Time) bool {
	return now.Sub(s.SeenAt) >= c.Idle || now.Sub(s.CreatedAt) >= c.Absolute
}

// touchInterval stays well below an idle timeout shorter than the usual.
func (c Config) touchInterval() time.Duration { return min(touchEvery, c.Idle/4) }
