package identity

import (
	"context"
	"time"
)

// Repository is what this package needs of the store. Each method is one
// transaction. All of them may answer unavailable; identitytest.Run checks the
// rest. Times keep at least microseconds and come back as the same instant.
type Repository interface {
	// AccountByLogin finds an account by its normalised login, disabled ones too.
	// not_found account_not_found.
	AccountByLogin(ctx context.Context, login string) (Account, error)

	// AccountByID finds the account of a person, disabled ones too.
	// not_found account_not_found.
	AccountByID(ctx context.Context, id PersonID) (Account, error)

	// SetPassword stores next, ends all sessions of the person and logs the
	// entry. If old is not empty the hash must still be old, else conflict
	// account_changed and nothing happens. not_found account_not_found.
	SetPassword(ctx context.Context, id PersonID, old string, next Password, entry Entry) error

	// ReplaceHash stores next if the hash is still old, for the same password
	// under new costs; sessions live on. conflict account_changed when it is
	// not, or when there is no such account.
	ReplaceHash(ctx context.Context, id PersonID, old, next string) error

	// SetDisabled disables or enables an account and logs the entry; disabling
	// ends all sessions. Doing it again changes nothing but is logged.
	// not_found account_not_found.
	SetDisabled(ctx context.Context, id PersonID, disabled bool, entry Entry) error

	// CreateSession stores a session and logs the entry, if the account is
	// enabled and its hash is still verifiedHash: a password changed while it
	// was being checked must not leave a session behind. It locks the account
	// row as SetPassword and SetDisabled do. conflict account_changed, also when
	// there is no such account.
	CreateSession(ctx context.Context, s StoredSession, verifiedHash string, entry Entry) error

	// SessionByDigest finds a session and its account as it is now. A session
	// of a disabled account does not exist. It says nothing about timeouts.
	// not_found session_not_found.
	SessionByDigest(ctx context.Context, d Digest) (StoredSession, Account, error)

	// TouchSession moves the last use forward to at, never back.
	// not_found session_not_found.
	TouchSession(ctx context.Context, d Digest, at time.Time) error

	// DeleteSession ends a session and logs the entry; without such a session
	// it logs nothing. not_found session_not_found.
	DeleteSession(ctx context.Context, d Digest, entry Entry) error

	// DeleteSessionsOf ends all sessions of a person, logs the entry and says
	// how many they were; none is no error.
	DeleteSessionsOf(ctx context.Context, id PersonID, entry Entry) (int, error)

	// UpdateThrottle locks the rows of keys, in one order for every caller so
	// that two never wait for each other, hands their states to decide in the
	// order of keys (zero value where there is no row) and stores what comes
	// back; a zero value and no row are the same. decide is pure and quick. It is never lost:
	// the transaction is committed before UpdateThrottle returns nil. When
	// decide returns nil nothing is written.
	UpdateThrottle(ctx context.Context, keys []ThrottleKey, decide func([]Throttle) []Throttle) error

	// AppendEntry logs an entry.
	AppendEntry(ctx context.Context, entry Entry) error

	// Purge deletes what no longer matters and says how many sessions went.
	Purge(ctx context.Context, limits PurgeLimits) (int, error)
}

// PurgeLimits say what is old enough to be deleted. The security log is never
// purged here.
type PurgeLimits struct {
	CreatedBefore time.Time // sessions begun at or before
	SeenBefore    time.Time // sessions last used at or before
	QuietSince    time.Time // throttles whose last failure and lock both lie at or before
}
