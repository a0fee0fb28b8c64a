package scoring

import (
	"strconv"

	"jiheng/internal/fault"
)

// MaxSubjects bounds a cohort, and MaxEntries what is known of one subject.
const (
	MaxSubjects = 2000
	MaxEntries  = 500
)

// Score scores subjects together under a scheme: every indicator by its rules,
// then the means over the cohort, then rounding and totals. Whatever order the
// subjects come in, each comes to the same.
//
// Inputs that are missing make a line wait and are no error. It returns an
// invalid fault, with fields as JSON pointers into the subjects: of the
// decisions choice_unknown, choice_twice, option_unknown, choice_missing; of
// the scheme scheme_inconsistent; of the inputs inputs_wrong.
func (s Scheme) Score(subjects []Subject, decisions []Decision) (Scores, error) {
	chosen, err := s.decide(decisions)
	if err != nil {
		return Scores{}, err
	}
	scheme := s.resolved(chosen)
	if wrong := scheme.lintResolved(); len(wrong) > 0 {
		return Scores{}, inconsistent(wrong)
	}
	if err := checkCohort(subjects); err != nil {
		return Scores{}, err
	}
	cards := make([]*card, len(subjects))
	var wrong []fault.Field
	for i, subject := range subjects {
		c := &card{scheme: scheme, subject: subject, at: "/units/" + strconv.Itoa(i)}
		wrong = append(wrong, c.build()...)
		cards[i] = c
	}
	if len(wrong) > 0 {
		return Scores{}, fault.New(fault.Invalid, "inputs_wrong", "%s %s", wrong[0].Name, wrong[0].Reason).WithFields(wrong...)
	}
	fillMeans(cards, scheme)
	out := Scores{
		Scheme: s.Name, Version: s.Version, Title: s.Title, Digest: s.Digest, Source: s.Source, From: s.From, Until: s.Until,
		Round: scheme.Round, Choices: chosen, Questions: append([]string{}, s.Questions...), Subjects: make([]Scorecard, len(cards)),
	}
	for i, c := range cards {
		out.Subjects[i] = c.finish()
	}
	return out, out.rank(scheme)
}

func checkCohort(subjects []Subject) error {
	if len(subjects) == 0 || len(subjects) > MaxSubjects {
		return fault.New(fault.Invalid, "units_count_wrong", "%d subjects", len(subjects)).
			WithFields(fault.Field{Name: "/units", Reason: "units_count_wrong", Params: map[string]string{"limit": strconv.Itoa(MaxSubjects)}})
	}
	ids := make([]string, len(subjects))
	for i, subject := range subjects {
		ids[i] = subject.ID
		if len(subject.Entries) > MaxEntries+subject.tolerant() {
			return fault.New(fault.Invalid, "items_too_many", "%d entries", len(subject.Entries)).
				WithFields(fault.Field{Name: "/units/" + strconv.Itoa(i) + "/items", Reason: "items_too_many", Params: map[string]string{"limit": strconv.Itoa(MaxEntries)}})
		}
	}
	if len(ids) == 1 && ids[0] == "" {
		return nil
	}
	return distinct(ids)
}

// tolerant counts the entries that an engine made of a form, which is bounded
// itself.
func (s Subject) tolerant() int {
	n := 0
	for _, e := range s.Entries {
		if e.Tolerant {
			n++
		}
	}
	return n
}

// rank ranks the subjects whose totals are known, and takes the best of them
// once all are.
func (s *Scores) rank(scheme Scheme) error {
	if len(s.Subjects) < 2 {
		return nil
	}
	var list []Standing
	for _, c := range s.Subjects {
		if c.Total != nil {
			list = append(list, Standing{c.ID, *c.Total})
		}
	}
	ranked, err := Rank(list)
	if err != nil {
		return err
	}
	s.Ranking = ranked
	if scheme.Best == nil || len(list) < len(s.Subjects) {
		return nil
	}
	percent, err := ParseNumber(string(scheme.Best.Percent))
	if err != nil {
		return err
	}
	best, err := Select(list, Quota{percent, Rounding(scheme.Best.Rounding), Border(scheme.Best.Border)})
	s.Best = &best
	return err
}
