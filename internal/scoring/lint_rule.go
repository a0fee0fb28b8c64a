package scoring

import (
	"slices"
	"strconv"
	"strings"
)

// rules holds rules against the shape of their kinds. Full marks are known in
// a leaf only; points are then held against them.
func (l *lint) rules(at string, list []Rule, full Number, known bool) {
	for i, r := range list {
		own := at + "[" + strconv.Itoa(i) + "]"
		s, ok := shapeOf(r.Kind)
		if !ok {
			l.report(own+".kind", "rule_unknown", "value", string(r.Kind))
			continue
		}
		l.settings(own, r, s)
		if s.of != (r.Of != "") {
			l.report(own+".of", "input_name_wrong")
		}
		l.tiers(own, r, s, full, known)
		l.together(own, r)
	}
}

// together holds settings against each other.
func (l *lint) together(at string, r Rule) {
	byItsScore := slices.ContainsFunc(r.Tiers, func(t Tier) bool { return t.Points == byScore })
	switch {
	case byItsScore && r.number("score_out_of").value.Sign() <= 0:
		l.report(at+".score_out_of", "setting_missing", "name", "score_out_of")
	case r.setting("treat") == "mean" && r.setting("mean_of") == "":
		l.report(at+".mean_of", "setting_missing", "name", "mean_of")
	}
}

func (l *lint) settings(at string, r Rule, s shape) {
	for _, want := range s.settings {
		v := r.setting(want.name)
		switch {
		case v == "" && !want.optional:
			l.report(at+"."+want.name, "setting_missing", "name", want.name)
		case v == "":
		case want.naming:
		case len(want.words) > 0:
			if !slices.Contains(want.words, string(v)) {
				l.report(at+"."+want.name, "value_unknown", "value", string(v), "known", strings.Join(want.words, ", "))
			}
		default:
			n, err := ParseNumber(string(v))
			if err != nil || n.IsNegative() && want.name != "over" && want.name != "below" || want.name == setPer && n.value.Sign() <= 0 {
				l.report(at+"."+want.name, "number_invalid", "value", string(v))
			}
		}
	}
	for _, given := range r.Settings {
		if !slices.ContainsFunc(s.settings, func(w settingShape) bool { return w.name == given.Name }) {
			l.report(at+"."+given.Name, "setting_unknown", "name", given.Name)
		}
	}
}

func (l *lint) tiers(at string, r Rule, s shape, full Number, known bool) {
	if (s.tiers == "") != (len(r.Tiers) == 0) {
		l.report(at+".tiers", "tiers_wrong")
		return
	}
	sum := Number{}
	for i, t := range r.Tiers {
		own := at + ".tiers[" + strconv.Itoa(i) + "]"
		if s.tiers != tierBands && (t.ID == "" || slices.ContainsFunc(r.Tiers[:i], func(o Tier) bool { return o.ID == t.ID })) {
			l.report(own+".id", "id_twice", "value", t.ID)
		}
		l.ends(own, t, s)
		sum = sum.plus(l.tierPoints(own, t, s, full, known))
	}
	if s.tiers == tierParts && known && !sum.Equal(full) {
		l.report(at+".tiers", "weights_differ", "stated", full.String(), "computed", sum.String())
	}
	if s.tiers == tierBands || s.tiers == tierLevels {
		l.gaps(at, r.Tiers)
	}
}

func (l *lint) ends(at string, t Tier, s shape) {
	for _, end := range []placed{{at + ".from", t.From}, {at + ".to", t.To}} {
		if end.value == "" {
			continue
		}
		if _, err := ParseNumber(string(end.value)); err != nil {
			l.report(end.at, "number_invalid", "value", string(end.value))
		}
	}
	if s.tiers == tierLevels && (t.From == "" || t.To == "") {
		l.report(at, "end_missing")
	}
	if (s.tiers == tierGrades || s.tiers == tierParts) && (t.From != "" || t.To != "") {
		l.report(at, "end_unasked")
	}
}

func (l *lint) tierPoints(at string, t Tier, s shape, full Number, known bool) Number {
	if s.tiers == tierLevels {
		if t.Points != "" {
			l.report(at+".points", "points_unasked")
		}
		return Number{}
	}
	if s.tiers == tierGrades && t.Points == byScore {
		return Number{}
	}
	n, err := ParseNumber(string(t.Points))
	switch {
	case err != nil || n.IsNegative():
		l.report(at+".points", "number_invalid", "value", string(t.Points))
	case known && n.Compare(full) > 0:
		l.report(at+".points", "points_above_full", "value", n.String(), "full", full.String())
	}
	return n
}

// gaps sees that bands follow each other, the highest first, and that every
// number between their outer ends is in exactly one.
func (l *lint) gaps(at string, tiers []Tier) {
	for i := 1; i < len(tiers); i++ {
		above, below := tiers[i-1], tiers[i]
		own := at + ".tiers[" + strconv.Itoa(i) + "]"
		if above.From == "" || below.To == "" {
			l.report(own, "bands_not_adjacent")
			continue
		}
		from, err1 := ParseNumber(string(above.From))
		to, err2 := ParseNumber(string(below.To))
		if err1 == nil && err2 == nil && (!from.Equal(to) || above.FromOpen == below.ToOpen) {
			l.report(own, "bands_not_adjacent")
		}
	}
	for i, t := range tiers {
		from, err1 := ParseNumber(string(t.From))
		to, err2 := ParseNumber(string(t.To))
		if err1 == nil && err2 == nil && (from.Compare(to) > 0 || from.Equal(to) && (t.FromOpen || t.ToOpen)) {
			l.report(at+".tiers["+strconv.Itoa(i)+"]", "band_empty")
		}
	}
}
