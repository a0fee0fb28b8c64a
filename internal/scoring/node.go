package scoring

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/fault"
)

// node is an indicator with what it comes to, before and after rounding.
type node struct {
	line Line
	// full and points are exact; nil where they are not known.
	full, points *big.Rat
	// mean asks for the mean of the cohort: "rounded" or "exact".
	mean Value
	// excluded nodes count neither in the sum nor in the full marks.
	excluded bool
	// informs tells that the children explain the node and do not add up to it.
	informs bool
	// combined parts were made into one score of their own.
	combined bool
	// open groups have rows that the unit named.
	open     bool
	children []*node
}

// tree builds the nodes of one subject.
type tree struct {
	scheme  Scheme
	subject Subject
	at      string // JSON pointer of the subject
	wrong   []fault.Field
}

func (t *tree) build() []*node {
	strays := t.strays()
	list := make([]*node, len(t.scheme.Indicators))
	for i, indicator := range t.scheme.Indicators {
		list[i] = t.node(indicator, 0)
	}
	return append(list, strays...)
}

// checkEntry says why an entry belongs nowhere or stands twice, if it does.
func (t *tree) checkEntry(i int) (name, reason, value string) {
	e := t.subject.Entries[i]
	if slices.ContainsFunc(t.subject.Entries[:i], func(o Entry) bool { return o.ID == e.ID }) {
		return "id", "item_repeated", e.ID
	}
	found, known := search(t.scheme.Indicators, e.ID)
	group, _ := search(t.scheme.Indicators, e.Group)
	switch {
	case e.Group != "" && !group.Open:
		return "group", "group_unknown", e.Group
	case e.Group == "" && !known:
		return "id", "item_unknown", e.ID
	case e.Group == "" && !found.Leaf() && (len(e.Inputs) > 0 || e.Absent != ""):
		return "id", "item_is_group", e.ID
	}
	return "", "", ""
}

// strays refuses the entries that belong nowhere or stand twice. Tolerant ones
// are lines of their own that nothing can be computed of.
func (t *tree) strays() []*node {
	var list []*node
	for i, e := range t.subject.Entries {
		name, reason, value := t.checkEntry(i)
		if reason == "" {
			continue
		}
		before := len(t.wrong)
		t.refuse(t.at+"/items/"+strconv.Itoa(i)+"/"+name, reason, value)
		if e.Tolerant {
			n := &node{excluded: true, line: Line{
				ID: e.ID, Title: e.Title, Declared: e.Declared, Reason: e.Reason, Inputs: []Input{}, Applied: []Application{},
			}}
			if e.Full != nil {
				n.full = ratOf(*e.Full)
			}
			t.contain(n, e, before)
			list = append(list, n)
		}
	}
	return list
}

// contain keeps what has been found wrong since with a tolerant entry to the
// line of it.
func (t *tree) contain(n *node, e Entry, before int) {
	if !e.Tolerant || len(t.wrong) == before {
		return
	}
	for _, f := range t.wrong[before:] {
		n.line.Waits = append(n.line.Waits, Wait{Reason: NotComputable, Input: f.Name[strings.LastIndex(f.Name, "/")+1:], Problem: &f})
	}
	t.wrong, n.points = t.wrong[:before], nil
}

func search(list []Indicator, id string) (Indicator, bool) {
	for _, i := range list {
		if i.ID == id {
			return i, true
		}
		if found, ok := search(i.Children, id); ok {
			return found, true
		}
	}
	return Indicator{}, false
}

// TitleOf is what the scheme calls an indicator, "" where it has none.
func (s Scheme) TitleOf(id string) string {
	found, _ := search(s.Indicators, id)
	return found.Title
}

// entry gives the entry of an indicator with its pointer; an empty one when
// there is none.
func (t *tree) entry(id string) (Entry, string) {
	for i, e := range t.subject.Entries {
		if e.ID == id && e.Group == "" {
			return e, t.at + "/items/" + strconv.Itoa(i)
		}
	}
	return Entry{ID: id}, t.at + "/items/" + id
}

func (t *tree) node(i Indicator, level int) *node {
	e, at := t.entry(i.ID)
	n := &node{line: Line{
		ID: i.ID, Title: i.Title, Level: level, Bonus: i.Bonus, Clause: i.Clause, Chosen: slices.Clone(i.Chosen),
		Declared: e.Declared, Reason: e.Reason, Absent: e.Absent, Inputs: []Input{}, Applied: []Application{},
	}}
	if full, known := i.fullMarks(); known {
		n.full = ratOf(full)
	}
	merged, one := find(i.Rules, Merged)
	switch {
	case i.Open:
		t.open(n, i)
	case len(i.Children) > 0 && one:
		t.merge(n, i, merged)
	case len(i.Children) > 0:
		n.line.Group = true
		for _, c := range i.Children {
			n.children = append(n.children, t.node(c, level+1))
		}
	default:
		before := len(t.wrong)
		t.leaf(n, i.Rules, i.Measure, i.reads, e, at)
		t.contain(n, e, before)
	}
	return n
}

