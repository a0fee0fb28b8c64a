package identity

import (
	"context"
	"log/slog"
	"time"

	"jiheng/internal/fault"
)

// uncountWithin is how long taking a counted attempt back may take.
const uncountWithin = 5 * time.Second

// open begins a session for an account whose password was just proved against
// hash and clears what its owner's typing errors had counted.
func (s *Sessions) open(ctx context.Context, t try, account Account, hash string) (string, Session, error) {
	token, digest := newToken()
	now := s.now()
	stored := StoredSession{
		Digest: digest, PersonID: account.Person.ID, ClientAddress: t.address, CreatedAt: now, SeenAt: now,
	}
	entry := t.entry(EntryLoginSucceeded, account.Person.ID, "")
	entry.At, entry.ActorID, entry.SessionID = now, account.Person.ID, digest.ID()
	err := s.repo.CreateSession(ctx, stored, hash, entry)
	if fault.CodeOf(err) == fault.Conflict {
		return "", Session{}, s.fail(ctx, t, account.Person.ID, CauseChanged)
	}
	if err != nil {
		s.giveBack(ctx, t)
		return "", Session{}, err
	}
	s.forgive(ctx, t)
	return token, s.config.view(stored, account), nil
}

// forgive clears the account's count and takes this attempt off the
// address's: an attacker with one account of his own wins no free tries.
func (s *Sessions) forgive(ctx context.Context, t try) {
	s.uncount(ctx, t, func(states []Throttle) []Throttle {
		return []Throttle{{}, states[1].giveBack()}
	})
}

// giveBack takes an attempt back that tested no password.
func (s *Sessions) giveBack(ctx context.Context, t try) {
	s.uncount(ctx, t, func(states []Throttle) []Throttle {
		return []Throttle{states[0].giveBack(), states[1].giveBack()}
	})
}

// uncount runs even when the client has gone away. Should it fail, one attempt
// too many stays counted, which is the safe side; the login stands.
func (s *Sessions) uncount(ctx context.Context, t try, decide func([]Throttle) []Throttle) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), uncountWithin)
	defer cancel()
	if err := s.repo.UpdateThrottle(ctx, t.keys(), decide); err != nil {
		s.log.WarnContext(ctx, "attempt stays counted", slog.Any("error", err))
	}
}

// rehash stores a proved password under today's costs. The login has succeeded
// whether or not that works; the next one tries again.
func (s *Sessions) rehash(ctx context.Context, account Account, password string) {
	next, err := s.hasher.Hash(ctx, password)
	if err == nil {
		err = s.repo.ReplaceHash(ctx, account.Person.ID, account.PasswordHash, next)
	}
	if err != nil && fault.CodeOf(err) != fault.Conflict {
		s.log.WarnContext(ctx, "password hash not renewed",
			slog.String("person_id", string(account.Person.ID)), slog.Any("error", err))
	}
}
