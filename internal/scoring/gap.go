package scoring

import (
	"slices"

	"jiheng/internal/fault"
)

// GapReading is what a scheme makes of the distance between what a unit gave
// itself and a review of it (复核分差).
type GapReading struct {
	Scheme  string `json:"scheme"`
	Version int    `json:"version"`
	Title   string `json:"title"`
	Source  string `json:"source"`
	// Self and Review are the totals as they were given; Gap is Self less Review.
	Self   Number `json:"self"`
	Review Number `json:"review"`
	Gap    Number `json:"gap"`
	// Deduction is what the rules take for it; the lines say how.
	Deduction Number `json:"deduction"`
	// After is Review less Deduction, nil where the scheme takes the points in
	// its own table only and not off what a review gave.
	After *Number `json:"after,omitempty"`
	// Choices are what the source leaves open about it, with what was taken.
	Choices []Chosen `json:"choices"`
	// Lines are the indicators with such a rule, each with its arithmetic.
	Lines []Line `json:"lines"`
}

// ReadGap scores the indicators of a scheme that compare a unit's own total
// with a review of it, and nothing else. It changes neither.
//
// Errors: conflict gap_not_scored for a scheme that has no such rule; those of
// Score.
func (s Scheme) ReadGap(self, review Number, decisions []Decision) (GapReading, error) {
	ids := s.gapped(s.Indicators)
	if len(ids) == 0 {
		return GapReading{}, fault.New(fault.Conflict, "gap_not_scored", "scheme %s has no rule about a review gap", s.Name)
	}
	subject := Subject{ID: "unit"}
	for _, id := range ids {
		subject.Entries = append(subject.Entries, Entry{ID: id, Inputs: []Given{
			{Name: "self", Value: self.String()}, {Name: "review", Value: review.String()},
		}})
	}
	scores, err := s.Score([]Subject{subject}, decisions)
	if err != nil {
		return GapReading{}, err
	}
	out := GapReading{
		Scheme: s.Name, Version: s.Version, Title: s.Title, Source: s.Source, Self: self, Review: review, Gap: self.minus(review),
		Choices: []Chosen{}, Lines: []Line{},
	}
	for _, line := range scores.Subjects[0].Lines {
		if slices.Contains(ids, line.ID) {
			out.Lines = append(out.Lines, line)
			out.Deduction = out.Deduction.plus(line.takenFor(ReviewGap))
		}
	}
	if s.GapTakes == gapFromReview {
		after := review.minus(out.Deduction)
		out.After = &after
	}
	for _, c := range scores.Choices {
		if s.about(c.Name, ids) {
			out.Choices = append(out.Choices, c)
		}
	}
	return out, nil
}

// SettleGap is ReadGap where nothing is left to be assumed: every choice that is
// about the gap is made, and no other.
//
// Errors: invalid choice_missing, choice_unknown; conflict gap_unknown for one
// that waits for more than the two totals; those of ReadGap.
func (s Scheme) SettleGap(self, review Number, decisions []Decision) (GapReading, error) {
	out, err := s.ReadGap(self, review, decisions)
	if err != nil {
		return out, err
	}
	var wrong []fault.Field
	report := func(reason, name, value string) {
		wrong = append(wrong, fault.Field{Name: "/choices/" + name, Reason: reason, Params: map[string]string{"name": name, "value": value}})
	}
	for _, d := range decisions {
		if !slices.ContainsFunc(out.Choices, func(c Chosen) bool { return c.Name == d.Name }) {
			report("choice_unknown", d.Name, d.Value)
		}
	}
	for _, c := range out.Choices {
		if c.Assumed {
			report("choice_missing", c.Name, c.Title)
		}
	}
	if len(wrong) > 0 {
		return out, fault.New(fault.Invalid, wrong[0].Reason, "%s", wrong[0].Name).WithFields(wrong...)
	}
	if slices.ContainsFunc(out.Lines, func(l Line) bool { return l.Points == nil }) {
		return out, fault.New(fault.Conflict, "gap_unknown", "scheme %s needs more than two totals", s.Name)
	}
	return out, nil
}

// ScoresGap tells whether the scheme has a rule about a review gap.
func (s Scheme) ScoresGap() bool { return len(s.gapped(s.Indicators)) > 0 }

// takenFor adds up what the rules of a kind took.
func (l Line) takenFor(kind RuleKind) Number {
	sum := Number{}
	for _, a := range l.Applied {
		if a.Rule == kind && a.Points != nil {
			sum = sum.plus(*a.Points)
		}
	}
	return sum
}

// gapped lists the indicators with a rule about a review gap.
func (s Scheme) gapped(list []Indicator) []string {
	var ids []string
	for _, n := range list {
		if slices.ContainsFunc(n.Rules, func(r Rule) bool { return r.Kind == ReviewGap }) {
			ids = append(ids, n.ID)
		}
		ids = append(ids, s.gapped(n.Children)...)
	}
	return ids
}

// about tells whether a choice is one that the clause of an indicator leaves
// open.
func (s Scheme) about(choice string, ids []string) bool {
	return slices.ContainsFunc(s.Choices, func(c Choice) bool { return c.Name == choice && slices.Contains(ids, c.Clause) })
}
