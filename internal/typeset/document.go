package typeset

import "time"

// Document is a paper to be printed (公文、报告). What is empty is left out.
type Document struct {
	Title string
	// Number is the number of the paper (文号), below the title.
	Number string
	// Particulars stand below the title, one a line: 评价单位、评价年度. On a paper
	// laid sideways, which is a form, they are small.
	Particulars []Particular
	// Addressee is whom the paper is to (主送机关); a colon is added.
	Addressee string
	Blocks    []Block
	// Enclosures are the titles of what is enclosed (附件).
	Enclosures []string
	// Signed are the lines at the end, on the right: who signs, and the date (落款).
	Signed []string
	// Annexes are bound in behind the signature, each on a page of its own; they
	// are listed with the enclosures.
	Annexes []Annex
	// Landscape lays the paper sideways, for wide tables.
	Landscape bool
	// Author and Day are properties of the file. Day is a civil date; zero says nothing.
	Author string
	Day    time.Time
}

// Annex is an enclosure that is part of the paper (附件). Its headings are
// numbered anew.
type Annex struct {
	Title  string
	Blocks []Block
}

// Note is a text in small print, below a table (注).
type Note struct{ Text string }

// Particular is a line such as 评价单位：某局; without a value the name is the line.
type Particular struct{ Name, Value string }

// Block is a part of a document (段落、标题、表格).
type Block interface{ block() }

// Heading is a numbered heading: 一、 at level 1, （一） at 2, 1. at 3, （1） at 4.
type Heading struct {
	Level int
	Text  string
}

// Paragraph is a text in words; each of its lines is a paragraph of its own.
// Flush begins at the margin, without the indent of two characters.
type Paragraph struct {
	Text  string
	Flush bool
}

// Table is a table with headings that are repeated on every page (表格).
type Table struct {
	Caption string
	// Unit is printed above the table on the right: 单位：万元.
	Unit    string
	Columns []Column
	Head    [][]Cell
	Rows    [][]Cell
}

// Column is a column with its share of the width.
type Column struct {
	Share int
	Align Align
}

// Cell is a cell of a table, across and down as many columns and rows as said;
// 0 is one. A row leaves out the cells that others reach into.
type Cell struct {
	Text         string
	Across, Down int
	// Align is that of the column unless given.
	Align Align
	Bold  bool
}

// Align is where text stands in its cell (对齐).
type Align int

// The alignments.
const (
	AlignDefault Align = iota // as the column says; left in a column
	AlignLeft
	AlignCenter
	AlignRight
)

// PageBreak begins a new page (分页).
type PageBreak struct{}

func (Heading) block()   {}
func (Paragraph) block() {}
func (Note) block()      {}
func (Table) block()     {}
func (PageBreak) block() {}

// Cells makes a row of plain cells.
func Cells(texts ...string) []Cell {
	row := make([]Cell, len(texts))
	for i, text := range texts {
		row[i].Text = text
	}
	return row
}
