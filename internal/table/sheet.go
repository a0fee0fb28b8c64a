package table

import (
	"slices"

	"github.com/shopspring/decimal"
)

// kind is what a row of indicators is for the sums.
type kind int

const (
	// indicator counts by itself.
	indicator kind = iota
	// part is a row below another one ("其中", or 1、2、3 below 一).
	part
	// summary is a row with a sum.
	summary
	// moneyLine repeats the row about money among the indicators.
	moneyLine
)

// line is a row with its cells read.
type line struct {
	Row
	kind   kind
	parent int // -1 when it is no part
	// stands are the names of its groups, carried down over merged cells.
	group, class  string
	weight, score points
	// shared tells that a merged cell gives weight and score of several rows,
	// so that the two cannot be held against each other.
	shared bool
	judged judgement
	// lost tells that the copy says a cell could not be read.
	lost bool
}

// points is a weight or a score that may be missing.
type points struct {
	value  decimal.Decimal
	digits int32
	ok     bool
	text   string
}

func pointsOf(cell string) points {
	value, digits, ok := number(cell)
	return points{value: value, digits: digits, ok: ok, text: cell}
}

// sheet is a table whose structure is worked out.
type sheet struct {
	*Table
	lines []line
	// main is the row about all the money, -1 if there is none.
	main  int
	known map[fact]bool
	found []placed
	// scanned tells that the copy lost cells, so that an empty one in an
	// excerpt says nothing.
	scanned bool
	// ruled tells that the table has its own rule for taking points off.
	ruled bool
	// whole tells that no row is missing, parts lists the parts of each row.
	whole bool
	parts [][]int
	// explained tells that the table has a column of reasons in use.
	explained bool
	// wholePoints tells that the table rounds to whole points.
	wholePoints bool
}

func newSheet(t *Table) *sheet {
	s := &sheet{Table: t, known: map[fact]bool{}, main: -1}
	s.findMain()
	s.readNotes()
	group, class := "", ""
	for i, r := range t.Rows {
		switch {
		case !blank(r.L1):
			class = r.L2
			group = r.L1
		case !blank(r.L2):
			class = r.L2
		}
		l := line{Row: r, parent: -1, group: group, class: class, weight: pointsOf(r.Weight), score: pointsOf(r.Score), lost: lossNoted(r.Note)}
		s.lines = append(s.lines, l)
		s.place(i)
		s.lines[i].judged = s.judge(s.lines[i])
	}
	s.parts = make([][]int, len(s.lines))
	for i, l := range s.lines {
		if l.kind == part && l.parent >= 0 {
			s.parts[l.parent] = append(s.parts[l.parent], i)
		}
	}
	for i := range s.lines {
		s.lines[i].shared = s.sharesCell(i)
	}
	s.whole = s.isWhole()
	return s
}

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

func (s *sheet) findMain() {
	for i, b := range s.Budget {
		if !partName(b.Name) && mainBudget.MatchString(fold(b.Name)) {
			s.main = i
			return
		}
	}
	if len(s.Budget) > 0 && !partName(s.Budget[0].Name) {
		s.main = 0
	}
}

// readNotes reads the remarks for lost cells and for rules of scoring.
func (s *sheet) readNotes() {
	s.scanned = unreadable.MatchString(fold(s.Title))
	for _, r := range s.Rows {
		s.scanned = s.scanned || lossNoted(r.Note)
		s.explained = s.explained || explains(r.Reason)
	}
	for _, b := range s.Budget {
		s.scanned = s.scanned || lossNoted(b.Note)
	}
	for _, n := range s.Notes {
		s.ruled = s.ruled || deduction.MatchString(fold(n))
		s.wholePoints = s.wholePoints || wholeNote.MatchString(fold(n))
	}
}

func lossNoted(note string) bool { return unreadable.MatchString(fold(note)) }

func partName(name string) bool { return partPrefix.MatchString(fold(name)) }

// name is the name of the indicator, or of the nearest group that has one.
func (r Row) name() string {
	for _, name := range []string{r.L3, r.L2, r.L1} {
		if !blank(name) {
			return name
		}
	}
	return ""
}

func (s *sheet) nameOf(at place) *string {
	switch at {
	case wholeTable:
		return nil
	case budgetAt(at.index):
		return optional(s.Budget[at.index].Name)
	}
	l := s.lines[at.index]
	return optional(Row{L1: l.group, L2: l.class, L3: l.L3}.name())
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

// lostPoints tells that a row has less than its full score.
func (l line) lostPoints() bool {
	return l.score.ok && l.weight.ok && !l.shared && l.score.value.Cmp(l.weight.value) < 0
}

// fullPoints tells that a row has its full score.
func (l line) fullPoints() bool {
	return l.score.ok && l.weight.ok && !l.shared && l.score.value.Cmp(l.weight.value) >= 0
}

// ownWeight is the weight that belongs to the score of the row alone.
func (l line) ownWeight() points {
	if l.shared {
		return points{}
	}
	return l.weight
}

// bonus tells that a row gives points on top, or only takes them off.
func (l line) bonus() bool { return bonusName.MatchString(fold(l.group + l.class + l.L3)) }
