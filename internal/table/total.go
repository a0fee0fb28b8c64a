package table

import "github.com/shopspring/decimal"

// scoreSum adds the scores of the rows that count. It is not known when one of
// them lacks its score and no merged cell stands above it.
func (s *sheet) scoreSum(rows []int) (sum decimal.Decimal, known bool) {
	known = true
	any := false
	for _, i := range rows {
		l := s.lines[i]
		switch {
		case !s.topLevel(i):
		case l.score.ok:
			sum, any = sum.Add(l.score.value), true
		case l.weight.ok && !s.scoredAbove(i), l.lost, !any, !blank(l.Score):
			known = false
		}
	}
	return sum, known && any
}

// checkTotal adds the score of the money and of the indicators; only a
// complete table has a total.
func (s *sheet) checkTotal() {
	s.checkTotalRange()
	s.checkTotalAlone()
	stated := s.totalScore()
	sum, known := s.scoreSum(s.allRows())
	if !s.Complete || !stated.ok || !known || s.scanned || s.takesTotal() {
		return
	}
	money := s.moneyScore()
	if !money.ok && s.moneyWeight().ok {
		return
	}
	all := sum.Add(money.value)
	if agrees(stated, all) || !money.ok && s.main >= 0 && stated.value.Cmp(all) > 0 && !s.weightsFull() {
		return
	}
	s.add(wholeTable, TotalMismatch, "total_score", stated.text, all.String(), sayTotal(stated.text, money, sum, all))
}

// checkTotalAlone finds a total in a complete table that has no indicators it
// could come from.
func (s *sheet) checkTotalAlone() {
	stated, money := s.totalScore(), s.moneyScore()
	if !s.Complete || s.scanned || len(s.lines) > 0 || !stated.ok || agrees(stated, money.value) {
		return
	}
	s.add(wholeTable, TotalMismatch, "total_score", stated.text, money.value.String(), sayTotalAlone(stated.text, money.value))
}

// totalScore is the total the table states.
func (s *sheet) totalScore() points {
	return scoreOf(s.TotalScore, points{value: s.full(), ok: true})
}

func (s *sheet) moneyScore() points {
	if s.main < 0 {
		return points{}
	}
	return s.Budget[s.main].score()
}

// weightsFull tells that the indicators alone make the full score.
func (s *sheet) weightsFull() bool {
	sum, _, exact := s.weightSum(s.allRows())
	return exact && sum.Cmp(s.full()) >= 0
}

// takesTotal tells that the row of money shows the total and not its own score.
func (s *sheet) takesTotal() bool {
	weight := s.moneyWeight()
	return weight.ok && weight.value.Equal(s.full()) && len(s.lines) > 0
}

// agrees compares at the precision of the statement; whole points stand for
// themselves.
func agrees(stated points, computed decimal.Decimal) bool {
	digits := stated.digits
	if digits == 0 {
		digits = 2
	}
	return computed.Sub(stated.value).Abs().Cmp(half(digits)) <= 0
}

// half is half a unit of the last of so many digits.
func half(digits int32) decimal.Decimal { return decimal.New(5, -digits-1) }

func (s *sheet) checkTotalRange() {
	stated, full := s.totalScore(), decimal.Max(s.full(), percent)
	if stated.ok && (stated.value.IsNegative() || stated.value.Cmp(full) > 0 && !s.hasBonus()) {
		s.add(wholeTable, ScoreOutOfRange, "total_score", stated.text, full.String(), sayTotalRange(stated.text, full))
	}
}

// checkRange holds each score against its weight.
func (s *sheet) checkRange() {
	for i, l := range s.lines {
		if l.kind != summary {
			s.checkPoints(rowAt(i), l.ownWeight(), l.score, l.bonus())
		}
	}
	for i, b := range s.Budget {
		s.checkPoints(budgetAt(i), pointsOf(b.Weight), b.score(), false)
	}
}

func (s *sheet) checkPoints(at place, weight, score points, bonus bool) {
	switch {
	case weight.ok && weight.value.IsNegative() && !bonus:
		s.add(at, ScoreOutOfRange, "weight", weight.text, "0", sayNegative(weight.text))
	case score.ok && score.value.IsNegative() && !bonus:
		s.add(at, ScoreOutOfRange, "score", score.text, "0", sayNegative(score.text))
	case score.ok && weight.ok && score.value.Cmp(weight.value) > 0:
		s.add(at, ScoreOutOfRange, "score", score.text, weight.text, sayAboveWeight(score.text, weight.text))
	}
}
