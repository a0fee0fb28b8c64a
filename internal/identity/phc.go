package identity

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Params are the costs of an argon2id hash (口令散列参数).
type Params struct {
	MemoryKiB uint32
	Passes    uint32
	Lanes     uint8
}

// DefaultParams are the costs OWASP's Password Storage Cheat Sheet names for
// argon2id: 19 MiB, two passes, one lane.
func DefaultParams() Params { return Params{MemoryKiB: 19 * 1024, Passes: 2, Lanes: 1} }

// Bounds for a hash that is read back: a row that somebody tampered with must
// not make a login eat the machine.
const (
	maxMemoryKiB = 256 * 1024
	maxPasses    = 10
	maxLanes     = 4
	maxPHCBytes  = 512
	saltBytes    = 16
	keyBytes     = 32
	minSaltBytes = 8
	minKeyBytes  = 16
	maxPartBytes = 64
)

var (
	errNoPHC    = errors.New("not an argon2id PHC string")
	errPHCCosts = errors.New("argon2id costs out of bounds")
)

// check refuses costs outside the bounds.
func (p Params) check() error {
	if p.Passes < 1 || p.Passes > maxPasses || p.Lanes < 1 || p.Lanes > maxLanes ||
		p.MemoryKiB < 8*uint32(p.Lanes) || p.MemoryKiB > maxMemoryKiB {
		return fmt.Errorf("m=%d,t=%d,p=%d: %w", p.MemoryKiB, p.Passes, p.Lanes, errPHCCosts)
	}
	return nil
}

// phc is a parsed hash: $argon2id$v=19$m=19456,t=2,p=1$<salt>$<key>.
type phc struct {
	params Params
	salt   []byte
	key    []byte
}

func (h phc) String() string {
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		h.params.MemoryKiB, h.params.Passes, h.params.Lanes,
		enc.EncodeToString(h.salt), enc.EncodeToString(h.key))
}

// parsePHC reads only what String writes, within the bounds.
func parsePHC(s string) (phc, error) {
	if len(s) > maxPHCBytes {
		return phc{}, fmt.Errorf("%d bytes: %w", len(s), errNoPHC)
	}
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" ||
		parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return phc{}, errNoPHC
	}
	params, err := parseParams(parts[3])
	if err != nil {
		return phc{}, err
	}
	salt, err := parsePart(parts[4], minSaltBytes)
	if err != nil {
		return phc{}, fmt.Errorf("read salt: %w", err)
	}
	key, err := parsePart(parts[5], minKeyBytes)
	if err != nil {
		return phc{}, fmt.Errorf("read key: %w", err)
	}
	return phc{params: params, salt: salt, key: key}, nil
}

func parseParams(s string) (Params, error) {
	names := strings.Split(s, ",")
	if len(names) != 3 {
		return Params{}, errNoPHC
	}
	var values [3]uint64
	for i, prefix := range []string{"m=", "t=", "p="} {
		digits, ok := strings.CutPrefix(names[i], prefix)
		n, err := strconv.ParseUint(digits, 10, 31)
		if !ok || err != nil || strconv.FormatUint(n, 10) != digits {
			return Params{}, errNoPHC
		}
		values[i] = n
	}
	if values[2] > maxLanes {
		return Params{}, fmt.Errorf("p=%d: %w", values[2], errPHCCosts)
	}
	p := Params{MemoryKiB: uint32(values[0]), Passes: uint32(values[1]), Lanes: uint8(values[2])} //nolint:gosec // 31 bits each, lanes checked
	return p, p.check()
}

func parsePart(s string, shortest int) ([]byte, error) {
	b, err := base64.RawStdEncoding.Strict().DecodeString(s)
	// DecodeString skips line breaks, which no PHC string has.
	if err != nil || len(b) < shortest || len(b) > maxPartBytes || strings.ContainsAny(s, "\r\n") {
		return nil, errNoPHC
	}
	return b, nil
}
