package scoring

import "math/big"

// sums are what the first level comes to.
type sums struct {
	// full are the full marks of what applies.
	sum, bonus, full *big.Rat
	known            bool
	excluded         bool
}

func (s *sums) take(n *node) {
	if n.line.Bonus {
		if n.points == nil {
			s.known = false
			return
		}
		s.bonus = plus(s.bonus, n.points)
		return
	}
	full, excluded := n.applicable()
	s.excluded = s.excluded || excluded
	s.full = plus(s.full, full)
	switch {
	case n.excluded:
	case n.points == nil:
		s.known = false
	default:
		s.sum = plus(s.sum, n.points)
	}
}

// applicable are the full marks of a node without what does not apply.
func (n *node) applicable() (full *big.Rat, excluded bool) {
	full = new(big.Rat)
	if n.full != nil {
		full = n.full
	}
	if n.excluded {
		return new(big.Rat), true
	}
	if n.informs {
		return full, false
	}
	for _, c := range n.children {
		part, without := c.applicable()
		if without {
			excluded = true
			if c.full != nil {
				full = less(full, less(c.full, part))
			}
		}
	}
	return full, excluded
}

// total adds up, converts to full marks where indicators do not apply, rounds,
// and adds the bonus.
func (c *card) total(out *Scorecard, s sums) {
	full := ratOf(c.scheme.Full)
	sum := s.sum
	if s.excluded {
		if s.full.Sign() == 0 {
			return // nothing applies, so nothing can be said
		}
		converted := over(times(sum, full), s.full)
		out.Applied = append(out.Applied, Application{Rule: NotApplicable, Effect: Replaces, Steps: []Step{
			stepOf(Proportion, converted, operand("", sum), operand("full", full), operand("applicable", s.full)),
		}})
		sum = converted
	}
	total := c.rounded(out, sum)
	if c.hasBonus() {
		total = c.addBonus(out, total, c.rounded(out, s.bonus))
	}
	c.conclude(out, total)
}

// conclude sets the total and its grade. A bonus beyond full marks does not
// make a grade of its own.
func (c *card) conclude(out *Scorecard, total Number) {
	total, _ = shown(ratOf(total)) // as short as points are written
	out.Total = &total
	if len(c.scheme.Bands) == 0 {
		return
	}
	within := total
	if within.Compare(c.scheme.Full) > 0 {
		within = c.scheme.Full
	}
	out.Grade = c.scheme.grade(within)
}

// rounded rounds a sum and shows it where digits are dropped.
func (c *card) rounded(out *Scorecard, sum *big.Rat) Number {
	n := c.scheme.round(sum)
	if ratOf(n).Cmp(sum) != 0 {
		out.Applied = append(out.Applied, Application{Effect: Clamps, Steps: []Step{{
			Op: RoundOff, Operands: []Operand{operand("", sum)}, Result: n, Rounded: true,
		}}})
	}
	return n
}

func (c *card) hasBonus() bool {
	for _, n := range c.roots {
		if n.line.Bonus {
			return true
		}
	}
	return false
}

func (c *card) addBonus(out *Scorecard, total, bonus Number) Number {
	short, _ := shown(ratOf(bonus))
	out.Bonus = &short
	sum := total.plus(bonus)
	a := Application{Rule: Bonus, Effect: Awards, Points: &short, Steps: []Step{stepOf(Add, ratOf(sum), operand("", ratOf(total)), operand("bonus", ratOf(bonus)))}}
	if c.scheme.Totals.BonusOverFull == bonusCapped && sum.Compare(c.scheme.Full) > 0 {
		a.Steps = append(a.Steps, stepOf(Lesser, ratOf(c.scheme.Full), operand("", ratOf(sum)), operand("full", ratOf(c.scheme.Full))))
		sum = Number{value: c.scheme.Full.value, digits: sum.digits}
	}
	out.Applied = append(out.Applied, a)
	return sum
}
