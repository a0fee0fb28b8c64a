package typeset

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
)

// The sheet of paper in twentieths of a point: A4 with the margins of GB/T
// 9704 (37 mm above, 28 mm at the left, 26 mm at the right, 35 mm below).
const (
	paperWide, paperHigh                             = 11906, 16838
	marginTop, marginRight, marginBottom, marginLeft = 2098, 1474, 1984, 1588
	marginFooter                                     = 1587
	// A landscape sheet carries tables and needs the room.
	marginTable = 1134
)

// body is word/document.xml.
func (d Document) body() string {
	var b strings.Builder
	b.WriteString(`<w:document ` + nsWord + ` ` + nsRel + `><w:body>`)
	styles := docxStyles()
	last := false // whether the last thing was a table
	flow := d.flow()
	for i, it := range flow {
		switch {
		case it.look == lookAnnex: // a break by itself would leave an empty line above
			b.WriteString(paragraph(styles[it.look].id, `<w:pageBreakBefore/>`, run(it.text)))
		case it.table != nil:
			b.WriteString(docxTable(it.table, d.textWidth()))
		case it.page:
			b.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
		case it.text != "":
			b.WriteString(paragraph(styles[it.look].id, it.keeping(bound(flow, i)), run(it.text)))
		}
		last = it.table != nil
	}
	if last { // a table may not be the last thing
		b.WriteString(paragraph(styles[lookNote].id, "", ""))
	}
	b.WriteString(d.section() + `</w:body></w:document>`)
	return b.String()
}

// longWord is how many letters without a break are no word: a digest.
const longWord = 40

// broken says whether a text has to be broken within what looks like a word;
// else the line before it is pulled apart.
func broken(text string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(text, func(r rune) bool { return r > '~' || r == ' ' }), func(word string) bool {
		return len(word) > longWord
	})
}

// keeping is what a paragraph has besides its style: it stays with the end of
// the paper, is broken anywhere, and has space above.
func (it item) keeping(withNext bool) string {
	more := ""
	if withNext {
		more = `<w:keepNext/>`
	}
	long := broken(it.text)
	if long {
		more += `<w:wordWrap w:val="0"/>`
	}
	if it.gap {
		more += fmt.Sprintf(`<w:spacing w:before="%d"/>`, gapAbove*20)
	}
	if long {
		more += `<w:jc w:val="left"/>`
	}
	return more
}

// textWidth is the width between the margins.
func (d Document) textWidth() float64 {
	if d.Landscape {
		return paperHigh - 2*marginTable
	}
	return paperWide - marginLeft - marginRight
}

func (d Document) section() string {
	size := fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d"/>`, paperWide, paperHigh)
	top, right, bottom, left, foot := marginTop, marginRight, marginBottom, marginLeft, marginFooter
	if d.Landscape {
		size = fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d" w:orient="landscape"/>`, paperHigh, paperWide)
		top, right, bottom, left, foot = marginTable, marginTable, marginTable, marginTable, marginTable/2
	}
	return `<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>` + size +
		fmt.Sprintf(`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="851" w:footer="%d" w:gutter="0"/></w:sectPr>`,
			top, right, bottom, left, foot)
}

func paragraph(style, more, runs string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + more + `</w:pPr>` + runs + `</w:p>`
}

// run is a text with its tabs and line breaks.
func run(text string) string { return styledRun("", text) }

func styledRun(properties, text string) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<w:r>` + properties)
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		for j, piece := range strings.Split(line, "\t") {
			if j > 0 {
				b.WriteString(`<w:tab/>`)
			}
			b.WriteString(`<w:t xml:space="preserve">` + escaped(piece) + `</w:t>`)
		}
	}
	b.WriteString(`</w:r>`)
	return b.String()
}

func escaped(text string) string {
	var b strings.Builder
	// A strings.Builder does not fail.
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}

// docxTable prints a table over a width in twentieths of a point.
func docxTable(t *Table, width float64) string {
	var b strings.Builder
	b.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
	}
	b.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	wide := widths(t.Columns, width)
	for _, w := range wide {
		fmt.Fprintf(&b, `<w:gridCol w:w="%d"/>`, int(w))
	}
	b.WriteString(`</w:tblGrid>`)
	docxRows(&b, t, t.Head, wide, true)
	docxRows(&b, t, t.Rows, wide, false)
	b.WriteString(`</w:tbl>`)
	return b.String()
}

func docxRows(b *strings.Builder, t *Table, rows [][]Cell, wide []float64, head bool) {
	grid, _ := place(rows, len(t.Columns))
	for _, row := range grid {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		if head {
			b.WriteString(`<w:tblHeader/>`)
		}
		b.WriteString(`</w:trPr>`)
		for c := 0; c < len(row); c += row[c].across {
			b.WriteString(row[c].docx(t.Columns[c], wide[c:c+row[c].across], head))
		}
		b.WriteString(`</w:tr>`)
	}
}

func (s slot) docx(column Column, wide []float64, head bool) string {
	width := 0.0
	for _, w := range wide {
		width += w
	}
	properties := fmt.Sprintf(`<w:tcW w:w="%d" w:type="dxa"/>`, int(width))
	if s.across > 1 {
		properties += fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, s.across)
	}
	switch {
	case s.below:
		properties += `<w:vMerge/>`
	case s.down > 1:
		properties += `<w:vMerge w:val="restart"/>`
	}
	text, bold := s.cell.Text, ""
	if s.below {
		text = ""
	}
	if head || s.cell.Bold {
		bold = `<w:rPr><w:b/></w:rPr>`
	}
	align := [...]string{AlignLeft: "left", AlignCenter: "center", AlignRight: "right"}[s.cell.align(column, head)]
	return `<w:tc><w:tcPr>` + properties + `<w:vAlign w:val="center"/></w:tcPr>` +
		paragraph(cellStyle().id, `<w:jc w:val="`+align+`"/>`, styledRun(bold, text)) + `</w:tc>`
}
