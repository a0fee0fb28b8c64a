package document

import "jiheng/internal/typeset"

// grid prints rows of cells that reach across and down, below what was printed
// already.
func (s *sheet) grid(rows [][]formCell) {
	taken := make(map[[2]int]bool)
	for _, row := range rows {
		s.next()
		column := 1
		for _, c := range row {
			for taken[[2]int{s.row, column}] {
				column++
			}
			across, downward := max(c.Across, 1), max(c.Down, 1)
			s.formCell(column, across, c)
			s.reserve(taken, column, across, downward)
			s.merge(column, s.row, column+across-1, s.row+downward-1)
			column += across
		}
	}
}

// reserve keeps the cells that a merged one covers from being written.
func (s *sheet) reserve(taken map[[2]int]bool, column, across, downward int) {
	for r := range downward {
		for c := range across {
			taken[[2]int{s.row + r, column + c}] = true
		}
	}
}

// formCell writes one cell. What a merged one takes is as wide as all of it.
func (s *sheet) formCell(column, across int, c formCell) {
	width := s.widths[column-1]
	for _, more := range s.widths[column : column+across-1] {
		s.widths[column-1] += more
	}
	defer func() { s.widths[column-1] = width }()
	if c.figure != nil && c.figure.Value.Valid {
		s.figure(column, *c.figure, "")
		return
	}
	lines := s.lines
	s.text(column, c.Text, s.formStyle(c))
	if c.Down > 1 {
		s.lines = lines // it has the height of several rows
	}
}

func (s *sheet) formStyle(c formCell) int {
	switch {
	case c.label:
		return s.style.head
	case c.Align == typeset.AlignCenter:
		return s.style.center
	}
	return s.style.label
}
