package document

import "jiheng/internal/typeset"

// form is a table as a paper: laid sideways, with the particulars above, notes
// and the lines for signatures below, as it is printed as a workbook.
func form(h head, table typeset.Table, notes []string) typeset.Document {
	d := typeset.Document{
		Title: h.title, Particulars: []typeset.Particular{{Name: formLine(h)}}, Landscape: true, Author: h.unit, Day: h.filedOn,
		Blocks: []typeset.Block{table},
	}
	for i, note := range notes {
		d.Blocks = append(d.Blocks, typeset.Note{Text: noteText(i+1, note)})
	}
	d.Blocks = append(d.Blocks, typeset.Note{Text: signatureLine})
	return d
}
