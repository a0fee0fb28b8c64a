package scoring

// RuleKind is a way to earn or lose points (计分规则).
type RuleKind string

// The 24 kinds, in the order of the package comment.
const (
	// CappedRatio gives the share of the target that was reached, at most all.
	CappedRatio RuleKind = "capped_ratio"
	// InverseRatio gives the share by which a ceiling was kept: all when the
	// actual value is at or below it, or 0.
	InverseRatio RuleKind = "inverse_ratio"
	// Equality gives all when the target was met exactly.
	Equality RuleKind = "equal"
	// Judgement takes the points of a person, within the band of a level.
	Judgement RuleKind = "judgement"
	// Excess takes points for every so many above a limit.
	Excess RuleKind = "excess"
	// Shortfall takes points for every so many below a limit.
	Shortfall RuleKind = "shortfall"
	// Banded gives the points of the band a rate lies in.
	Banded RuleKind = "bands"
	// Checklist gives points for each thing that is there.
	Checklist RuleKind = "checklist"
	// Occurrence takes points for each case.
	Occurrence RuleKind = "occurrence"
	// Lateness takes points for every so many days.
	Lateness RuleKind = "late"
	// LateShare takes the share of projects that were late.
	LateShare RuleKind = "late_share"
	// Gate takes everything when something was not done.
	Gate RuleKind = "gate"
	// Discretion takes what a person takes, within bounds and with a reason.
	Discretion RuleKind = "discretion"
	// CohortMean gives units to which an indicator does not apply the mean of
	// those to which it does.
	CohortMean RuleKind = "cohort_mean"
	// ReviewGap takes points where a review differs too much from what a unit
	// gave itself.
	ReviewGap RuleKind = "review_gap"
	// GradeMap gives points by a grade.
	GradeMap RuleKind = "grade_map"
	// Bonus gives points for each case, up to the full marks of the bonus.
	Bonus RuleKind = "bonus"
	// NotApplicable leaves an indicator out of the full marks, or gives it in
	// full, where it does not apply.
	NotApplicable RuleKind = "not_applicable"
	// Parent gives a row the sum of the rows below it, which count once.
	Parent RuleKind = "parent"
	// Merged gives several indicators one score.
	Merged RuleKind = "merged"
	// Money gives the share of the budget that was carried out.
	Money RuleKind = "money"
	// Overachieved calls for a person where a target was passed by far; it
	// decides nothing.
	Overachieved RuleKind = "overachieved"
	// DateTarget compares the day by which with the day on which.
	DateTarget RuleKind = "date"
	// Reporters makes one value of those of several reporting bodies.
	Reporters RuleKind = "reporters"
)

// RuleKinds lists all kinds.
func RuleKinds() []RuleKind {
	return []RuleKind{
		CappedRatio, InverseRatio, Equality, Judgement, Excess, Shortfall, Banded, Checklist, Occurrence, Lateness,
		LateShare, Gate, Discretion, CohortMean, ReviewGap, GradeMap, Bonus, NotApplicable, Parent, Merged, Money,
		Overachieved, DateTarget, Reporters,
	}
}

// Rule is one rule of an indicator with its settings (规则). An indicator has
// at most one that awards points; deductions, gates and the treatment of what
// does not apply stand beside it, and all are clamped together: never below 0,
// never above full marks.
type Rule struct {
	Kind RuleKind `json:"kind"`
	// Of names the input of kinds that may stand several times in one indicator.
	Of string `json:"of,omitempty"`
	// Title says in words what the input is.
	Title    string    `json:"title,omitempty"`
	Settings []Setting `json:"settings,omitempty"`
	// Tiers are levels, bands, grades or points of a checklist.
	Tiers []Tier `json:"tiers,omitempty"`
}

// Setting is a named value of a rule (参数).
type Setting struct {
	Name  string `json:"name"`
	Value Value  `json:"value"`
	// Chosen names the choice that the value came from, once resolved.
	Chosen string `json:"chosen,omitempty"`
}

// Tier is one level, band, grade or entry of a rule (档次). The ends From and
// To are included unless they are open; an end that is "" does not bound.
type Tier struct {
	ID       string `json:"id,omitempty"`
	Title    string `json:"title,omitempty"`
	From     Value  `json:"from,omitempty"`
	FromOpen bool   `json:"from_open,omitempty"`
	To       Value  `json:"to,omitempty"`
	ToOpen   bool   `json:"to_open,omitempty"`
	// Points is a number, or "by_score" for a grade that counts as its score.
	Points Value `json:"points,omitempty"`
	// Chosen names the choice that Points came from, once resolved.
	Chosen string `json:"chosen,omitempty"`
}

// byScore is the Points of a grade that counts as its score.
const byScore = "by_score"
