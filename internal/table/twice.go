package table

// checkTwice looks for a fact that earns points in two places.
func (s *sheet) checkTwice() {
	seen := map[string]points{}
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
	if s.Complete && pointsOf(s.TotalScore).ok && !s.knownCode(TotalMismatch) {
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

// checkSameRow finds an indicator of the same name with the same figures.
func (s *sheet) checkSameRow(i int, l line, seen map[string]points) {
	const shortest = 4
	name := stem(l.L3)
	if runes(name) < shortest || genericName.MatchString(name) || l.kind == part || blank(l.Target) || blank(l.Actual) {
		return
	}
	key := name + "\x00" + bare(l.Target) + "\x00" + bare(l.Actual)
	first, again := seen[key]
	if again {
		s.add(rowAt(i), FactScoredTwice, "l3", l.score.text, first.text, sayTwiceRow(l))
		return
	}
	seen[key] = l.score
}
