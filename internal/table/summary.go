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
