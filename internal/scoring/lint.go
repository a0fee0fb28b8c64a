package scoring

import (
	"slices"
	"strconv"

	"jiheng/internal/fault"
)

// Lint finds what makes no sense in a scheme with indicators: every mistake
// with its place, as in indicators[2].rules[0].points. A scheme that passes can
// be scored under whatever is chosen. Fields say one of LintReasons.
func (s Scheme) Lint() []fault.Field {
	wrong := s.lintHead()
	wrong = append(wrong, s.lintChoices()...)
	if len(wrong) > 0 {
		return wrong
	}
	for _, chosen := range s.variants() {
		for _, f := range s.resolved(chosen).lintResolved() {
			if !slices.ContainsFunc(wrong, func(o fault.Field) bool { return o.Name == f.Name && o.Reason == f.Reason }) {
				wrong = append(wrong, f)
			}
		}
	}
	return append(wrong, s.lintUnused()...)
}

// variants are decisions that between them take every option once.
func (s Scheme) variants() [][]Chosen {
	base := make([]Chosen, len(s.Choices))
	for i, c := range s.Choices {
		base[i] = c.take([]Decision{{c.Name, c.any()}})
	}
	list := [][]Chosen{base}
	for i, c := range s.Choices {
		for _, o := range c.Options {
			other := slices.Clone(base)
			other[i].Value = o.Value
			list = append(list, other)
		}
	}
	return list
}

// any is what a choice can be decided to, its assumption first.
func (c Choice) any() string {
	switch {
	case c.Assumed != "":
		return c.Assumed
	case len(c.Options) > 0:
		return c.Options[0].Value
	}
	return "1"
}

func inconsistent(wrong []fault.Field) error {
	return fault.New(fault.Invalid, "scheme_inconsistent", "%s %s", wrong[0].Name, wrong[0].Reason).WithFields(wrong...)
}

// lintHead holds what a scheme says of itself.
func (s Scheme) lintHead() []fault.Field {
	var l lint
	if s.Source == "" {
		l.report("source", "source_missing")
	}
	if s.From != "" && s.Until != "" && s.From > s.Until {
		l.report("until", "validity_reversed")
	}
	if len(s.Indicators) == 0 {
		l.report("indicators", "indicators_missing")
	}
	return l.wrong
}

func (s Scheme) lintChoices() []fault.Field {
	var l lint
	for i, c := range s.Choices {
		at := "choices[" + strconv.Itoa(i) + "]"
		if c.Assumed != "" && !c.admits(c.Assumed) {
			l.report(at+".assumed", "option_unknown", "value", c.Assumed)
		}
		if len(c.Options) == 1 {
			l.report(at+".options", "option_single")
		}
		for k, o := range c.Options {
			for _, set := range c.Options[0].Sets {
				if _, ok := settingOf(o.Sets, set.Name); !ok {
					l.report(at+".options["+strconv.Itoa(k)+"]", "option_incomplete", "name", set.Name)
				}
			}
		}
	}
	for _, v := range s.values() {
		name, key, refers := v.value.choice()
		if !refers {
			continue
		}
		k := slices.IndexFunc(s.Choices, func(c Choice) bool { return c.Name == name })
		switch {
		case k < 0:
			l.report(v.at, "choice_unknown", "value", name)
		case key != "" && len(s.Choices[k].Options) == 0:
			l.report(v.at, "choice_without_sets", "value", name)
		case key != "":
			if _, ok := settingOf(s.Choices[k].Options[0].Sets, key); !ok {
				l.report(v.at, "choice_without_sets", "value", name+"."+key)
			}
		}
	}
	return l.wrong
}

// lintUnused finds choices that change nothing.
func (s Scheme) lintUnused() []fault.Field {
	var l lint
	used := s.values()
	for i, c := range s.Choices {
		refers := func(v placed) bool { name, _, ok := v.value.choice(); return ok && name == c.Name }
		if !slices.ContainsFunc(used, refers) {
			l.report("choices["+strconv.Itoa(i)+"].name", "choice_unused", "value", c.Name)
		}
	}
	return l.wrong
}

// lint collects mistakes.
type lint struct {
	wrong []fault.Field
	// seen are the ids of indicators.
	seen map[string]bool
}

func (l *lint) report(at, reason string, params ...string) {
	f := fault.Field{Name: at, Reason: reason}
	for i := 0; i+1 < len(params); i += 2 {
		if f.Params == nil {
			f.Params = make(map[string]string, 2)
		}
		f.Params[params[i]] = params[i+1]
	}
	l.wrong = append(l.wrong, f)
}

// placed is a value with its place in the scheme.
type placed struct {
	at    string
	value Value
}

// values lists every value that may refer to a choice.
func (s Scheme) values() []placed {
	list := []placed{
		{"full", s.FullGiven},
		{"round.how", s.Round.How},
		{"round.digits", s.Round.Digits},
		{"round.place", s.Round.Place},
		{"totals.bonus_over_full", s.Totals.BonusOverFull},
	}
	list = append(list, rulesValues("totals.gates", s.Totals.Gates)...)
	for i, n := range s.Natures {
		list = append(list, rulesValues("natures["+strconv.Itoa(i)+"].rules", n.Rules)...)
	}
	if s.Best != nil {
		list = append(list, placed{"best.percent", s.Best.Percent}, placed{"best.rounding", s.Best.Rounding}, placed{"best.border", s.Best.Border})
	}
	return append(list, indicatorValues("indicators", s.Indicators)...)
}

func indicatorValues(at string, indicators []Indicator) []placed {
	var list []placed
	for i, n := range indicators {
		own := at + "[" + strconv.Itoa(i) + "]"
		list = append(list, placed{own + ".full", n.Full})
		list = append(list, rulesValues(own+".rules", n.Rules)...)
		list = append(list, indicatorValues(own+".children", n.Children)...)
	}
	return list
}

func rulesValues(at string, rules []Rule) []placed {
	var list []placed
	for i, r := range rules {
		own := at + "[" + strconv.Itoa(i) + "]"
		for _, s := range r.Settings {
			list = append(list, placed{own + "." + s.Name, s.Value})
		}
		for k, t := range r.Tiers {
			tier := own + ".tiers[" + strconv.Itoa(k) + "]"
			list = append(list, placed{tier + ".from", t.From}, placed{tier + ".to", t.To}, placed{tier + ".points", t.Points})
		}
	}
	return list
}
