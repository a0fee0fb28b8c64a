package board

import (
	"slices"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/review"
)

// The columns of what a receiver itself does with what is filed (财政环节).
const (
	FilingColumn  evaluation.StageID = "filing" // as the shipped process calls its stage
	AcceptColumn  evaluation.StageID = "book.accept"
	ReviewColumn  evaluation.StageID = "book.review"
	RectifyColumn evaluation.StageID = "book.rectify"
)

// Book is what the books of a receiver say of a unit in a year (收件台账情况).
type Book struct {
	UnitID, UnitName string
	// DueOn is zero where nobody said by when.
	DueOn calendar.Date
	// Filing is the newest that stands, "" for none.
	Filing    string
	ArrivedOn calendar.Date
	State     review.State
	// Reviewed: an opinion was given. Drawn: the year's draw was made, Picked: and
	// it picked this one.
	Reviewed, Drawn, Picked bool
	// Ordered to be put right, and Righted.
	Ordered, Righted int
}

// Cell says where a unit stands in a column of the receiver's on a day.
func (b Book) Cell(column evaluation.StageID, today calendar.Date) Cell {
	c := Cell{State: b.state(column, today)}
	if column != FilingColumn {
		return c
	}
	c.DueOn = b.DueOn
	if end := b.handedOn(today); !b.DueOn.IsZero() && end.After(b.DueOn) {
		c.Days = end.DaysSince(b.DueOn)
	}
	return c
}

// handedOn is when it came, or today while it has not.
func (b Book) handedOn(today calendar.Date) calendar.Date {
	if b.Filing != "" {
		return b.ArrivedOn
	}
	return today
}

func (b Book) state(column evaluation.StageID, today calendar.Date) State {
	switch column {
	case FilingColumn:
		return b.filed(today)
	case AcceptColumn:
		return b.accepted()
	case ReviewColumn:
		return b.reviewed()
	}
	switch {
	case b.Ordered == 0:
		return Skipped
	case b.Righted >= b.Ordered:
		return Done
	}
	return InTime
}

func (b Book) filed(today calendar.Date) State {
	due := !b.DueOn.IsZero()
	switch {
	case b.State == review.Returned:
		return Returned
	case b.Filing != "":
		return Done
	case due && today.After(b.DueOn):
		return Late
	case due && b.DueOn.DaysSince(today) <= SoonDays:
		return DueSoon
	}
	return NotBegun
}

func (b Book) accepted() State {
	switch b.State {
	case review.Accepted:
		return Done
	case review.Returned:
		return Returned
	case review.Arrived, review.Received:
		return InTime
	case review.Superseded:
	}
	return NotBegun
}

func (b Book) reviewed() State {
	switch {
	case b.Reviewed:
		return Done
	case b.Drawn && !b.Picked:
		return Skipped
	case b.State == review.Accepted:
		return InTime
	}
	return NotBegun
}

// WithBook adds the columns of a receiver to the stages of the units.
func WithBook(columns []Column) []Column {
	out := slices.Clone(columns)
	if !slices.ContainsFunc(out, func(c Column) bool { return c.ID == FilingColumn }) {
		out = append(out, Column{FilingColumn, titleOf(FilingColumn)})
	}
	for _, c := range []evaluation.StageID{AcceptColumn, ReviewColumn, RectifyColumn} {
		out = append(out, Column{c, titleOf(c)})
	}
	return out
}

// Enter writes what the books say into a row whose own stages fill the first
// columns.
func (b *Board) Enter(line *Row, book Book, own int, today calendar.Date) {
	for i, c := range b.Columns {
		if i >= own {
			line.Cells[i] = book.Cell(c.ID, today)
		}
	}
}

// Stranger is the row of a unit of which only the books know.
func (b *Board) Stranger(book Book, today calendar.Date) Row {
	line := Row{Unit: book.UnitName, UnitID: book.UnitID, Filing: book.Filing, Outline: true, Cells: make([]Cell, len(b.Columns))}
	for i, c := range b.Columns {
		line.Cells[i] = Cell{State: Elsewhere}
		if slices.Contains([]evaluation.StageID{FilingColumn, AcceptColumn, ReviewColumn, RectifyColumn}, c.ID) {
			line.Cells[i] = book.Cell(c.ID, today)
		}
	}
	return line
}

// Outlined are the stages that are late in rows of which only the outline is
// seen.
func (b *Board) Outlined() []Overdue {
	var out []Overdue
	for _, r := range b.Rows {
		for i, c := range r.Cells {
			if r.Outline && c.State == Late {
				out = append(out, Overdue{
					Evaluation: r.Evaluation, Unit: r.Unit, Stage: b.Columns[i].Title, Title: r.Title, DueOn: c.DueOn, Days: c.Days, Told: r.Told.Sum(),
				})
			}
		}
	}
	return out
}
