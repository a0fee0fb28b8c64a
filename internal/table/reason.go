package table

import "slices"

// checkReasons asks why points were taken off, and refuses words that say
// nothing.
func (s *sheet) checkReasons() {
	s.checkPrompts()
	for i, l := range s.lines {
		if l.kind == summary || l.kind == moneyLine || l.bonus() || s.cut(i) {
			continue
		}
		lost := l.lostPoints() && !l.score.value.IsNegative() && !s.explainedBelow(i)
		s.checkReason(i, l, lost)
		if lost && !l.lost && s.fullyMet(l) && !explains(l.Reason) && !s.ownRule(l) {
			s.add(rowAt(i), DeductedThoughMet, "score", l.score.text, l.weight.text, sayDeducted(l))
		}
	}
}

func (s *sheet) checkReason(i int, l line, lost bool) {
	text := fold(l.Reason)
	switch {
	case prompt.MatchString(text), leftPrompt.MatchString(text):
		s.add(rowAt(i), PlaceholderReason, "deviation_reason", l.Reason, mustExplain, sayPlaceholder(l.Reason))
	case !lost || explains(l.Reason):
	case l.Reason != "" && text != "":
		s.add(rowAt(i), PlaceholderReason, "deviation_reason", l.Reason, mustExplain, sayPlaceholder(l.Reason))
	case !l.lost && !explainedInNote(l) && !s.byList(l) && !s.scoresOnly():
		s.add(rowAt(i), MissingReason, "deviation_reason", emptyCell, mustExplain, sayNoReason(l))
	}
}

// explains tells that a reason says something.
func explains(reason string) bool {
	return !blank(reason) && !placeholder.MatchString(fold(reason)) && !prompt.MatchString(fold(reason)) && !leftPrompt.MatchString(fold(reason))
}

// checkPrompts finds texts of the form that were left where the unit had to
// write.
func (s *sheet) checkPrompts() {
	for _, goal := range []struct{ field, text string }{{"goal_expected", s.GoalExpected}, {"goal_actual", s.GoalActual}} {
		if leftPrompt.MatchString(fold(goal.text)) {
			s.add(wholeTable, PlaceholderReason, goal.field, goal.text, mustFill, sayPrompt(goal.text))
		}
	}
	if numberAlone(s.GoalExpected) {
		s.add(wholeTable, MissingTarget, "goal_expected", s.GoalExpected, mustFill, sayGoalNumber(s.GoalExpected))
	}
	for i, b := range s.Budget {
		if text := fold(b.Reason); leftPrompt.MatchString(text) || text != "" && prompt.MatchString(text) {
			s.add(budgetAt(i), PlaceholderReason, "deviation_reason", b.Reason, mustExplain, sayPlaceholder(b.Reason))
		} else if promptNote.MatchString(fold(b.Note)) && i == max(s.main, 0) {
			s.add(budgetAt(i), PlaceholderReason, "deviation_reason", b.Note, mustExplain, sayPrompt(b.Note))
		}
	}
}

// numberAlone tells that a goal is a number or a sum of money and nothing else.
func numberAlone(goal string) bool {
	if _, _, ok := number(goal); ok {
		return true
	}
	q, ok := quantityOf(goal)
	return ok && !blank(goal) && q.unit.of == money && q.unit.isBare()
}

// explainedBelow tells that a heading leaves the reasons to its rows.
func (s *sheet) explainedBelow(i int) bool {
	return s.lines[i].heads && slices.ContainsFunc(s.headedBy(i), func(j int) bool { return explains(s.lines[j].Reason) })
}

// explainedInNote tells that the row says itself for what points are taken off.
func explainedInNote(l line) bool { return deductedFor.MatchString(fold(l.Note)) }

// byList tells that a row is judged by a list of demands, which says itself
// what points are taken off for.
func (s *sheet) byList(l line) bool {
	return criteria.MatchString(fold(l.Note)) || processGroup.MatchString(fold(l.group)) && !s.explained
}

// scoresOnly tells that the form has points and nothing else: no targets, no
// actual values, and so no column for reasons.
func (s *sheet) scoresOnly() bool {
	return !s.explained && !slices.ContainsFunc(s.lines, func(l line) bool { return !blank(l.Target) || !blank(l.Actual) })
}

// fullyMet tells that a target was reached; one passed by far may be marked
// down for having been too low.
func (s *sheet) fullyMet(l line) bool {
	return l.judged.outcome == met && !l.judged.farAbove()
}
