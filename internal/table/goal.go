package table

import "strings"

// goal is the text of the yearly goal, clause by clause (年度总体目标).
type goal []clause

// clause is a part of the goal with the counts it names.
type clause struct {
	text   string
	counts []count
}

type count struct {
	quantity
	text string
}

func goalOf(text string) goal {
	var g goal
	for part := range strings.FieldsFuncSeq(fold(text), func(r rune) bool { return strings.ContainsRune(clauseEnds, r) }) {
		if longTerm.MatchString(part) {
			continue
		}
		c := clause{text: part}
		for _, m := range countInText.FindAllString(part, 4) {
			if q, ok := quantityOf(m); ok {
				c.counts = append(c.counts, count{q, m})
			}
		}
		if len(c.counts) > 0 {
			g = append(g, c)
		}
	}
	return g
}

// count gives the only quantity of the same unit that stands beside the name of
// the indicator, when it is another than its target and the goal does not
// mention the target anywhere.
func (g goal) count(l line, target quantity) (string, bool) {
	const shortest = 4
	subject := genericStem.ReplaceAllString(stem(l.L3), "")
	if runes(subject) < shortest {
		return "", false
	}
	said := ""
	for _, c := range g {
		for _, q := range c.counts {
			switch {
			case q.unit.base() != target.unit.base():
			case q.value().Equal(target.value()):
				return "", false
			case !c.counted(subject, q.text):
			case said != "" && said != q.text:
				return "", false
			default:
				said = q.text
			}
		}
	}
	return said, said != ""
}

// counted tells that a count stands right beside the subject, and is not of
// several things together.
func (c clause) counted(subject, number string) bool {
	const widest = 6
	before, after, found := strings.Cut(c.text, subject)
	if !found {
		return false
	}
	if between, _, follows := strings.Cut(after, number); follows {
		return runes(between) <= widest && !joined.MatchString(between) && !anyDigit.MatchString(between)
	}
	at := strings.LastIndex(before, number)
	return at >= 0 && runes(before[at+len(number):]) <= widest/2
}

// checkGoalCount finds the count of an indicator in the text of the goal.
func (s *sheet) checkGoalCount(i int, l line, expected, reached goal) {
	target, ok := l.quantity(l.Target)
	if !ok || target.isPercent() || target.unit.of == unitless || l.kind == part {
		return
	}
	if m := goalInNote.FindStringSubmatch(fold(l.Note)); m != nil {
		if q, ok := quantityOf(m[1]); ok && !q.unit.differs(target.unit) && !q.value().Equal(target.value()) {
			s.add(rowAt(i), CountInconsistent, "target", l.Target, m[1], sayGoalCount(l.Target, m[1]))
		}
		return
	}
	if said, ok := expected.count(l, target); ok {
		s.add(rowAt(i), CountInconsistent, "target", l.Target, said, sayGoalCount(l.Target, said))
		return
	}
	if actual, ok := l.quantity(l.Actual); ok && actual.unit.of != unitless {
		if said, ok := reached.count(l, actual); ok {
			s.add(rowAt(i), CountInconsistent, "actual", l.Actual, said, sayGoalReached(l.Actual, said))
		}
	}
}
