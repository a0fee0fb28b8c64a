package workbook

import (
	"slices"
	"strconv"
)

// draft is a score table some cells of which are wrong. Nothing of it is taken
// in: it is for finding out what else it wants, so that a clerk is told of
// everything at once.
type draft struct {
	sheet Sheet
	// cells is where everything stands, by its place in the sheet: items.3.reason.
	cells map[string]string
}

// draft gives what was read beside the problems, nil where there is no table.
func (r *reading) draft(s *Sheet) *draft {
	if s == nil || r.head < 0 {
		return nil
	}
	d := &draft{sheet: *s, cells: make(map[string]string)}
	i := 0
	for _, row := range r.records {
		if row.pattern() || row.heads() || row.texts["name"] == "" {
			continue
		}
		for key, cell := range row.cells {
			d.cells["items."+strconv.Itoa(i)+"."+key] = cell
		}
		i++
	}
	for i, places := range r.moneyPlaces {
		for key, cell := range places {
			d.cells["money."+strconv.Itoa(i)+"."+key] = cell
		}
	}
	return d
}

// Draft is what could be read of a score table with problems, nil where nothing
// could. It is not to be taken in.
func (r Result) Draft() *Sheet {
	if r.draft == nil {
		return nil
	}
	return &r.draft.sheet
}

// Wanting adds to the problems what is missing at a place of the draft, in
// words; a cell that is wrong already is not missing as well.
func (r Result) Wanting(place, reason, text string) Result {
	cell := r.draft.cells[place]
	if cell != "" && slices.ContainsFunc(r.Problems, func(p Problem) bool { return p.Cell == cell }) {
		return r
	}
	wrong := problems(slices.Clone(r.Problems))
	wrong = append(wrong, Problem{Cell: cell, Reason: reason, Text: text})
	r.Problems = wrong.inOrder()
	return r
}
