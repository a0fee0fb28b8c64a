package table

import "github.com/shopspring/decimal"

// checkSummaries holds rows with a sum against the rows they sum up.
func (s *sheet) checkSummaries() {
	s.checkFunds()
	for i, l := range s.lines {
		switch {
		case l.kind == summary:
			s.checkSummaryRow(i)
		case len(s.parts[i]) > 0:
			s.checkParts(i)
		}
	}
}

// checkFunds adds the kinds of money below the total. Where some are left out,
// only more than the total is a contradiction.
func (s *sheet) checkFunds() {
	if s.main < 0 {
		return
	}
	kinds := s.funds()
	if len(kinds) == 0 {
		return
	}
	all := s.allFunds(kinds)
	for _, c := range []struct {
		field string
		of    func(Budget) string
	}{
		{"initial", func(b Budget) string { return b.Initial }},
		{"full_year", func(b Budget) string { return b.FullYear }},
		{"executed", func(b Budget) string { return b.Executed }},
	} {
		stated := c.of(s.Budget[s.main])
		total, ok := s.amount(stated)
		sum, addable := s.fundSum(kinds, total, c.of)
		over := sum.Cmp(total)
		if ok && addable && (over > 0 || over < 0 && all) {
			s.add(budgetAt(s.main), SummaryRowMismatch, c.field, stated, s.inTableUnit(sum), sayFunds(c.field, stated, s.inTableUnit(sum)))
		}
	}
}

// fundSum adds the kinds of money. Where one of them, or the first few, make
// the total, the others are a second level below.
func (s *sheet) fundSum(kinds []int, total decimal.Decimal, of func(Budget) string) (sum decimal.Decimal, addable bool) {
	tolerance := s.moneySize().Mul(decimal.New(int64(len(kinds)), -2))
	fits := func(d decimal.Decimal) bool { return d.Sub(total).Abs().Cmp(tolerance) <= 0 }
	level := 0
	for k, i := range kinds {
		amount, ok := s.amount(of(s.Budget[i]))
		if !ok && !blank(of(s.Budget[i])) {
			return sum, false
		}
		if sum = sum.Add(amount); !amount.IsZero() && (fits(sum) || fits(amount)) {
			level = k + 1
		}
	}
	return sum, level == 0 && !sum.IsZero()
}

// funds are the rows right below the total, up to a second level of 其中.
func (s *sheet) funds() []int {
	var list []int
	for i, b := range s.Budget {
		if i <= s.main || !subBudget.MatchString(fold(b.Name)) {
			continue
		}
		if len(list) > 0 && partName(b.Name) {
			break
		}
		list = append(list, i)
	}
	return list
}

func (s *sheet) allFunds(kinds []int) bool {
	own, carried, other := false, false, false
	for _, i := range kinds {
		name := fold(s.Budget[i].Name)
		own = own || ownFunds.MatchString(name)
		carried = carried || carryOver.MatchString(name)
		other = other || otherFunds.MatchString(name)
	}
	return own && other && (carried || len(kinds) == 2)
}

// checkSummaryRow holds 合计 against all rows, 小计 against those of its group.
func (s *sheet) checkSummaryRow(i int) {
	l := s.lines[i]
	rows, sub := s.summed(i)
	if !s.Complete && (!sub || !s.Cut) || s.scanned {
		return
	}
	weights, _, exact := s.weightSum(rows)
	if exact && l.weight.ok && !agrees(l.weight, weights) && (sub || !agrees(l.weight, weights.Add(s.moneyWeight().value))) {
		s.add(rowAt(i), SummaryRowMismatch, "weight", l.weight.text, s.withMoney(weights, s.moneyWeight(), sub).String(), saySummary(l.weight.text, s.withMoney(weights, s.moneyWeight(), sub)))
	}
	scores, known := s.scoreSum(rows)
	if known && l.score.ok && !agrees(l.score, scores) && (sub || !agrees(l.score, scores.Add(s.moneyScore().value))) {
		s.add(rowAt(i), SummaryRowMismatch, "score", l.score.text, s.withMoney(scores, s.moneyScore(), sub).String(), saySummary(l.score.text, s.withMoney(scores, s.moneyScore(), sub)))
	}
}

func (s *sheet) withMoney(sum decimal.Decimal, money points, sub bool) decimal.Decimal {
	if sub {
		return sum
	}
	return sum.Add(money.value)
}

// summed gives the rows above that a row sums up.
func (s *sheet) summed(i int) (rows []int, sub bool) {
	l := s.lines[i]
	sub = subtotal.MatchString(bare(l.L1)) || subtotal.MatchString(bare(l.L2)) || subtotal.MatchString(bare(l.L3))
	for j := i - 1; j >= 0; j-- {
		if sub && s.lines[j].kind == summary {
			break
		}
		if s.lines[j].kind != summary {
			rows = append([]int{j}, rows...)
		}
	}
	return rows, sub
}

// checkParts holds the points of a row against those of its parts.
func (s *sheet) checkParts(i int) {
	scores, weights := decimal.Zero, decimal.Zero
	allScores, allWeights := true, true
	for _, p := range s.parts[i] {
		l := s.lines[p]
		scores, allScores = scores.Add(l.score.value), allScores && l.score.ok
		weights, allWeights = weights.Add(l.weight.value), allWeights && l.weight.ok
	}
	l := s.lines[i]
	all := s.hasAllParts(i)
	if allScores && l.score.ok && !agrees(l.score, scores) && (all || scores.Cmp(l.score.value) > 0) {
		s.add(rowAt(i), SummaryRowMismatch, "score", l.score.text, scores.String(), sayParts(l.score.text, scores))
	}
	if allWeights && l.weight.ok && !agrees(l.weight, weights) && (all || weights.Cmp(l.weight.value) > 0) {
		s.add(rowAt(i), SummaryRowMismatch, "weight", l.weight.text, weights.String(), sayParts(l.weight.text, weights))
	}
}

// hasAllParts tells that no part of a row is missing: the table is complete, or
// torn off later than at the last of them.
func (s *sheet) hasAllParts(i int) bool {
	parts := s.parts[i]
	return s.Complete || s.Cut && len(parts) > 0 && parts[len(parts)-1] < len(s.lines)-1
}
