package scoring

import (
	"slices"

	"jiheng/internal/fault"
)

// check refuses a computation that has no answer.
func (c Computation) check() error {
	switch {
	case !slices.Contains(Kinds(), c.Kind):
		return fault.New(fault.Invalid, "kind_unknown", "no such computation: %.40q", string(c.Kind))
	case !c.Rounding.known():
		return fault.New(fault.Invalid, "rounding_unknown", "no such rounding: %.40q", string(c.Rounding))
	case c.Digits < 0 || c.Digits > maxPercentDigits:
		return fault.New(fault.Invalid, "digits_out_of_range", "%d digits after the point", c.Digits)
	}
	if err := c.checkCount(); err != nil {
		return err
	}
	for i, f := range c.Operands {
		if err := c.checkOperand(i, f); err != nil {
			return err
		}
	}
	return nil
}

func (c Computation) checkCount() error {
	most := 2
	if c.Kind == Sum || c.Kind == Difference {
		most = maxOperands
	}
	if n := len(c.Operands); n < 2 || n > most {
		return fault.New(fault.Invalid, "operand_count_wrong", "%s with %d operands", c.Kind, n)
	}
	return nil
}

func (c Computation) checkOperand(i int, f Figure) error {
	if f.Unit != c.Operands[0].Unit {
		return refuse("units_differ", i, f)
	}
	if c.Kind == DaysBetween {
		if f.Date == "" {
			return refuse("operand_missing", i, f)
		}
		return nil
	}
	switch {
	case f.Value == nil:
		return refuse("operand_missing", i, f)
	case f.Value.IsNegative() && !c.mayBeNegative(i):
		return refuse("operand_negative", i, f)
	}
	return nil
}

// mayBeNegative tells where a minus has a meaning: a change within a sum or
// difference, and an increase that is a decrease.
func (c Computation) mayBeNegative(i int) bool {
	return c.Kind == Sum || c.Kind == Difference || c.Kind == Growth && i == 1
}
