package scoring

import (
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"jiheng/internal/fault"
)

const (
	maxPercentDigits = 8
	maxOperands      = 1000
)

// Compute does the arithmetic and compares it with what was stated. It returns
// an invalid fault that names the operand: operand_missing, operand_negative,
// operand_count_wrong, division_by_zero, units_differ, date_unreadable,
// dates_reversed; or digits_out_of_range, rounding_unknown, kind_unknown.
func Compute(c Computation) (Result, error) {
	if err := c.check(); err != nil {
		return Result{}, err
	}
	out, err := c.carryOut()
	if err != nil {
		return Result{}, err
	}
	r := Result{Name: c.Name, Kind: c.Kind, Unit: out.unit, Computed: out.steps[len(out.steps)-1].Result, Steps: out.steps}
	if c.AtMost != nil {
		// The exact result counts, not the rounded one: 100.004 % is over 100 %.
		within := out.exact.numerator.Cmp(c.AtMost.value.Mul(out.exact.denominator)) <= 0
		r.Within = &within
	}
	if c.Stated != nil {
		r.judge(*c.Stated, out.exact, c.Rounding)
	}
	return r, nil
}

// outcome is an exact result and the way to it. The denominator of exact is
// positive.
type outcome struct {
	exact fraction
	unit  string
	steps []Step
}

func (r *Result) judge(stated Number, exact fraction, how Rounding) {
	at := exact.round(stated.digits, how)
	difference := stated.minus(r.Computed)
	r.Stated, r.AtStated, r.Difference = &stated, &at, &difference
	r.Differs = !at.Equal(stated)
	r.EqualsTruncated = exact.round(stated.digits, Down).Equal(stated)
}

func (c Computation) carryOut() (outcome, error) {
	switch c.Kind {
	case Ratio:
		return c.percent(c.Operands[0], c.Operands[1], 1, nil)
	case Growth:
		before := subtract(c.Operands[:2])
		return c.percent(c.Operands[1], carried(before), 1, &before)
	case Reduction:
		cut := subtract(c.Operands[:2])
		return c.percent(carried(cut), c.Operands[0], 0, &cut)
	case Sum:
		return exactly(add(c.Operands), c.Operands[0].Unit), nil
	case Difference:
		return exactly(subtract(c.Operands), c.Operands[0].Unit), nil
	case DaysBetween:
		return c.days()
	}
	return outcome{}, fault.New(fault.Invalid, "kind_unknown", "no such computation: %.40q", string(c.Kind))
}

func exactly(s Step, unit string) outcome {
	return outcome{exact: whole(s.Result.value), unit: unit, steps: []Step{s}}
}

// carried makes the result of a step a figure of the next one.
func carried(s Step) Figure { return Figure{Value: &s.Result} }

// percent divides part by base, which comes from operand number from. Before
// is the step that gave one of them.
func (c Computation) percent(part, base Figure, from int, before *Step) (outcome, error) {
	switch base.Value.value.Sign() {
	case 0:
		return outcome{}, refuse("division_by_zero", from, c.Operands[from])
	case -1:
		return outcome{}, refuse("operand_negative", from, c.Operands[from])
	}
	out := outcome{
		exact: fraction{numerator: part.Value.value.Mul(decimal.New(100, 0)), denominator: base.Value.value},
		unit:  UnitPercent,
	}
	if before != nil {
		out.steps = append(out.steps, *before)
	}
	result := out.exact.round(c.Digits, c.Rounding)
	out.steps = append(out.steps, Step{
		Op: Percent, Operands: operands([]Figure{part, base}), Result: result, Rounded: !out.exact.exact(result),
	})
	return out, nil
}

func add(figures []Figure) Step {
	sum := Number{}
	for _, f := range figures {
		sum = sum.plus(*f.Value)
	}
	return Step{Op: Add, Operands: operands(figures), Result: sum}
}

func subtract(figures []Figure) Step {
	rest := *figures[0].Value
	for _, f := range figures[1:] {
		rest = rest.minus(*f.Value)
	}
	return Step{Op: Subtract, Operands: operands(figures), Result: rest}
}

func (c Computation) days() (outcome, error) {
	var at [2]time.Time
	for i, f := range c.Operands {
		t, err := time.Parse(time.DateOnly, f.Date)
		if err != nil {
			return outcome{}, refuse("date_unreadable", i, f)
		}
		at[i] = t
	}
	if at[1].Before(at[0]) {
		return outcome{}, refuse("dates_reversed", 1, c.Operands[1])
	}
	days := integer((at[1].Unix() - at[0].Unix()) / (24 * 60 * 60))
	return exactly(Step{Op: CountDays, Operands: operands(c.Operands), Result: days}, UnitDay), nil
}

func operands(figures []Figure) []Operand {
	list := make([]Operand, len(figures))
	for i, f := range figures {
		list[i] = Operand{Name: f.Name, Value: f.Date}
		if f.Value != nil {
			list[i].Value = f.Value.String()
		}
	}
	return list
}

// refuse makes a fault that points at an operand.
func refuse(reason string, i int, f Figure) *fault.Error {
	at := "/operands/" + strconv.Itoa(i)
	return fault.New(fault.Invalid, reason, "operand %d", i).
		WithFields(fault.Field{Name: at, Reason: reason, Params: map[string]string{"name": f.Name}})
}
