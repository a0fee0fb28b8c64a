package typeset

// slot is a place of a table's grid. Cell is nil where a cell from the left
// reaches into; from above, Below is true.
type slot struct {
	cell         *Cell
	across, down int // of the cell
	below        bool
}

// place puts cells on the grid. The second result is the first row that does
// not fill its width exactly, -1 when all do.
func place(rows [][]Cell, columns int) ([][]slot, int) {
	grid := make([][]slot, len(rows))
	for i := range grid {
		grid[i] = make([]slot, columns)
	}
	taken := make([]int, columns) // how many more rows are taken from above
	for i, row := range rows {
		if !placeRow(grid, taken, i, row) {
			return grid, i
		}
	}
	for _, left := range taken {
		if left > 0 {
			return grid, len(rows) - 1
		}
	}
	return grid, -1
}

// placeRow places the cells of row i, and says whether they fit.
func placeRow(grid [][]slot, taken []int, i int, row []Cell) bool {
	at := 0
	for c := 0; c < len(taken); {
		if taken[c] > 0 {
			c += continued(grid, taken, i, c)
			continue
		}
		if at == len(row) {
			return false
		}
		cell := &row[at]
		at++
		across, down := max(cell.Across, 1), max(cell.Down, 1)
		if c+across > len(taken) {
			return false
		}
		for k := c; k < c+across; k++ {
			if taken[k] > 0 {
				return false
			}
			taken[k] = down - 1
		}
		grid[i][c] = slot{cell: cell, across: across, down: down}
		c += across
	}
	return at == len(row)
}

// continued marks the columns that a cell from above reaches into, and gives
// how many they are.
func continued(grid [][]slot, taken []int, i, c int) int {
	from := i - 1
	for grid[from][c].below {
		from--
	}
	above := grid[from][c]
	grid[i][c] = slot{cell: above.cell, across: above.across, below: true}
	for k := c; k < c+above.across; k++ {
		taken[k]--
	}
	return above.across
}

// align is where the text of a cell in a column stands.
func (c Cell) align(column Column, head bool) Align {
	switch {
	case c.Align != AlignDefault:
		return c.Align
	case head:
		return AlignCenter
	case column.Align != AlignDefault:
		return column.Align
	}
	return AlignLeft
}

// widths shares a width among columns.
func widths(columns []Column, whole float64) []float64 {
	sum := 0
	for _, c := range columns {
		sum += max(c.Share, 1)
	}
	out := make([]float64, len(columns))
	for i, c := range columns {
		out[i] = whole * float64(max(c.Share, 1)) / float64(sum)
	}
	return out
}
