package scoring

// resolved gives the scheme with everything chosen put in its place. Values
// that refer to nothing stay; Lint refuses them.
func (s Scheme) resolved(chosen []Chosen) Scheme {
	r := resolver{s, chosen}
	out := s
	out.FullGiven, _ = r.value(s.FullGiven)
	out.Round.How, _ = r.value(s.Round.How)
	out.Round.Digits, _ = r.value(s.Round.Digits)
	out.Round.Place, _ = r.value(s.Round.Place)
	out.Totals.Gates = r.rules(s.Totals.Gates)
	out.Totals.BonusOverFull, _ = r.value(s.Totals.BonusOverFull)
	out.Indicators = r.indicators(s.Indicators)
	out.Natures = make([]Nature, len(s.Natures))
	for i, n := range s.Natures {
		n.Rules = r.rules(n.Rules)
		n.reads = names(n.Rules, nil)
		out.Natures[i] = n
	}
	if s.Best != nil {
		best := *s.Best
		best.Percent, _ = r.value(best.Percent)
		best.Rounding, _ = r.value(best.Rounding)
		best.Border, _ = r.value(best.Border)
		out.Best = &best
	}
	if s.Round != (PointRounding{}) {
		out.Rounding = Rounding(out.Round.How)
	}
	out.Full = out.fullMarks()
	return out
}

type resolver struct {
	scheme Scheme
	chosen []Chosen
}

// value also gives the name of the choice that a value came from.
func (r resolver) value(v Value) (Value, string) {
	found, ok := r.scheme.lookup(v, r.chosen)
	if !ok {
		return v, ""
	}
	name, _, refers := v.choice()
	if !refers {
		return v, ""
	}
	return found, name
}

func (r resolver) indicators(list []Indicator) []Indicator {
	out := make([]Indicator, len(list))
	for i, n := range list {
		var name string
		if n.Full, name = r.value(n.Full); name != "" {
			n.Chosen = []string{name}
		}
		n.Rules, n.Children = r.rules(n.Rules), r.indicators(n.Children)
		n.reads = names(n.Rules, n.Measure)
		out[i] = n
	}
	return out
}

func (r resolver) rules(list []Rule) []Rule {
	out := make([]Rule, len(list))
	for i, rule := range list {
		settings := make([]Setting, len(rule.Settings))
		for k, s := range rule.Settings {
			s.Value, s.Chosen = r.value(s.Value)
			settings[k] = s
		}
		tiers := make([]Tier, len(rule.Tiers))
		for k, t := range rule.Tiers {
			t.From, _ = r.value(t.From)
			t.To, _ = r.value(t.To)
			t.Points, t.Chosen = r.value(t.Points)
			tiers[k] = t
		}
		rule.Settings, rule.Tiers = settings, tiers
		rule.shareEnds()
		out[i] = rule
	}
	return out
}

// shareEnds opens one side of every end that two levels share, where the rule
// says to which of them it belongs.
func (r Rule) shareEnds() {
	to := r.setting("shared_end")
	if to == "" {
		return
	}
	for i := range r.Tiers {
		for k := range r.Tiers {
			if i != k && r.Tiers[i].From == r.Tiers[k].To {
				r.Tiers[i].FromOpen, r.Tiers[k].ToOpen = to == "lower", to == "upper"
			}
		}
	}
}

// fullMarks are those that are given, or the sum of the first level; 0 where
// some are not published.
func (s Scheme) fullMarks() Number {
	if len(s.Indicators) == 0 {
		return s.Full
	}
	if n, err := ParseNumber(string(s.FullGiven)); err == nil {
		return n
	}
	sum := Number{}
	for _, i := range s.Indicators {
		full, known := i.fullMarks()
		if !known {
			return Number{}
		}
		if !i.Bonus {
			sum = sum.plus(full)
		}
	}
	return sum
}

// fullMarks are an indicator's own, or the sum of its children's.
func (i Indicator) fullMarks() (Number, bool) {
	if i.Full != "" {
		n, err := ParseNumber(string(i.Full))
		return n, err == nil
	}
	sum := Number{}
	for _, c := range i.Children {
		full, known := c.fullMarks()
		if !known {
			return Number{}, false
		}
		sum = sum.plus(full)
	}
	return sum, len(i.Children) > 0
}

// setting gives a value that Lint has seen to be there, or "".
func (r Rule) setting(name string) Value {
	v, _ := settingOf(r.Settings, name)
	return v
}

// number gives a setting that Lint has seen to be a number; 0 when absent.
func (r Rule) number(name string) Number {
	n, _ := ParseNumber(string(r.setting(name)))
	return n
}

func find(rules []Rule, kind RuleKind) (Rule, bool) {
	for _, r := range rules {
		if r.Kind == kind {
			return r, true
		}
	}
	return Rule{}, false
}
