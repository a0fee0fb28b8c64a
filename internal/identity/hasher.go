package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"

	"golang.org/x/crypto/argon2"

	"jiheng/internal/fault"
)

// Hasher makes and checks password hashes (口令散列). At most Slots of them run
// at once, for each takes a core and the memory of its Params; the others
// wait as long as their context allows.
type Hasher struct {
	params Params
	slots  chan struct{}
	// derive is argon2.IDKey; tests watch it.
	derive func(password, salt []byte, passes, memory uint32, lanes uint8, length uint32) []byte
}

// NewHasher makes a hasher. Slots should be the number of cores that logins
// may take. Fault: invalid password_params.
func NewHasher(params Params, slots int) (*Hasher, error) {
	if err := params.check(); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "password_params", "check hash costs")
	}
	if slots < 1 {
		return nil, fault.New(fault.Invalid, "password_params", "%d slots", slots)
	}
	return &Hasher{params: params, slots: make(chan struct{}, slots), derive: argon2.IDKey}, nil
}

// Hash gives the PHC string of password under a fresh salt.
// Fault: unavailable login_busy when no slot came free in time.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	result := phc{params: h.params, salt: random(saltBytes)}
	key, err := h.run(ctx, result, password, keyBytes)
	if err != nil {
		return "", err
	}
	result.key = key
	return result.String(), nil
}

// Verify says whether password made the hash, in constant time, and whether
// the hash should be made anew because the costs have changed since.
// Faults: internal password_hash_broken for a hash that is no argon2id or
// whose costs are out of bounds; unavailable login_busy.
func (h *Hasher) Verify(ctx context.Context, hash, password string) (ok, needsRehash bool, err error) {
	stored, err := parsePHC(hash)
	if err != nil {
		return false, false, fault.Wrap(err, fault.Internal, "password_hash_broken", "read stored hash")
	}
	key, err := h.run(ctx, stored, password, len(stored.key))
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(key, stored.key) == 1
	needsRehash = stored.params != h.params || len(stored.key) != keyBytes || len(stored.salt) != saltBytes
	return ok, ok && needsRehash, nil
}

// dummy gives a hash that no password matches and that costs what a real one
// costs to check.
func (h *Hasher) dummy() string {
	return phc{params: h.params, salt: random(saltBytes), key: random(keyBytes)}.String()
}

func (h *Hasher) run(ctx context.Context, p phc, password string, length int) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "login_busy", "hash password")
	}
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, fault.Wrap(ctx.Err(), fault.Unavailable, "login_busy", "wait to hash a password")
	}
	return h.derive([]byte(password), p.salt, p.params.Passes, p.params.MemoryKiB, p.params.Lanes,
		uint32(length)), nil //nolint:gosec // length is at most maxPartBytes
}

// random gives n bytes from the system's generator, which does not fail.
func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // documented never to return an error
	return b
}
