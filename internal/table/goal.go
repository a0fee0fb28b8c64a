package table

import (
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// goal is the text of the yearly goal, clause by clause (年度总体目标).
type goal []clause

// clause is a part of the goal with the counts it names.
type clause struct {
	text   string
	counts []count
}

// count is a number of a clause, with where it stands.
type count struct {
	quantity
	text     string
	from, to int
	// head is what stands before it without words of no weight, and change tells
	// that it says by how much something changed.
	head   string
	change bool
}

func countAt(text string, from, to int) (count, bool) {
	const nearby = 3
	q, ok := quantityOf(text[from:to])
	head := fillerEnd.ReplaceAllString(text[:from], "")
	change := changeWords.MatchString(text[len(head):from]) || changeWords.MatchString(lastRunes(head, nearby))
	return count{q, text[from:to], from, to, head, change}, ok
}

func goalOf(text string) goal {
	var g goal
	for part := range strings.FieldsFuncSeq(keepThousands(text), func(r rune) bool { return strings.ContainsRune(clauseEnds, r) }) {
		if part = restoreThousands(part); longTerm.MatchString(part) {
			continue
		}
		const most = 6
		c := clause{text: part}
		for _, at := range countInText.FindAllStringIndex(part, most) {
			if n, ok := countAt(part, at[0], at[1]); ok {
				c.counts = append(c.counts, n)
			}
		}
		if len(c.counts) > 0 {
			g = append(g, c)
		}
	}
	return g
}

// keepThousands folds a text and hides the separators of thousands, which end
// no clause.
func keepThousands(text string) string {
	for range 3 {
		text = thousands.ReplaceAllString(text, "${1}"+hiddenComma+"${2}")
	}
	return fold(text)
}

func restoreThousands(text string) string { return strings.ReplaceAll(text, hiddenComma, ",") }

// count gives the only quantity of the same unit that is said of the
// indicator, when it is another than its target and the goal does not mention
// the target anywhere. Shares are so often the same that only one said of the
// indicator counts as mentioned.
func (g goal) count(l line, target quantity) (string, bool) {
	names, said := subjectsOf(l.L3), ""
	for _, c := range g {
		for _, q := range c.counts {
			if q.unit.base() != target.unit.base() {
				continue
			}
			of := names.in(c, q)
			switch {
			case q.value().Equal(target.value()) && (of != notSaid || !target.isPercent()), of == perhapsSaid:
				return "", false
			case of == notSaid, q.value().Equal(target.value()):
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
func (c clause) counted(subject string, n count) bool {
	const widest = 6
	before, after := c.text[:n.from], c.text[n.to:]
	if at := strings.LastIndex(before, subject); at >= 0 {
		between := before[at+len(subject):]
		return utf8.RuneCountInString(between) <= widest && !joined.MatchString(between) && !anyDigit.MatchString(between)
	}
	at := strings.Index(after, subject)
	return at >= 0 && utf8.RuneCountInString(after[:at]) <= widest/2
}

// checkGoalCount finds the count of an indicator in the text of the goal.
func (s *sheet) checkGoalCount(i int, l line, expected, reached goal) {
	target, ok := l.shareOrCount(l.Target)
	if !ok || l.kind == part || s.repeatsName(i) {
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
	if actual, ok := l.shareOrCount(l.Actual); ok {
		if said, ok := reached.count(l, actual); ok {
			s.add(rowAt(i), CountInconsistent, "actual", l.Actual, said, sayGoalReached(l.Actual, said))
		}
	}
}

// repeatsName tells that several rows have the name, so that a text may mean
// all of them.
func (s *sheet) repeatsName(i int) bool {
	if s.names == nil {
		s.names = map[string]int{}
		for _, l := range s.lines {
			s.names[stem(l.L3)]++
		}
	}
	return s.names[stem(s.lines[i].L3)] > 1
}

// shareOrCount reads a cell with a unit; a number alone is a percentage where
// the indicator is a rate.
func (l line) shareOrCount(cell string) (quantity, bool) {
	q, ok := l.quantity(cell)
	if ok && q.unit.of == unitless && q.unit.name == "" && rateName.MatchString(stem(l.L3)) && !noRatioName.MatchString(stem(l.L3)) {
		q.unit = unit{name: percentName, of: percentage, size: decimal.NewFromInt(1)}
		if isFraction(q.written) {
			q.written = q.written.Mul(percent)
		}
	}
	return q, ok && q.unit.of != unitless
}
