package typeset

import (
	"encoding/binary"
	"errors"
)

var errFont = errors.New("font is damaged")

// face is a TrueType font that is read where it lies: nothing of it is copied
// before a character is asked for.
type face struct {
	name                        string // PostScript name
	glyf, loca, hmtx, cmap      []byte
	head, hhea, maxp            []byte
	unitsPerEm, ascent, descent int
	glyphs, metrics             int
	box                         [4]int
	longLoca                    bool
}

// openFace reads the directory of a font.
func openFace(name string, data []byte) (*face, error) {
	if len(data) < 12 {
		return nil, errFont
	}
	f := &face{name: name}
	tables := map[string]*[]byte{
		"glyf": &f.glyf, "loca": &f.loca, "hmtx": &f.hmtx, "cmap": &f.cmap, "head": &f.head, "hhea": &f.hhea, "maxp": &f.maxp,
	}
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		entry := 12 + 16*i
		if entry+16 > len(data) {
			return nil, errFont
		}
		from, size := int(binary.BigEndian.Uint32(data[entry+8:])), int(binary.BigEndian.Uint32(data[entry+12:]))
		if from+size > len(data) {
			return nil, errFont
		}
		if table := tables[string(data[entry:entry+4])]; table != nil {
			*table = data[from : from+size]
		}
	}
	return f, f.measures()
}

// measures reads what is said of the font as a whole.
func (f *face) measures() error {
	if len(f.head) < 54 || len(f.hhea) < 36 || len(f.maxp) < 6 || len(f.cmap) < 4 {
		return errFont
	}
	f.unitsPerEm, f.longLoca = int(u16(f.head, 18)), u16(f.head, 50) == 1
	for i := range f.box {
		f.box[i] = f.scaled(int(i16(f.head, 36+2*i)))
	}
	f.ascent, f.descent = f.scaled(int(i16(f.hhea, 4))), f.scaled(int(i16(f.hhea, 6)))
	f.metrics, f.glyphs = int(u16(f.hhea, 34)), int(u16(f.maxp, 4))
	wide := 2
	if f.longLoca {
		wide = 4
	}
	if f.metrics < 1 || len(f.hmtx) < 4*f.metrics || len(f.loca) < wide*(f.glyphs+1) || f.unitsPerEm == 0 {
		return errFont
	}
	return f.findCmap()
}

// scaled is a length in thousandths of the em.
func (f *face) scaled(units int) int { return units * 1000 / max(f.unitsPerEm, 1) }

func u16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }

func i16(b []byte, at int) int16 { return int16(binary.BigEndian.Uint16(b[at:])) } //nolint:gosec // two's complement is what the format says

// findCmap leaves in cmap the table of segments (format 4), which has all of
// the plane that the fonts keep.
func (f *face) findCmap() error {
	for i := range int(u16(f.cmap, 2)) {
		entry := 4 + 8*i
		if entry+8 > len(f.cmap) {
			return errFont
		}
		at := int(binary.BigEndian.Uint32(f.cmap[entry+4:]))
		if at+14 <= len(f.cmap) && u16(f.cmap, at) == 4 {
			f.cmap = f.cmap[at:]
			return nil
		}
	}
	return errFont
}

// glyph gives the number of the glyph of a character, 0 when there is none.
func (f *face) glyph(r rune) int {
	if r > 0xffff || r < 0 {
		return 0
	}
	c, n := int(r), int(u16(f.cmap, 6))/2
	low, high := 0, n
	for low < high { // the first segment that ends at or after c
		if middle := (low + high) / 2; int(u16(f.cmap, 14+2*middle)) < c {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == n {
		return 0
	}
	start := int(u16(f.cmap, 16+2*n+2*low))
	if c < start {
		return 0
	}
	delta, at := int(u16(f.cmap, 16+4*n+2*low)), 16+6*n+2*low
	offset := int(u16(f.cmap, at))
	if offset == 0 {
		return (c + delta) & 0xffff
	}
	at += offset + 2*(c-start)
	if at+2 > len(f.cmap) {
		return 0
	}
	if g := int(u16(f.cmap, at)); g != 0 {
		return (g + delta) & 0xffff
	}
	return 0
}

// advance is the width of a glyph in units of the font.
func (f *face) advance(glyph int) int { return int(u16(f.hmtx, 4*min(glyph, f.metrics-1))) }

// bearing is the left side bearing of a glyph.
func (f *face) bearing(glyph int) uint16 {
	if glyph < f.metrics {
		return u16(f.hmtx, 4*glyph+2)
	}
	if at := 4*f.metrics + 2*(glyph-f.metrics); at+2 <= len(f.hmtx) {
		return u16(f.hmtx, at)
	}
	return 0
}

// outline is the drawing of a glyph; a space has none.
func (f *face) outline(glyph int) []byte {
	if glyph >= f.glyphs {
		return nil
	}
	from, to := 2*int(u16(f.loca, 2*glyph)), 2*int(u16(f.loca, 2*glyph+2))
	if f.longLoca {
		from, to = int(binary.BigEndian.Uint32(f.loca[4*glyph:])), int(binary.BigEndian.Uint32(f.loca[4*glyph+4:]))
	}
	if from >= to || to > len(f.glyf) {
		return nil
	}
	return f.glyf[from:to]
}
