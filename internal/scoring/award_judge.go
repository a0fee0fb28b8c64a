package scoring

import (
	"math/big"
)

// tier finds a level, grade or part by its id or its title.
func (r Rule) tier(word string) *Tier {
	for i := range r.Tiers {
		if word != "" && (r.Tiers[i].ID == word || r.Tiers[i].Title == word) {
			return &r.Tiers[i]
		}
	}
	return nil
}

// holds tells whether a number lies between the ends.
func (t Tier) holds(n *big.Rat) bool {
	if t.From != "" {
		if c := n.Cmp(ratValue(t.From)); c < 0 || c == 0 && t.FromOpen {
			return false
		}
	}
	if t.To != "" {
		if c := n.Cmp(ratValue(t.To)); c > 0 || c == 0 && t.ToOpen {
			return false
		}
	}
	return true
}

// ratValue reads a value that Lint has seen to be a number.
func ratValue(v Value) *big.Rat {
	n, _ := ParseNumber(string(v))
	return ratOf(n)
}

func (l *ledger) judgement(r Rule) *big.Rat {
	g := l.in.need(inLevel)
	if g == nil {
		_ = l.in.need(inPoints)
		return nil
	}
	t := r.tier(g.Value)
	if t == nil {
		l.in.refuse(inLevel, "level_unknown", "value", clip(g.Value))
		return nil
	}
	p := l.in.points(inPoints, new(big.Rat), l.full, l.full)
	if p == nil {
		return nil
	}
	percent := ratInt(100)
	if l.full.Sign() > 0 {
		percent = over(times(p, ratInt(100)), l.full)
	}
	if !t.holds(percent) {
		l.in.refuse(inPoints, "points_outside_level", "value", clip(l.in.find(inPoints).Value), "level", t.Title, "from", string(t.From), "to", string(t.To))
		return nil
	}
	l.step(Percent, percent, operand(inPoints, p), operand("full", l.full))
	l.give(inPoints, p)
	return p
}

func (l *ledger) banded(r Rule) *big.Rat {
	rate := l.rateOr()
	if rate == nil {
		return nil
	}
	for _, t := range r.Tiers {
		if t.holds(rate) {
			p := ratValue(t.Points)
			l.step(Take, p, operand(inRate, rate))
			return p
		}
	}
	n, _ := shown(rate)
	l.in.refuse(inRate, "no_band", "value", n.String())
	return nil
}

// rateOr is the measure, or the rate as given.
func (l *ledger) rateOr() *big.Rat {
	if l.rate != nil {
		return l.rate
	}
	return l.in.number(inRate)
}

func (l *ledger) checklist(r Rule) *big.Rat {
	sum, complete := new(big.Rat), true
	var there []Operand
	for _, t := range r.Tiers {
		got, known := l.in.flag(t.ID)
		complete = complete && known
		p := ratValue(t.Points)
		if !got {
			p = new(big.Rat)
		}
		sum, there = plus(sum, p), append(there, operand(t.Title, p))
	}
	if !complete {
		return nil
	}
	l.step(Add, sum, there...)
	return sum
}

func (l *ledger) gradeMap(r Rule) *big.Rat {
	g := l.in.need("grade")
	if g == nil {
		return nil
	}
	t := r.tier(g.Value)
	if t == nil {
		l.in.refuse("grade", "grade_unknown", "value", clip(g.Value))
		return nil
	}
	if t.Points != byScore {
		p := ratValue(t.Points)
		l.step(Take, p, operand(t.Title, p))
		return p
	}
	score, of := l.in.number("score"), ratOf(r.number("score_out_of"))
	switch {
	case score == nil:
		return nil
	case score.Sign() < 0 || score.Cmp(of) > 0:
		l.in.refuse("score", "score_out_of_range")
		return nil
	}
	return l.proportion(operand("score", score), operand("", of), score, of)
}

func (l *ledger) bonus(r Rule) *big.Rat {
	n := l.in.count(r.Of)
	if n == nil {
		return nil
	}
	each := ratOf(r.number(setPoints))
	p := times(n, each)
	l.step(Multiply, p, operand(r.Of, n), operand(setPoints, each))
	return p
}

func (l *ledger) dateTarget(r Rule) *big.Rat {
	due, dueKnown := l.in.date(inDue)
	done, doneKnown := l.in.date(inDone)
	if !dueKnown || !doneKnown {
		return nil
	}
	late := ratInt(max(days(due, done), 0))
	l.step(CountDays, late, Operand{Name: inDue, Value: l.in.find(inDue).Value}, Operand{Name: inDone, Value: l.in.find(inDone).Value})
	switch {
	case late.Sign() == 0:
		return l.all()
	case r.setting("late") == "zero":
		return l.none()
	}
	p := l.in.points(inPoints, new(big.Rat), l.full, l.full)
	if p != nil {
		l.give(inPoints, p)
	}
	return p
}
