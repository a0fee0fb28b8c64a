package table

import (
	"strings"

	"github.com/shopspring/decimal"
)

// checkCounts holds counts against each other: a row and its parts, a row and
// the text of the goal, the cost and what was paid.
func (s *sheet) checkCounts() {
	s.checkGoalMoney()
	for i, l := range s.lines {
		if l.kind == summary {
			continue
		}
		s.checkPartCounts(i, l)
		s.checkGoalCount(i, l)
		s.checkNameCount(i, l)
		s.checkCost(i, l)
		s.checkUndone(i, l)
	}
}

// checkPartCounts adds the figures of the parts of a row.
func (s *sheet) checkPartCounts(i int, l line) {
	parts := s.partsOf(i)
	if len(parts) < 2 {
		return
	}
	for _, c := range []struct {
		field string
		of    func(line) string
	}{{"target", func(l line) string { return l.Target }}, {"actual", func(l line) string { return l.Actual }}} {
		whole, ok := quantityOf(c.of(l))
		sum, addable := s.addParts(parts, whole, c.of)
		if !ok || !addable || whole.isPercent() {
			continue
		}
		if over := sum.Cmp(whole.value()); over > 0 || over < 0 && s.exhaustive(parts, sum, whole.value()) {
			shown := sum.DivRound(whole.unit.size, 6).String() + whole.unit.name
			s.add(rowAt(i), CountInconsistent, c.field, c.of(l), shown, sayPartCounts(c.of(l), shown))
			return
		}
	}
}

func (s *sheet) addParts(parts []int, whole quantity, of func(line) string) (decimal.Decimal, bool) {
	sum := decimal.Zero
	for _, p := range parts {
		q, ok := quantityOf(of(s.lines[p]))
		if !ok || q.isPercent() || q.unit.differs(whole.unit) || rateName.MatchString(stem(s.lines[p].L3)) && q.unit.of == unitless {
			return sum, false
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

// checkGoalCount finds the count of an indicator in the text of the goal.
func (s *sheet) checkGoalCount(i int, l line) {
	target, ok := quantityOf(l.Target)
	if !ok || target.isPercent() || target.unit.of == unitless || l.kind == part {
		return
	}
	if m := goalInNote.FindStringSubmatch(fold(l.Note)); m != nil {
		if q, ok := quantityOf(m[1]); ok && !q.unit.differs(target.unit) && !q.value().Equal(target.value()) {
			s.add(rowAt(i), CountInconsistent, "target", l.Target, m[1], sayGoalCount(l.Target, m[1]))
		}
		return
	}
	if said, ok := goalCount(s.GoalExpected, l, target); ok {
		s.add(rowAt(i), CountInconsistent, "target", l.Target, said, sayGoalCount(l.Target, said))
		return
	}
	if actual, ok := quantityOf(l.Actual); ok && actual.unit.of != unitless {
		if said, ok := goalCount(s.GoalActual, l, actual); ok {
			s.add(rowAt(i), CountInconsistent, "actual", l.Actual, said, sayGoalReached(l.Actual, said))
		}
	}
}

// checkNameCount finds the count at the end of a name, as in 变压器3台.
func (s *sheet) checkNameCount(i int, l line) {
	target, ok := quantityOf(l.Target)
	said := countAtEnd.FindString(fold(l.L3))
	named, counted := quantityOf(said)
	if !ok || !counted || said == "" || target.isPercent() || target.unit.of == unitless || target.unit.name != named.unit.name || len(anyNumber.FindAllString(fold(l.L3), 2)) > 1 {
		return
	}
	if !named.value().Equal(target.value()) {
		s.add(rowAt(i), CountInconsistent, "target", l.Target, said, sayNameCount(l.Target, said))
	}
}

// goalCount gives the only quantity of the same unit in the clauses of the goal
// that name the indicator, when it is another than the target.
func goalCount(goal string, l line, target quantity) (string, bool) {
	subject := genericStem.ReplaceAllString(stem(l.L3), "")
	const shortest = 4
	if runes(subject) < shortest {
		return "", false
	}
	said := ""
	for clause := range strings.FieldsFuncSeq(fold(goal), func(r rune) bool { return strings.ContainsRune(clauseEnds, r) }) {
		if !strings.Contains(clause, subject) {
			continue
		}
		for _, m := range countInText.FindAllString(clause, 4) {
			q, ok := quantityOf(m)
			if !ok || q.unit.of != target.unit.of || q.unit.name != target.unit.name {
				continue
			}
			if q.value().Equal(target.value()) || said != "" && said != m {
				return "", false
			}
			said = m
		}
	}
	return said, said != ""
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
	target, planned := s.amount(l.Target)
	actual, done := s.amount(l.Actual)
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
		if j == i || o.judged.outcome != met || !o.judged.numeric || o.judged.target.isPercent() || o.group != l.group || costClass.MatchString(o.class) || !sharesWord(stem(o.L3), stem(l.L3)) {
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
