package table

import "github.com/shopspring/decimal"

// outcome is whether an indicator reached its target, as far as it can be told.
type outcome int

const (
	unknown outcome = iota
	met
	missed
	// late is a date after the date that was planned.
	late
	// mixed are units that cannot be compared.
	mixed
)

// direction is the side of the target that is better.
type direction int

const (
	undecidable direction = iota
	upward
	downward
)

// judgement holds what was reached against what was planned.
type judgement struct {
	outcome        outcome
	direction      direction
	target, actual quantity
	numeric        bool
	// loose tells that the numbers were taken from words, so that no more can be
	// said than that a target was missed.
	loose bool
	// dated tells that both cells are dates.
	dated bool
	// undone tells that the actual value says in words that it was not reached,
	// and partly that only some of it was.
	undone, partly bool
	// touched tells that a bound was reached that had to be passed.
	touched bool
	// copied tells that the actual value repeats the target with its sign.
	copied bool
}

// reached is how much of the target was reached; the target is not zero.
func (j judgement) reached() (numerator, denominator decimal.Decimal) {
	if j.direction == downward {
		return j.target.value(), j.actual.value()
	}
	return j.actual.value(), j.target.value()
}

func (s *sheet) judge(l line) judgement {
	if blank(l.Target) || blank(l.Actual) {
		return judgement{}
	}
	if j, ok := s.judgeDates(l); ok {
		return j
	}
	if j, ok := judgeOpposed(l); ok {
		return j
	}
	target, actual, loose, ok := quantitiesOf(l)
	if !ok || !sameThing(l.Target, l.Actual) {
		return judgeWords(l)
	}
	if target.sign == noSign {
		target.sign = operatorSign(l.Operator)
	}
	j := judgeNumbers(l, target, actual)
	j.loose = loose
	j.copied = j.copied && (target.sign != equal || !s.equalSigns)
	return j
}

// quantitiesOf reads both cells as numbers, also behind the same words:
// "完成培训120人" and "完成培训100人", or taken loosely from words.
func quantitiesOf(l line) (target, actual quantity, loose, ok bool) {
	planned, done := fold(l.Target), actualLead.ReplaceAllString(fold(l.Actual), "")
	target, isNumber := quantityOf(planned)
	actual, alike := quantityOf(done)
	if isNumber && alike {
		return target, actual, false, true
	}
	if lead := leadIn.FindString(planned); lead != "" && lead == leadIn.FindString(done) {
		target, isNumber = quantityOf(planned[len(lead):])
		actual, alike = quantityOf(done[len(lead):])
		same := target.sign == actual.sign && target.unit.name == actual.unit.name
		return target, actual, changeWords.MatchString(lead), isNumber && alike && same
	}
	if target, actual, ok = sharePair(planned, done); ok {
		return target, actual, false, true
	}
	target, actual, ok = wordedPair(planned, done)
	return target, actual, true, ok
}

func judgeNumbers(l line, target, actual quantity) judgement {
	target.unit, actual.unit = unitsOf(l, target, actual)
	j := judgement{direction: directionOf(l, target.sign), target: target, actual: actual, numeric: true}
	switch lead := leadIn.FindString(fold(l.Target)); {
	case target.unit.of == duration && target.sign == noSign && timeClass.MatchString(fold(l.class)):
		j.direction = undecidable
	case changeWords.MatchString(lead):
		j.direction = changeDirection(l, lead)
	}
	if target.unit.differs(actual.unit) {
		j.outcome, j.numeric = mixed, false
		return j
	}
	order := actual.value().Cmp(target.value())
	same := actual.sign != noSign && order == 0 && target.sign == actual.sign
	// 24小时内 is also how a time that was kept is written.
	j.copied = same && !insideTime.MatchString(fold(l.Actual))
	switch {
	case actual.sign != noSign && !same:
	case order == 0 && actual.sign == noSign && exceeds(l) && j.direction != undecidable:
		j.outcome, j.touched = missed, true
	case order == 0, order > 0 && j.direction == upward, order < 0 && j.direction == downward:
		j.outcome = met
	case j.direction != undecidable && !target.unit.visitedBy(actual.unit):
		j.outcome = missed
	}
	return j
}

// judgeDates compares cells that are dates: a month is met until its last day.
func (s *sheet) judgeDates(l line) (judgement, bool) {
	target, planned := s.dayIn(l, l.Target)
	actual, done := s.dayIn(l, l.Actual)
	switch {
	case !planned || !done:
		return judgement{}, false
	case actual.first.After(target.last):
		return judgement{outcome: late, dated: true}, true
	default:
		return judgement{outcome: met, dated: true}, true
	}
}

// unitsOf gives both numbers a unit where only one, or the column, has one. A
// rate may be written 95%, 95 or 0.95.
func unitsOf(l line, target, actual quantity) (unit, unit) {
	one := decimal.NewFromInt(1)
	column, ok := unitOf(fold(l.Unit))
	if !ok || blank(l.Unit) {
		column = unit{}
	}
	byName := unit{}
	if rateName.MatchString(stem(l.name())) {
		byName = unit{name: percentName, of: percentage, size: one}
	}
	t, a := target.unit, actual.unit
	if t.of == unitless && t.size.Equal(one) {
		t = adopt(target, actual, column, a, byName)
	}
	if a.of == unitless && a.size.Equal(one) {
		a = adopt(actual, target, target.unit, column, byName)
	}
	return t, a
}

// quantity reads a cell of a row; a number without a unit has that of the
// column, also 3万 where the column says 人次 or 万人次.
func (l line) quantity(cell string) (quantity, bool) {
	q, ok := quantityOf(cell)
	column, known := unitOf(fold(l.Unit))
	if !ok || !known || blank(l.Unit) || q.unit.of != unitless {
		return q, ok
	}
	if q.unit.name != "" {
		if column, known = unitOf(q.unit.name + column.base()); !known {
			return q, ok
		}
	}
	q.unit = column
	return q, ok
}

// adopt gives a number without a unit that of its neighbour or of the column.
// Beside a percentage of 10 or more, a number up to 1 is a fraction.
func adopt(own, other quantity, candidates ...unit) unit {
	for _, c := range candidates {
		if c.of == unitless {
			continue
		}
		if c.of == percentage && isFraction(own.written) && other.written.Cmp(decimal.NewFromInt(10)) >= 0 {
			c.size = decimal.NewFromInt(100)
		}
		return c
	}
	return own.unit
}

func isFraction(d decimal.Decimal) bool {
	return d.IsPositive() && d.Cmp(decimal.NewFromInt(1)) <= 0
}

// changeDirection is the better side of a change: a fall of 15% is more than
// one of 10%, also of what is better low; a rise of that is not known.
func changeDirection(l line, lead string) direction {
	if growthWords.MatchString(lead) && directionOf(l, noSign) != upward {
		return undecidable
	}
	return upward
}

func directionOf(l line, s sign) direction {
	switch s {
	case atLeast:
		return upward
	case atMost:
		return downward
	case equal, noSign:
	}
	name := stem(l.name())
	cost := costClass.MatchString(fold(l.class))
	switch {
	case savingName.MatchString(name):
		return upward
	case spendingName.MatchString(name), cost:
		if cost && !undecidedCost.MatchString(name) {
			return downward
		}
		return undecidable
	case forwardName.MatchString(name), incomeName.MatchString(name) && !reverseName.MatchString(name):
		return upward
	case reverseName.MatchString(name):
		return downward
	case undecided.MatchString(name), timeClass.MatchString(fold(l.class)) && !rateName.MatchString(name):
		return undecidable
	}
	return upward
}
