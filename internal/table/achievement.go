package table

import "github.com/shopspring/decimal"

// checkRowScores holds the score of an indicator that missed its target
// against what its own figures earn.
func (s *sheet) checkRowScores() {
	for i, l := range s.lines {
		if !l.weight.ok || !l.score.ok || l.shared || !l.weight.value.IsPositive() || l.kind == summary || l.judged.outcome != missed || s.ownRule(l) || s.alienUnits(l) {
			continue
		}
		s.checkMissed(i, l)
	}
}

// ownRule tells that a row is scored by a rule of its own, not in proportion.
func (s *sheet) ownRule(l line) bool {
	return s.ruled || criteria.MatchString(fold(l.Note)) || processGroup.MatchString(fold(l.group)) || l.score.value.Cmp(l.weight.value) > 0 || l.score.value.IsNegative()
}

func (s *sheet) checkMissed(i int, l line) {
	if l.judged.undone {
		s.checkUndoneWords(i, l)
		return
	}
	if l.judged.touched {
		s.checkTouched(i, l)
		return
	}
	numerator, denominator := l.judged.credited(l)
	if denominator.IsZero() || numerator.IsNegative() || denominator.IsNegative() {
		return
	}
	full := l.score.value.Equal(l.weight.value)
	expected := l.weight.value.Mul(numerator).DivRound(denominator, 12)
	switch {
	case executionName.MatchString(stem(l.L3)) && l.judged.actual.isPercent() && s.earns(l.score, l.weight.value, l.judged.actual.value(), percent):
		// The rate itself may be what the points are made from.
	case l.judged.direction == downward && !full:
		// How points go down with an excess is not settled.
	case l.judged.below() && l.score.value.Mul(denominator).Cmp(l.weight.value.Mul(numerator)) <= 0:
		// A fall written with a minus may be the rise that it says.
	case !s.earns(l.score, l.weight.value, numerator, denominator) && !s.earnsRounded(l, numerator, denominator):
		shown := shownBeside(l.score, expected)
		s.add(rowAt(i), RateMismatch, "score", l.score.text, shown, sayMissed(l, shown, full))
	}
}

// checkUndoneWords points at full marks for what was not reached at all, which
// earns less than 60 % (document 10 of 2020), or only in part.
func (s *sheet) checkUndoneWords(i int, l line) {
	if !l.fullPoints() {
		return
	}
	most := l.weight.value
	if !l.judged.partly {
		most = most.Mul(decimal.New(lowRate, -2))
	}
	s.add(rowAt(i), RateMismatch, "score", l.score.text, below(most), sayUndoneWords(l, below(most)))
}

// earnsRounded accepts a score that was worked out from a rounded rate.
func (s *sheet) earnsRounded(l line, numerator, denominator decimal.Decimal) bool {
	if l.score.digits == 0 {
		return false
	}
	for digits := range int32(3) {
		rounded := numerator.Mul(percent).DivRound(denominator, digits)
		if s.earns(l.score, l.weight.value, rounded, percent) {
			return true
		}
	}
	return false
}

// checkClaimedRates holds an indicator about the execution of the budget, or
// about payment, against the amounts of the table.
func (s *sheet) checkClaimedRates() {
	if s.main < 0 {
		return
	}
	computed := s.executed(s.Budget[s.main])
	if !computed.ok {
		computed = rateOf(s.Budget[s.main].Rate)
	}
	for i, l := range s.lines {
		name := stem(l.name())
		execution, payment := executionName.MatchString(name), paymentName.MatchString(name)
		q, ok := quantityOf(l.Actual)
		if !computed.ok || !ok || !q.isPercent() || !execution && !payment || l.kind == summary {
			continue
		}
		if tolerance := claimTolerance(q, execution); q.value().Sub(computed.value).Abs().Cmp(tolerance) > 0 {
			shown := computed.value.Round(2).String() + percentName
			s.add(rowAt(i), RateMismatch, "actual", l.Actual, shown, sayClaimedRate(l.Actual, shown))
		}
	}
}

// claimTolerance is half a unit of the last digit, one point for payments.
func claimTolerance(q quantity, execution bool) decimal.Decimal {
	if execution {
		return half(q.digits)
	}
	return decimal.NewFromInt(1)
}
