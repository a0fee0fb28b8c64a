package typeset

import (
	"bytes"
	"fmt"
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
		if it.look == lookAnnex {
			p.page()
		}
		switch {
		case it.page:
			p.page()
		case it.table != nil:
			p.table(it.table)
		case it.text != "":
			p.paragraph(it, i > 0 && flow[i-1].look == it.look && flow[i-1].table == nil, p.follows(flow, i))
		}
	}
	if len(p.lack) > 0 {
		p.paragraph(item{look: lookNote, text: lackText(p.lack)}, false, 0)
	}
}

// follows is the height that has to fit below an item so that it does not
// stand alone at the foot of a page.
func (p *printer) follows(flow []item, i int) float64 {
	if bound(flow, i) {
		return p.closing(flow, i)
	}
	looks, l := pdfLooks(), flow[i].look
	height := 0.0
	for _, it := range flow[i+1:] {
		switch {
		case it.table != nil:
			return height + p.headHeight(it.table) + tablePitch + 2*tablePad
		case it.text == "" && !it.page:
			continue
		case !looks[l].withNext || it.page || it.look == lookAnnex:
			return height
		}
		height += looks[it.look].pitch + looks[it.look].before
		if l = it.look; !looks[l].withNext {
			return height
		}
	}
	return height
}

// closing is the height of what is bound to an item.
func (p *printer) closing(flow []item, i int) float64 {
	height := 0.0
	for ; bound(flow, i); i++ {
		l := pdfLooks()[flow[i+1].look]
		height += float64(len(p.lines(flow[i+1], l))) * l.pitch
		if flow[i].look != flow[i+1].look {
			height += l.before
		}
	}
	return height
}

// hang is how far the further lines of an item are set in: the title of what is
// enclosed goes on below its first character (GB/T 9704, 7.3.4).
func (*printer) hang(it item, l pdfLook, indent float64) float64 {
	if it.look != lookEnclosure {
		return 0
	}
	return indent + hangOf(it.text)*l.size
}

// lines breaks the text of an item.
func (p *printer) lines(it item, l pdfLook) []string {
	indent, column := l.indent*l.size, p.column()-l.rightIndent*l.size
	measured := func(r rune) float64 { return p.runeWidth(r, l.font, l.size) }
	lines := breakLines(it.text, column-indent, column-p.hang(it, l, indent), measured)
	if it.look == lookTitle {
		lines = evenly(it.text, lines, column, measured)
	}
	return lines
}

// paragraph prints a text. One that goes on from its like has no space above;
// its last line stays with a height that follows.
func (p *printer) paragraph(it item, goesOn bool, follows float64) {
	l := pdfLooks()[it.look]
	indent := l.indent * l.size
	column := p.column() - l.rightIndent*l.size
	hang := p.hang(it, l, indent)
	lines := p.lines(it, l)
	if p.y > p.top && !goesOn {
		p.y += l.before
	}
	if p.y > p.top && it.gap {
		p.y += gapAbove
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
		x, spread := p.left+hang, 0.0
		if i == 0 {
			x = p.left + indent
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
