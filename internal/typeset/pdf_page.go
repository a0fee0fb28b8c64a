package typeset

import (
	"fmt"
	"strings"
)

// file writes what was laid out.
func (p *printer) file() ([]byte, error) {
	f := newPDFFile()
	contents := make([]int, len(p.pages))
	for i, page := range p.pages {
		contents[i] = f.stream(page.Bytes(), "")
	}
	var fonts strings.Builder
	for i, s := range p.subsets {
		if len(s.runes) > 1 {
			fmt.Fprintf(&fonts, "/F%d %d 0 R", i, f.font(s))
		}
	}
	var kids strings.Builder
	numbers := make([]int, len(p.pages))
	for i := range p.pages {
		numbers[i] = f.add(fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Resources<</Font<<%s>>>>/Contents %d 0 R>>",
			objPages, num(p.wide), num(p.high), fonts.String(), contents[i]))
		fmt.Fprintf(&kids, "%d 0 R ", numbers[i])
	}
	f.object(objPages, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(p.pages), kids.String()))
	p.outline(f, numbers)
	f.object(objCatalog, fmt.Sprintf("<</Type/Catalog/Pages %d 0 R/Outlines %d 0 R/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>>>", objPages, objOutlines))
	f.object(objInfo, fmt.Sprintf("<</Title%s/Author%s/Producer(Jiheng)>>", pdfText(p.doc.Title), pdfText(p.doc.Author)))
	return f.end()
}

// outline writes the headings as bookmarks, all on one level.
func (p *printer) outline(f *pdfFile, pages []int) {
	first := len(f.offsets)
	for i, m := range p.marks {
		links := ""
		if i > 0 {
			links += fmt.Sprintf("/Prev %d 0 R", first+i-1)
		}
		if i < len(p.marks)-1 {
			links += fmt.Sprintf("/Next %d 0 R", first+i+1)
		}
		f.add(fmt.Sprintf("<</Title%s/Parent %d 0 R%s/Dest[%d 0 R/XYZ null %s null]>>",
			pdfText(strings.Repeat("　", m.level-1)+m.text), objOutlines, links, pages[m.page-1], num(p.high-m.y)))
	}
	if len(p.marks) == 0 {
		f.object(objOutlines, "<</Type/Outlines/Count 0>>")
		return
	}
	f.object(objOutlines, fmt.Sprintf("<</Type/Outlines/Count %d/First %d 0 R/Last %d 0 R>>", len(p.marks), first, first+len(p.marks)-1))
}
