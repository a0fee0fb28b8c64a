package declaration

import (
	"jiheng/internal/scoring"
	"jiheng/internal/table"
)

// entry is one row: by its sign where what was planned and what was reached are
// numbers or days, and otherwise what the unit gave itself, as a person judged.
func (f *form) entry(i int) scoring.Entry {
	it, r := f.Items[i], f.rows[i]
	e := scoring.Entry{ID: f.rowID(i), Title: it.Name, Full: it.Weight, Declared: it.Score, Reason: it.Reason, Tolerant: true}
	for k, part := range f.rows {
		if part.Parent == i && k > i && !part.Sum {
			e.Parts = append(e.Parts, f.entry(k))
		}
	}
	nature := f.scheme.NatureBy(ruleOf(r.Aim))
	if nature == nil {
		nature = f.scheme.NatureBy(scoring.Judgement)
		r.Aim = table.Judged
	}
	if nature == nil {
		return e
	}
	e.Nature = nature.ID
	e.Inputs = inputsOf(it, r, *nature)
	return e
}

// ruleOf is the rule by which an aim is scored.
func ruleOf(a table.Aim) scoring.RuleKind {
	switch a {
	case table.AtLeast:
		return scoring.CappedRatio
	case table.AtMost:
		return scoring.InverseRatio
	case table.Exactly:
		return scoring.Equality
	case table.ByDay:
		return scoring.DateTarget
	case table.Judged:
	}
	return scoring.Judgement
}

func inputsOf(it Item, r table.Reading, nature scoring.Nature) []scoring.Given {
	switch r.Aim {
	case table.Judged:
		return judged(it, nature)
	case table.ByDay:
		days := []scoring.Given{{Name: "due", Value: r.Target}, {Name: "done", Value: r.Actual}}
		if r.Late && it.Score != nil {
			days = append(days, scoring.Given{Name: "points", Value: it.Score.String(), Reason: it.Reason})
		}
		return days
	case table.AtLeast, table.AtMost, table.Exactly:
	}
	return []scoring.Given{{Name: "target", Value: r.Target}, {Name: "actual", Value: r.Actual}}
}

// judged gives the points of the unit as those of a person, in the level that
// they lie in. Points beyond full marks lie in none, and scoring refuses them.
func judged(it Item, nature scoring.Nature) []scoring.Given {
	if it.Score == nil {
		return nil
	}
	points := scoring.Given{Name: "points", Value: it.Score.String(), Reason: it.Reason}
	if it.Weight == nil {
		return []scoring.Given{points}
	}
	return []scoring.Given{{Name: "level", Value: nature.LevelOf(*it.Score, *it.Weight)}, points}
}

// money gives the indicator that is scored by the execution of the budget what
// was budgeted and what was paid, and the points of its row. A scheme of several
// such indicators would have to say which of the rows each is about.
func (f *form) money(t *table.Table, list []scoring.Indicator) {
	own := only(leaves(list), func(i scoring.Indicator) bool { return i.Earns(scoring.Money) })
	if own == nil || f.said(own.ID) {
		return
	}
	e := scoring.Entry{ID: own.ID, Tolerant: true}
	at, budget, executed := t.MainMoney()
	if at >= 0 {
		m := f.Money[at]
		e.Declared, e.Reason = m.Score, m.Reason
		if m := f.mainMoney(); e.Declared == nil && m != nil {
			e.Declared = m.Score
		}
		e.Inputs = []scoring.Given{{Name: "budget", Value: budget}, {Name: "executed", Value: executed}}
	}
	for i, r := range f.rows { // the row about the money, copied among the indicators
		if r.Money && e.Declared == nil {
			e.Declared, e.Reason = f.Items[i].Score, f.Items[i].Reason
		}
	}
	f.place(e)
}

// place adds an entry, or what it gives to the points that a row declared.
func (f *form) place(e scoring.Entry) {
	for i, other := range f.subject.Entries {
		if other.ID == e.ID {
			if e.Declared == nil {
				e.Declared, e.Reason = other.Declared, other.Reason
			}
			f.subject.Entries[i] = e
			return
		}
	}
	f.subject.Entries = append(f.subject.Entries, e)
}

// decisions are the full marks of groups where the source lets a unit set them
// and the form does: they are taken when together they are full marks.
func (f *form) decisions(s scoring.Scheme) []scoring.Decision {
	var list []scoring.Decision
	var marks []scoring.Number
	for i, own := range s.Indicators {
		assumed, err := scoring.ParseNumber(string(f.scheme.Indicators[i].Full))
		choice := s.Adjustable(own)
		declared := f.marksOf(own)
		switch {
		case err != nil:
			return nil
		case choice == "":
			marks = append(marks, assumed)
			continue
		case declared == nil:
			return nil
		case !declared.Equal(assumed):
			list = append(list, scoring.Decision{Name: choice, Value: declared.String()})
		}
		marks = append(marks, *declared)
	}
	if !f.scheme.AddUp(marks) {
		return nil
	}
	return list
}

// marksOf are the full marks that the form gives an indicator: those of the
// money, or of the rows in its group; nil where one has none.
func (f *form) marksOf(i scoring.Indicator) *scoring.Number {
	if i.Earns(scoring.Money) {
		if m := f.mainMoney(); m != nil {
			return m.Weight
		}
		return nil
	}
	var weights []scoring.Number
	for _, e := range f.subject.Entries {
		if e.Group != i.ID {
			continue
		}
		if e.Full == nil {
			return nil
		}
		weights = append(weights, *e.Full)
	}
	if len(weights) == 0 {
		return nil
	}
	sum := scoring.SumOf(weights)
	return &sum
}
