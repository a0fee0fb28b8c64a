package typeset

import (
	"encoding/binary"
	"slices"
)

// subset is what a PDF uses of a font (字体子集): glyphs numbered anew in the
// order of their first use, 0 being the glyph of what is missing.
type subset struct {
	face   *face
	number map[rune]int
	runes  []rune // by new number; 0 for number 0
	source []int  // old number, by new number
}

func newSubset(f *face) *subset {
	return &subset{face: f, number: make(map[rune]int), runes: []rune{0}, source: []int{0}}
}

// has tells whether the font has a character.
func (s *subset) has(r rune) bool { return s.face.glyph(r) != 0 }

// use gives the new number of a character's glyph.
func (s *subset) use(r rune) int {
	n, ok := s.number[r]
	if !ok {
		n = len(s.runes)
		s.number[r] = n
		s.runes, s.source = append(s.runes, r), append(s.source, s.face.glyph(r))
	}
	return n
}

// width is that of a character in thousandths of the em.
func (s *subset) width(r rune) int { return s.face.scaled(s.face.advance(s.face.glyph(r))) }

// file gives the font file that is embedded: the used glyphs and no more.
func (s *subset) file() []byte {
	source := slices.Clone(s.source)
	number := make(map[int]int, len(source)) // new by old, for parts of glyphs
	for n, old := range source {
		if _, ok := number[old]; !ok {
			number[old] = n
		}
	}
	var glyf, loca, hmtx []byte
	for n := 0; n < len(source); n++ { // grows by the parts of composed glyphs
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf))) //nolint:gosec // a font is far below 4 GB
		outline := slices.Clone(s.face.outline(source[n]))
		for _, at := range components(outline) {
			old := int(u16(outline, at))
			if _, ok := number[old]; !ok {
				number[old] = len(source)
				source = append(source, old)
			}
			binary.BigEndian.PutUint16(outline[at:], uint16(number[old])) //nolint:gosec // at most 65535 glyphs
		}
		glyf = append(glyf, outline...)
		glyf = append(glyf, make([]byte, -len(glyf)&3)...)
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(s.face.advance(source[n]))) //nolint:gosec // read as 16 bits
		hmtx = binary.BigEndian.AppendUint16(hmtx, s.face.bearing(source[n]))
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf))) //nolint:gosec // as above
	head, hhea, maxp := slices.Clone(s.face.head), slices.Clone(s.face.hhea), slices.Clone(s.face.maxp)
	count := uint16(len(source)) //nolint:gosec // at most 65535 glyphs
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint32(head[8:], 0)
	binary.BigEndian.PutUint16(hhea[34:], count)
	binary.BigEndian.PutUint16(maxp[4:], count)
	return assemble([]fontTableFile{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}})
}

// components are the places of the glyph numbers in a composed outline.
func components(outline []byte) []int {
	const (
		wordArguments = 0x0001
		oneScale      = 0x0008
		more          = 0x0020
		twoScales     = 0x0040
		matrix        = 0x0080
	)
	if len(outline) < 10 || i16(outline, 0) >= 0 {
		return nil
	}
	var places []int
	for at := 10; at+4 <= len(outline); {
		flags := u16(outline, at)
		places = append(places, at+2)
		at += 6
		if flags&wordArguments != 0 {
			at += 2
		}
		switch {
		case flags&oneScale != 0:
			at += 2
		case flags&twoScales != 0:
			at += 4
		case flags&matrix != 0:
			at += 8
		}
		if flags&more == 0 {
			break
		}
	}
	return places
}

type fontTableFile struct {
	tag     string
	content []byte
}

// assemble puts the tables of a font, in the order of their tags, into a file.
func assemble(tables []fontTableFile) []byte {
	out := []byte{0, 1, 0, 0}
	n, power := len(tables), 0
	for 2<<power <= n {
		power++
	}
	for _, v := range []int{n, 16 << power, power, 16*n - 16<<power} {
		out = binary.BigEndian.AppendUint16(out, uint16(v)) //nolint:gosec // six tables
	}
	at := 12 + 16*n
	for _, t := range tables {
		out = append(out, t.tag...)
		out = binary.BigEndian.AppendUint32(out, checksum(t.content))
		out = binary.BigEndian.AppendUint32(out, uint32(at))             //nolint:gosec // a font is far below 4 GB
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.content))) //nolint:gosec // as above
		at += len(t.content) + -len(t.content)&3
	}
	for _, t := range tables {
		out = append(out, t.content...)
		out = append(out, make([]byte, -len(t.content)&3)...)
	}
	return out
}

func checksum(content []byte) uint32 {
	var sum uint32
	for i := 0; i < len(content); i += 4 {
		var word [4]byte
		copy(word[:], content[i:])
		sum += binary.BigEndian.Uint32(word[:])
	}
	return sum
}
