package scoring

import (
	"slices"
	"strconv"

	"jiheng/internal/fault"
)

// Grade is the word a score is summed up in (等级). The empty Grade is none.
type Grade string

// The grades of the national scheme.
const (
	Excellent Grade = "excellent"
	Good      Grade = "good"
	Medium    Grade = "medium"
	Poor      Grade = "poor"
)

// Grades lists the grades of the national scheme, the best first.
func Grades() []Grade { return []Grade{Excellent, Good, Medium, Poor} }

// Band gives a grade to the scores from one number up to where the next
// better band begins (等级区间).
type Band struct {
	Grade Grade  `json:"grade"`
	From  Number `json:"from"`
	// Open leaves From itself to the band below; otherwise it is included.
	Open bool `json:"open,omitempty"`
}

// National is the scheme of the Ministry of Finance for project expenditure:
// 100 points; 90 and above excellent, 80 good, 60 medium, below that poor, each
// lower end included (source: document 10 of 2020, see Scheme.Source).
func National() Scheme {
	return Scheme{
		Full: integer(100), Rounding: HalfUp, Source: nationalSource,
		Bands: []Band{
			{Grade: Excellent, From: integer(90)},
			{Grade: Good, From: integer(80)},
			{Grade: Medium, From: integer(60)},
			{Grade: Poor, From: integer(0)},
		},
	}
}

// Validate refuses a scheme that does not give every score from 0 to Full
// exactly one grade. The invalid fault is scheme_inconsistent, and its fields
// say full_not_positive, rounding_unknown, bands_missing, grade_missing,
// grade_repeated, band_not_below, band_above_full, lowest_band_not_zero.
func (s Scheme) Validate() error {
	var fields []fault.Field
	report := func(name, reason string) { fields = append(fields, fault.Field{Name: name, Reason: reason}) }
	if s.Full.value.Sign() <= 0 {
		report("/full", "full_not_positive")
	}
	if !s.Rounding.known() {
		report("/rounding", "rounding_unknown")
	}
	for i, b := range s.Bands {
		for _, reason := range s.wrongWith(i, b) {
			report("/bands/"+strconv.Itoa(i), reason)
		}
	}
	switch last := len(s.Bands) - 1; {
	case last < 0:
		report("/bands", "bands_missing")
	case s.Bands[last].From.value.Sign() != 0 || s.Bands[last].Open:
		report("/bands/"+strconv.Itoa(last), "lowest_band_not_zero")
	}
	if len(fields) > 0 {
		return fault.New(fault.Invalid, "scheme_inconsistent", "%s %s", fields[0].Name, fields[0].Reason).WithFields(fields...)
	}
	return nil
}

func (s Scheme) wrongWith(i int, b Band) []string {
	var reasons []string
	if b.Grade == "" {
		reasons = append(reasons, "grade_missing")
	}
	if slices.ContainsFunc(s.Bands[:i], func(o Band) bool { return o.Grade == b.Grade }) {
		reasons = append(reasons, "grade_repeated")
	}
	if i > 0 && b.From.Compare(s.Bands[i-1].From) >= 0 {
		reasons = append(reasons, "band_not_below")
	}
	if top := b.From.Compare(s.Full); top > 0 || top == 0 && b.Open {
		reasons = append(reasons, "band_above_full")
	}
	return reasons
}

// GradeOf gives the grade of a score. It returns an invalid fault: those of
// Validate, or score_out_of_range below 0 and above Full.
func (s Scheme) GradeOf(score Number) (Grade, error) {
	if err := s.Validate(); err != nil {
		return "", err
	}
	if score.IsNegative() || score.Compare(s.Full) > 0 {
		return "", fault.New(fault.Invalid, "score_out_of_range", "%s is not between 0 and %s", score, s.Full).
			With("score", score.String()).With("full", s.Full.String())
	}
	return s.grade(score), nil
}

// grade is GradeOf for a valid scheme and a score within it.
func (s Scheme) grade(score Number) Grade {
	for _, b := range s.Bands {
		if c := score.Compare(b.From); c > 0 || c == 0 && !b.Open {
			return b.Grade
		}
	}
	return ""
}
