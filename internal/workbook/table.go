package workbook

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// record is a row of a form: texts and numbers by the key of their column.
type record struct {
	row     int
	texts   map[string]string
	numbers map[string]decimal.NullDecimal
	cells   map[string]string // where each stands
	// headings are the columns as the form calls them.
	headings map[string]string
}

// reading is a form being read off a sheet.
type reading struct {
	form form
	g    *grid
	head int // the row of the heading, -1 before one is found
	// columns says where each column is, by its key.
	columns map[string]int
	records []record
	// end is the row that ended the table, 0 if it goes on to the last.
	end   int
	wrong *problems

	// What stands above the indicators of a printed form, and where.
	about                *About
	money                []Money
	aboutCell, moneyCell string
	// moneyPlaces is where the amounts of each row about money stand.
	moneyPlaces []map[string]string
}

// heading finds the row that names the columns of a form: the first that has
// all that are required. The second result says which column is which.
func (f form) heading(g *grid) (int, map[string]int) {
	for row := range min(len(g.rows), 30) {
		columns := make(map[string]int)
		for c := range g.rows[row] {
			name := bare(g.at(row, c))
			for _, col := range f.columns {
				if _, known := columns[col.key]; !known && slices.ContainsFunc(col.names, func(n string) bool { return bare(n) == name }) {
					columns[col.key] = c
					break
				}
			}
		}
		if f.complete(columns) {
			return row, columns
		}
	}
	return -1, nil
}

func (f form) complete(columns map[string]int) bool {
	for _, c := range f.columns {
		if _, ok := columns[c.key]; c.required && !ok {
			return false
		}
	}
	return true
}

// read reads the rows below the heading. Rows without anything are passed
// over; the first that adds up or signs ends the table.
func (r *reading) read() {
	f, g, wrong := r.form, r.g, r.wrong
	if r.head, r.columns = f.heading(g); r.head < 0 {
		wrong.add("", ReasonNoTable, "columns", f.required())
		return
	}
	power := f.power(g, r.head, r.columns, wrong)
	above := make(map[string]string)
	for row := r.head + 1; row < len(g.rows); row++ {
		if f.ends(g, row) {
			r.end = row
			break
		}
		if f.empty(g, row, r.columns) {
			continue
		}
		if len(r.records) == maxRows {
			wrong.add(cellName(row, 0), ReasonTooManyRows, "limit", "2000")
			break
		}
		r.records = append(r.records, f.record(g, row, r.columns, power, above, wrong))
	}
	if len(r.records) == 0 && len(*wrong) == 0 {
		wrong.add("", ReasonNoRows)
	}
}

func (f form) required() string {
	var names []string
	for _, c := range f.columns {
		if c.required {
			names = append(names, bare(c.names[0]))
		}
	}
	return strings.Join(names, " ")
}

// power is the unit of the amounts, as their heading says it, or else a line
// above the table.
func (f form) power(g *grid, head int, columns map[string]int, wrong *problems) int32 {
	for _, c := range f.columns {
		if c.value != valueMoney {
			continue
		}
		at := columns[c.key]
		if power, ok := unitOf(tidy(g.at(head, at))); ok {
			return power
		}
		for row := range head {
			for column := range g.rows[row] {
				if text := tidy(g.at(row, column)); unitIsSaid(text) {
					if power, ok := unitOf(text); ok {
						return power
					}
				}
			}
		}
		wrong.add(cellName(head, at), ReasonUnit)
	}
	return 0
}

// ends tells a row that is no part of the table any more.
func (f form) ends(g *grid, row int) bool {
	for column := range g.rows[row] {
		if text := tidy(g.at(row, column)); text != "" {
			return sumRow(strings.ReplaceAll(text, " ", ""))
		}
	}
	return false
}

// empty tells a row in which nothing is filled in but what counts the rows or
// was merged into it from above.
func (f form) empty(g *grid, row int, columns map[string]int) bool {
	for _, c := range f.columns {
		at, ok := columns[c.key]
		if ok && c.value != valueIndex && !c.down && !g.covered[[2]int{row, at}] && (tidy(g.at(row, at)) != "" || g.formula(row, at)) {
			return false
		}
	}
	return true
}

