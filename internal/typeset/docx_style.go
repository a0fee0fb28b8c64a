package typeset

import (
	"fmt"
	"strings"
)

// docxStyle is a paragraph style of the .docx. Sizes are half points, indents
// hundredths of a character, spaces twentieths of a point.
type docxStyle struct {
	id, name string
	face     string
	size     int
	bold     bool
	align    string // left, center, right, both
	indent   int    // of the first line
	hang     int    // of all others, where they are set in further
	right    int    // from the right margin
	outline  int    // level in the outline from 1, 0 for none
	exact    int    // pitch of lines, 0 for single
	before   int
	keepNext bool
	// close leaves no space between paragraphs of the style.
	close bool
}

// docxStyles are the styles, by look: 2号 for titles, 3号 for text with 28
// points a line, 5号 for tables.
func docxStyles() []docxStyle {
	return []docxStyle{
		lookTitle:      {id: "Title", name: "Title", face: faceTitle, size: 44, align: "center", exact: 700, keepNext: true},
		lookNumber:     {id: "PaperNumber", name: "Paper Number", face: faceBody, size: 32, align: "center", exact: 560},
		lookParticular: {id: "Particular", name: "Particular", face: faceBody, size: 32, align: "center", exact: 560},
		lookAddressee:  {id: "Addressee", name: "Addressee", face: faceBody, size: 32, align: "left", exact: 560, before: 280},
		lookHeading1:   {id: "Heading1", name: "heading 1", face: faceBlack, size: 32, align: "both", indent: 200, outline: 1, exact: 560, keepNext: true},
		lookHeading2:   {id: "Heading2", name: "heading 2", face: faceKai, size: 32, align: "both", indent: 200, outline: 2, exact: 560, keepNext: true},
		lookHeading3:   {id: "Heading3", name: "heading 3", face: faceBody, size: 32, bold: true, align: "both", indent: 200, outline: 3, exact: 560, keepNext: true},
		lookBody:       {id: "BodyText", name: "Body Text", face: faceBody, size: 32, align: "both", indent: 200, exact: 560},
		lookFlush:      {id: "Flush", name: "Flush", face: faceBody, size: 32, align: "both", exact: 560},
		lookCaption:    {id: "Caption", name: "caption", face: faceBlack, size: 24, align: "center", before: 120, keepNext: true},
		lookUnit:       {id: "TableUnit", name: "Table Unit", face: faceSong, size: 21, align: "right", keepNext: true},
		lookEnclosure:  {id: "Enclosure", name: "Enclosure", face: faceBody, size: 32, align: "left", indent: 200, hang: 575, exact: 560, before: 280, close: true},
		lookSigned:     {id: "Signed", name: "Signed", face: faceBody, size: 32, align: "right", right: 400, exact: 560, before: 280, close: true},
		lookNote:       {id: "Note", name: "Note", face: faceSong, size: 21, align: "left"},
		lookFormLine:   {id: "FormLine", name: "Form Line", face: faceBody, size: 24, align: "center", exact: 400, keepNext: true},
		lookAnnex:      {id: "Annex", name: "Annex", face: faceBlack, size: 32, align: "left", exact: 560, keepNext: true},
	}
}

// cellStyle and footerStyle belong to no look of the flow.
func cellStyle() docxStyle {
	return docxStyle{id: "TableText", name: "Table Text", face: faceSong, size: 21, align: "left"}
}

func footerStyle() docxStyle {
	return docxStyle{id: "Footer", name: "footer", face: faceSong, size: 28, align: "center"}
}

func styles() string {
	var b strings.Builder
	b.WriteString(`<w:styles ` + nsWord + `><w:docDefaults><w:rPrDefault><w:rPr>` + fonts(faceBody) +
		`<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`)
	for _, s := range append(docxStyles(), cellStyle(), footerStyle()) {
		b.WriteString(s.xml())
	}
	b.WriteString(`</w:styles>`)
	return b.String()
}

func fonts(face string) string {
	return fmt.Sprintf(`<w:rFonts w:ascii=%q w:hAnsi=%q w:eastAsia=%q w:cs=%q/>`, faceLatin, faceLatin, face, faceLatin)
}

func (s docxStyle) xml() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId=%q><w:name w:val=%q/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>`, s.id, s.name)
	if s.keepNext {
		b.WriteString(`<w:keepNext/>`)
	}
	b.WriteString(`<w:kinsoku/><w:overflowPunct/><w:snapToGrid w:val="0"/>`)
	line := `w:line="240" w:lineRule="auto"`
	if s.exact > 0 {
		line = fmt.Sprintf(`w:line="%d" w:lineRule="exact"`, s.exact)
	}
	fmt.Fprintf(&b, `<w:spacing w:before="%d" w:after="0" %s/>`, s.before, line)
	contextual := ""
	if s.close {
		contextual = `<w:contextualSpacing/>`
	}
	first := fmt.Sprintf(`w:firstLineChars="%d" w:firstLine="%d"`, s.indent, s.indent*s.size/10)
	if back := s.hang - s.indent; s.hang > 0 {
		first = fmt.Sprintf(`w:leftChars="%d" w:left="%d" w:hangingChars="%d" w:hanging="%d"`, s.hang, s.hang*s.size/10, back, back*s.size/10)
	}
	fmt.Fprintf(&b, `<w:ind w:rightChars="%d" w:right="%d" %s/>%s<w:jc w:val=%q/>`, s.right, s.right*s.size/10, first, contextual, s.align)
	if s.outline > 0 {
		fmt.Fprintf(&b, `<w:outlineLvl w:val="%d"/>`, s.outline-1)
	}
	b.WriteString(`</w:pPr><w:rPr>` + fonts(s.face))
	if s.bold {
		b.WriteString(`<w:b/>`)
	}
	fmt.Fprintf(&b, `<w:sz w:val="%d"/><w:szCs w:val="%d"/></w:rPr></w:style>`, s.size, s.size)
	return b.String()
}

// fontTable names what may stand in for a font.
func fontTable() string {
	var b strings.Builder
	b.WriteString(`<w:fonts ` + nsWord + `>`)
	for _, s := range substitutes() {
		fmt.Fprintf(&b, `<w:font w:name=%q><w:altName w:val=%q/><w:charset w:val="86"/></w:font>`, s[0], s[1])
	}
	b.WriteString(`</w:fonts>`)
	return b.String()
}

// footer is the number of the page between dashes.
func footer() string {
	return `<w:ftr ` + nsWord + ` ` + nsRel + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` + run(pageBefore) +
		`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` +
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>` +
		run(pageAfter) + `</w:p></w:ftr>`
}
