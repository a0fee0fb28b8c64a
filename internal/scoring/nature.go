package scoring

import (
	"cmp"
	"slices"
)

// Assumed is the scheme with everything taken that is taken where nobody
// decides, for whoever has to know what its rules will ask.
//
// Faults: those of Scheme.Score about decisions.
func (s Scheme) Assumed() (Scheme, error) {
	chosen, err := s.decide(nil)
	if err != nil {
		return Scheme{}, err
	}
	return s.resolved(chosen), nil
}

// NatureBy is the nature whose points come from a rule of a kind, nil where the
// scheme has none.
func (s Scheme) NatureBy(kind RuleKind) *Nature {
	for i, n := range s.Natures {
		if _, ok := find(n.Rules, kind); ok {
			return &s.Natures[i]
		}
	}
	return nil
}

// LevelOf is the level of a judgement that points out of full marks lie in: the
// first where they lie in none, in which the rule refuses them. The scheme has
// to be that of Assumed.
func (n Nature) LevelOf(points, full Number) string {
	r, ok := find(n.Rules, Judgement)
	if !ok || len(r.Tiers) == 0 {
		return ""
	}
	level := r.Tiers[0]
	if full.value.Sign() > 0 {
		percent := over(times(ratOf(points), ratInt(100)), ratOf(full))
		for _, t := range slices.Backward(r.Tiers) {
			if t.holds(percent) {
				level = t
			}
		}
	}
	return cmp.Or(level.Title, level.ID)
}

// Earns tells whether an indicator takes its points from a rule of a kind.
func (i Indicator) Earns(kind RuleKind) bool {
	_, ok := find(i.Rules, kind)
	return ok
}

// Adjustable is the choice that the full marks of an indicator come from, ""
// where the source sets them itself.
func (s Scheme) Adjustable(i Indicator) string {
	name, key, refers := i.Full.choice()
	if !refers || key != "" {
		return ""
	}
	for _, c := range s.Choices {
		if c.Name == name && len(c.Options) == 0 {
			return name
		}
	}
	return ""
}

// SumOf adds numbers up.
func SumOf(list []Number) Number {
	sum := Number{}
	for _, n := range list {
		sum = sum.plus(n)
	}
	return sum
}

// AddUp tells whether full marks are all that a scheme gives, bonus aside.
func (s Scheme) AddUp(marks []Number) bool { return SumOf(marks).Equal(s.Full) }
