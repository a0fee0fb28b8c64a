package identity

import (
	"context"
	"crypto/rand"
	"strings"
	"time"
)

// InitialFor is how long a password works that somebody else made, unless it is
// changed before.
const InitialFor = 14 * 24 * time.Hour

// Password is what is kept of one (口令).
type Password struct {
	Hash string
	// Until is when it ends that was made by somebody else, zero for one's own.
	Until time.Time
}

// NewPassword makes a password that nobody can guess and everybody can type:
// 75 bits in lower case, without 0, 1, 8 and 9.
func NewPassword() string { return strings.ToLower(rand.Text()[:15]) }

// InitialPassword makes the first password of an account (初始口令), to be handed
// over once, and the hash that is kept.
// Faults: invalid password_weak; unavailable login_busy.
func (s *Sessions) InitialPassword(ctx context.Context, login string) (password, hash string, err error) {
	password = NewPassword()
	if err := CheckPassword(login, password); err != nil {
		return "", "", err
	}
	hash, err = s.hasher.Hash(ctx, password)
	return password, hash, err
}
