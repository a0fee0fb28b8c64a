package table

import (
	"slices"

	"github.com/shopspring/decimal"
)

// checkSummaries holds rows with a sum against the rows they sum up.
func (s *sheet) checkSummaries() {
	s.checkFunds()
	s.checkFundSums()
	for i, l := range s.lines {
		switch {
		case l.kind == summary:
			s.checkSummaryRow(i)
		case len(s.parts[i]) > 0:
			s.checkParts(i)
		}
	}
}

// checkSummaryRow holds 合计 against all rows, 小计 and the heading of a group
// against those of the group. What a 小计 sums up may be read in several ways;
// it is wrong when it fits none of them.
func (s *sheet) checkSummaryRow(i int) {
	l := s.lines[i]
	all, sub := s.summed(i)
	if len(all) == 0 || !s.Complete && (!sub || !s.Cut) || s.scanned {
		return
	}
	s.checkSum(i, "weight", l.weight, s.moneyWeight(), all, sub, func(rows []int) (decimal.Decimal, bool) {
		sum, _, exact := s.weightSum(rows)
		return sum, exact
	})
	s.checkSum(i, "score", l.score, s.moneyScore(), all, sub, s.scoreSum)
}

func (s *sheet) checkSum(i int, field string, stated, money points, all [][]int, sub bool, add func([]int) (decimal.Decimal, bool)) {
	for _, rows := range all {
		sum, known := add(rows)
		if !stated.ok || !known || agrees(stated, sum) || !sub && agrees(stated, sum.Add(money.value)) {
			return
		}
	}
	sum, _ := add(all[0])
	if !sub {
		sum = sum.Add(money.value)
	}
	s.add(rowAt(i), SummaryRowMismatch, field, stated.text, sum.String(), saySummary(stated.text, sum))
}

// summed gives the rows that a row may sum up, the likeliest first.
func (s *sheet) summed(i int) (all [][]int, sub bool) {
	l := s.lines[i]
	if l.rows != nil {
		return s.present(l.rows), true
	}
	sub = subtotal.MatchString(bare(l.L1)) || subtotal.MatchString(bare(l.L2)) || subtotal.MatchString(bare(l.L3))
	above := s.rowsAbove(i, sub)
	if !sub || summaryName.MatchString(bare(l.group)) {
		return append(all, above), sub
	}
	own := func(j int) bool { return s.lines[j].kind != summary && s.lines[j].group == l.group }
	group := s.rowsWhere(own)
	if slices.ContainsFunc(above, own) {
		all = append(all, above)
	}
	all = append(all, s.present(group)...)
	return append(all, s.present(s.rowsWhere(func(j int) bool { return own(j) && s.lines[j].class == l.class }))...), sub
}

// rowsAbove gives the rows above, for a 小计 only those since the last one.
func (s *sheet) rowsAbove(i int, sub bool) (rows []int) {
	for j := i - 1; j >= 0; j-- {
		if sub && s.lines[j].kind == summary {
			break
		}
		if s.lines[j].kind != summary {
			rows = append(rows, j)
		}
	}
	slices.Reverse(rows)
	return rows
}

func (s *sheet) rowsWhere(is func(int) bool) (rows []int) {
	for j := range s.lines {
		if is(j) {
			rows = append(rows, j)
		}
	}
	return rows
}

// present gives rows of which none can be missing behind the last.
func (s *sheet) present(rows []int) [][]int {
	if len(rows) == 0 || !s.Complete && rows[len(rows)-1] == len(s.lines)-1 {
		return nil
	}
	return [][]int{rows}
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