func (f form) record(g *grid, row int, columns map[string]int, power int32, above map[string]string, wrong *problems) record {
	r := record{row: row, texts: make(map[string]string), numbers: make(map[string]decimal.NullDecimal), cells: make(map[string]string), headings: make(map[string]string)}
	for _, c := range f.columns {
		at, ok := columns[c.key]
		if !ok || c.value == valueIndex {
			continue
		}
		cell := cellName(row, at)
		r.cells[c.key], r.headings[c.key] = cell, bare(c.names[0])
		if g.formula(row, at) {
			wrong.add(cell, ReasonFormula, "column", bare(c.names[0]))
			continue
		}
		text := tidy(g.at(row, at))
		if c.value == valueShown {
			text = g.shown(row, at, text)
		}
		if c.down {
			text = inherited(c.key, text, above)
		}
		switch c.value {
		case valueMoney, valuePoints:
			if g.covered[[2]int{row, at}] {
				text = "" // one figure for several rows counts once
			}
			if c.value == valuePoints {
				power = 0
			}
			r.numbers[c.key] = c.number(cell, text, power, wrong)
		case valueText, valueProse, valueShown:
			r.texts[c.key] = c.text(cell, text, wrong)
		case valueIndex:
		}
	}
	return r
}

// inherited takes the value of the row above where the cell is empty. A group
// that begins anew has no second level until one is written.
func inherited(key, text string, above map[string]string) string {
	text = strings.ReplaceAll(text, "\n", "")
	if text == "" {
		return above[key]
	}
	if key == "group" && text != above[key] {
		delete(above, "second")
	}
	above[key] = text
	return text
}

// text judges a text.
func (c column) text(cell, text string, wrong *problems) string {
	name := bare(c.names[0])
	switch {
	case text == "" && c.required && !c.headed:
		wrong.add(cell, ReasonMissing, "column", name)
	case strings.HasPrefix(text, "#") && strings.HasSuffix(text, "!") || text == "#N/A":
		wrong.add(cell, ReasonCellError, "column", name, "value", text)
	case utf8.RuneCountInString(text) > c.longest:
		wrong.add(cell, ReasonTooLong, "column", name, "limit", strconv.Itoa(c.longest))
	case c.bytes > 0 && len(text) > c.bytes:
		wrong.add(cell, ReasonTooLong, "column", name, "limit", strconv.Itoa(c.bytes/bytesOfSign))
	case !printable(text, c.value == valueProse || c.value == valueShown):
		wrong.add(cell, ReasonText, "column", name)
	}
	return text
}

// number judges a number, and multiplies it by ten to the power of its unit.
func (c column) number(cell, text string, power int32, wrong *problems) decimal.NullDecimal {
	name := bare(c.names[0])
	if nothing(text) {
		if c.required {
			wrong.add(cell, ReasonMissing, "column", name)
		}
		return decimal.NullDecimal{}
	}
	d, ok := parseNumber(text)
	if !ok {
		wrong.add(cell, ReasonNumber, "column", name, "value", text)
		return decimal.NullDecimal{}
	}
	d = unfloated(d).Shift(power)
	switch {
	case d.IsNegative():
		wrong.add(cell, ReasonNegative, "column", name, "value", text)
	case d.GreaterThanOrEqual(decimal.New(1, 18)):
		wrong.add(cell, ReasonTooLarge, "column", name, "value", text)
	case !d.Equal(d.Truncate(c.digits())):
		wrong.add(cell, ReasonTooExact, "column", name, "value", text, "limit", strconv.Itoa(int(c.digits())))
	}
	return decimal.NewNullDecimal(d)
}

// digits are those that a number may have after the point: money ends at the
// fen.
func (c column) digits() int32 {
	if c.value == valueMoney {
		return 2
	}
	return 6
}

// unfloated undoes what a spreadsheet does to a decimal when it keeps it in
// binary: 469.0400000000001 was typed as 469.04. It keeps fifteen digits.
func unfloated(d decimal.Decimal) decimal.Decimal {
	const kept = 15
	if n := d.NumDigits(); n > kept && d.Exponent() < 0 {
		d = d.Round(-d.Exponent() - int32(n-kept)) //nolint:gosec // at most 30 digits
	}
	return d
}
