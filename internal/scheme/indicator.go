package scheme

import (
	"jiheng/internal/scoring"
	"jiheng/internal/source"
)

func indicators(f source.Fields, name string) []scoring.Indicator {
	var list []scoring.Indicator
	for _, p := range f.List(name) {
		list = append(list, indicator(p))
	}
	return list
}

func indicator(p source.Part) scoring.Indicator {
	f := p.Fields(indicatorKeys())
	i := scoring.Indicator{
		ID: id(f, "id"), Title: f.Text("title"), Full: value(f, "full"), Clause: f.Prose("clause", maxProse),
		Bonus: f.Flag("bonus"), Open: f.Flag("open"), Rules: rules(f, "rules"), Children: indicators(f, "children"),
	}
	if m, ok := f.Child("measure"); ok {
		inner := m.Fields(measureKeys())
		i.Measure = &scoring.Measure{Above: terms(inner, "above"), Below: terms(inner, "below")}
	}
	return i
}

func terms(f source.Fields, name string) []scoring.Term {
	var list []scoring.Term
	for _, p := range f.List(name) {
		inner := p.Fields(termKeys())
		list = append(list, scoring.Term{Input: id(inner, "input"), Title: inner.Text("title"), Minus: inner.Flag("minus")})
	}
	return list
}

func rules(f source.Fields, name string) []scoring.Rule {
	var list []scoring.Rule
	for _, p := range f.List(name) {
		list = append(list, rule(p))
	}
	return list
}

// rule reads the kind first: it says which other keywords there are.
func rule(p source.Part) scoring.Rule {
	kind := kindOf(p)
	f := p.Fields(ruleKeys(kind))
	r := scoring.Rule{Kind: source.Choice(f, "kind", scoring.RuleKinds()), Title: f.Text("title")}
	for _, s := range kind.Settings() {
		if v := value(f, s.Name); v != "" {
			r.Settings = append(r.Settings, scoring.Setting{Name: s.Name, Value: v})
		}
	}
	if kind.Named() {
		r.Of = id(f, "of")
	}
	for _, t := range f.List("tiers") {
		r.Tiers = append(r.Tiers, tier(t))
	}
	return r
}

func kindOf(p source.Part) scoring.RuleKind {
	for i := 0; i+1 < len(p.Node.Content); i += 2 {
		if p.Node.Content[i].Value == "kind" {
			return scoring.RuleKind(p.Node.Content[i+1].Value)
		}
	}
	return ""
}

func tier(p source.Part) scoring.Tier {
	f := p.Fields(tierKeys())
	t := scoring.Tier{
		Title: f.Text("title"), From: value(f, "from"), FromOpen: f.Flag("from_open"),
		To: value(f, "to"), ToOpen: f.Flag("to_open"), Points: value(f, "points"),
	}
	if f.Has("id") {
		t.ID = id(f, "id")
	}
	return t
}
