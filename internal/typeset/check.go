package typeset

import (
	"fmt"
	"iter"
	"strings"
	"unicode/utf8"

	"jiheng/internal/fault"
)

// ReasonUnprintable means a paper cannot be printed as given; Fields say where.
// It is the reason of forms as well.
const ReasonUnprintable = "form_invalid"

// maxRows bounds a table; a unit's longest has some hundred.
const maxRows = 10000

// troubles gathers what keeps a paper from being printed.
type troubles []fault.Field

func (t *troubles) add(name, reason string) {
	*t = append(*t, fault.Field{Name: name, Reason: reason})
}

func (t *troubles) text(name, text string) {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unprintable) {
		t.add(name, "text_not_printable")
	}
}

// unprintable says whether XML cannot carry a character.
func unprintable(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff
}

// check gives the refusal of a document that cannot be printed whole.
func (d Document) check() error {
	var bad troubles
	for name, text := range d.lines() {
		bad.text(name, text)
	}
	for i, b := range d.Blocks {
		bad.block(fmt.Sprintf("blocks[%d]", i), b)
	}
	for i, a := range d.Annexes {
		bad.text(fmt.Sprintf("annexes[%d].title", i), a.Title)
		for j, b := range a.Blocks {
			bad.block(fmt.Sprintf("annexes[%d].blocks[%d]", i, j), b)
		}
	}
	if len(bad) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, ReasonUnprintable, "%d entries cannot be printed", len(bad)).WithFields(bad...)
}

// lines gives the texts around the blocks by their names, in order.
func (d Document) lines() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		ok := yield("title", d.Title) && yield("number", d.Number) && yield("addressee", d.Addressee) && yield("author", d.Author)
		for i, p := range d.Particulars {
			ok = ok && yield(fmt.Sprintf("particulars[%d]", i), p.Name+p.Value)
		}
		for i, text := range d.Enclosures {
			ok = ok && yield(fmt.Sprintf("enclosures[%d]", i), text)
		}
		for i, text := range d.Signed {
			ok = ok && yield(fmt.Sprintf("signed[%d]", i), text)
		}
	}
}

func (t *troubles) block(at string, b Block) {
	switch b := b.(type) {
	case Heading:
		t.text(at, b.Text)
		if b.Level < 1 || b.Level > deepest {
			t.add(at, "level_unknown")
		}
	case Paragraph:
		t.text(at, b.Text)
	case Note:
		t.text(at, b.Text)
	case Table:
		t.table(at, b)
	case PageBreak:
	}
}

func (t *troubles) table(at string, b Table) {
	t.text(at+".caption", b.Caption)
	t.text(at+".unit", b.Unit)
	if len(b.Rows) > maxRows {
		t.add(at, "too_many_rows")
		return
	}
	t.rows(at+".head", b.Head, b.Columns)
	t.rows(at+".rows", b.Rows, b.Columns)
}

func (t *troubles) rows(at string, rows [][]Cell, columns []Column) {
	if _, row := place(rows, len(columns)); row >= 0 {
		t.add(fmt.Sprintf("%s[%d]", at, row), "row_length_differs")
	}
	for i, row := range rows {
		for j, cell := range row {
			t.text(fmt.Sprintf("%s[%d][%d]", at, i, j), cell.Text)
		}
	}
}
