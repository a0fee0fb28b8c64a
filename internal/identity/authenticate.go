package identity

import (
	"context"
	"strconv"
	"time"

	"jiheng/internal/fault"
)

// Login checks login and password and begins a new session; the token goes to
// the client and is nowhere kept. A session the client had before stays as it
// is: the caller ends it with Logout, and never goes on using its token.
//
// Faults: unauthenticated login_failed, which never tells what was wrong;
// unauthenticated password_expired for an initial password that was right;
// unauthenticated login_locked (until in RFC 3339, retry_after in seconds);
// unavailable login_busy.
func (s *Sessions) Login(ctx context.Context, login, password, clientAddress string) (string, Session, error) {
	t := s.newTry(NormalizeLogin(login), clientAddress)
	proved, err := s.prove(ctx, t, password)
	if err != nil {
		return "", Session{}, err
	}
	token, session, err := s.open(ctx, t, proved.account, proved.account.PasswordHash)
	if err == nil && proved.outdated {
		s.rehash(ctx, proved.account, password)
	}
	return token, session, err
}

// try is one attempt to prove a password.
type try struct {
	login   string
	address string
	at      time.Time
}

func (s *Sessions) newTry(login, clientAddress string) try {
	return try{login: login, address: normalizeAddress(clientAddress), at: s.now()}
}

func (t try) keys() []ThrottleKey { return []ThrottleKey{accountKey(t.login), addressKey(t.address)} }

// proof is what checking a password brought to light.
type proof struct {
	account  Account
	outdated bool  // the hash should be made anew
	cause    Cause // why it is no proof at all; empty if it is one
}

// prove gives the account whose password this is. The attempt stays counted as
// a failure until open forgives it.
func (s *Sessions) prove(ctx context.Context, t try, password string) (proof, error) {
	if err := s.begin(ctx, t); err != nil {
		return proof{}, err
	}
	p, err := s.authenticate(ctx, t.login, password)
	if err != nil {
		s.giveBack(ctx, t) // nothing was learned from this attempt
		return proof{}, err
	}
	if p.cause != "" {
		return proof{}, s.fail(ctx, t, p.account.Person.ID, p.cause)
	}
	if until := p.account.InitialUntil; !until.IsZero() && !until.After(t.at) {
		return proof{}, s.expired(ctx, t, p.account)
	}
	return p, nil
}

// begin counts the attempt, or refuses it while the account or the address is
// locked; no password is looked at then.
func (s *Sessions) begin(ctx context.Context, t try) error {
	var until time.Time
	err := s.repo.UpdateThrottle(ctx, t.keys(), func(states []Throttle) []Throttle {
		until = time.Time{} // the store may run this again
		account, address := states[0], states[1]
		if account.locked(t.at) || address.locked(t.at) {
			until = later(account.LockedUntil, address.LockedUntil)
			return nil
		}
		return []Throttle{s.config.Account.attempt(account, t.at), s.config.Address.attempt(address, t.at)}
	})
	if err != nil {
		return err
	}
	if until.IsZero() {
		return nil
	}
	if err := s.repo.AppendEntry(ctx, t.entry(EntryLoginLocked, "", "")); err != nil {
		return err
	}
	return locked(until, t.at)
}

// authenticate finds the account and checks the password. Every way through
// it computes exactly one hash, so that the time it takes tells nothing.
func (s *Sessions) authenticate(ctx context.Context, login, password string) (proof, error) {
	account, err := s.repo.AccountByLogin(ctx, login)
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return proof{}, err
	}
	p := proof{account: account}
	hash := account.PasswordHash
	switch {
	case err != nil:
		p.cause = CauseUnknownLogin
	case account.Disabled:
		p.cause = CauseDisabled
	case hash == "":
		p.cause = CauseNoPassword
	}
	if hash == "" {
		hash = s.dummy
	}
	ok, outdated, err := s.hasher.Verify(ctx, hash, password)
	if p.cause == "" && !ok {
		p.cause = CauseWrongPassword
	}
	p.outdated = outdated
	return p, err
}

// expired tells whoever proved an initial password that it is none any more. The
// attempt stays counted, so it is no way to try others.
func (s *Sessions) expired(ctx context.Context, t try, a Account) error {
	if err := s.repo.AppendEntry(ctx, t.entry(EntryLoginFailed, a.Person.ID, CauseExpired)); err != nil {
		return err
	}
	return fault.New(fault.Unauthenticated, "password_expired", "initial password ended at %s", a.InitialUntil)
}

// fail logs why and answers what everybody is answered.
func (s *Sessions) fail(ctx context.Context, t try, id PersonID, cause Cause) error {
	if err := s.repo.AppendEntry(ctx, t.entry(EntryLoginFailed, id, cause)); err != nil {
		return err
	}
	return fault.New(fault.Unauthenticated, "login_failed", "login refused")
}

func (t try) entry(kind EntryKind, id PersonID, cause Cause) Entry {
	return Entry{At: t.at, Kind: kind, Login: t.login, PersonID: id, ClientAddress: t.address, Cause: cause}
}

// locked tells until when; both forms are rounded up to seconds, so that
// whoever waits so long is let in.
func locked(until, now time.Time) error {
	seconds := int64((until.Sub(now) + time.Second - 1) / time.Second)
	return fault.New(fault.Unauthenticated, "login_locked", "locked until %s", until).
		With("until", until.Add(time.Second-1).Truncate(time.Second).Format(time.RFC3339)).
		With("retry_after", strconv.FormatInt(seconds, 10))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
