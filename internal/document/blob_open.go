package document

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"jiheng/internal/fault"
)

// Open gives the content of a blob and its size in bytes. Faults: invalid
// blob_id_invalid, not_found blob_not_found.
func (b *Blobs) Open(sha256 string) (io.ReadSeekCloser, int64, error) {
	f, size, err := b.open(sha256)
	if err != nil {
		return nil, 0, err
	}
	return f, size, nil
}

func (b *Blobs) open(sha string) (*os.File, int64, error) {
	if !IsSHA256(sha) {
		return nil, 0, fault.New(fault.Invalid, ReasonBlobID, "%q is no blob id", sha)
	}
	f, err := b.root.Open(blobPath(sha))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fault.Wrap(err, fault.NotFound, ReasonBlobMissing, "blob %s", sha).With("sha256", sha)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("open blob: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("stat blob: %w", err), f.Close())
	}
	return f, info.Size(), nil
}

// Inspect judges a stored blob by the name it was handed in under; see Sniff.
// Faults: those of Open and Sniff.
func (b *Blobs) Inspect(sha256, name string) (Kind, error) {
	f, size, err := b.open(sha256)
	if err != nil {
		return Kind{}, err
	}
	defer func() { _ = f.Close() }()
	return Sniff(name, f, size)
}

// IsSHA256 says whether a text is 64 lower-case hexadecimal digits. Nothing
// else ever becomes part of a path.
func IsSHA256(text string) bool {
	if len(text) != 64 {
		return false
	}
	for _, c := range []byte(text) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func blobPath(sha string) string { return path.Join(blobDir, sha[:2], sha[2:]) }
