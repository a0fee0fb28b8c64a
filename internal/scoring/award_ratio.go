package scoring

import "math/big"

// aim reads the actual value and the target, which the scheme may fix; false
// when one is missing.
func (l *ledger) aim(r Rule) bool {
	actual := l.rate
	if actual == nil {
		name := inActual
		if other := r.setting(inActual); other != "" {
			name = string(other)
		}
		actual = l.in.number(name)
	}
	var target *big.Rat
	if r.setting(inTarget) != "" {
		target = ratOf(r.number(inTarget))
	} else {
		target = l.in.number(inTarget)
	}
	if actual == nil || target == nil {
		return false
	}
	l.actual, l.target = actual, target
	l.compareScales()
	return true
}

// compareScales points at a rate whose actual value and target seem to be
// written differently: 0.936 beside 90.
func (l *ledger) compareScales() {
	if (fractionBeside(l.actual, l.target) || fractionBeside(l.target, l.actual)) && !l.remarked(ScalesOff) {
		l.remark(ScalesOff, l.actual, l.target)
	}
}

// fractionBeside tells that a number below 1 may be a share of what the other
// gives in percent, as the two are then near each other.
func fractionBeside(fraction, percent *big.Rat) bool {
	hundred := ratInt(100)
	if fraction.Sign() <= 0 || fraction.Cmp(ratInt(1)) >= 0 || percent.Cmp(ratInt(10)) < 0 || percent.Cmp(hundred) > 0 {
		return false
	}
	share := times(fraction, hundred)
	return times(share, ratInt(2)).Cmp(percent) >= 0 && share.Cmp(times(percent, ratInt(2))) <= 0
}

// proportion is full marks times part over base, at most full marks.
func (l *ledger) proportion(part, base Operand, p, b *big.Rat) *big.Rat {
	points := over(times(l.full, p), b)
	l.step(Proportion, points, operand("full", l.full), part, base)
	if points.Cmp(l.full) > 0 {
		l.step(Lesser, l.full, operand("", points), operand("full", l.full))
		points = l.full
	}
	return points
}

func (l *ledger) all() *big.Rat {
	l.step(Take, l.full, operand("full", l.full))
	return l.full
}

func (l *ledger) none() *big.Rat {
	l.step(Take, new(big.Rat), Operand{Value: "0"})
	return new(big.Rat)
}

func (l *ledger) cappedRatio(r Rule) *big.Rat {
	if !l.aim(r) {
		return nil
	}
	switch {
	case l.target.Sign() <= 0:
		l.in.refuse(inTarget, "target_not_positive")
		return nil
	case l.actual.Sign() < 0:
		return l.none()
	}
	return l.proportion(operand(inActual, l.actual), operand(inTarget, l.target), l.actual, l.target)
}

func (l *ledger) inverseRatio(r Rule) *big.Rat {
	if !l.aim(r) {
		return nil
	}
	switch {
	case l.target.Sign() < 0:
		l.in.refuse(inTarget, "number_negative")
		return nil
	case l.actual.Cmp(l.target) <= 0:
		return l.all()
	}
	return l.proportion(operand(inTarget, l.target), operand(inActual, l.actual), l.target, l.actual)
}

func (l *ledger) equality(r Rule) *big.Rat {
	if !l.aim(r) {
		return nil
	}
	if l.target.Sign() < 0 || l.actual.Sign() < 0 {
		l.in.refuse(inActual, "number_negative")
		return nil
	}
	switch l.actual.Cmp(l.target) {
	case 0:
		return l.all()
	case -1:
		if r.setting("short") == "zero" {
			return l.none()
		}
		return l.proportion(operand(inActual, l.actual), operand(inTarget, l.target), l.actual, l.target)
	}
	return l.aboveTarget(r)
}

// aboveTarget is the part of equality that sources leave open: whether more
// than the target deviates from it.
func (l *ledger) aboveTarget(r Rule) *big.Rat {
	switch r.setting("excess") {
	case "met":
		return l.all()
	case "inverse":
		return l.proportion(operand(inTarget, l.target), operand(inActual, l.actual), l.target, l.actual)
	case "deviation":
		left := less(plus(l.target, l.target), l.actual)
		if left.Sign() <= 0 {
			return l.none()
		}
		l.step(Subtract, left, operand(inTarget, plus(l.target, l.target)), operand(inActual, l.actual))
		return l.proportion(operand("", left), operand(inTarget, l.target), left, l.target)
	}
	return l.none()
}

func (l *ledger) money(r Rule) *big.Rat {
	budget, executed := l.in.number("budget"), l.in.number("executed")
	if budget == nil || executed == nil {
		return nil
	}
	for _, n := range []struct {
		name  string
		value *big.Rat
	}{{"budget", budget}, {"executed", executed}} {
		if n.value.Sign() < 0 {
			l.in.refuse(n.name, "number_negative")
			return nil
		}
	}
	if budget.Sign() == 0 {
		if r.setting("no_budget") == "refuse" || executed.Sign() > 0 {
			l.in.refuse("budget", "budget_zero")
			return nil
		}
		return l.all()
	}
	percent := over(times(executed, ratInt(100)), budget)
	l.step(Percent, percent, operand("executed", executed), operand("budget", budget))
	if executed.Cmp(budget) > 0 {
		l.remark(OverBudget, executed, budget)
	}
	l.explain(r, percent)
	return l.proportion(operand("executed", executed), operand("budget", budget), executed, budget)
}

func (l *ledger) lateShare(r Rule) *big.Rat {
	late, all := l.in.count("late"), l.in.count("all")
	if late == nil || all == nil {
		return nil
	}
	switch {
	case late.Cmp(all) > 0:
		l.in.refuse("late", "part_above_whole")
		return nil
	case all.Sign() == 0 && r.setting("none_due") == "refuse":
		l.in.refuse("all", "none_due")
		return nil
	case all.Sign() == 0:
		return l.all()
	}
	timely := less(all, late)
	l.step(Subtract, timely, operand("all", all), operand("late", late))
	return l.proportion(operand("", timely), operand("all", all), timely, all)
}
