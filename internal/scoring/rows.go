package scoring

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/fault"
)

// open makes children of the rows that the sheet has in an open group.
func (t *tree) open(n *node, i Indicator) {
	n.line.Group, n.open = true, true
	weights := new(big.Rat)
	for k, e := range t.subject.Entries {
		if e.Group != i.ID {
			continue
		}
		row := t.row(e, i, n.line.Level+1, t.at+"/items/"+strconv.Itoa(k))
		n.children = append(n.children, row)
		if row.full != nil {
			weights = plus(weights, row.full)
		}
	}
	if len(n.children) == 0 {
		n.line.Waits = append(n.line.Waits, Wait{Reason: RowsMissing})
		return
	}
	if n.full != nil && weights.Cmp(n.full) != 0 {
		stated, _ := shown(weights)
		asked, _ := shown(n.full)
		n.line.Remarks = append(n.line.Remarks, Remark{Kind: WeightsOff, Stated: stated.String(), Computed: asked.String()})
	}
}

// row is a row that a unit named, with the rows below it.
func (t *tree) row(e Entry, group Indicator, level int, at string) *node {
	n := &node{line: Line{
		ID: e.ID, Title: e.Title, Level: level, Clause: group.Clause, Declared: e.Declared, Reason: e.Reason, Absent: e.Absent,
		Inputs: []Input{}, Applied: []Application{},
	}}
	if e.Full != nil {
		n.full = ratOf(*e.Full)
	}
	before := len(t.wrong)
	defer func() { t.contain(n, e, before) }()
	weighted := slices.ContainsFunc(e.Parts, func(p Entry) bool { return p.Full != nil })
	switch {
	case e.Merged:
		t.mergedRow(n, e, group, at)
	case weighted:
		t.parent(n, e, group, at)
	default:
		t.plainRow(n, e, at)
		t.informing(n, e)
	}
	return n
}

func (t *tree) refuse(at, reason, value string) {
	t.wrong = append(t.wrong, fault.Field{Name: at, Reason: reason, Params: map[string]string{"value": clip(value)}})
}

func (t *tree) plainRow(n *node, e Entry, at string) {
	k := slices.IndexFunc(t.scheme.Natures, func(nature Nature) bool { return e.Nature != "" && nature.ID == e.Nature })
	switch {
	case k < 0:
		t.refuseNature(at+"/nature", e.Nature)
	case e.Full == nil && n.full == nil:
		t.refuse(at+"/full", "full_missing", "")
	case n.full.Sign() <= 0:
		t.refuse(at+"/full", "full_not_positive", "")
	default:
		n.line.Nature = t.scheme.Natures[k].Title
		t.leaf(n, t.scheme.Natures[k].Rules, nil, t.scheme.Natures[k].reads, e, at)
	}
}

// refuseNature names the natures there are, and the one that was meant: by its
// id, by its words, or by the sign in them.
func (t *tree) refuseNature(at, nature string) {
	var known, listed []string
	words := make(map[string]string, len(t.scheme.Natures))
	for _, n := range t.scheme.Natures {
		known, listed, words[n.ID] = append(known, n.ID), append(listed, named(n.ID, n.Title)), n.Title
	}
	meant := Nearest(nature, known, func(id string) string { return words[id] })
	for _, id := range known {
		if meant == "" && nature != "" && strings.Contains(words[id], nature) {
			meant = id
		}
	}
	t.wrong = append(t.wrong, fault.Field{Name: at, Reason: "nature_unknown", Params: map[string]string{
		"value": clip(nature), "known": joined(listed), "nearest": supposed(meant),
	}})
}

// parent gives a row the sum of its parts, which count once.
func (t *tree) parent(n *node, e Entry, group Indicator, at string) {
	weights := new(big.Rat)
	n.line.Group = true
	for k, p := range e.Parts {
		part := t.row(p, group, n.line.Level+1, at+"/parts/"+strconv.Itoa(k))
		part.line.Part = true
		n.children = append(n.children, part)
		if part.full != nil {
			weights = plus(weights, part.full)
		}
	}
	if n.full != nil && n.full.Cmp(weights) != 0 {
		n.partsOff(n.full, weights)
	}
	n.full = weights
}

func (n *node) partsOff(stated, computed *big.Rat) {
	s, _ := shown(stated)
	c, _ := shown(computed)
	n.line.Remarks = append(n.line.Remarks, Remark{Kind: PartsOff, Stated: s.String(), Computed: c.String()})
}

// mergedRow gives a cell over several indicators one score.
func (t *tree) mergedRow(n *node, e Entry, group Indicator, at string) {
	r, ok := find(group.Rules, Merged)
	switch {
	case !ok:
		t.refuse(at+"/merged", "merging_not_provided", "")
		return
	case e.Full == nil || e.Full.value.Sign() <= 0:
		t.refuse(at+"/full", "full_missing", "")
		return
	case len(e.Parts) < 2:
		t.refuse(at+"/parts", "parts_missing", "")
		return
	}
	n.informs = true
	for k, p := range e.Parts {
		part := &node{full: n.full, line: Line{
			ID: p.ID, Title: p.Title, Level: n.line.Level + 1, Reason: p.Reason, Absent: p.Absent, Inputs: []Input{}, Applied: []Application{},
		}}
		t.plainRow(part, p, at+"/parts/"+strconv.Itoa(k))
		n.children = append(n.children, part)
	}
	n.combine(r)
}

// informing holds parts without points of their own ("of which") against the
// row they explain.
func (t *tree) informing(n *node, e Entry) {
	if len(e.Parts) == 0 {
		return
	}
	sum := new(big.Rat)
	for _, p := range e.Parts {
		part := &node{excluded: true, line: Line{
			ID: p.ID, Title: p.Title, Level: n.line.Level + 1, Part: true, Inputs: shownInputs(&inputs{given: p.Inputs}), Applied: []Application{},
		}}
		n.children = append(n.children, part)
		actual, known := numberIn(p.Inputs, inActual)
		if !known {
			return
		}
		sum = plus(sum, actual)
	}
	if whole, known := numberIn(e.Inputs, inActual); known && whole.Cmp(sum) != 0 {
		n.partsOff(whole, sum)
	}
	n.informs = true
}

func numberIn(given []Given, name string) (*big.Rat, bool) {
	for _, g := range given {
		if n, err := ParseNumber(g.Value); g.Name == name && err == nil {
			return ratOf(n), true
		}
	}
	return nil, false
}

// shown is the value as given, or the reports that stand for it.
func (g Given) shown() string {
	if len(g.Reports) == 0 {
		return g.Value
	}
	texts := make([]string, len(g.Reports))
	for i, r := range g.Reports {
		texts[i] = r.By + " " + r.Value.String()
		if r.Money != nil {
			texts[i] += " (" + r.Money.String() + ")"
		}
	}
	return strings.Join(texts, "; ")
}

func shownInputs(in *inputs) []Input {
	list := []Input{}
	for _, g := range in.given {
		list = append(list, Input{Name: g.Name, Title: in.title(g.Name), Value: g.shown(), Reason: g.Reason})
	}
	return list
}
