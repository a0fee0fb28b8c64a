package scoring

import "slices"

// titles give the words of the inputs that rules and measure read.
func titles(rules []Rule, m *Measure) []Term {
	var list []Term
	if m != nil {
		list = append(append(list, m.Above...), m.Below...)
	}
	for _, r := range rules {
		if r.Of != "" {
			list = append(list, Term{Input: r.Of, Title: r.Title})
		}
		if r.Kind == Checklist {
			for _, t := range r.Tiers {
				list = append(list, Term{Input: t.ID, Title: t.Title})
			}
		}
	}
	return list
}

// names lists the inputs that rules and measure may read.
func names(rules []Rule, m *Measure) []string {
	var list []string
	for _, t := range titles(rules, m) {
		list = append(list, t.Input)
	}
	for _, r := range rules {
		s, _ := shapeOf(r.Kind)
		for _, set := range s.settings {
			if set.naming && set.name != "stage" {
				list = append(list, string(r.setting(set.name)))
			}
		}
		for _, in := range s.inputs {
			list = append(list, in.name)
		}
	}
	return list
}

// refuseUnknown refuses inputs that nothing reads: a slip in a name would
// otherwise pass as an input that is missing.
func (in *inputs) refuseUnknown(known []string) {
	for i, g := range in.given {
		switch {
		case !slices.Contains(known, g.Name):
			in.refuse(g.Name, "input_unknown", "value", clip(g.Name))
		case slices.ContainsFunc(in.given[:i], func(o Given) bool { return o.Name == g.Name }):
			in.refuse(g.Name, "input_repeated", "value", clip(g.Name))
		}
	}
}

// chosenIn names the choices that rules depend on, each once.
func chosenIn(rules []Rule) []string {
	var list []string
	add := func(name string) {
		if name != "" && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	for _, r := range rules {
		for _, s := range r.Settings {
			add(s.Chosen)
		}
		for _, t := range r.Tiers {
			add(t.Chosen)
		}
	}
	return list
}
