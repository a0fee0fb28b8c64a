package table

// checkTwice looks for a fact that earns points in two places.
func (s *sheet) checkTwice() {
	seen := map[string][]int{}
	for i, l := range s.lines {
		if !l.score.ok || l.kind == summary || l.kind == moneyLine {
			continue
		}
		switch {
		case l.kind != part && s.moneyScore().ok && s.repeatsExecution(l):
			s.add(rowAt(i), FactScoredTwice, "l3", l.score.text, s.Budget[s.main].Score, sayTwiceMoney(l, s.Budget[s.main].Name))
		case s.scoredParts(i):
			s.add(rowAt(i), FactScoredTwice, "score", l.score.text, s.partScores(i), sayTwiceParts(l, s.partScores(i)))
		default:
			s.checkSameRow(i, l, seen)
		}
	}
}

// repeatsExecution tells that an indicator is the execution of the budget once
// more: by name, or by showing the budget and what was paid.
func (s *sheet) repeatsExecution(l line) bool {
	b := s.Budget[s.main]
	if executionName.MatchString(stem(l.L3)) || paymentName.MatchString(stem(l.L3)) && s.showsRate(l, b) {
		return true
	}
	if costClass.MatchString(fold(l.class)) {
		return false
	}
	paid, ok := s.amount(b.Executed)
	budget, stated := s.amount(firstOf(b.FullYear, b.Initial))
	target, planned := s.spent(l, l.Target)
	actual, done := s.spent(l, l.Actual)
	return ok && stated && planned && done && !paid.Equal(budget) && target.Equal(budget) && actual.Equal(paid)
}

// showsRate tells that the actual value is the execution rate, where that is
// not simply all of it.
func (s *sheet) showsRate(l line, b Budget) bool {
	computed, q := s.executed(b), rateOf(l.Actual)
	if !computed.ok {
		computed = rateOf(b.Rate)
	}
	return computed.ok && q.ok && !q.value.Equal(percent) && near(q, computed)
}

// scoredParts tells that a row and its parts both have points, and that no
// total shows that they are counted once.
func (s *sheet) scoredParts(i int) bool {
	if s.Complete && s.totalScore().ok && !s.knownCode(TotalMismatch) {
		return false
	}
	for _, p := range s.parts[i] {
		if s.lines[p].score.ok {
			return true
		}
	}
	return false
}

func (s *sheet) partScores(i int) string {
	sum := pointsOf("0").value
	for _, p := range s.parts[i] {
		sum = sum.Add(s.lines[p].score.value)
	}
	return sum.String()
}

// checkSameRow finds an indicator that stands there twice: with the same
// figures, or with the same target and two results. What stands in brackets
// behind a name tells one from the other.
func (s *sheet) checkSameRow(i int, l line, seen map[string][]int) {
	const shortest = 4
	name := bare(numbering.ReplaceAllString(fold(l.L3), ""))
	if runes(stem(l.L3)) < shortest || genericName.MatchString(name) || l.kind == part || blank(l.Target) || blank(l.Actual) {
		return
	}
	for _, j := range seen[name] {
		first := s.lines[j]
		switch {
		case bare(first.Target) != bare(l.Target):
		case bare(first.Actual) == bare(l.Actual):
			s.add(rowAt(i), FactScoredTwice, "l3", l.score.text, first.score.text, sayTwiceRow(l))
			return
		case sameFact(first, l):
			s.add(rowAt(i), FactScoredTwice, "l3", l.score.text, first.score.text, sayTwiceResults(l, first))
			return
		}
	}
	const most = 20
	if len(seen[name]) < most {
		seen[name] = append(seen[name], i)
	}
}

// sameFact tells that two rows of one name and one target are the same row, for
// a short name such as 补助人数 may be that of several things.
func sameFact(a, b line) bool {
	const shortest = 4
	return runes(genericStem.ReplaceAllString(stem(b.L3), "")) >= shortest && a.kind == indicator && (a.class == b.class || a.group != b.group) && a.Unit == b.Unit
}
