package table

// sheet is a table whose structure is worked out.
type sheet struct {
	*Table
	lines []line
	// main is the row about all the money, -1 if there is none.
	main  int
	known map[fact]bool
	found []placed
	// names counts the rows of each name, once somebody asks.
	names map[string]int
	// scanned tells that the copy lost cells, so that an empty one in an
	// excerpt says nothing.
	scanned bool
	// ruled tells that the table has its own rule for taking points off.
	ruled bool
	// whole tells that no row is missing, parts lists the parts of each row.
	whole bool
	parts [][]int
	// equalSigns tells that actual values are written with a sign, =312盏.
	equalSigns bool
	// explained tells that the table has a column of reasons in use.
	explained bool
	// wholePoints tells that the table rounds to whole points.
	wholePoints bool
}

func newSheet(t *Table) *sheet {
	s := &sheet{Table: t, known: map[fact]bool{}, main: -1}
	s.findMain()
	s.readNotes()
	group, class := "", ""
	for i, r := range t.Rows {
		switch {
		case !blank(r.L1):
			class = r.L2
			group = r.L1
		case !blank(r.L2):
			class = r.L2
		}
		l := line{Row: r, parent: -1, group: group, class: class, weight: pointsOf(r.Weight), score: scoreOf(r.Score, pointsOf(r.Weight)), lost: lossNoted(r.Note)}
		s.lines = append(s.lines, l)
		s.place(i)
		s.lines[i].judged = s.judge(s.lines[i])
	}
	s.joinGroups()
	s.releaseParts()
	s.findHeadings()
	s.parts = make([][]int, len(s.lines))
	for i, l := range s.lines {
		if l.kind == part && l.parent >= 0 {
			s.parts[l.parent] = append(s.parts[l.parent], i)
		}
	}
	for i := range s.lines {
		s.lines[i].shared = s.sharesCell(i)
	}
	s.whole = s.isWhole()
	return s
}

func (s *sheet) findMain() {
	for i, b := range s.Budget {
		if !partName(b.Name) && mainBudget.MatchString(fold(b.Name)) {
			s.main = i
			return
		}
	}
	if len(s.Budget) > 0 && !partName(s.Budget[0].Name) {
		s.main = 0
	}
}

// readNotes reads the remarks for lost cells and for rules of scoring.
func (s *sheet) readNotes() {
	s.scanned = unreadable.MatchString(fold(s.Title))
	for _, r := range s.Rows {
		s.scanned = s.scanned || lossNoted(r.Note)
		s.explained = s.explained || explains(r.Reason)
		s.equalSigns = s.equalSigns || equalBefore.MatchString(fold(r.Actual)) && fold(r.Actual) != fold(r.Target)
	}
	for _, b := range s.Budget {
		s.scanned = s.scanned || lossNoted(b.Note)
	}
	for _, n := range s.Notes {
		s.ruled = s.ruled || deduction.MatchString(fold(n))
		s.wholePoints = s.wholePoints || wholeNote.MatchString(fold(n))
	}
}
