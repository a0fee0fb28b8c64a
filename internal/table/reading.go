package table

import "time"

// Aim is how what was reached is held against what was planned (指标方向).
type Aim string

// The aims. Of Judged a person says what it is worth.
const (
	AtLeast Aim = "at_least"
	AtMost  Aim = "at_most"
	Exactly Aim = "exactly"
	ByDay   Aim = "by_day"
	Judged  Aim = "judged"
)

// Reading is a row of indicators as the checks read it, for whoever computes
// its points (指标读法).
type Reading struct {
	// Group and Second are its groups, carried down over merged cells.
	Group, Second string
	// Parent is the row that it is a part of, -1 where it counts by itself.
	Parent int
	// Sum tells a row that adds others up, Money one that repeats the row about
	// money: neither counts.
	Sum, Money bool
	Aim        Aim
	// Target and Actual are bare numbers in one unit, or days; "" where the
	// row is judged.
	Target, Actual string
	// Late tells that the day came after the one that was planned.
	Late bool
}

// Readings are the rows as they are read, in their places.
func (t *Table) Readings() []Reading {
	s := newSheet(t)
	list := make([]Reading, len(s.lines))
	for i, l := range s.lines {
		r := Reading{Group: l.group, Second: l.class, Parent: -1, Sum: l.kind == summary, Money: l.kind == moneyLine}
		if l.kind == part {
			r.Parent = l.parent
		}
		r.aim(s, l)
		list[i] = r
	}
	return list
}

// aim reads both cells. Numbers taken out of words, in units that cannot be
// compared, or of which more is neither better nor worse, are left to people.
func (r *Reading) aim(s *sheet, l line) {
	j := l.judged
	r.Aim = Judged
	switch {
	case j.dated:
		r.days(s, l)
		return
	case !j.numeric, j.loose, j.actual.sign != noSign && !j.same():
		return
	case operatorSign(l.Operator) == equal || j.target.sign == equal, j.same() && (j.direction == undecidable || !j.target.value().IsPositive()):
		r.Aim = Exactly
	case j.direction == upward:
		r.Aim = AtLeast
	case j.direction == downward:
		r.Aim = AtMost
	default:
		return
	}
	r.Target, r.Actual = j.figures()
}

func (r *Reading) days(s *sheet, l line) {
	due, planned := s.dayIn(l, l.Target)
	done, came := s.dayIn(l, l.Actual)
	if !planned || !came {
		return
	}
	r.Aim, r.Late = ByDay, l.judged.outcome == late
	day := done.last
	if r.Late || day.After(due.last) { // a month is met by any day of it
		day = done.first
	}
	r.Target, r.Actual = due.last.Format(time.DateOnly), day.Format(time.DateOnly)
}

func (j judgement) same() bool { return j.actual.value().Equal(j.target.value()) }

// figures are both numbers as written where they have one unit, or in the base
// unit of what they measure.
func (j judgement) figures() (target, actual string) {
	t, a := j.target, j.actual
	if t.unit.size.Equal(a.unit.size) {
		return t.written.StringFixed(t.digits), a.written.StringFixed(a.digits)
	}
	return t.value().String(), a.value().String()
}

// MainMoney is the place of the row about all the money, -1 where there is
// none, with what was budgeted for the year and what was paid, in the unit of
// the table: "" where that is not written. Where the total was left at 0, the
// kinds of money below it make it.
func (t *Table) MainMoney() (at int, budget, executed string) {
	s := newSheet(t)
	if s.main < 0 {
		return -1, "", ""
	}
	b := s.Budget[s.main]
	paid, done := s.amount(b.Executed)
	full, stated := s.amount(firstOf(b.FullYear, b.Initial))
	if kindsPaid, kinds, ok := s.fundsPaid(b); stated && full.IsZero() && ok && kinds.IsPositive() {
		paid, full, done = kindsPaid, kinds, true
	}
	if stated {
		budget = s.inTableUnit(full)
	}
	if done {
		executed = s.inTableUnit(paid)
	}
	return s.main, budget, executed
}
