package holiday

import (
	"strconv"
	"strings"

	"jiheng/internal/calendar"
)

// line is a row of a table as text, with the places of its cells.
type line struct {
	cells []string
	place func(column int) Place // of a cell, counted from 0
	date  func(string) string    // what a cell keeps, as a date is written
}

func (l line) blank() bool { return strings.TrimSpace(strings.Join(l.cells, "")) == "" }

// maxRows bounds a table; headingWithin is how far down its heading may stand.
const (
	maxRows       = 2000
	headingWithin = 10
)

// heading finds the columns of a table: where each stands, and how many lines
// are above and including the heading.
func heading(lines []line, wrong *problems) (columns map[string]int, skip int) {
	for i, l := range lines[:min(len(lines), headingWithin)] {
		columns = map[string]int{}
		var twice []int
		for j, cell := range l.cells {
			name := columnCalled(cell)
			if _, known := columns[name]; known {
				twice = append(twice, j)
			} else if name != "" {
				columns[name] = j
			}
		}
		if len(columns) < 2 {
			continue
		}
		for _, j := range twice {
			wrong.add(l.place(j), "column_twice", "column", columnCalled(l.cells[j]))
		}
		return columns, i + 1
	}
	return nil, 0
}

// readTable makes claims of the rows under a heading.
func readTable(lines []line, o Options, wrong *problems) []claim {
	columns, skip := heading(lines, wrong)
	if columns == nil {
		wrong.add(Place{}, "heading_missing")
		return nil
	}
	complete := true
	for _, name := range wantedColumns() {
		if _, ok := columns[name]; !ok && (name != columnBasis || o.Source == "") {
			wrong.add(lines[skip-1].place(0), "column_missing", "column", name)
			complete = false
		}
	}
	rows := lines[skip:]
	switch {
	case !complete:
		return nil
	case len(rows) > maxRows:
		wrong.add(rows[maxRows].place(0), "too_many_rows", "max", strconv.Itoa(maxRows))
		return nil
	}
	g := grouping{columns: columns, source: o.Source, wrong: wrong, byBasis: map[string]int{}}
	for _, l := range rows {
		if !l.blank() {
			g.take(l)
		}
	}
	if g.rows == 0 {
		wrong.add(lines[skip-1].place(0), "rows_missing")
	}
	return g.claims()
}

// grouping gathers rows by their basis.
type grouping struct {
	columns map[string]int
	source  string
	wrong   *problems
	rows    int
	groups  []claim
	byBasis map[string]int
}

// cell gives a cell's text and place; a column that is not there is empty.
func (g *grouping) cell(l line, column string) (string, Place) {
	j, ok := g.columns[column]
	if !ok || j >= len(l.cells) {
		return "", l.place(max(j, 0))
	}
	return strings.TrimSpace(l.cells[j]), l.place(j)
}

func (g *grouping) take(l line) {
	g.rows++
	before := len(*g.wrong)
	var r row
	r.Date, r.at = g.date(l)
	r.Off, r.kindAt = g.kind(l)
	name, nameAt := g.cell(l, columnName)
	r.Name, r.nameAt = g.wrong.text(nameAt, name), nameAt
	note, noteAt := g.cell(l, columnNote)
	r.Note = g.wrong.text(noteAt, note)
	basis, basisAt := g.cell(l, columnBasis)
	if basis = g.wrong.text(basisAt, basis); basis == "" {
		basis = g.source
	}
	if basis == "" {
		g.wrong.add(basisAt, "basis_missing")
	}
	if len(*g.wrong) > before {
		return
	}
	i, known := g.byBasis[basis]
	if !known {
		i = len(g.groups)
		g.byBasis[basis] = i
		g.groups = append(g.groups, claim{at: r.at, papers: []string{basis}})
	}
	g.groups[i].rows = append(g.groups[i].rows, r)
	g.groups[i].year = max(g.groups[i].year, r.Date.Year)
}

func (g *grouping) date(l line) (calendar.Date, Place) {
	text, at := g.cell(l, columnDate)
	d, ok := readDate(l.date(text))
	switch {
	case text == "":
		g.wrong.add(at, "date_missing")
	case !ok:
		g.wrong.add(at, "date_unreadable", "text", clip(text))
	}
	return d, at
}

func (g *grouping) kind(l line) (bool, Place) {
	text, at := g.cell(l, columnKind)
	off, ok := kindCalled(text)
	switch {
	case text == "":
		g.wrong.add(at, "kind_missing")
	case !ok:
		g.wrong.add(at, "kind_unknown", "text", clip(text))
	}
	return off, at
}

// claims makes one claim of all papers for a year.
func (g *grouping) claims() []claim {
	var out []claim
	byYear := map[int]int{}
	for _, c := range g.groups {
		i, known := byYear[c.year]
		if !known {
			byYear[c.year] = len(out)
			out = append(out, c)
			continue
		}
		out[i].papers = append(out[i].papers, c.papers...)
		out[i].rows = append(out[i].rows, c.rows...)
	}
	return out
}
