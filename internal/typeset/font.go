package typeset

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"sync"
)

// The fonts that PDFs take their characters from; font/subset.sh makes them.
var (
	//go:embed font/serif.ttf.gz
	serifFont []byte
	//go:embed font/sans.ttf.gz
	sansFont []byte
)

// fontSet is the fonts by their place in a PDF.
type fontSet [2]*face

// The places of the fonts.
const (
	serif = iota
	sans
)

// openFonts unpacks the fonts when the first PDF is printed: 13 MB that a
// process which prints none never holds.
var openFonts = sync.OnceValues(func() (fontSet, error) {
	var set fontSet
	for i, packed := range [...]struct {
		name    string
		content []byte
	}{serif: {"JihengSerif-Regular", serifFont}, sans: {"JihengSans-Bold", sansFont}} {
		unpacked, err := unpack(packed.content)
		if err == nil {
			set[i], err = openFace(packed.name, unpacked)
		}
		if err != nil {
			return set, fmt.Errorf("open font %s: %w", packed.name, err)
		}
	}
	return set, nil
})

func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	// The font is ours: its size is known.
	return io.ReadAll(r)
}
