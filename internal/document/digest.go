package document

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash"

	"github.com/emmansun/gmsm/sm3"
	"github.com/gabriel-vasile/mimetype"
)

// sniffed is how many leading bytes decide the media type of a blob.
const sniffed = 3072

// digest takes in content once and knows everything a Blob says about it.
type digest struct {
	sha, sm hash.Hash
	size    int64
	head    bytes.Buffer
}

func newDigest() *digest {
	return &digest{sha: sha256.New(), sm: sm3.New()}
}

func (d *digest) Write(p []byte) (int, error) {
	d.sha.Write(p)
	d.sm.Write(p)
	d.head.Write(p[:min(len(p), sniffed-d.head.Len())])
	d.size += int64(len(p))
	return len(p), nil
}

func (d *digest) blob() Blob {
	return Blob{
		SHA256:    hex.EncodeToString(d.sha.Sum(nil)),
		SM3:       hex.EncodeToString(d.sm.Sum(nil)),
		Size:      d.size,
		MediaType: mimetype.Detect(d.head.Bytes()).String(),
	}
}
