package scoring

import (
	"math/big"

	"jiheng/internal/fault"
)

// card is a subject on the way to its scorecard.
type card struct {
	scheme  Scheme
	subject Subject
	at      string
	roots   []*node
	// gates are those over the whole that are closed.
	gates []Application
	waits []Wait
}

func (c *card) build() []fault.Field {
	t := &tree{scheme: c.scheme, subject: c.subject, at: c.at}
	c.roots = t.build()
	in := &inputs{at: c.at + "/gates", given: c.subject.Gates, titles: titles(c.scheme.Totals.Gates, nil)}
	in.refuseUnknown(names(c.scheme.Totals.Gates, nil))
	l := &ledger{in: in, full: ratOf(c.scheme.Full)}
	if len(c.scheme.Totals.Gates) > 0 {
		_ = l.settle(c.scheme.Totals.Gates)
		c.waits = in.waits
		if l.closed {
			c.gates = l.applied
		}
	}
	return append(t.wrong, in.wrong...)
}

// finish rounds, adds up and compares with what was declared.
func (c *card) finish() Scorecard {
	out := Scorecard{
		ID: c.subject.ID, Title: c.subject.Title, State: Scored, Lines: []Line{}, Applied: []Application{}, Remarks: []Remark{},
		DeclaredTotal: c.subject.Total, DeclaredGrade: c.subject.Grade,
	}
	if c.scheme.Full.value.Sign() > 0 {
		full := c.scheme.Full
		out.Full = &full
	}
	sums := sums{sum: new(big.Rat), bonus: new(big.Rat), full: new(big.Rat), known: true}
	for _, n := range c.roots {
		c.settle(n, 0)
		sums.take(n)
		out.Lines = flatten(out.Lines, n)
	}
	out.State = c.state(out.Lines)
	switch {
	case len(c.gates) > 0:
		out.Applied = c.gates
		c.conclude(&out, Number{digits: c.scheme.digits()})
	case out.State == Scored && sums.known:
		c.total(&out, sums)
	}
	if out.State == MarksUnpublished && out.DeclaredTotal != nil {
		out.Remarks = append(out.Remarks, Remark{Kind: TotalDeclaredOnly, Stated: out.DeclaredTotal.String()})
	}
	if out.Total != nil && out.DeclaredTotal != nil {
		difference := out.DeclaredTotal.minus(*out.Total)
		out.Difference = &difference
	}
	return out
}

// state tells how far a subject is; a closed gate needs nothing further.
func (c *card) state(lines []Line) ScoreState {
	if len(c.gates) > 0 {
		return Scored
	}
	state := Scored
	if len(c.waits) > 0 {
		state = Waiting
	}
	for _, l := range lines {
		for _, w := range l.Waits {
			if w.Reason == NoFullMarks {
				return MarksUnpublished
			}
			state = Waiting
		}
	}
	return state
}

// settle fixes the points of a node from those below it, rounded where the
// scheme rounds, and writes them into its line.
func (c *card) settle(n *node, level int) {
	for _, child := range n.children {
		c.settle(child, level+1)
	}
	if n.line.Group {
		n.addUp()
	}
	if n.points != nil && (c.scheme.Round.Place == Value(EachItem) && n.alone() || c.scheme.Round.Place == Value(EachGroup) && level == 0) {
		c.roundPoints(n)
	}
	n.write()
}

// roundPoints rounds the points of a node. Full marks with more digits than the
// scheme rounds to are neither passed nor missed by it.
func (c *card) roundPoints(n *node) {
	rounded := c.scheme.round(n.points)
	points := ratOf(rounded)
	if points.Cmp(n.points) == 0 || n.full != nil && n.points.Cmp(n.full) == 0 {
		return
	}
	steps := []Step{{Op: RoundOff, Operands: []Operand{operand("", n.points)}, Result: rounded, Rounded: true}}
	if n.full != nil && points.Cmp(n.full) > 0 {
		steps = append(steps, stepOf(Lesser, n.full, operand("", points), operand("full", n.full)))
		points = n.full
	}
	n.line.Applied = append(n.line.Applied, Application{Effect: Clamps, Steps: steps})
	n.points = points
}

// alone tells whether a node has points that are no sum of rounded ones.
func (n *node) alone() bool {
	return !n.line.Group && (!n.informs || n.combined)
}

// addUp gives a group the sum of what is in it.
func (n *node) addUp() {
	sum, known := new(big.Rat), len(n.children) > 0
	var list []Operand
	for _, child := range n.children {
		switch {
		case child.excluded:
		case child.points == nil:
			known = false
		default:
			sum, list = plus(sum, child.points), append(list, operand(child.line.ID, child.points))
		}
	}
	if !known {
		return
	}
	n.points = sum
	if len(list) > 1 {
		n.line.Applied = append(n.line.Applied, Application{Rule: Parent, Effect: Prepares, Steps: []Step{stepOf(Add, sum, list...)}})
	}
}

// write shows points and full marks in the line.
func (n *node) write() {
	l := &n.line
	if n.full != nil {
		full, _ := shown(n.full)
		l.Full = &full
	}
	if n.points == nil {
		return
	}
	points, exact := shown(n.points)
	l.Points, l.Rounded = &points, !exact
	if l.Full != nil && !l.Bonus {
		lost, _ := shown(less(n.full, n.points))
		l.Lost = &lost
	}
	if l.Declared != nil {
		difference := l.Declared.minus(points)
		l.Difference = &difference
	}
}

func flatten(lines []Line, n *node) []Line {
	lines = append(lines, n.line)
	for _, child := range n.children {
		lines = flatten(lines, child)
	}
	return lines
}
