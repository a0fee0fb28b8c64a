package identity

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// tokenBytes make 256 random bits: nobody guesses one.
const tokenBytes = 32

// Digest is the SHA-256 of a session token and all that is stored of it. A
// plain hash is enough because the token itself is random.
type Digest [sha256.Size]byte

// ID is a short name of the session for logs. It opens nothing.
func (d Digest) ID() string { return hex.EncodeToString(d[:8]) }

// newToken gives a token for the client and its digest for the store.
func newToken() (string, Digest) {
	b := random(tokenBytes)
	return base64.RawURLEncoding.EncodeToString(b), sha256.Sum256(b)
}

// digestOf gives the digest of a client's token; false for what was never one.
func digestOf(token string) (Digest, bool) {
	if len(token) != base64.RawURLEncoding.EncodedLen(tokenBytes) {
		return Digest{}, false
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(b) != tokenBytes {
		return Digest{}, false
	}
	return sha256.Sum256(b), true
}
