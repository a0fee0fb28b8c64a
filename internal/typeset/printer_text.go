package typeset

import (
	"fmt"
	"slices"
	"strings"
)

// fontOf gives the font that prints a character, the one that is asked for
// where it can; false when none has it.
func (p *printer) fontOf(r rune, font int) (int, bool) {
	for _, f := range []int{font, serif} {
		if p.subsets[f].has(r) {
			return f, true
		}
	}
	return serif, false
}

func (p *printer) runeWidth(r rune, font int, size float64) float64 {
	if r == '\t' {
		return 2 * size
	}
	f, ok := p.fontOf(r, font)
	if !ok {
		r = geta
	}
	return float64(p.subsets[f].width(r)) * size / 1000
}

func (p *printer) width(text string, font int, size float64) float64 {
	return width(text, func(r rune) float64 { return p.runeWidth(r, font, size) })
}

// text prints a line with its base at y; spread is added after each character.
func (p *printer) text(line string, x, y float64, font int, size, spread float64) {
	if line == "" {
		return
	}
	out := p.pages[len(p.pages)-1]
	fmt.Fprintf(out, "BT %s Tc 1 0 0 1 %s %s Tm", num(spread), num(x), num(p.high-y))
	current, open := -1, false
	for _, r := range strings.ReplaceAll(line, "\t", "    ") {
		f, ok := p.fontOf(r, font)
		if f != current || !ok {
			if open {
				out.WriteString("> Tj")
			}
			fmt.Fprintf(out, " /F%d %s Tf", f, num(size))
			current, open = f, false
		}
		if !ok {
			p.lacking(r)
			fmt.Fprintf(out, "/Span<</ActualText%s>>BDC <%04X> Tj EMC", pdfText(string(r)), p.subsets[f].use(geta))
			current = -1
			continue
		}
		if !open {
			out.WriteString(" <")
			open = true
		}
		fmt.Fprintf(out, "%04X", p.subsets[f].use(r))
	}
	if open {
		out.WriteString("> Tj")
	}
	out.WriteString(" ET\n")
}

// lacking remembers a character that no font has.
func (p *printer) lacking(r rune) {
	if at, found := slices.BinarySearch(p.lack, r); !found {
		p.lack = slices.Insert(p.lack, at, r)
	}
}

// num writes a length with at most two decimals.
func num(v float64) string {
	text := fmt.Sprintf("%.2f", v)
	text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	if text == "-0" {
		return "0"
	}
	return text
}
