package typeset

import (
	"fmt"
	"math"
)

// How tables are set, in points: 5号.
const (
	tableSize  = 10.5
	tablePitch = 14.5
	tablePad   = 3.0
)

// span is a cell being printed, over one row or more. What does not fit on a
// page goes on on the next.
type span struct {
	x, width float64
	lines    []string
	top      float64 // on this page
	last     int     // the row it ends with
	align    Align
	font     int
	began    bool // whether a page before holds its begin
}

// tablePrinter prints one table.
type tablePrinter struct {
	*printer
	table *Table
	wide  []float64
	open  []*span // by column they begin in; nil where none
	head  bool    // whether the headings are being printed
}

func (p *printer) table(t *Table) {
	tp := &tablePrinter{printer: p, table: t, wide: widths(t.Columns, p.column()), open: make([]*span, len(t.Columns))}
	tp.fits(p.headHeight(t) + tablePitch + 2*tablePad)
	tp.heading()
	grid, _ := place(t.Rows, len(t.Columns))
	for i, row := range grid {
		tp.row(i, row)
	}
	p.y += tablePad
}

// headHeight is how high the headings of a table are.
func (p *printer) headHeight(t *Table) float64 {
	tp := &tablePrinter{printer: p, table: t, wide: widths(t.Columns, p.column()), head: true}
	height := 0.0
	grid, _ := place(t.Head, len(t.Columns))
	for i, row := range grid {
		lines := 1
		for c := range row {
			if row[c].cell != nil && !row[c].below && row[c].down == 1 {
				lines = max(lines, len(tp.begin(i, c, row[c]).lines))
			}
		}
		height += float64(lines)*tablePitch + 2*tablePad
	}
	return height
}

// heading prints the headings, on every page anew.
func (tp *tablePrinter) heading() {
	held := tp.open
	tp.head, tp.open = true, make([]*span, len(tp.table.Columns))
	grid, _ := place(tp.table.Head, len(tp.table.Columns))
	for i, row := range grid {
		tp.start(i, row)
		tp.y += tp.needed(i)
		tp.end(i)
	}
	tp.head, tp.open = false, held
}

// row prints a row, on a page of its own or on several if it must.
func (tp *tablePrinter) row(i int, row []slot) {
	probe := tp.open
	tp.open = append([]*span(nil), probe...)
	tp.start(i, row)
	height := tp.needed(i)
	fresh := tp.high - tp.bottom - tp.top - tp.headHeight(tp.table)
	if height > tp.room() && height <= fresh {
		tp.open = probe
		tp.turn()
		tp.start(i, row)
		height = tp.needed(i)
	}
	for height > tp.room() {
		// Nothing smaller than a line can be printed.
		if tp.room() >= tablePitch+2*tablePad {
			tp.y += math.Floor((tp.room()-2*tablePad)/tablePitch)*tablePitch + 2*tablePad
		}
		tp.turn()
		height = tp.needed(i)
	}
	tp.y += height
	tp.end(i)
}

// start opens the cells that begin in a row.
func (tp *tablePrinter) start(i int, row []slot) {
	for c := range row {
		if row[c].cell != nil && !row[c].below {
			tp.open[c] = tp.begin(i, c, row[c])
		}
	}
}

// begin lays a cell out at the pen.
func (tp *tablePrinter) begin(i, c int, s slot) *span {
	x, wide := tp.left, 0.0
	for k := range c {
		x += tp.wide[k]
	}
	for k := c; k < c+s.across; k++ {
		wide += tp.wide[k]
	}
	font := serif
	if tp.head || s.cell.Bold {
		font = sans
	}
	inner := wide - 2*tablePad
	lines := breakLines(s.cell.Text, inner, inner, func(r rune) float64 { return tp.runeWidth(r, font, tableSize) })
	return &span{x: x, width: wide, lines: lines, top: tp.y, last: i + s.down - 1, align: s.cell.align(tp.table.Columns[c], tp.head), font: font}
}

// needed is the height that row i needs so that every cell which ends with it
// has room for what is left of its text.
func (tp *tablePrinter) needed(i int) float64 {
	height := tablePitch + 2*tablePad
	for _, s := range tp.open {
		if s != nil && s.last == i {
			height = max(height, s.top+float64(len(s.lines))*tablePitch+2*tablePad-tp.y)
		}
	}
	return height
}

// turn prints what the page holds of the open cells and goes on on the next.
func (tp *tablePrinter) turn() {
	for _, s := range tp.open {
		if s != nil {
			tp.draw(s, false)
		}
	}
	tp.page()
	tp.heading()
	for _, s := range tp.open {
		if s != nil {
			s.top, s.began = tp.y, true
		}
	}
}

// end closes the cells that end with a row.
func (tp *tablePrinter) end(i int) {
	for c, s := range tp.open {
		if s != nil && s.last == i {
			tp.draw(s, true)
			tp.open[c] = nil
		}
	}
}

// draw prints a cell from its top to the pen, with as many lines as fit. A
// cell that stands whole on the page has its text in the middle.
func (tp *tablePrinter) draw(s *span, whole bool) {
	height := tp.y - s.top
	if height <= 0 {
		return
	}
	out := tp.pages[len(tp.pages)-1]
	fmt.Fprintf(out, "0.5 w %s %s %s %s re S\n", num(s.x), num(tp.high-tp.y), num(s.width), num(height))
	count := max(min(len(s.lines), int((height-2*tablePad+0.01)/tablePitch)), 0)
	if whole {
		count = len(s.lines)
	}
	y := s.top + tablePad
	if whole && !s.began {
		y = s.top + (height-float64(count)*tablePitch)/2
	}
	for _, line := range s.lines[:count] {
		x := s.x + tablePad
		slack := s.width - 2*tablePad - tp.width(line, s.font, tableSize)
		switch s.align {
		case AlignCenter:
			x += slack / 2
		case AlignRight:
			x += slack
		case AlignDefault, AlignLeft:
		}
		tp.text(line, x, y+(tablePitch+tableSize*0.72)/2, s.font, tableSize, 0)
		y += tablePitch
	}
	s.lines = s.lines[count:]
}
