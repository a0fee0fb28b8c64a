package typeset

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"time"
)

// WriteDOCX prints the document as .docx. Equal documents give equal bytes.
//
// Fault: invalid form_invalid, with Fields such as blocks[3].rows[2].
func (d Document) WriteDOCX(w io.Writer) error {
	if err := d.check(); err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for _, p := range d.parts() {
		part, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: epoch})
		if err != nil {
			return fmt.Errorf("begin part %s: %w", p.name, err)
		}
		if _, err := io.WriteString(part, xmlHead+p.content); err != nil {
			return fmt.Errorf("write part %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("end document: %w", err)
	}
	return nil
}

// epoch is the time of every part: the first that a ZIP can say.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	nsWord  = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	nsRel   = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordML  = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// docxPart is a part of the package.
type docxPart struct{ name, content string }

func (d Document) parts() []docxPart {
	return []docxPart{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", relations(
			relation{"rId1", relType + "officeDocument", "word/document.xml"},
			relation{"rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"},
		)},
		{"docProps/core.xml", d.properties()},
		{"word/_rels/document.xml.rels", relations(
			relation{"rId1", relType + "styles", "styles.xml"},
			relation{"rId2", relType + "settings", "settings.xml"},
			relation{"rId3", relType + "fontTable", "fontTable.xml"},
			relation{"rId4", relType + "footer", "footer1.xml"},
		)},
		{"word/document.xml", d.body()},
		{"word/fontTable.xml", fontTable()},
		{"word/footer1.xml", footer()},
		{"word/settings.xml", settings},
		{"word/styles.xml", styles()},
	}
}

const contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="` + wordML + `document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="` + wordML + `styles+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="` + wordML + `settings+xml"/>` +
	`<Override PartName="/word/fontTable.xml" ContentType="` + wordML + `fontTable+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="` + wordML + `footer+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`</Types>`

const settings = `<w:settings ` + nsWord + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>` +
	`<w:characterSpacingControl w:val="compressPunctuation"/>` +
	`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
	`<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>`

type relation struct{ id, kind, target string }

func relations(all ...relation) string {
	var b bytes.Buffer
	b.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, r := range all {
		fmt.Fprintf(&b, `<Relationship Id=%q Type=%q Target=%q/>`, r.id, r.kind, r.target)
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

// properties are the title, the author and the day of the paper; never when
// the file was written.
func (d Document) properties() string {
	day := epoch
	if !d.Day.IsZero() {
		day = d.Day
	}
	at := day.Format("2006-01-02") + "T00:00:00Z"
	return `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"` +
		` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escaped(d.Title) + `</dc:title><dc:creator>` + escaped(d.Author) + `</dc:creator>` +
		`<dc:language>zh-CN</dc:language><cp:lastModifiedBy>` + escaped(d.Author) + `</cp:lastModifiedBy>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created>` +
		`<dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified></cp:coreProperties>`
}
