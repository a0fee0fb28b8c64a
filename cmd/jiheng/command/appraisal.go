package command

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"jiheng/internal/composition"
	"jiheng/internal/document"
	"jiheng/internal/scoring"
)

// appraisalFlags say where the filled appraisal table goes, and of which unit
// of a cohort it is.
type appraisalFlags struct {
	out, unit string
	force     bool
}

// write writes the table of one unit as the format that the name asks for.
func (f appraisalFlags) write(out io.Writer, s scoring.Scheme, scores scoring.Scores, year int) error {
	at, err := f.subject(scores)
	if err != nil {
		return err
	}
	card := scores.Subjects[at]
	h := document.Head{Title: s.Title, Unit: strings.TrimSpace(card.ID + " " + card.Title), Year: year}
	table := composition.Appraisal(s, scores, at, h)
	var print func(io.Writer) error
	switch strings.ToLower(filepath.Ext(f.out)) {
	case ".xlsx":
		print = table.WriteXLSX
	case ".docx":
		print = table.Document().WriteDOCX
	case ".pdf":
		print = table.Document().WritePDF
	default:
		return exit(exitUsage, badFlag("out", f.out, appraisalOutWanted))
	}
	if err := (&output{f.out, f.force}).write(print); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, appraisalWritten(f.out))
	return err
}

// subject finds the unit that is named; of a single one no name is needed.
func (f appraisalFlags) subject(scores scoring.Scores) (int, error) {
	var ids []string
	for i, c := range scores.Subjects {
		if c.ID == f.unit || f.unit == "" && len(scores.Subjects) == 1 {
			return i, nil
		}
		ids = append(ids, c.ID)
	}
	return 0, exit(exitUsage, badFlag("unit", f.unit, appraisalUnitWanted(ids)))
}
