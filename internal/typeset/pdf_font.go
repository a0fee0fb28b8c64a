package typeset

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"unicode/utf16"
)

// font writes a font with the glyphs that were used, and gives its number.
func (f *pdfFile) font(s *subset) int {
	name := s.tag() + "+" + s.face.name
	content := s.file()
	file := f.stream(content, fmt.Sprintf("/Length1 %d", len(content)))
	b := s.face.box
	descriptor := f.add(fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %d 0 R>>",
		name, b[0], b[1], b[2], b[3], s.face.ascent, s.face.descent, s.face.ascent, file))
	cid := f.add(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 1000/W[%s]/CIDToGIDMap/Identity>>",
		name, descriptor, s.widths()))
	unicode := f.stream([]byte(s.toUnicode()), "")
	return f.add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, cid, unicode))
}

// tag is what tells subsets of a font apart: six letters from what is in it.
func (s *subset) tag() string {
	sum := sha256.Sum256([]byte(string(s.runes)))
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

func (s *subset) widths() string {
	var b strings.Builder
	for n, r := range s.runes {
		if w := s.width(r); n > 0 && w != 1000 {
			fmt.Fprintf(&b, "%d[%d]", n, w)
		}
	}
	return b.String()
}

// toUnicode says which character a glyph is, so that text can be copied and
// searched.
func (s *subset) toUnicode() string {
	const most = 100 // entries of a block
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for from := 1; from < len(s.runes); from += most {
		to := min(from+most, len(s.runes))
		fmt.Fprintf(&b, "%d beginbfchar\n", to-from)
		for n := from; n < to; n++ {
			fmt.Fprintf(&b, "<%04X> <", n)
			for _, unit := range utf16.Encode(s.runes[n : n+1]) {
				fmt.Fprintf(&b, "%04X", unit)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.String()
}
