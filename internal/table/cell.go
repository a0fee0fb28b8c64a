package table

import (
	"slices"

	"github.com/shopspring/decimal"
)

// checkCells looks for cells that must be filled, and for bands and targets
// copied where a value belongs.
func (s *sheet) checkCells() {
	s.checkMoneyCells()
	for i, l := range s.lines {
		if l.kind == summary || l.kind == moneyLine {
			continue
		}
		s.checkFilled(i, l)
		s.checkBand(i, "target", l.Target)
		s.checkBand(i, "actual", l.Actual)
		s.checkBand(i, "score", l.Score)
		if l.judged.copied {
			s.add(rowAt(i), ActualCopiesTarget, "actual", l.Actual, l.Target, sayCopied(l.Actual))
		}
	}
}

// checkMoneyCells asks for the rate and the score of a row of money that
// shows its amounts and its weight.
func (s *sheet) checkMoneyCells() {
	if s.main < 0 || s.scanned {
		return
	}
	b := s.Budget[s.main]
	computed := s.executed(b)
	shown := computed.value.Round(2).String() + percentName
	if computed.ok && blank(b.Rate) && b.score().ok && s.Complete {
		s.add(budgetAt(s.main), MissingActual, "rate", emptyCell, shown, sayRateEmpty(b.Score, shown))
	}
	if s.Complete && blank(b.Executed) && blank(b.Rate) && !blank(b.FullYear) && b.score().ok {
		s.add(budgetAt(s.main), MissingActual, "executed", emptyCell, mustFill, sayExecutedEmpty(b.Score))
	}
	if computed.ok && blank(b.Score) && pointsOf(b.Weight).ok && (s.whole || s.someScored() && !blank(b.Rate)) {
		s.add(budgetAt(s.main), MissingScore, "score", emptyCell, b.Weight, sayScoreEmpty(b.Weight))
	}
}

func (s *sheet) someScored() bool {
	return slices.ContainsFunc(s.lines, func(l line) bool { return l.score.ok })
}

func (s *sheet) checkFilled(i int, l line) {
	if l.lost || s.scanned && !s.Complete && !l.oneHole() || s.cut(i) || l.bonus() || l.takesOff() {
		return
	}
	if l.weight.ok && blank(l.Score) && l.kind == indicator && (s.whole || s.someScored() && !blank(l.Actual)) && !s.countedByParts(i) && !s.scoredAbove(i) {
		s.add(rowAt(i), MissingScore, "score", emptyCell, l.weight.text, sayScoreEmpty(l.weight.text))
	}
	if l.heads || !s.claimsPoints(i) || criteria.MatchString(fold(l.Note)) {
		return
	}
	if blank(l.Target) && s.hasTargets(l) {
		s.add(rowAt(i), MissingTarget, "target", emptyCell, mustFill, sayTargetEmpty(l))
	}
	if s.moneyForTarget(l) {
		s.add(rowAt(i), MissingTarget, "target", l.Target, mustFill, sayTargetMoney(l))
	}
	if blank(l.Actual) && s.hasActuals(l) {
		s.add(rowAt(i), MissingActual, "actual", emptyCell, mustFill, sayActualEmpty(l))
	}
}

// isWhole tells that no row is missing: the table says so, or its weights make
// the full score. A form for setting targets has no results yet.
func (s *sheet) isWhole() bool {
	if goalForm.MatchString(fold(s.DocType)) {
		return false
	}
	rows, _, exact := s.weightSum(s.allRows())
	money := s.moneyWeight().value
	if s.main >= 0 && money.IsZero() {
		money = decimal.NewFromInt(nationalMoney)
	}
	return s.Complete || exact && rows.IsPositive() && (rows.Equal(s.full()) || rows.Add(money).Equal(s.full()))
}

// scoredAbove tells that a merged cell above holds the score of the row too.
func (s *sheet) scoredAbove(i int) bool {
	for j := i - 1; j >= 0 && s.lines[j].class == s.lines[i].class && s.lines[j].group == s.lines[i].group; j-- {
		if s.lines[j].score.ok {
			return s.lines[j].shared
		}
	}
	return false
}

// claimsPoints tells that a row is given points, by itself, by a merged cell
// above it, or in a complete table by its weight.
func (s *sheet) claimsPoints(i int) bool {
	l := s.lines[i]
	switch {
	case l.kind == part && !l.score.ok:
		return false
	case l.score.ok, l.weight.ok && s.whole:
		return true
	case l.weight.ok, !blank(l.Score):
		return false
	}
	return s.merges() && i > 0 && s.headed(i)
}

// merges tells that the table gives points by merged cells: rows have a target
// and an actual value and no points.
func (s *sheet) merges() bool {
	filled, scored := 0, 0
	for _, l := range s.lines {
		if l.kind != indicator {
			continue
		}
		if l.score.ok {
			scored++
		} else if !l.weight.ok && !blank(l.Target) && !blank(l.Actual) {
			filled++
		}
	}
	return scored > 0 && filled > 0
}

// headed tells that a scored row of the same group stands above.
func (s *sheet) headed(i int) bool {
	for j := i - 1; j >= 0 && s.lines[j].group == s.lines[i].group; j-- {
		if s.lines[j].score.ok {
			return true
		}
	}
	return false
}

// hasTargets tells that the table has a column of targets for this row; what
// is judged by a list of demands, as decisions and management, has none.
func (s *sheet) hasTargets(l line) bool {
	return !processGroup.MatchString(fold(l.group)) && (s.single(l, l.Actual) || slices.ContainsFunc(s.lines, func(o line) bool { return !blank(o.Target) }))
}

func (s *sheet) hasActuals(l line) bool {
	if processGroup.MatchString(fold(l.group)) {
		return false
	}
	return s.whole && !blank(l.Target) || s.single(l, l.Target) || slices.ContainsFunc(s.lines, func(o line) bool { return !blank(o.Actual) })
}

// single tells that no other row could show the column that a cell is missing
// from: all others are judged by a list of demands, and this one has its other
// cell.
func (s *sheet) single(l line, other string) bool {
	measured := 0
	for _, o := range s.lines {
		if o.kind == indicator && !processGroup.MatchString(fold(o.group)) {
			measured++
		}
	}
	return l.kind == indicator && measured == 1 && len(s.lines) > 1 && !blank(other)
}
