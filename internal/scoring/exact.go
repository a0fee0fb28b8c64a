package scoring

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// shownDigits are the most digits after the point of what is shown without
// being rounded by a rule.
const shownDigits = 8

// Points are exact fractions until the scheme rounds them: a third of ten
// points three times is ten points.

// maxDenominator bounds the denominators of sums, in bits, and tinyDigits is
// how exactly a sum beyond it is kept. What people fill in stays far below: the
// denominators of all shares of up to a thousand cases together have 1,440
// bits. Without a bound some thousand numbers of 40 digits each would keep a
// machine busy for minutes.
const (
	maxDenominator = 4096
	tinyDigits     = 60
)

func ratOf(n Number) *big.Rat      { return n.value.Rat() }
func ratInt(n int64) *big.Rat      { return big.NewRat(n, 1) }
func less(a, b *big.Rat) *big.Rat  { return new(big.Rat).Sub(a, b) }
func times(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }

func plus(a, b *big.Rat) *big.Rat {
	sum := new(big.Rat).Add(a, b)
	if sum.Denom().BitLen() > maxDenominator {
		return ratOf(roundRat(sum, tinyDigits, HalfUp))
	}
	return sum
}

// over divides; the divisor is never 0.
func over(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

func least(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

func most(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}

// roundRat rounds once.
func roundRat(r *big.Rat, digits int32, how Rounding) Number {
	f := fraction{numerator: decimal.NewFromBigInt(r.Num(), 0), denominator: decimal.NewFromBigInt(r.Denom(), 0)}
	return f.round(digits, how)
}

// shown writes a fraction with all its digits if they are few, and else with
// the first of them; false then.
func shown(r *big.Rat) (Number, bool) {
	digits, finite := r.FloatPrec()
	if finite && digits <= shownDigits {
		return roundRat(r, int32(digits), Down), true //nolint:gosec // at most shownDigits
	}
	return roundRat(r, shownDigits, HalfUp), false
}

// steps counts how many steps of a size are in an amount above 0.
func steps(amount, size *big.Rat, how Value) *big.Rat {
	if amount.Sign() <= 0 {
		return new(big.Rat)
	}
	n := over(amount, size)
	switch how {
	case wholeSteps:
		return ratOf(roundRat(n, 0, Down))
	case begunSteps:
		return ratOf(roundRat(n, 0, Up))
	}
	return n
}
