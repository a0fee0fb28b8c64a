package scoring

import "math/big"

// stepwise takes points for every so many in an amount.
func (l *ledger) stepwise(r Rule, amount *big.Rat) *big.Rat {
	per, points := ratOf(r.number(setPer)), ratOf(r.number(setPoints))
	n := steps(amount, per, r.setting(setSteps))
	l.step(CountSteps, n, operand("", amount), operand(setPer, per))
	lost := times(n, points)
	l.step(Multiply, lost, operand("", n), operand(setPoints, points))
	return lost
}

// beyond is a deduction above or below a limit.
func (l *ledger) beyond(r Rule) *big.Rat {
	rate := l.rateOr()
	if rate == nil {
		return nil
	}
	limit, name := ratOf(r.number("over")), "over"
	amount := less(rate, limit)
	operands := []Operand{operand(inRate, rate), operand(name, limit)}
	if r.Kind == Shortfall {
		limit, name = ratOf(r.number("below")), "below"
		amount = less(limit, rate)
		operands = []Operand{operand(name, limit), operand(inRate, rate)}
	}
	l.step(Subtract, amount, operands...)
	if amount.Sign() <= 0 {
		return new(big.Rat)
	}
	return l.stepwise(r, amount)
}

func (l *ledger) occurrence(r Rule) *big.Rat {
	if g := l.in.find(r.Of); g != nil && len(g.Reports) > 0 && r.setting("free_per") == "project" {
		return l.occurrences(r, g)
	}
	n := l.in.count(r.Of)
	if n == nil {
		return nil
	}
	if free := ratOf(r.number("free")); free.Sign() > 0 {
		left := most(less(n, free), new(big.Rat))
		l.step(Subtract, less(n, free), operand(r.Of, n), operand("free", free))
		n = left
	}
	points := ratOf(r.number(setPoints))
	lost := times(n, points)
	l.step(Multiply, lost, operand(r.Of, n), operand(setPoints, points))
	return lost
}

// occurrences counts project by project, each with its own free ones.
func (l *ledger) occurrences(r Rule, g *Given) *big.Rat {
	free, n := ratOf(r.number("free")), new(big.Rat)
	var list []Operand
	for _, report := range g.Reports {
		if report.Value.IsNegative() || !ratOf(report.Value).IsInt() {
			l.in.refuse(r.Of, "count_invalid", "value", report.Value.String())
			return nil
		}
		left := most(less(ratOf(report.Value), free), new(big.Rat))
		n, list = plus(n, left), append(list, operand(report.By, left))
	}
	l.step(Add, n, list...)
	points := ratOf(r.number(setPoints))
	lost := times(n, points)
	l.step(Multiply, lost, operand(r.Of, n), operand(setPoints, points))
	return lost
}

// lateness takes the days that the process engine counted, those that were
// given, or those from the day by which to the day on which. What the engine
// counted is proved by the journal and goes before what was given, which stands
// beside it.
func (l *ledger) lateness(r Rule) *big.Rat {
	late := l.counted(r)
	if late == nil {
		late = l.givenDays()
	}
	switch {
	case late == nil:
		return nil
	case late.Sign() == 0:
		return late
	}
	return l.stepwise(r, late)
}

// counted are the days of the rule's stage, nil where the engine counted none.
func (l *ledger) counted(r Rule) *big.Rat {
	stage := string(r.setting("stage"))
	for _, d := range l.in.late {
		if stage == "" || d.Stage != stage {
			continue
		}
		late := ratInt(int64(d.Days))
		l.step(Take, late, Operand{Name: stage, Value: late.RatString()})
		if g := l.in.find(inDays); g != nil {
			if given := l.in.count(inDays); given != nil && given.Cmp(late) != 0 {
				l.remark(DaysOff, given, late)
			}
		}
		return late
	}
	return nil
}

func (l *ledger) givenDays() *big.Rat {
	if l.in.find(inDays) != nil {
		late := l.in.count(inDays)
		if late != nil {
			l.step(Take, late, operand(inDays, late))
		}
		return late
	}
	if l.in.find(inDue) == nil && l.in.find(inDone) == nil {
		_ = l.in.need(inDays)
		return nil
	}
	due, dueKnown := l.in.date(inDue)
	done, doneKnown := l.in.date(inDone)
	if !dueKnown || !doneKnown {
		return nil
	}
	late := ratInt(max(days(due, done), 0))
	l.step(CountDays, late, Operand{Name: inDue, Value: l.in.find(inDue).Value}, Operand{Name: inDone, Value: l.in.find(inDone).Value})
	return late
}

// discretion takes what a person takes. Beside other inputs not to take
// anything needs no entry; where nothing else is read, 0 says so.
func (l *ledger) discretion(r Rule) *big.Rat {
	if l.in.find(r.Of) == nil {
		return nil
	}
	from, to := ratOf(r.number("at_least")), ratOf(r.number("at_most"))
	p := l.in.points(r.Of, from, to, new(big.Rat))
	if p != nil {
		l.give(r.Of, p)
	}
	return p
}

// reviewGap compares what a unit gave itself with a review.
func (l *ledger) reviewGap(r Rule) *big.Rat {
	self, review := l.in.number("self"), l.in.number("review")
	if self == nil || review == nil {
		return nil
	}
	gap := less(self, review)
	l.step(Subtract, gap, operand("self", self), operand("review", review))
	if gap.Sign() < 0 {
		if r.setting("sides") == "self_higher" {
			return new(big.Rat)
		}
		gap = new(big.Rat).Neg(gap)
	}
	limit := ratOf(r.number("over"))
	if gap.Cmp(limit) <= 0 {
		return new(big.Rat)
	}
	if r.setting("from") == "excess" {
		excess := less(gap, limit)
		l.step(Subtract, excess, operand("", gap), operand("over", limit))
		gap = excess
	}
	return l.stepwise(r, gap)
}
