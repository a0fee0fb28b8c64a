package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/emmansun/gmsm/sm3"

	"jiheng/internal/dossier"
)

// measure reads a piece to its end.
func measure(p Piece) (dossier.File, error) {
	f := dossier.File{Path: p.Path, Title: p.Title, MediaType: p.MediaType}
	r, err := p.Open()
	if err != nil {
		return f, fmt.Errorf("open %s: %w", p.Path, err)
	}
	a, b := sha256.New(), sm3.New()
	f.Size, err = io.Copy(io.MultiWriter(a, b), r)
	if err := errors.Join(err, r.Close()); err != nil {
		return f, fmt.Errorf("read %s: %w", p.Path, err)
	}
	f.SHA256, f.SM3 = hex.EncodeToString(a.Sum(nil)), hex.EncodeToString(b.Sum(nil))
	return f, nil
}
