package scoring

import "math/big"

// rate computes a measure, nil while an input is missing, with the steps.
func (m Measure) rate(in *inputs) (*big.Rat, []Step) {
	above, first := sumOf(in, m.Above)
	below, second := sumOf(in, m.Below)
	if above == nil || below == nil {
		return nil, nil
	}
	if below.Sign() <= 0 {
		in.refuse(m.Below[0].Input, "denominator_not_positive")
		return nil, nil
	}
	percent := over(times(above, ratInt(100)), below)
	var list []Step
	for _, s := range []*Step{first, second} {
		if s != nil {
			list = append(list, *s)
		}
	}
	return percent, append(list, stepOf(Percent, percent, operand(single(m.Above), above), operand(single(m.Below), below)))
}

// single names a sum of one term after it.
func single(terms []Term) string {
	if len(terms) == 1 {
		return terms[0].Input
	}
	return ""
}

// sumOf adds the terms; a single one needs no step.
func sumOf(in *inputs, terms []Term) (*big.Rat, *Step) {
	sum, known := new(big.Rat), true
	var list []Operand
	for _, t := range terms {
		n := in.number(t.Input)
		if n == nil {
			known = false
			continue
		}
		if t.Minus {
			n = new(big.Rat).Neg(n)
		}
		sum, list = plus(sum, n), append(list, operand(t.Input, n))
	}
	if !known {
		return nil, nil
	}
	if len(terms) == 1 && !terms[0].Minus {
		return sum, nil
	}
	s := stepOf(Add, sum, list...)
	return sum, &s
}
