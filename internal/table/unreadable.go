package table

// checkScoresRead points at scores and totals that are no numbers, for without
// them nothing can be added up.
func (s *sheet) checkScoresRead() {
	for i, l := range s.lines {
		if !l.lost && l.kind != moneyLine && !banded(l.Score) {
			s.checkRead(rowAt(i), "score", l.Score, l.score)
		}
	}
	for i, b := range s.Budget {
		if !lossNoted(b.Note) {
			s.checkRead(budgetAt(i), "score", b.Score, b.score())
		}
	}
	s.checkRead(wholeTable, "total_score", s.TotalScore, s.totalScore())
}

// banded tells that a cell holds a band, which is said elsewhere.
func banded(cell string) bool {
	text := fold(cell)
	return bandWords.MatchString(text) || bandRange.MatchString(text) || bandList.MatchString(bare(cell))
}

// checkRead leaves alone what a reader may still take a number from, such as
// 优 98.5分.
func (s *sheet) checkRead(at place, field, cell string, read points) {
	text := remark.ReplaceAllString(fold(cell), "")
	if blank(cell) || read.ok || noScore.MatchString(text) {
		return
	}
	// What the copy lost is not about so much.
	if vagueScore.MatchString(text) || !s.scanned && !anyDigit.MatchString(inDigits(text)) {
		s.add(at, MissingScore, field, cell, mustBeValue, sayNoNumber(field, cell))
	}
}
