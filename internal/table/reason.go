package table

// checkReasons asks why points were taken off, and refuses words that say
// nothing.
func (s *sheet) checkReasons() {
	for i, l := range s.lines {
		if l.kind == summary || l.kind == moneyLine || l.bonus() || s.cut(i) {
			continue
		}
		lost := l.lostPoints() && !l.score.value.IsNegative()
		s.checkReason(i, l, lost)
		if lost && !l.lost && s.fullyMet(l) && !explains(l.Reason) && !s.ownRule(l) {
			s.add(rowAt(i), DeductedThoughMet, "score", l.score.text, l.weight.text, sayDeducted(l))
		}
	}
}

func (s *sheet) checkReason(i int, l line, lost bool) {
	text := fold(l.Reason)
	switch {
	case prompt.MatchString(text):
		s.add(rowAt(i), PlaceholderReason, "deviation_reason", l.Reason, mustExplain, sayPlaceholder(l.Reason))
	case !lost || explains(l.Reason):
	case l.Reason != "" && text != "":
		s.add(rowAt(i), PlaceholderReason, "deviation_reason", l.Reason, mustExplain, sayPlaceholder(l.Reason))
	case !l.lost && !explainedInNote(l):
		s.add(rowAt(i), MissingReason, "deviation_reason", emptyCell, mustExplain, sayNoReason(l))
	}
}

// explains tells that a reason says something.
func explains(reason string) bool {
	return !blank(reason) && !placeholder.MatchString(fold(reason)) && !prompt.MatchString(fold(reason))
}

// explainedInNote tells that the row says itself for what points are taken off.
func explainedInNote(l line) bool { return deductedFor.MatchString(fold(l.Note)) }

// fullyMet tells that a target was reached; one passed by far may be marked
// down for having been too low.
func (s *sheet) fullyMet(l line) bool {
	return l.judged.outcome == met && !l.judged.farAbove()
}
