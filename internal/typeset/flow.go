package typeset

import "strings"

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
)

// item is one thing of the flow of a paper: a text with its look, a table or
// the begin of a page.
type item struct {
	look  look
	text  string
	table *Table
	page  bool
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
		add(lookParticular, p.Name)
	}
	if d.Addressee != "" {
		add(lookAddressee, d.Addressee+colon)
	}
	var n numbering
	for _, b := range d.Blocks {
		f = append(f, flowOf(b, &n)...)
	}
	for i, title := range d.Enclosures {
		add(lookEnclosure, enclosed(i, len(d.Enclosures), title))
	}
	for _, line := range d.Signed {
		add(lookSigned, line)
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
