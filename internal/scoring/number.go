package scoring

import (
	"strings"

	"github.com/shopspring/decimal"

	"jiheng/internal/fault"
)

const (
	maxWholeDigits = 30
	// MaxDigits is the most digits after the point a Number can have.
	MaxDigits = 12
)

// Number is a decimal number as it was written, with its digits after the
// point (数值). The zero Number is a written "0". A number that was not
// published is a nil *Number.
type Number struct {
	value  decimal.Decimal
	digits int32
}

// ParseNumber reads "-306", "98.24" or "78.00": an optional minus, digits, and
// a point only between digits. It returns an invalid fault: number_unreadable,
// or number_too_long beyond 30 digits before or 12 after the point.
func ParseNumber(text string) (Number, error) {
	whole, fraction, pointed := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if !allDigits(whole) || pointed && !allDigits(fraction) {
		return Number{}, fault.New(fault.Invalid, "number_unreadable", "not a decimal number: %.40q", text)
	}
	if len(whole) > maxWholeDigits || len(fraction) > MaxDigits {
		return Number{}, fault.New(fault.Invalid, "number_too_long", "too many digits: %.60q", text)
	}
	value, err := decimal.NewFromString(text)
	if err != nil {
		return Number{}, fault.Wrap(err, fault.Invalid, "number_unreadable", "read number %.40q", text)
	}
	return Number{value: value, digits: -value.Exponent()}, nil
}

func allDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// NumberOf takes a decimal as written with so many digits after the point. It
// returns an invalid fault: digits_out_of_range, number_too_long, or
// number_not_exact when that would need rounding.
func NumberOf(value decimal.Decimal, digits int32) (Number, error) {
	switch {
	case digits < 0 || digits > MaxDigits:
		return Number{}, fault.New(fault.Invalid, "digits_out_of_range", "%d digits after the point", digits)
	case value.Exponent() > maxWholeDigits || value.Exponent() < -2*maxWholeDigits,
		value.NumDigits()+int(value.Exponent()) > maxWholeDigits:
		return Number{}, fault.New(fault.Invalid, "number_too_long", "too many digits")
	case !value.Equal(value.Truncate(digits)):
		return Number{}, fault.New(fault.Invalid, "number_not_exact", "%s has more than %d digits after the point", value, digits)
	}
	return Number{value: value, digits: digits}, nil
}

// Decimal gives the value for further arithmetic.
func (n Number) Decimal() decimal.Decimal { return n.value }

// Digits tells how many digits after the point were written.
func (n Number) Digits() int32 { return n.digits }

// String gives the number as it was written.
func (n Number) String() string { return n.value.StringFixed(n.digits) }

// Compare gives -1, 0 or 1 by value, whatever the digits.
func (n Number) Compare(o Number) int { return n.value.Cmp(o.value) }

// Equal tells whether the values are equal, whatever the digits.
func (n Number) Equal(o Number) bool { return n.value.Equal(o.value) }

// IsNegative tells whether n is below zero.
func (n Number) IsNegative() bool { return n.value.IsNegative() }

// plus and minus keep the digits of the more exact operand.
func (n Number) plus(o Number) Number {
	return Number{value: n.value.Add(o.value), digits: max(n.digits, o.digits)}
}

func (n Number) minus(o Number) Number {
	return Number{value: n.value.Sub(o.value), digits: max(n.digits, o.digits)}
}

// integer makes a number without digits after the point.
func integer(n int64) Number { return Number{value: decimal.NewFromInt(n)} }

// MarshalText writes what String gives; JSON has it as a string.
func (n Number) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads as ParseNumber does.
func (n *Number) UnmarshalText(text []byte) error {
	parsed, err := ParseNumber(string(text))
	if err != nil {
		return err
	}
	*n = parsed
	return nil
}
