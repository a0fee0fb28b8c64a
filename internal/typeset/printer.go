package typeset

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// printer lays a document out on pages. Lengths are points, y counts from the
// top of the page.
type printer struct {
	doc     Document
	subsets [2]*subset
	pages   []*bytes.Buffer
	wide    float64 // of the paper
	high    float64
	top     float64 // margins
	bottom  float64
	left    float64
	right   float64
	y       float64 // where the next thing goes
	marks   []mark
	lack    []rune // characters that no font has, sorted
}

// mark is a heading in the outline of the PDF.
type mark struct {
	text  string
	level int
	page  int
	y     float64
}

const perPoint = 20 // twentieths, which the .docx counts in

func newPrinter(d Document, fonts fontSet) *printer {
	p := &printer{
		doc: d, wide: float64(paperWide) / perPoint, high: float64(paperHigh) / perPoint,
		top: float64(marginTop) / perPoint, bottom: float64(marginBottom) / perPoint,
		left: float64(marginLeft) / perPoint, right: float64(marginRight) / perPoint,
	}
	if d.Landscape {
		const margin = float64(marginTable) / perPoint
		p.wide, p.high = p.high, p.wide
		p.top, p.bottom, p.left, p.right = margin, margin, margin, margin
	}
	for i := range p.subsets {
		p.subsets[i] = newSubset(fonts[i])
	}
	p.page()
	return p
}

// page begins a page.
func (p *printer) page() {
	p.pages = append(p.pages, &bytes.Buffer{})
	p.y = p.top
	text := fmt.Sprintf("%s%d%s", pageBefore, len(p.pages), pageAfter)
	const size = 14
	x := (p.wide - p.width(text, serif, size)) / 2
	p.text(text, x, p.high-p.bottom+min(28, p.bottom*0.6), serif, size, 0)
}

// column is the width between the margins, room the height that is left.
func (p *printer) column() float64 { return p.wide - p.left - p.right }

func (p *printer) room() float64 { return p.high - p.bottom - p.y }

// fits begins a page unless a height is left; no page holds more than itself.
func (p *printer) fits(height float64) {
	if height > p.room() && p.y > p.top {
		p.page()
	}
}

func (p *printer) print() {
	flow := p.doc.flow()
	for i, it := range flow {
		switch {
		case it.page:
			p.page()
		case it.table != nil:
			p.table(it.table)
		case it.text != "":
			p.paragraph(it, i > 0 && flow[i-1].look == it.look && flow[i-1].table == nil, p.follows(flow[i+1:], it.look))
		}
	}
	if len(p.lack) > 0 {
		p.paragraph(item{look: lookNote, text: lackText(p.lack)}, false, 0)
	}
}

// pdfLook is how a look is set in a PDF, in points and characters.
type pdfLook struct {
	font        int
	size, pitch float64
	align       Align
	justify     bool
	indent      float64 // of the first line, in characters
	rightIndent float64 // in characters
	before      float64
	level       int // in the outline
	withNext    bool
}

func pdfLooks() []pdfLook {
	return []pdfLook{
		lookTitle:      {font: sans, size: 22, pitch: 35, align: AlignCenter, withNext: true},
		lookNumber:     {size: 16, pitch: 28, align: AlignCenter},
		lookParticular: {size: 16, pitch: 28, align: AlignCenter},
		lookAddressee:  {size: 16, pitch: 28, before: 14},
		lookHeading1:   {font: sans, size: 16, pitch: 28, indent: 2, level: 1, withNext: true},
		lookHeading2:   {size: 16, pitch: 28, indent: 2, level: 2, withNext: true},
		lookHeading3:   {size: 16, pitch: 28, indent: 2, level: 3, withNext: true},
		lookBody:       {size: 16, pitch: 28, justify: true, indent: 2},
		lookFlush:      {size: 16, pitch: 28, justify: true},
		lookCaption:    {font: sans, size: 12, pitch: 18, align: AlignCenter, before: 8, withNext: true},
		lookUnit:       {size: 10.5, pitch: 15, align: AlignRight, withNext: true},
		lookEnclosure:  {size: 16, pitch: 28, indent: 2, before: 14},
		lookSigned:     {size: 16, pitch: 28, align: AlignRight, rightIndent: 4, before: 14},
		lookNote:       {size: 10.5, pitch: 15, before: 8},
	}
}

// follows is the height that has to fit below a line so that it does not
// stand alone at the foot of a page.
func (p *printer) follows(rest []item, l look) float64 {
	looks := pdfLooks()
	height := 0.0
	for _, it := range rest {
		switch {
		case it.table != nil:
			return height + p.headHeight(it.table) + tablePitch + 2*tablePad
		case l == lookSigned && it.look == lookSigned:
			height += looks[it.look].pitch + looks[it.look].before
			continue
		case it.text == "" && !it.page:
			continue
		case !looks[l].withNext || it.page:
			return height
		}
		height += looks[it.look].pitch + looks[it.look].before
		if l = it.look; !looks[l].withNext {
			return height
		}
	}
	return height
}

// paragraph prints a text. One that goes on from its like has no space above;
// its last line stays with a height that follows.
func (p *printer) paragraph(it item, goesOn bool, follows float64) {
	l := pdfLooks()[it.look]
	indent := l.indent * l.size
	column := p.column() - l.rightIndent*l.size
	lines := breakLines(it.text, column-indent, column, func(r rune) float64 { return p.runeWidth(r, l.font, l.size) })
	if p.y > p.top && !goesOn {
		p.y += l.before
	}
	for i, line := range lines {
		need := l.pitch
		if i == len(lines)-1 {
			need += follows
		}
		p.fits(need)
		if i == 0 && l.level > 0 {
			p.marks = append(p.marks, mark{it.text, l.level, len(p.pages), p.y})
		}
		x, spread := p.left, 0.0
		if i == 0 {
			x += indent
		}
		slack := p.left + column - x - p.width(line, l.font, l.size)
		switch n := len([]rune(line)); {
		case l.align == AlignCenter:
			x += slack / 2
		case l.align == AlignRight:
			x += slack
		case l.justify && i < len(lines)-1 && n > 1 && slack < 3*l.size:
			spread = slack / float64(n-1)
		}
		p.text(line, x, p.y+(l.pitch+l.size*0.72)/2, l.font, l.size, spread)
		p.y += l.pitch
	}
}

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
