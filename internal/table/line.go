package table

import (
	"strings"

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
	// rows are those a heading sums up; heads tells that it has the points of
	// the rows below, which have none.
	rows  []int
	heads bool
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

// scoreOf reads a score; 满分 is all of what can be scored, and 95% beside a
// weight in points a share of it.
func scoreOf(cell string, full points) points {
	score := pointsOf(cell)
	switch {
	case full.ok && fullWord.MatchString(fold(cell)):
		return points{value: full.value, digits: full.digits, ok: true, text: cell}
	case score.ok && full.ok && isShare(cell) && !isShare(full.text) && full.value.Cmp(percent) < 0:
		score.value = score.value.Mul(full.value).DivRound(percent, 12)
		score.digits += 2
	}
	return score
}

func isShare(cell string) bool { return strings.HasSuffix(fold(cell), percentName) }

// score is what a row of money scored.
func (b Budget) score() points { return scoreOf(b.Score, pointsOf(b.Weight)) }

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
	return optional(Row{L1: firstOf(l.L1, l.group), L2: firstOf(l.L2, l.class), L3: l.L3}.name())
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

// takesOff tells that a row has negative points, as a deduction.
func (l line) takesOff() bool { return l.score.value.IsNegative() || l.weight.value.IsNegative() }

// bonus tells that a row gives points on top, or only takes them off.
func (l line) bonus() bool { return bonusName.MatchString(fold(l.group + l.class + l.L3)) }
