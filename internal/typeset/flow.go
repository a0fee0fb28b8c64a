package typeset

import (
	"slices"
	"strings"
)

// look is how a line of a paper is set (样式).
type look int

// The looks, from top to bottom of a paper.
const (
	lookTitle look = iota
	lookNumber
	lookParticular
	lookAddressee
	lookHeading1
	lookHeading2
	lookHeading3
	lookBody
	lookFlush
	lookCaption
	lookUnit
	lookEnclosure
	lookSigned
	lookNote
	lookAnnex
	lookFormLine
)

// item is one thing of the flow of a paper: a text with its look, a table or
// the begin of a page. The number of an annex begins one by itself.
type item struct {
	look  look
	text  string
	table *Table
	page  bool
	// gap leaves half a line above: behind a table, and below the particulars.
	gap bool
}

// closes says whether a line belongs to the end of a paper, which no page has
// without a line of its text (签署页须有正文).
func (it item) closes() bool { return it.look == lookEnclosure || it.look == lookSigned }

// shortList is how many enclosures are not parted over two pages.
const shortList = 3

// bound says whether an item stays on the page of the one behind it for the
// sake of the end of the paper: the text goes with what is enclosed first, a
// signature never without what is before it. A list that is not short may go
// on on the next page, with no line of it alone.
func bound(flow []item, i int) bool {
	if i+1 >= len(flow) || !flow[i+1].closes() {
		return false
	}
	if flow[i].look != lookEnclosure {
		return true
	}
	before, behind := 0, 0
	for k := i - 1; k >= 0 && flow[k].look == lookEnclosure; k-- {
		before++
	}
	for k := i + 1; k < len(flow) && flow[k].look == lookEnclosure; k++ {
		behind++
	}
	return before+1+behind <= shortList || before == 0 || behind <= 1
}

// gaps sets where space is left above.
func gaps(f []item) []item {
	for i := 1; i < len(f); i++ {
		before, it := f[i-1], &f[i]
		parted := before.table != nil && it.look != lookNote && it.look != lookCaption || before.look == lookParticular && it.look >= lookHeading1
		it.gap = parted && it.text != "" && it.look != lookAnnex
	}
	return f
}

// flow gives all that a paper prints, in order, with headings numbered. Both
// printers follow it, so that they print the same.
func (d Document) flow() []item {
	var f []item
	add := func(l look, text string) {
		if text != "" {
			f = append(f, item{look: l, text: text})
		}
	}
	add(lookTitle, d.Title)
	add(lookNumber, d.Number)
	for _, p := range d.Particulars {
		if p.Value != "" {
			p.Name += colon + p.Value
		}
		if d.Landscape {
			add(lookFormLine, p.Name)
			continue
		}
		add(lookParticular, p.Name)
	}
	if d.Addressee != "" {
		add(lookAddressee, d.Addressee+colon)
	}
	var n numbering
	for _, b := range d.Blocks {
		f = append(f, flowOf(b, &n)...)
	}
	enclosures := d.enclosures()
	for i, title := range enclosures {
		add(lookEnclosure, enclosed(i, len(enclosures), title))
	}
	for _, line := range d.Signed {
		add(lookSigned, line)
	}
	for i, a := range d.Annexes {
		f = append(f, a.flow(annexed(len(d.Enclosures)+i, len(enclosures)))...)
	}
	return gaps(f)
}

// enclosures are the titles of all that is enclosed, what is bound in last.
func (d Document) enclosures() []string {
	titles := slices.Clone(d.Enclosures)
	for _, a := range d.Annexes {
		titles = append(titles, a.Title)
	}
	return titles
}

func (a Annex) flow(number string) []item {
	f := []item{{look: lookAnnex, text: number}, {look: lookTitle, text: a.Title}}
	var n numbering
	for _, b := range a.Blocks {
		f = append(f, flowOf(b, &n)...)
	}
	return f
}

func flowOf(b Block, n *numbering) []item {
	switch b := b.(type) {
	case Heading:
		return []item{{look: min(lookHeading1+look(b.Level)-1, lookHeading3), text: n.next(b.Level) + b.Text}}
	case Paragraph:
		return paragraphs(b)
	case Note:
		return []item{{look: lookNote, text: b.Text}}
	case Table:
		return []item{{look: lookCaption, text: b.Caption}, {look: lookUnit, text: b.Unit}, {table: &b}}
	case PageBreak:
		return []item{{page: true}}
	}
	return nil
}

func paragraphs(b Paragraph) []item {
	l := lookBody
	if b.Flush {
		l = lookFlush
	}
	var out []item
	for line := range strings.SplitSeq(b.Text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, item{look: l, text: line})
		}
	}
	return out
}
