package journal

import (
	"encoding/hex"

	"jiheng/internal/fault"
)

// Digest is a SHA-256 hash (摘要). In text and JSON it is 64 lower-case
// hexadecimal digits.
type Digest [32]byte

// ParseDigest reads 64 hexadecimal digits. It returns an invalid fault with
// reason digest_unreadable.
func ParseDigest(text string) (Digest, error) {
	b, err := hex.DecodeString(text)
	if err != nil {
		return Digest{}, fault.Wrap(err, fault.Invalid, "digest_unreadable", "read digest")
	}
	return DigestFromBytes(b)
}

// DigestFromBytes takes the 32 bytes a database keeps. It returns an invalid
// fault with reason digest_unreadable for any other length.
func DigestFromBytes(b []byte) (Digest, error) {
	var d Digest
	if len(b) != len(d) {
		return Digest{}, fault.New(fault.Invalid, "digest_unreadable", "a digest has %d bytes, not %d", len(d), len(b))
	}
	copy(d[:], b)
	return d, nil
}

// String gives the hexadecimal digits.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// IsZero tells whether the digest was never set.
func (d Digest) IsZero() bool { return d == Digest{} }

// MarshalText writes what String gives.
func (d Digest) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Digest) UnmarshalText(text []byte) error {
	parsed, err := ParseDigest(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
