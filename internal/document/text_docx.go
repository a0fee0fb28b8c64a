package document

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// docx reads paragraphs and tables in their order. A table within a table is
// read as the text of its cell.
func (t *textReader) docx(f file) error {
	found := false
	err := f.eachPart(func(name string, content io.Reader) error {
		if name != "word/document.xml" || found {
			return nil
		}
		found = true
		return t.body(content)
	})
	return err
}

// word is how deep the reading of a .docx is in tables, and what it has of the
// present paragraph, row and table.
type word struct {
	*textReader
	tables    int
	heading   bool
	paragraph strings.Builder
	cell      []string
	row       []string
	table     [][]string
}

func (t *textReader) body(content io.Reader) error {
	d := xml.NewDecoder(&meter{r: content, left: maxMarkup})
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errEncoding }
	w := &word{textReader: t}
	text := false
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch v := token.(type) {
		case xml.StartElement:
			text = v.Name.Local == "t"
			w.begin(v)
		case xml.CharData:
			if text && w.paragraph.Len() <= maxShownCell {
				w.paragraph.Write(v)
			}
		case xml.EndElement:
			text = false
			if err := w.end(v.Name.Local); err != nil {
				return err
			}
		}
	}
}

func (w *word) begin(e xml.StartElement) {
	switch e.Name.Local {
	case "tbl":
		w.tables++
	case "pStyle", "outlineLvl":
		style := strings.ToLower(attribute(e, "val"))
		w.heading = w.heading || e.Name.Local == "outlineLvl" || strings.HasPrefix(style, "heading") || strings.HasPrefix(style, "title")
	case "tab":
		w.paragraph.WriteByte('\t')
	case "br", "cr":
		w.paragraph.WriteByte('\n')
	}
}

func (w *word) end(name string) error {
	switch name {
	case "p":
		return w.endParagraph()
	case "tc":
		if w.tables == 1 {
			w.row = append(w.row, strings.Join(w.cell, "\n"))
			w.cell = nil
		}
	case "tr":
		if w.tables == 1 {
			if len(w.table) < maxShownRows {
				w.table = append(w.table, w.textReader.row(w.row))
			} else {
				w.text.Cut = true
			}
			w.row = nil
		}
	case "tbl":
		if w.tables--; w.tables == 0 {
			table := w.table
			w.table = nil
			return w.add(TextBlock{Kind: TextTable, Rows: table})
		}
	}
	return nil
}

func (w *word) endParagraph() error {
	text, heading := w.paragraph.String(), w.heading
	w.paragraph.Reset()
	w.heading = false
	if w.tables > 0 {
		if len(w.cell) < maxShownCells {
			w.cell = append(w.cell, text)
		}
		return nil
	}
	if strings.TrimSpace(text) == "" {
		return nil
	}
	kind := TextParagraph
	if heading {
		kind = TextHeading
	}
	return w.add(TextBlock{Kind: kind, Text: w.clip(text)})
}
