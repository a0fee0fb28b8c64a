package scoring

import "math/big"

// fillMeans gives those to whom an indicator does not apply the mean of those
// to whom it does. All others are settled before, so no mean depends on
// another, and the order of the cohort plays no part.
func fillMeans(cards []*card, scheme Scheme) {
	for k := range leaves(cards[0].roots) {
		var list []*node
		var whose []*card
		for _, c := range cards {
			if all := leaves(c.roots); k < len(all) {
				list, whose = append(list, all[k]), append(whose, c)
			}
		}
		fillMean(list, whose, scheme)
	}
}

// leaves lists the leaves that the scheme names, the same for every subject.
// Rows that units name themselves never take a mean.
func leaves(roots []*node) []*node {
	var list []*node
	for _, n := range roots {
		switch {
		case n.informs:
		case n.line.Group:
			if !n.open {
				list = append(list, leaves(n.children)...)
			}
		default:
			list = append(list, n)
		}
	}
	return list
}

// fillMean fills one indicator in; the node at i is of the card at i.
func fillMean(list []*node, cards []*card, scheme Scheme) {
	how := meanOf(list)
	if how == "" {
		return
	}
	sum, operands := new(big.Rat), []Operand{}
	for i, n := range list {
		if n.mean == "" && n.points != nil {
			p := n.points
			if how == "rounded" {
				p = ratOf(scheme.round(p))
			}
			sum, operands = plus(sum, p), append(operands, operand(cards[i].subject.ID, p))
		}
	}
	var step Step
	var mean *big.Rat
	if len(operands) > 0 && !waiting(list) {
		mean = over(sum, ratInt(int64(len(operands))))
		step = meanStep(mean, sum, operands)
	}
	for i, n := range list {
		switch {
		case n.mean == "":
		case mean == nil:
			n.line.Waits = append(n.line.Waits, Wait{Reason: NoMean})
		default:
			n.points = mean
			n.line.Applied = append(n.line.Applied, Application{
				Rule: CohortMean, Effect: Replaces, Steps: []Step{step}, Reason: cards[i].subject.absence(n.line.ID),
			})
		}
	}
}

func meanOf(list []*node) Value {
	for _, n := range list {
		if n.mean != "" {
			return n.mean
		}
	}
	return ""
}

// maxShownMean bounds the units that a mean lists by name.
const maxShownMean = 30

func meanStep(mean, sum *big.Rat, units []Operand) Step {
	if len(units) > maxShownMean {
		return stepOf(Divide, mean, operand("sum", sum), operand("count", ratInt(int64(len(units)))))
	}
	return stepOf(Mean, mean, units...)
}

// waiting tells whether somebody to whom the indicator applies has no points
// yet: a mean without them would change later.
func waiting(list []*node) bool {
	for _, n := range list {
		if n.mean == "" && n.points == nil {
			return true
		}
	}
	return false
}

func (s Subject) absence(id string) string {
	for _, e := range s.Entries {
		if e.ID == id {
			return e.Absent
		}
	}
	return ""
}

// round rounds points as the scheme does.
func (s Scheme) round(r *big.Rat) Number {
	return roundRat(r, s.digits(), Rounding(s.Round.How))
}

func (s Scheme) digits() int32 {
	n, _ := ParseNumber(string(s.Round.Digits))
	return int32(n.value.IntPart()) //nolint:gosec // Lint bounds it.
}
