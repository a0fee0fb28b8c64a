package table

// checkDays points at dates of rows that no calendar has, such as 2022年13月8日.
func (s *sheet) checkDays() {
	for i, l := range s.lines {
		if l.kind == summary || l.lost {
			continue
		}
		for _, c := range []struct{ field, cell string }{{"target", l.Target}, {"actual", l.Actual}} {
			if noSuchDay(c.cell) {
				s.add(rowAt(i), DateOrder, c.field, c.cell, mustBeDay, sayNoSuchDay(c.field, c.cell))
			}
		}
	}
}

// noSuchDay tells that a cell is one whole date, and that there is none such.
func noSuchDay(cell string) bool {
	m := dayAlone.FindStringSubmatch(fold(cell))
	if m == nil {
		return false
	}
	_, ok := spanOf(m[1]+m[4], m[2]+m[5], m[3]+m[6])
	return !ok
}
