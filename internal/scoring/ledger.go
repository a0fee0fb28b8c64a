package scoring

import (
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"
)

// ledger is the account of one indicator.
type ledger struct {
	in   *inputs
	full *big.Rat
	// rate is the measure, where the indicator has one.
	rate *big.Rat
	// award is nil until a rule awarded points; lost adds up the deductions.
	award, lost *big.Rat
	closed      bool
	// actual and target are those of the awarding rule, for remarks.
	actual, target *big.Rat
	reason         string
	applied        []Application
	remarks        []Remark
	// current is the rule at work.
	current *Application
}

// settle applies the rules and gives the points, nil while inputs are missing.
func (l *ledger) settle(rules []Rule) *big.Rat {
	l.lost = new(big.Rat)
	for _, effect := range []Effect{Closes, Awards, Deducts, Remarks} {
		for _, r := range rules {
			if r.Kind.Effect() == effect && !l.closed {
				l.run(r)
			}
		}
	}
	l.applied = append(slices.Clone(l.in.applied), l.applied...)
	switch {
	case l.closed:
		l.in.waits = nil
		return new(big.Rat)
	case len(l.in.waits) > 0 || len(l.in.wrong) > 0:
		return nil
	case l.award == nil && !l.told():
		l.ask(rules)
		return nil
	case l.award == nil:
		l.award = l.full
	}
	return l.clamp(less(l.award, l.lost))
}

// told tells whether anything is known of the indicator. Where rules only take
// points away nothing taken is full marks, and nothing known is not.
func (l *ledger) told() bool {
	return len(l.applied) > 0 || slices.ContainsFunc(l.in.given, func(g Given) bool { return l.in.find(g.Name) != nil })
}

// ask waits for what the rules read; a person who takes nothing says so with 0.
func (l *ledger) ask(rules []Rule) {
	for _, name := range names(rules, nil) {
		if name != "" {
			_ = l.in.need(name)
		}
	}
}

// run lets one rule write into the account.
func (l *ledger) run(r Rule) {
	a := Application{Rule: r.Kind, Effect: r.Kind.Effect(), Of: r.Of, Title: r.Title, Settings: r.Settings, Steps: []Step{}}
	l.current = &a
	points := l.apply(r)
	if points == nil {
		return
	}
	n, _ := shown(points)
	switch a.Effect {
	case Awards:
		if l.award == nil {
			l.award = new(big.Rat)
		}
		l.award, a.Points = plus(l.award, points), &n
	case Deducts, Remarks:
		if points.Sign() == 0 && len(a.Steps) == 0 {
			return
		}
		l.lost, a.Points, a.Effect = plus(l.lost, points), &n, Deducts
	case Closes:
		l.closed = true
	case Replaces, Prepares, Clamps:
	}
	l.applied = append(l.applied, a)
}

// clamp keeps points within 0 and full marks, and says so when it bites.
func (l *ledger) clamp(points *big.Rat) *big.Rat {
	zero := new(big.Rat)
	kept, op, bound := most(points, zero), Greater, zero
	if kept.Cmp(l.full) > 0 {
		kept, op, bound = l.full, Lesser, l.full
	}
	if kept.Cmp(points) != 0 {
		l.applied = append(l.applied, Application{
			Effect: Clamps, Steps: []Step{stepOf(op, kept, operand("", points), operand("", bound))},
		})
	}
	return kept
}

func (l *ledger) step(op Op, result *big.Rat, operands ...Operand) {
	l.current.Steps = append(l.current.Steps, stepOf(op, result, operands...))
}

// give records a person's points and reason.
func (l *ledger) give(name string, p *big.Rat) {
	l.current.Reason = strings.TrimSpace(l.in.find(name).Reason)
	l.step(Take, p, operand(name, p))
}

func (l *ledger) remark(kind RemarkKind, stated, computed *big.Rat) {
	r := Remark{Kind: kind}
	if stated != nil {
		n, _ := shown(stated)
		r.Stated = n.String()
	}
	if computed != nil {
		n, _ := shown(computed)
		r.Computed = n.String()
	}
	l.remarks = append(l.remarks, r)
}

func (l *ledger) remarked(kind RemarkKind) bool {
	return slices.ContainsFunc(l.remarks, func(r Remark) bool { return r.Kind == kind })
}

// apply gives the points of a rule, nil when it has none to give or take.
func (l *ledger) apply(r Rule) *big.Rat {
	switch r.Kind {
	case CappedRatio:
		return l.cappedRatio(r)
	case InverseRatio:
		return l.inverseRatio(r)
	case Equality:
		return l.equality(r)
	case Money:
		return l.money(r)
	case Judgement:
		return l.judgement(r)
	case Banded:
		return l.banded(r)
	case Checklist:
		return l.checklist(r)
	case GradeMap:
		return l.gradeMap(r)
	case Bonus:
		return l.bonus(r)
	case DateTarget:
		return l.dateTarget(r)
	case LateShare:
		return l.lateShare(r)
	case Excess, Shortfall:
		return l.beyond(r)
	case Occurrence:
		return l.occurrence(r)
	case Lateness:
		return l.lateness(r)
	case Discretion:
		return l.discretion(r)
	case ReviewGap:
		return l.reviewGap(r)
	case Gate:
		return l.gate(r)
	case Overachieved:
		return l.overachieved(r)
	case CohortMean, NotApplicable, Parent, Merged, Reporters:
	}
	return nil
}

// gate gives 0 when it is closed.
func (l *ledger) gate(r Rule) *big.Rat {
	value, known := l.in.flag(r.Of)
	if !known || value != (r.setting("closed_when") == "true") {
		return nil
	}
	l.step(Take, new(big.Rat), Operand{Name: r.Of, Value: l.in.find(r.Of).Value})
	return new(big.Rat)
}

// overachieved calls for a person when the target was passed by far, and takes
// what that person takes.
func (l *ledger) overachieved(r Rule) *big.Rat {
	adjusted := l.in.find("adjustment") != nil
	far := false
	if l.actual != nil && l.target.Sign() > 0 {
		percent := times(over(less(l.actual, l.target), l.target), ratInt(100))
		if far = percent.Cmp(ratOf(r.number("from"))) >= 0; far {
			l.remark(PassedByFar, l.actual, l.target)
		}
	}
	switch {
	case adjusted && !far:
		l.in.refuse("adjustment", "adjustment_uncalled")
		return nil
	case !adjusted:
		return nil
	}
	p := l.in.points("adjustment", new(big.Rat), l.full, new(big.Rat))
	if p != nil {
		l.give("adjustment", p)
	}
	return p
}

// explain asks for the words that a scheme wants of a low rate.
func (l *ledger) explain(r Rule, percent *big.Rat) {
	if r.setting("explain_below") == "" {
		return
	}
	below := ratOf(r.number("explain_below"))
	if percent.Cmp(below) < 0 && strings.TrimSpace(l.reason) == "" {
		l.remark(ExplanationNeeded, percent, below)
	}
	limit := r.setting("explain_characters")
	if length := ratInt(int64(utf8.RuneCountInString(l.reason))); limit != "" && length.Cmp(ratOf(r.number("explain_characters"))) > 0 {
		l.remark(ExplanationLong, length, ratOf(r.number("explain_characters")))
	}
}
