package table

import (
	"slices"
)

// place works out what a row is for the sums.
func (s *sheet) place(i int) {
	l := &s.lines[i]
	name := stem(l.name())
	switch {
	case summaryName.MatchString(bare(l.L1)), summaryName.MatchString(bare(l.L2)), summaryName.MatchString(bare(l.L3)),
		blank(l.Target) && blank(l.Actual) && summaryEnd.MatchString(bare(l.name())):
		l.kind = summary
	case !blank(l.Parent):
		l.kind, l.parent = part, s.rowNamed(l.Parent, i)
	case partName(l.L3) && i > 0:
		l.kind, l.parent = part, s.above(i)
	case s.moneyScore().ok && moneyGroup.MatchString(stem(l.group)) && (executionName.MatchString(name) || blank(l.L3)),
		blank(l.group) && executionName.MatchString(name) && s.sameAsMoney(l):
		l.kind = moneyLine
	}
}

// sameAsMoney tells that a row in no group has weight and score of the row of
// money: it is the same line of the form, copied twice.
func (s *sheet) sameAsMoney(l *line) bool {
	weight, score := s.moneyWeight(), s.moneyScore()
	return weight.ok && score.ok && l.weight.ok && l.score.ok && weight.value.Equal(l.weight.value) && score.value.Equal(l.score.value)
}

// above is the row that a row beginning with 其中 belongs to.
func (s *sheet) above(i int) int {
	if s.lines[i-1].kind == part {
		return s.lines[i-1].parent
	}
	return i - 1
}

// rowNamed finds the nearest row above with a name, -1 if there is none.
func (s *sheet) rowNamed(name string, before int) int {
	for j := before - 1; j >= 0; j-- {
		if bare(s.lines[j].L3) == bare(name) {
			return j
		}
	}
	return -1
}

// topLevel tells whether a row counts in the sums: no summary, no part of a row
// that counts already, no second copy of the row about money.
func (s *sheet) topLevel(i int) bool {
	l := s.lines[i]
	switch l.kind {
	case indicator:
		return !s.countedByParts(i)
	case part:
		return l.parent < 0 || s.countedByParts(l.parent)
	case summary, moneyLine:
	}
	return false
}

// countedByParts tells whether a row leaves its points to its parts.
func (s *sheet) countedByParts(i int) bool {
	if s.lines[i].score.ok || s.lines[i].weight.ok {
		return false
	}
	return slices.ContainsFunc(s.parts[i], func(p int) bool { return s.lines[p].score.ok })
}

// sharesCell tells that a weight stands for the rows below that have a score
// of their own, or a score for those that have a weight.
func (s *sheet) sharesCell(i int) bool {
	l := s.lines[i]
	if !l.weight.ok || !l.score.ok {
		return false
	}
	weights := l.weight.value
	for j := i + 1; j < len(s.lines); j++ {
		o := s.lines[j]
		if o.kind != indicator || o.group != l.group || o.class != l.class || o.weight.ok == o.score.ok {
			break
		}
		if o.score.ok {
			return true
		}
		weights = weights.Add(o.weight.value)
	}
	return l.score.value.Cmp(l.weight.value) > 0 && l.score.value.Cmp(weights) <= 0
}
