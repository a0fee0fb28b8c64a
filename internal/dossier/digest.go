package dossier

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"hash/crc32"
	"io"

	"github.com/emmansun/gmsm/sm3"
)

// Digest names content by SHA-256 and by SM3 (GB/T 32905), both in lower-case
// hexadecimal (摘要).
type Digest struct {
	SHA256 string
	SM3    string
}

// hasher takes in content and knows its size, digests and ZIP checksum.
type hasher struct {
	sha, sm hash.Hash
	crc     hash.Hash32
	size    int64
}

func newHasher() *hasher {
	return &hasher{sha: sha256.New(), sm: sm3.New(), crc: crc32.NewIEEE()}
}

func (h *hasher) Write(p []byte) (int, error) {
	// Writing to a hash never fails.
	_, _ = h.sha.Write(p)
	_, _ = h.sm.Write(p)
	_, _ = h.crc.Write(p)
	h.size += int64(len(p))
	return len(p), nil
}

func (h *hasher) digest() Digest {
	return Digest{SHA256: hex.EncodeToString(h.sha.Sum(nil)), SM3: hex.EncodeToString(h.sm.Sum(nil))}
}

// hashed takes in a reader up to one byte beyond what is expected: enough to
// know that there is more, and no more than that.
func hashed(r io.Reader, expected int64) (*hasher, error) {
	h := newHasher()
	_, err := io.Copy(h, io.LimitReader(r, expected+1))
	return h, err
}

func digestOf(content []byte) Digest {
	h := newHasher()
	_, _ = h.Write(content)
	return h.digest()
}
