package audit

import (
	"crypto/sha256"
	stdhex "encoding/hex"
	"errors"
	"io"

	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// pack is what a sealed package came to.
type pack struct {
	// digest is that of the dossier in it, "" when it is not sound in itself;
	// sum is the SHA-256 of its bytes.
	digest, sum string
	err         error
}

// pack verifies a sealed package as anybody could who has it. The unit and its
// receiver may have the same: it is read once.
func (r *run) pack(area Area, chain, place, digest, sha string) error {
	p, ok := r.packs[sha]
	if !ok {
		p = unpack(r.Blobs, sha)
		r.result.Files++
		r.packs[sha] = p
	}
	switch {
	case fault.CodeOf(p.err) == fault.NotFound:
		r.report(FileMissing.at(Files, chain, place, sha, ""))
	case p.err != nil:
		return r.unreadable(area, evaluation.ID(chain), place, p.err)
	case p.digest != digest || p.sum != sha:
		r.report(PackageDiffers.at(area, chain, place, sha, p.sum))
	}
	return nil
}

// Served gives the digest of the dossier that is served now for one that was
// sealed: "" when its package is not there, is broken or is another.
func Served(blobs Blobs, d *evaluation.Dossier) (string, error) {
	p := unpack(blobs, d.Package)
	if fault.CodeOf(p.err) == fault.NotFound || p.err == nil && p.sum != d.Package {
		return "", nil
	}
	return p.digest, p.err
}

// KeptUnder gives the SHA-256 of what is kept under a SHA-256 now: "" when nothing
// is.
func KeptUnder(blobs Blobs, sha string) (string, error) {
	content, _, err := blobs.Open(sha)
	if fault.CodeOf(err) == fault.NotFound {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer func() { _ = content.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, content); err != nil {
		return "", err
	}
	return stdhex.EncodeToString(sum.Sum(nil)), nil
}

func unpack(blobs Blobs, sha string) pack {
	content, size, err := blobs.Open(sha)
	if err != nil {
		return pack{err: err}
	}
	defer func() { _ = content.Close() }()
	report, err := dossier.Verify(readerAt{content}, size)
	if err != nil {
		return pack{err: err}
	}
	sum := sha256.New()
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return pack{err: err}
	}
	if _, err := io.Copy(sum, content); err != nil {
		return pack{err: err}
	}
	p := pack{sum: stdhex.EncodeToString(sum.Sum(nil))}
	if report.OK() {
		p.digest = report.Digest.SHA256
	}
	return p
}

// readerAt reads at places from what can seek; one at a time.
type readerAt struct{ io.ReadSeeker }

func (r readerAt) ReadAt(p []byte, off int64) (int, error) {
	if _, err := r.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(r, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}
