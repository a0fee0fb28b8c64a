package feed

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

// SaltBytes is the length of a salt.
const SaltBytes = 32

// NewSalt gives a random salt.
func NewSalt() []byte {
	salt := make([]byte, SaltBytes)
	_, _ = rand.Read(salt) // never fails
	return salt
}

// Secret makes the secret of a calendar from a salt, which is kept, and the
// key of the command that asked for it, which is not: so the command gives the
// same secret when it is repeated, and what is kept does not give it away.
func Secret(salt []byte, person, key string) string {
	mac := hmac.New(sha256.New, salt)
	_, _ = mac.Write([]byte(person + "\n" + key)) // a hash never fails to write
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Digest gives what is kept of a secret; false for what was never one. A plain
// hash is enough because a secret has 256 random bits.
func Digest(secret string) ([]byte, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(secret)
	if err != nil || len(raw) != sha256.Size {
		return nil, false
	}
	sum := sha256.Sum256(raw)
	return sum[:], true
}