// leaf lets the rules settle an indicator or a row.
func (t *tree) leaf(n *node, rules []Rule, m *Measure, reads []string, e Entry, at string) {
	in := &inputs{at: at, given: e.Inputs, titles: titles(rules, m), late: t.subject.Late}
	if r, ok := find(rules, Reporters); ok {
		in.combine = r.setting("combine")
	}
	n.line.Chosen = append(n.line.Chosen, chosenIn(rules)...)
	n.line.Inputs = shownInputs(in)
	in.refuseUnknown(reads)
	switch {
	case e.Absent != "":
		t.absent(n, in, rules)
	default:
		t.present(n, in, rules, m, e)
	}
	t.wrong = append(t.wrong, in.wrong...)
	n.line.Waits = append(n.line.Waits, in.waits...)
}

func (t *tree) present(n *node, in *inputs, rules []Rule, m *Measure, e Entry) {
	l := &ledger{in: in, full: n.full, reason: e.Reason}
	if m != nil {
		l.rate, n.line.RateSteps = m.rate(in)
	}
	if l.rate != nil {
		rate, _ := shown(l.rate)
		n.line.Rate = &rate
	}
	switch {
	case n.full == nil:
		n.line.Waits = append(n.line.Waits, Wait{Reason: NoFullMarks})
	case m != nil && l.rate == nil:
		l.gatesOnly(rules, n)
	default:
		n.points = l.settle(rules)
		n.line.Applied, n.line.Remarks = append(n.line.Applied, l.applied...), l.remarks
	}
}

// gatesOnly asks the gates of an indicator whose measure is not known.
func (l *ledger) gatesOnly(rules []Rule, n *node) {
	var gates []Rule
	for _, r := range rules {
		if r.Kind == Gate {
			gates = append(gates, r)
		}
	}
	if points := l.settle(gates); l.closed {
		n.points, n.line.Applied = points, l.applied
	}
}

// absent treats an indicator that does not apply.
func (t *tree) absent(n *node, in *inputs, rules []Rule) {
	if r, ok := find(rules, CohortMean); ok {
		n.mean = r.setting("mean_of")
		return
	}
	r, ok := find(rules, NotApplicable)
	if !ok || n.full == nil {
		t.wrong = append(t.wrong, fault.Field{Name: in.at + "/absent", Reason: "absence_not_provided"})
		return
	}
	a := Application{Rule: NotApplicable, Effect: Replaces, Settings: r.Settings, Steps: []Step{}, Reason: n.line.Absent}
	switch r.setting("treat") {
	case "mean":
		n.mean = r.setting("mean_of")
		return
	case "full":
		n.points, a.Steps = n.full, []Step{stepOf(Take, n.full, operand("full", n.full))}
	case "zero":
		n.points, a.Steps = new(big.Rat), []Step{stepOf(Take, new(big.Rat), Operand{Value: "0"})}
	default:
		n.excluded = true
	}
	n.line.Applied = append(n.line.Applied, a)
}

// merge gives several indicators one score: each comes to a share of the
// whole, and the rule says what the shares come to.
func (t *tree) merge(n *node, i Indicator, r Rule) {
	n.informs = true
	for _, c := range i.Children {
		c.Full = i.Full
		child := t.node(c, n.line.Level+1)
		n.children = append(n.children, child)
	}
	n.combine(r)
}

// combine makes one score of those of the parts.
func (n *node) combine(r Rule) {
	a := Application{Rule: Merged, Effect: Prepares, Settings: r.Settings}
	var points *big.Rat
	var list []Operand
	for _, c := range n.children {
		c.line.Part, c.informs = true, true
		if c.points == nil {
			n.line.Waits = append(n.line.Waits, Wait{Reason: PartWaits, Input: c.line.ID, Title: c.line.Title})
			return
		}
		list = append(list, operand(c.line.ID, c.points))
		switch {
		case points == nil:
			points = c.points
		case r.setting("by") == "least":
			points = least(points, c.points)
		default:
			points = plus(points, c.points)
		}
	}
	if points == nil {
		return
	}
	op := Lesser
	if r.setting("by") == "mean" {
		points, op = over(points, ratInt(int64(len(list)))), Mean
	}
	a.Steps = []Step{stepOf(op, points, list...)}
	n.points, n.combined, n.line.Applied = points, true, append(n.line.Applied, a)
	for _, s := range r.Settings {
		if s.Chosen != "" {
			n.line.Chosen = append(n.line.Chosen, s.Chosen)
		}
	}
}
