package process

import (
	"fmt"
	"slices"

	"github.com/expr-lang/expr/vm"
	"github.com/shopspring/decimal"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// condition is a compiled condition (条件). It is immutable and safe for
// concurrent use, and what it says depends on its arguments alone.
type condition struct {
	text       string
	program    *vm.Program
	parameters []string // those it mentions
}

// memoryBudget bounds what one evaluation of a condition may allocate. No
// condition that is accepted comes near it; it is the second lock.
const memoryBudget = 10_000

// Text is the source of the condition.
func (c *condition) Text() string { return c.text }

// Holds tells whether an item satisfies the condition. Amounts and parameters
// are compared as decimals, exactly.
//
// Errors: internal parameter_missing when a parameter it mentions is not
// given; internal condition_failed, which no accepted condition yields.
func (c *condition) Holds(item evaluation.Item, parameters []evaluation.ParameterValue) (bool, error) {
	env := map[string]any{
		"amount": item.Amount, "kind": string(item.Kind), "title": item.Title, "department": item.DepartmentID,
	}
	for _, p := range parameters {
		if slices.Contains(c.parameters, p.Name) {
			env[p.Name] = p.Value
		}
	}
	for _, name := range c.parameters {
		if _, ok := env[name]; !ok {
			return false, fault.New(fault.Internal, "parameter_missing", "condition %q needs parameter %s", c.text, name).
				With("parameter", name)
		}
	}
	machine := vm.VM{MemoryBudget: memoryBudget}
	out, err := machine.Run(c.program, env)
	if err != nil {
		return false, fault.Wrap(err, fault.Internal, "condition_failed", "evaluate %q", c.text)
	}
	holds, ok := out.(bool)
	if !ok {
		return false, fault.New(fault.Internal, "condition_failed", "%q gave %T", c.text, out)
	}
	return holds, nil
}

// decimalFunction is a function over two decimals for the compiler.
type decimalFunction struct {
	operator, name string
	call           func(params ...any) (any, error)
	kind           any // its type, as a nil function
}

// decimalFunctions are what the operators mean for decimals. Division is left
// out, since it is not exact.
func decimalFunctions() []decimalFunction {
	compare := func(operator, name string, holds func(int) bool) decimalFunction {
		return decimalFunction{operator, name, pair(func(a, b decimal.Decimal) any { return holds(a.Cmp(b)) }), new(func(decimal.Decimal, decimal.Decimal) bool)}
	}
	compute := func(operator, name string, f func(a, b decimal.Decimal) decimal.Decimal) decimalFunction {
		return decimalFunction{operator, name, pair(func(a, b decimal.Decimal) any { return f(a, b) }), new(func(decimal.Decimal, decimal.Decimal) decimal.Decimal)}
	}
	return []decimalFunction{
		compare("==", "decimal_equal", func(c int) bool { return c == 0 }),
		compare("!=", "decimal_unequal", func(c int) bool { return c != 0 }),
		compare("<", "decimal_less", func(c int) bool { return c < 0 }),
		compare("<=", "decimal_at_most", func(c int) bool { return c <= 0 }),
		compare(">", "decimal_greater", func(c int) bool { return c > 0 }),
		compare(">=", "decimal_at_least", func(c int) bool { return c >= 0 }),
		compute("+", "decimal_sum", decimal.Decimal.Add),
		compute("-", "decimal_difference", decimal.Decimal.Sub),
		compute("*", "decimal_product", decimal.Decimal.Mul),
	}
}

func pair(f func(a, b decimal.Decimal) any) func(params ...any) (any, error) {
	return func(params ...any) (any, error) {
		a, first := params[0].(decimal.Decimal)
		b, second := params[1].(decimal.Decimal)
		if !first || !second {
			return nil, fmt.Errorf("compare %T with %T", params[0], params[1])
		}
		return f(a, b), nil
	}
}
