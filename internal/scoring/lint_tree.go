package scoring

import (
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/fault"
)

// maxPointDigits bounds the digits of points.
const maxPointDigits = 4

// lintResolved holds a scheme in which everything is chosen against itself.
func (s Scheme) lintResolved() []fault.Field {
	var l lint
	l.seen = make(map[string]bool)
	_, known := fullOf(s.Indicators)
	if known {
		l.round(s.Round)
	}
	for i, n := range s.Natures {
		at := "natures[" + strconv.Itoa(i) + "]"
		l.rules(at+".rules", n.Rules, Number{}, false)
		if _, mean := find(n.Rules, CohortMean); mean {
			l.report(at+".rules", "mean_of_row")
		}
	}
	l.indicators("indicators", s.Indicators, len(s.Natures) > 0)
	for i, r := range s.Totals.Gates {
		if r.Kind != Gate {
			l.report("totals.gates["+strconv.Itoa(i)+"].kind", "gate_expected")
		}
	}
	l.rules("totals.gates", s.Totals.Gates, Number{}, false)
	l.totals(s, known)
	if s.Best != nil {
		l.best(*s.Best)
	}
	if s.GapTakes != "" && (s.GapTakes != gapFromReview || !s.ScoresGap()) {
		l.report("gap_takes", "value_unknown", "value", s.GapTakes, "known", gapFromReview)
	}
	return l.wrong
}

// fullOf adds up full marks without the bonus; false where some are unknown.
func fullOf(list []Indicator) (Number, bool) {
	sum := Number{}
	for _, i := range list {
		full, known := i.fullMarks()
		if !known {
			return Number{}, false
		}
		if !i.Bonus {
			sum = sum.plus(full)
		}
	}
	return sum, true
}

func (l *lint) round(r PointRounding) {
	if !Rounding(r.How).known() {
		l.report("round.how", "value_unknown", "value", string(r.How), "known", listed(Roundings()))
	}
	if !slices.Contains(Places(), Place(r.Place)) {
		l.report("round.place", "value_unknown", "value", string(r.Place), "known", listed(Places()))
	}
	if n, err := ParseNumber(string(r.Digits)); err != nil || n.IsNegative() || n.digits > 0 || n.Compare(integer(maxPointDigits)) > 0 {
		l.report("round.digits", "digits_out_of_range", "value", string(r.Digits))
	}
}

func (l *lint) totals(s Scheme, known bool) {
	sum, _ := fullOf(s.Indicators)
	if s.FullGiven != "" {
		full, err := ParseNumber(string(s.FullGiven))
		switch {
		case err != nil || full.value.Sign() <= 0:
			l.report("full", "full_not_positive")
		case known && !full.Equal(sum):
			l.report("full", "weights_differ", "stated", full.String(), "computed", sum.String())
		}
	}
	bonus := slices.ContainsFunc(s.Indicators, func(i Indicator) bool { return i.Bonus })
	switch way := s.Totals.BonusOverFull; {
	case bonus && way != bonusAllowed && way != bonusCapped:
		l.report("totals.bonus_over_full", "value_unknown", "value", string(way), "known", bonusAllowed+", "+bonusCapped)
	case !bonus && way != "":
		l.report("totals.bonus_over_full", "bonus_missing")
	}
	if len(s.Bands) > 0 && s.Full.value.Sign() > 0 {
		for i, b := range s.Bands {
			for _, reason := range s.wrongWith(i, b) {
				l.report("bands["+strconv.Itoa(i)+"]", reason)
			}
		}
		if last := s.Bands[len(s.Bands)-1]; last.From.value.Sign() != 0 || last.Open {
			l.report("bands["+strconv.Itoa(len(s.Bands)-1)+"]", "lowest_band_not_zero")
		}
	}
}

