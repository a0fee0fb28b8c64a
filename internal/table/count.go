package table

import (
	"strings"

	"github.com/shopspring/decimal"
)

// checkCounts holds counts against each other: a row and its parts, a row and
// the text of the goal, the cost and what was paid.
func (s *sheet) checkCounts() {
	s.checkGoalMoney()
	s.checkGoalRate()
	expected, reached := goalOf(s.GoalExpected), goalOf(s.GoalActual)
	for i, l := range s.lines {
		if l.kind == summary {
			continue
		}
		s.checkPartCounts(i, l)
		s.checkRemarkCounts(i, l)
		s.checkGoalCount(i, l, expected, reached)
		s.checkNameCount(i, l)
		s.checkCost(i, l)
		s.checkUndone(i, l)
	}
}

// checkPartCounts adds the figures of the parts of a row.
func (s *sheet) checkPartCounts(i int, l line) {
	parts := s.parts[i]
	if len(parts) < 2 {
		return
	}
	for _, c := range []struct {
		field string
		of    func(line) string
	}{{"target", func(l line) string { return l.Target }}, {"actual", func(l line) string { return l.Actual }}} {
		whole, ok := s.wholeOf(l, parts[0], c.of)
		sum, addable := s.addParts(parts, whole, c.of)
		if !ok || !addable || whole.isPercent() {
			continue
		}
		// A number without a unit may also stand for single pieces.
		single := whole
		single.unit.size = decimal.NewFromInt(1)
		plain, _ := s.addParts(parts, single, c.of)
		own, _ := l.quantity(c.of(l))
		if s.partsDiffer(i, sum, whole.value()) && s.partsDiffer(i, plain, own.value()) {
			written, _ := quantityOf(c.of(l))
			shown := sum.DivRound(whole.unit.size, 6).String() + written.unit.name
			s.add(rowAt(i), CountInconsistent, c.field, c.of(l), shown, sayPartCounts(c.of(l), shown))
			return
		}
	}
}

// wholeOf reads the figure of a row with parts; without a unit it has that of
// the first part.
func (s *sheet) wholeOf(l line, first int, of func(line) string) (quantity, bool) {
	whole, ok := l.quantity(of(l))
	if q, read := s.lines[first].quantity(of(s.lines[first])); ok && read && whole.unit.name == "" {
		whole.unit = q.unit
	}
	return whole, ok
}

// partsDiffer tells that a sum is more than the whole, or less where no part
// is missing.
func (s *sheet) partsDiffer(i int, sum, whole decimal.Decimal) bool {
	over := sum.Cmp(whole)
	return over > 0 || over < 0 && s.hasAllParts(i) && s.exhaustive(s.parts[i], sum, whole)
}

// addParts adds the figures of the parts; one without a unit has that of the
// whole.
func (s *sheet) addParts(parts []int, whole quantity, of func(line) string) (decimal.Decimal, bool) {
	sum := decimal.Zero
	for _, p := range parts {
		q, ok := s.lines[p].quantity(of(s.lines[p]))
		if !ok || q.isPercent() || q.unit.each() || q.unit.differs(whole.unit) || rateName.MatchString(stem(s.lines[p].L3)) && q.unit.of == unitless {
			return sum, false
		}
		if q.unit.name == "" {
			q.unit = whole.unit
		}
		sum = sum.Add(q.value())
	}
	return sum, true
}

// exhaustive tells that the parts are meant to make the whole: they are
// numbered, or "其中" leaves out less than a fifth.
func (s *sheet) exhaustive(parts []int, sum, whole decimal.Decimal) bool {
	for _, p := range parts {
		if !partName(s.lines[p].L3) {
			return true
		}
	}
	return sum.Mul(decimal.NewFromInt(5)).Cmp(whole.Mul(decimal.NewFromInt(4))) >= 0
}

