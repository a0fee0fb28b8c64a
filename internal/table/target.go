package table

import "github.com/shopspring/decimal"

// farAbove tells that the actual value is 30 % or more above the target.
func (j judgement) farAbove() bool {
	if !j.numeric || j.loose || j.direction != upward || j.outcome != met || !j.target.value().IsPositive() {
		return false
	}
	return j.actual.value().Cmp(j.target.value().Mul(decimal.New(13, -1))) >= 0
}

// atCap tells that a rate can go no higher.
func (j judgement) atCap() bool {
	return j.actual.isPercent() && j.actual.value().Equal(percent)
}

// checkTargets points at targets that were passed by far without a word.
func (s *sheet) checkTargets() {
	for i, l := range s.lines {
		if l.kind == summary || !l.judged.farAbove() || l.judged.atCap() || l.lostPoints() || explains(l.Reason) || s.alienUnits(l) {
			continue
		}
		over := l.judged.actual.value().Mul(percent).DivRound(l.judged.target.value(), 1)
		s.add(rowAt(i), Overachieved, "actual", l.Actual, over.String()+percentName, sayOver(l, over))
	}
}

// moneyForTarget tells that a sum of money stands where something else has to
// be counted: the indicator is called a number of things or is one of
// quality, time or satisfaction, or one of output and its target is just the budget.
func (s *sheet) moneyForTarget(l line) bool {
	q, ok := quantityOf(l.Target)
	if !ok || q.unit.of != money || !q.value().IsPositive() || !q.unit.isBare() || moneyName.MatchString(fold(l.class+l.L3)) || rateName.MatchString(stem(l.L3)) || l.judged.outcome == mixed {
		return false
	}
	if countName.MatchString(stem(l.L3)) || resultName.MatchString(stem(l.L3)) {
		return true
	}
	return s.main >= 0 && outputClass.MatchString(fold(l.class)) && q.sign == noSign && q.value().Equal(s.budgeted()) && !payingName.MatchString(stem(l.L3))
}

// budgeted is the budget of the year, zero if it is not stated.
func (s *sheet) budgeted() decimal.Decimal {
	b := s.Budget[s.main]
	budget, _ := s.amount(firstOf(b.FullYear, b.Initial))
	return budget
}

// checkUnits points at numbers that cannot be measures of the same thing.
func (s *sheet) checkUnits() {
	for i, l := range s.lines {
		if l.kind == summary {
			continue
		}
		switch j := l.judged; {
		case j.outcome == mixed:
			s.add(rowAt(i), UnitMismatch, "actual", l.Actual, l.Target, sayMixed(l))
		case aboveWhole(l):
			s.add(rowAt(i), UnitMismatch, "actual", l.Actual, hundredPercent, sayAboveWhole(l))
		case s.rateInCounts(l):
			s.add(rowAt(i), UnitMismatch, "target", firstOf(l.Target, l.Actual), percentName, sayRateInCounts(l))
		case s.alienUnits(l):
			s.add(rowAt(i), UnitMismatch, "actual", l.Actual, l.Target, sayAlien(l))
		}
	}
}

// aboveWhole tells that a share of those asked or tested is more than all of
// them. Rates of what was done may be: a plan can be exceeded.
func aboveWhole(l line) bool {
	q, ok := l.quantity(l.Actual)
	return ok && !l.lost && shareName.MatchString(stem(l.L3)) && q.isPercent() && q.value().Cmp(percent) > 0
}

// rateInCounts tells that an indicator called a rate is filled with heads or
// money. A part takes the unit of what it is a part of.
func (s *sheet) rateInCounts(l line) bool {
	name := stem(l.L3)
	if l.kind == part || !rateName.MatchString(name) || noRatioName.MatchString(name) {
		return false
	}
	counted := func(cell string) bool {
		q, ok := l.quantity(cell)
		if !ok {
			return false
		}
		switch q.unit.of {
		case people, visits, households, money, area, length:
			return true
		case unitless, percentage, duration, mass, volume, times, pieces, energy, power, storage, otherUnit:
		}
		return false
	}
	return counted(l.Target) && (counted(l.Actual) || blank(l.Actual)) || counted(l.Actual) && blank(l.Target)
}

// alienUnits tells that two numbers are so far apart that they must be measured
// differently: a thousandfold, or without a unit fivefold short at full marks.
func (*sheet) alienUnits(l line) bool {
	j := l.judged
	if j.farAbove() && j.actual.value().Cmp(j.target.value().Mul(decimal.NewFromInt(1000))) >= 0 {
		return true
	}
	if !j.numeric || j.outcome != missed || j.direction != upward || j.target.unit.of != unitless || !l.fullPoints() {
		return false
	}
	return j.actual.value().Mul(decimal.NewFromInt(5)).Cmp(j.target.value()) < 0 && j.actual.value().IsPositive()
}
