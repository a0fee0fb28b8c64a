package table

import (
	"strings"
	"time"
)

// Amount is a cell that is one number, for whoever computes with it (数).
type Amount struct {
	// Text is the number alone, with its digits after the point as written.
	Text string
	// Unit is what follows it, "" if nothing does.
	Unit string
	// Base is the value in the base unit of what is measured, and Measure tells
	// what that is: two amounts of one Measure can be compared by Base.
	Base    string
	Measure int
	// Signed tells that it is written as a bound, such as ≥90.
	Signed bool
	// Scaled tells that the unit is a multiple, such as 万元 or 公里.
	Scaled bool
}

// AmountOf reads a cell as the checks do: full-width digits, separators of
// thousands, signs and units.
func AmountOf(cell string) (Amount, bool) {
	q, ok := quantityOf(cell)
	if !ok || blank(cell) || fold(cell) == zeroWords {
		return Amount{}, false
	}
	return Amount{
		Text: q.written.StringFixed(q.digits), Unit: q.unit.name, Base: q.value().String(), Measure: int(q.unit.of),
		Signed: q.sign != noSign, Scaled: !q.unit.isPlain(),
	}, true
}

// PointsOf reads a weight or a score as the checks do: "9.5 分" is 9.5. A blank
// cell gives "".
func PointsOf(cell string) (string, bool) {
	if blank(cell) {
		return "", true
	}
	value, digits, ok := number(cell)
	if !ok {
		return "", false
	}
	return value.StringFixed(digits), true
}

// PointsIn reads the points that a group names itself: 产出指标（50分） has 50.
func PointsIn(group string) (string, bool) {
	if m := pointsAtEnd.FindStringSubmatch(fold(group)); m != nil {
		return m[1], true
	}
	return "", false
}

// IsBlank tells that a cell holds nothing, or one of the marks for nothing.
func IsBlank(cell string) bool { return blank(cell) }

// DateOf reads a cell that is one day, such as 2023年5月1日 or 2023.5.1, and
// gives it as 2023-05-01.
func DateOf(cell string) (string, bool) {
	day, ok := dateOf(cell)
	if !ok || !day.first.Equal(day.last) || dateInText.FindString(fold(cell)) != strings.TrimSpace(fold(cell)) {
		return "", false
	}
	return day.first.Format(time.DateOnly), true
}
