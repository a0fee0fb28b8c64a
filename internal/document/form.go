package document

import (
	"io"
	"time"

	"jiheng/internal/typeset"
)

// Head is what every printed form says above its table (表头).
type Head struct {
	Title string
	Unit  string // the body that evaluates itself, or is evaluated
	Year  int    // the budget year under evaluation
	// FiledOn is a civil date: only its year, month and day are printed.
	// Zero leaves the place open to be filled in by hand.
	FiledOn time.Time
	// Running is true of what goes on: the date is that up to which the form tells.
	Running bool
	// Receiver is true for a form of the body that receives: it is not the one
	// that is evaluated.
	Receiver bool
}

// check refuses a head that cannot be printed.
func (h Head) check(bad *troubles) {
	bad.text("title", h.Title)
	bad.text("unit", h.Unit)
}

// workbook prints a form as .xlsx: head, captions, what fill writes, notes and
// the lines for signatures. Equal forms give equal bytes.
func (h Head) workbook(w io.Writer, name string, captions []string, widths []float64, notes []string, fill func(*sheet)) error {
	s := newSheet(name, h, captions, widths)
	fill(s)
	s.notes(notes)
	s.signatures()
	return s.write(w)
}

// paper is a form as a paper: laid sideways, with the particulars above, notes
// and the lines for signatures below, as it is printed as a workbook.
func (h Head) paper(table typeset.Table, notes []string) typeset.Document {
	d := typeset.Document{
		Title: h.Title, Particulars: formLines(h), Landscape: true, Author: h.Unit, Day: h.FiledOn,
		Blocks: []typeset.Block{table},
	}
	for i, note := range notes {
		d.Blocks = append(d.Blocks, typeset.Note{Text: noteText(i+1, note)})
	}
	d.Blocks = append(d.Blocks, typeset.Note{Text: signatureLine})
	return d
}