// checkNameCount finds the count at the end of a name, as in 变压器3台.
func (s *sheet) checkNameCount(i int, l line) {
	target, ok := l.quantity(l.Target)
	said := countAtEnd.FindString(fold(l.L3))
	named, counted := quantityOf(said)
	if !ok || !counted || said == "" || eachWords.MatchString(fold(l.L3)) || target.isPercent() || target.unit.of == unitless || target.unit.name != named.unit.name || len(anyNumber.FindAllString(fold(l.L3), 2)) > 1 {
		return
	}
	if !named.value().Equal(target.value()) {
		s.add(rowAt(i), CountInconsistent, "target", l.Target, said, sayNameCount(l.Target, said))
	}
}

// checkCost holds a cost that was planned as the whole budget against what was
// paid.
func (s *sheet) checkCost(i int, l line) {
	if s.main < 0 || !costClass.MatchString(fold(l.class)) {
		return
	}
	b := s.Budget[s.main]
	paid, ok := s.amount(b.Executed)
	budget, stated := s.amount(firstOf(b.FullYear, b.Initial))
	q, isNumber := quantityOf(l.Actual)
	target, planned := s.spent(l, l.Target)
	actual, done := s.spent(l, l.Actual)
	if !ok || !stated || !planned || !done || !isNumber || q.sign != noSign || !target.Equal(budget) || !actual.Equal(budget) {
		return
	}
	if budget.Sub(paid).Mul(percent).Cmp(budget) > 0 {
		s.add(rowAt(i), CountInconsistent, "actual", l.Actual, b.Executed, sayCost(l.Actual, b.Executed))
	}
}

// checkGoalMoney holds the amount paid in the text of the goal against the row
// of money.
func (s *sheet) checkGoalMoney() {
	if s.main < 0 {
		return
	}
	paid, ok := s.amount(s.Budget[s.main].Executed)
	m := executedInGoal.FindAllStringSubmatch(fold(s.GoalActual), 2)
	if !ok || len(m) != 1 {
		return
	}
	q, said := quantityOf(m[0][1])
	if said && !q.value().Equal(paid) && q.value().Sub(paid).Abs().Cmp(half(q.digits).Mul(q.unit.size)) > 0 {
		s.add(budgetAt(s.main), CountInconsistent, "executed", s.Budget[s.main].Executed, m[0][1], sayGoalPaid(s.Budget[s.main].Executed, m[0][1]))
	}
}

// checkGoalRate holds the share of the budget that the text of the goal says was
// paid against the row of money.
func (s *sheet) checkGoalRate() {
	if s.main < 0 || s.knownCode(CountInconsistent) {
		return
	}
	b := s.Budget[s.main]
	m := rateInGoal.FindAllStringSubmatch(fold(s.GoalActual), 2)
	computed := s.executed(b)
	if len(m) != 1 || m[0][2] != "" || !computed.ok {
		return
	}
	said := rateOf(m[0][1])
	if said.ok && !near(said, computed) && said.value.Sub(computed.value).Abs().Cmp(decimal.New(1, -said.digits)) >= 0 {
		s.add(budgetAt(s.main), RateMismatch, "rate", firstOf(b.Rate, computed.value.Round(2).String()+percentName), m[0][1], sayGoalRate(m[0][1], computed.value.Round(2)))
	}
}

// checkUndone finds a count that is complete although another row says that
// the same was not paid out and money is left.
func (s *sheet) checkUndone(i int, l line) {
	if s.main < 0 || !notDone.MatchString(fold(l.Actual)) {
		return
	}
	r := s.executed(s.Budget[s.main])
	if !r.ok || r.value.Cmp(decimal.NewFromInt(95)) >= 0 {
		return
	}
	for j, o := range s.lines {
		if j == i || o.judged.outcome != met || !o.judged.numeric || o.judged.target.isPercent() || o.group != l.group || costClass.MatchString(fold(o.class)) || !sharesWord(stem(o.L3), stem(l.L3)) {
			continue
		}
		s.add(rowAt(j), CountInconsistent, "actual", o.Actual, l.Actual, sayUndone(o, l))
		return
	}
}

// sharesWord tells that two names have two characters in a row in common.
func sharesWord(a, b string) bool {
	r := []rune(a)
	const most = 60
	for k := 0; k+1 < min(len(r), most); k++ {
		if strings.Contains(b, string(r[k:k+2])) {
			return true
		}
	}
	return false
}
