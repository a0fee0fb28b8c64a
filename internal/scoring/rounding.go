package scoring

import (
	"slices"

	"github.com/shopspring/decimal"
)

// Rounding is how digits are dropped (舍入方式); it belongs to the scheme, for
// published sheets use all three.
type Rounding string

// The ways of rounding.
const (
	// HalfUp goes to the nearest, and a half away from zero.
	HalfUp Rounding = "half_up"
	// Down drops the digits, towards zero.
	Down Rounding = "down"
	// Up goes away from zero when anything is dropped.
	Up Rounding = "up"
)

// Roundings lists all ways of rounding.
func Roundings() []Rounding { return []Rounding{HalfUp, Down, Up} }

func (r Rounding) known() bool { return slices.Contains(Roundings(), r) }

// fraction is an exact quotient: rounding it once is right, where rounding an
// already rounded number may not be. The denominator is never zero.
type fraction struct{ numerator, denominator decimal.Decimal }

func whole(d decimal.Decimal) fraction {
	return fraction{numerator: d, denominator: decimal.New(1, 0)}
}

// round gives the fraction with so many digits after the point.
func (f fraction) round(digits int32, how Rounding) Number {
	quotient, rest := f.numerator.QuoRem(f.denominator, digits)
	unit := decimal.New(1, -digits)
	if how.lifts(rest.Abs(), f.denominator.Abs().Mul(unit)) {
		if f.numerator.Sign()*f.denominator.Sign() < 0 {
			unit = unit.Neg()
		}
		quotient = quotient.Add(unit)
	}
	return Number{value: quotient, digits: digits}
}

// lifts tells whether a rest, out of the step to the next number, rounds away
// from zero.
func (r Rounding) lifts(rest, step decimal.Decimal) bool {
	switch r {
	case HalfUp:
		return rest.Add(rest).Cmp(step) >= 0
	case Up:
		return rest.Sign() > 0
	case Down:
	}
	return false
}

// exact tells whether a number is the fraction itself and nothing was rounded.
func (f fraction) exact(n Number) bool {
	return n.value.Mul(f.denominator).Equal(f.numerator)
}
