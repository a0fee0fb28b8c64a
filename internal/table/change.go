package table

import (
	"strings"

	"github.com/shopspring/decimal"
)

// side is where a change goes.
type side int

const (
	noSide side = iota
	rise
	fall
)

// below tells that a result has a minus where the target has none.
func (j judgement) below() bool {
	return j.direction == upward && j.target.value().IsPositive() && j.actual.value().IsNegative()
}

// credited is how much of the target counts: nothing of a result below zero.
// A fall of -1% may be one of 1%, and is read as that.
func (j judgement) credited(l line) (numerator, denominator decimal.Decimal) {
	numerator, denominator = j.reached()
	switch {
	case !j.below():
		return numerator, denominator
	case signless.MatchString(stem(l.name())):
		return decimal.Min(numerator.Neg(), denominator), denominator
	}
	return decimal.Zero, denominator
}

// sideOf is the only side that the words of a text name.
func sideOf(text string) side {
	up, down := growthWords.MatchString(text), fallWords.MatchString(text)
	switch {
	case up == down:
		return noSide
	case up:
		return rise
	}
	return fall
}

// judgeOpposed finds what went the other way than was planned, with a number:
// a growth of 10% that became 下降3.2%.
func judgeOpposed(l line) (judgement, bool) {
	planned, done := fold(l.Target), fold(l.Actual)
	went := changeLead.FindString(done)
	meant := changeLead.FindString(planned)
	aim := sideOf(meant)
	if meant == "" {
		aim = sideOf(changeName.FindString(stem(l.name())))
	}
	target, counted := quantityOf(planned[len(meant):])
	actual, read := quantityOf(done[len(went):])
	switch {
	case went == "", aim == noSide, sideOf(went) == noSide, sideOf(went) == aim:
		return judgement{}, false
	case !counted, !read, target.sign != noSign && target.sign != atLeast, actual.sign != noSign, operatorSign(l.Operator) == atMost:
		return judgement{}, false
	}
	target.unit, actual.unit = unitsOf(l, target, actual)
	if !target.value().IsPositive() || !actual.value().IsPositive() || target.unit.differs(actual.unit) {
		return judgement{}, false
	}
	actual.written = actual.written.Neg()
	return judgement{outcome: missed, direction: upward, target: target, actual: actual, numeric: true}, true
}

// opposed tells that two cells in words say that something rose and fell.
func opposed(target, actual string) bool {
	if !changeAlone.MatchString(target) || !changeAlone.MatchString(actual) {
		return false
	}
	meant, went := sideOf(target), sideOf(actual)
	return meant != noSide && went != noSide && meant != went
}

// exceeds tells that the sign of a target asks for more, or less, than its
// number: > and no ≥. Words such as 超过 are used for both.
func exceeds(l line) bool {
	text := fold(l.Target)
	if text == "" || strings.TrimLeft(text[:1], "<>") != "" {
		text = fold(l.Operator)
	}
	return strictSign.MatchString(text)
}

// checkTouched points at full marks for a bound that was only just reached.
func (s *sheet) checkTouched(i int, l line) {
	if !l.fullPoints() {
		return
	}
	most := below(l.weight.value)
	s.add(rowAt(i), RateMismatch, "score", l.score.text, most, sayTouched(l, most))
}
