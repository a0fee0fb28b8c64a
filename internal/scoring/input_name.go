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
			in.refuse(g.Name, "input_unknown", "value", clip(g.Name), "known", in.listed(known), "nearest", supposed(in.nearest(g.Name, known)))
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

// listed names inputs with their words, each once.
func (in *inputs) listed(known []string) string {
	var list []string
	for _, name := range known {
		if text := named(name, in.word(name)); name != "" && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return joined(list)
}

// word says in words what an input is.
func (in *inputs) word(name string) string {
	if title := in.title(name); title != "" {
		return title
	}
	return InputLabel(name)
}

// nearest gives the input that was meant: the one with those words, or the one
// that is a slip or two away. It is "" when none is.
func (in *inputs) nearest(name string, known []string) string { return Nearest(name, known, in.word) }

// Nearest gives the known name that was meant: the one with those words, or the
// one that is a slip or two away. It is "" when none is.
func Nearest(name string, known []string, word func(string) string) string {
	const slips = 2
	best, fewest := "", slips+1
	for _, k := range known {
		if word(k) == name {
			return k
		}
		if d := slipsBetween(name, k); d < fewest && d < len(k) {
			best, fewest = k, d
		}
	}
	return best
}

// slipsBetween counts the letters to change, to add and to leave out to get
// from one name to the other.
func slipsBetween(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		above := row[0]
		row[0] = i + 1
		for j := range y {
			changed := above
			if x[i] != y[j] {
				changed++
			}
			above = row[j+1]
			row[j+1] = min(changed, row[j]+1, above+1)
		}
	}
	return row[len(y)]
}