func (l *lint) best(b BestRule) {
	if n, err := ParseNumber(string(b.Percent)); err != nil || n.IsNegative() || n.Compare(integer(100)) > 0 {
		l.report("best.percent", "share_invalid", "value", string(b.Percent))
	}
	if !Rounding(b.Rounding).known() {
		l.report("best.rounding", "value_unknown", "value", string(b.Rounding), "known", listed(Roundings()))
	}
	if !slices.Contains(Borders(), Border(b.Border)) {
		l.report("best.border", "value_unknown", "value", string(b.Border), "known", listed(Borders()))
	}
}

func (l *lint) indicators(at string, list []Indicator, natures bool) {
	for i, n := range list {
		own := at + "[" + strconv.Itoa(i) + "]"
		if l.seen[n.ID] {
			l.report(own+".id", "id_twice", "value", n.ID)
		}
		l.seen[n.ID] = true
		full, known := n.fullMarks()
		if n.Full != "" && (!known || full.value.Sign() <= 0) {
			l.report(own+".full", "full_not_positive")
		}
		if n.Bonus && (at != "indicators" || !n.Leaf() || n.Full == "") {
			l.report(own+".bonus", "bonus_not_leaf")
		}
		_, merged := find(n.Rules, Merged)
		switch {
		case n.Open:
			l.openGroup(own, n, natures)
		case len(n.Children) > 0:
			l.group(own, n, merged, natures)
		default:
			l.leaf(own, n, full, known)
		}
	}
}

func (l *lint) openGroup(at string, n Indicator, natures bool) {
	if !natures {
		l.report(at+".open", "natures_missing")
	}
	if len(n.Children) > 0 || n.Measure != nil {
		l.report(at+".open", "open_with_children")
	}
	if n.Full == "" {
		l.report(at+".open", "full_missing")
	}
	l.groupRules(at, n)
}

func (l *lint) group(at string, n Indicator, merged, natures bool) {
	if n.Measure != nil {
		l.report(at+".measure", "measure_of_group")
	}
	l.groupRules(at, n)
	sum, known := fullOf(n.Children)
	switch {
	case merged && n.Full == "":
		l.report(at+".full", "full_missing")
	case merged:
		for i, c := range n.Children {
			if c.Full != "" || !c.Leaf() {
				l.report(at+".children["+strconv.Itoa(i)+"]", "merged_part_has_full")
			}
		}
	case n.Full != "" && known:
		if full, _ := n.fullMarks(); !full.Equal(sum) {
			l.report(at+".full", "weights_differ", "stated", full.String(), "computed", sum.String())
		}
	}
	if merged {
		return // the parts are checked with full marks of the whole
	}
	l.indicators(at+".children", n.Children, natures)
}

// groupRules admits only what makes one score of several.
func (l *lint) groupRules(at string, n Indicator) {
	for i, r := range n.Rules {
		if r.Kind != Merged && r.Kind != Parent {
			l.report(at+".rules["+strconv.Itoa(i)+"].kind", "rule_of_leaf", "value", string(r.Kind))
		}
	}
	l.rules(at+".rules", n.Rules, Number{}, false)
}

func (l *lint) leaf(at string, n Indicator, full Number, known bool) {
	if known && len(n.Rules) == 0 {
		l.report(at, "rules_missing")
	}
	if !known && len(n.Rules) > 0 {
		l.report(at, "full_missing")
	}
	l.rules(at+".rules", n.Rules, full, known)
	l.awards(at, n)
}

// awards sees that a leaf has one way to earn points, and every input one
// reader.
func (l *lint) awards(at string, n Indicator) {
	awards := 0
	var of []string
	for i, r := range n.Rules {
		if r.Kind.Effect() == Awards && r.Kind != Bonus {
			awards++
		}
		if (r.Kind == Bonus) != n.Bonus && r.Kind.Effect() == Awards {
			l.report(at+".rules["+strconv.Itoa(i)+"].kind", "bonus_misplaced")
		}
		if r.Of != "" && slices.Contains(of, r.Of) {
			l.report(at+".rules["+strconv.Itoa(i)+"].of", "input_twice", "value", r.Of)
		}
		of = append(of, r.Of)
	}
	if awards > 1 {
		l.report(at+".rules", "awards_several")
	}
}

func listed[T ~string](values []T) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return strings.Join(texts, ", ")
}
