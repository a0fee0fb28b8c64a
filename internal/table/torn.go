package table

import "strings"

// cut tells that a row may be the torn end of an excerpt.
func (s *sheet) cut(i int) bool {
	l := s.lines[i]
	return !s.Complete && s.someScored() && i == len(s.lines)-1 && (blank(l.Score) || blank(l.Actual) && blank(l.Target)) && !s.cutLater(l)
}

// cutLater tells that the excerpt says it is torn off at something else than
// the row, or behind it, so that a single empty cell of the row is its own.
func (s *sheet) cutLater(l line) bool {
	at := fold(s.CutAt)
	if !namedPlace.MatchString(at) || !l.oneHole() {
		return false
	}
	const enough = 4
	name := []rune(stem(l.L3))
	for _, named := range []string{string(name[:min(len(name), enough)]), stem(l.class)} {
		if named != "" && strings.Contains(at, named) {
			return strings.HasSuffix(at, behindWord)
		}
	}
	return groupStem(l.group) == "" || groupStem(s.CutAt) != groupStem(l.group)
}

// oneHole tells that a row is filled but for one cell, which then was not lost
// when the table was copied: a loss takes what stands side by side.
func (l line) oneHole() bool {
	holes := 0
	for _, cell := range []string{l.Target, l.Actual, l.Score} {
		if blank(cell) {
			holes++
		}
	}
	return l.weight.ok && holes == 1
}
