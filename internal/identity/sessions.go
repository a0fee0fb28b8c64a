package identity

import (
	"context"
	"log/slog"
	"time"

	"jiheng/internal/fault"
)

// Sessions logs people in and out and knows who is logged in (会话管理).
// Any number of them may work on one repository at once.
type Sessions struct {
	repo   Repository
	hasher *Hasher
	config Config
	now    func() time.Time
	log    *slog.Logger
	dummy  string
}

// NewSessions makes the service. Fault: invalid session_config for times that
// make no sense.
func NewSessions(repo Repository, hasher *Hasher, config Config, now func() time.Time,
	log *slog.Logger,
) (*Sessions, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	return &Sessions{
		repo: repo, hasher: hasher, config: config, now: now, log: log, dummy: hasher.dummy(),
	}, nil
}

func (c Config) check() error {
	if c.Idle <= 0 || c.Absolute < c.Idle {
		return fault.New(fault.Invalid, "session_config", "idle %s, absolute %s", c.Idle, c.Absolute)
	}
	for _, l := range []Lockout{c.Account, c.Address} {
		if l.Allowed < 1 || l.First <= 0 || l.Max < l.First || l.Forget < l.Max {
			return fault.New(fault.Invalid, "session_config", "lockout %+v", l)
		}
	}
	return nil
}

// Lookup gives the session of a token and notes that it was used.
// Fault: unauthenticated session_expired, also for a token that never was one.
func (s *Sessions) Lookup(ctx context.Context, token string) (Session, error) {
	stored, account, err := s.find(ctx, token)
	if err != nil {
		return Session{}, err
	}
	if now := s.now(); now.Sub(stored.SeenAt) >= s.config.touchInterval() {
		if err := s.repo.TouchSession(ctx, stored.Digest, now); err != nil {
			return Session{}, asExpired(err) // it was ended between the two calls
		}
		stored.SeenAt = now
	}
	return s.config.view(stored, account), nil
}

// Peek gives the session of a token without prolonging it: for what a page
// asks by itself, such as an open event stream.
// Fault: unauthenticated session_expired.
func (s *Sessions) Peek(ctx context.Context, token string) (Session, error) {
	stored, account, err := s.find(ctx, token)
	if err != nil {
		return Session{}, err
	}
	return s.config.view(stored, account), nil
}

// Logout ends the session of a token. Ending what is over is no error.
func (s *Sessions) Logout(ctx context.Context, token string) error {
	stored, account, err := s.find(ctx, token)
	if fault.CodeOf(err) == fault.Unauthenticated {
		return nil
	}
	if err != nil {
		return err
	}
	err = s.repo.DeleteSession(ctx, stored.Digest, Entry{
		At: s.now(), Kind: EntryLoggedOut, Login: account.Login, PersonID: account.Person.ID,
		ActorID: account.Person.ID, SessionID: stored.Digest.ID(), ClientAddress: stored.ClientAddress,
	})
	if fault.CodeOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// Sweep deletes sessions that are over and counts that are forgotten, and says
// how many sessions went. Nothing depends on when it runs.
func (s *Sessions) Sweep(ctx context.Context) (int, error) {
	now := s.now()
	return s.repo.Purge(ctx, PurgeLimits{
		CreatedBefore: now.Add(-s.config.Absolute),
		SeenBefore:    now.Add(-s.config.Idle),
		QuietSince:    now.Add(-max(s.config.Account.Forget, s.config.Address.Forget)),
	})
}

// find gives the live stored session of a token.
func (s *Sessions) find(ctx context.Context, token string) (StoredSession, Account, error) {
	digest, ok := digestOf(token)
	if !ok {
		return StoredSession{}, Account{}, expired()
	}
	stored, account, err := s.repo.SessionByDigest(ctx, digest)
	if err != nil {
		return StoredSession{}, Account{}, asExpired(err)
	}
	if s.config.over(stored, s.now()) {
		return StoredSession{}, Account{}, expired()
	}
	return stored, account, nil
}

func expired() error {
	return fault.New(fault.Unauthenticated, "session_expired", "no live session")
}

// asExpired turns the store's not_found into session_expired.
func asExpired(err error) error {
	if fault.CodeOf(err) == fault.NotFound {
		return expired()
	}
	return err
}
