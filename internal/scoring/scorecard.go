package scoring

import "jiheng/internal/fault"

// Scores is what a cohort comes to under one scheme (评分结果).
type Scores struct {
	Scheme  string `json:"scheme"`
	Version int    `json:"version"`
	Title   string `json:"title"`
	Digest  string `json:"digest,omitempty"`
	Source  string `json:"source"`
	From    string `json:"from,omitempty"`
	Until   string `json:"until,omitempty"`
	// OutOfForce tells that the scheme does not apply in the year of the sheet.
	OutOfForce bool `json:"out_of_force,omitempty"`
	// Round is how points were rounded; empty where none were.
	Round PointRounding `json:"round,omitzero"`
	// Choices are all ambiguities of the source with what was taken.
	Choices   []Chosen    `json:"choices"`
	Questions []string    `json:"questions"`
	Subjects  []Scorecard `json:"subjects"`
	// Ranking is of the subjects whose total is known, when there are several.
	Ranking []Ranked `json:"ranking,omitempty"`
	// Best is who is commended, nil where the scheme has no such share.
	Best *Selection `json:"best,omitempty"`
}

// Scorecard is what one subject comes to, the declared beside the computed
// (评分卡).
type Scorecard struct {
	ID    string     `json:"id"`
	Title string     `json:"title,omitempty"`
	State ScoreState `json:"state"`
	// Lines are the indicators in the order of the scheme, groups before what
	// is in them.
	Lines []Line  `json:"lines"`
	Full  *Number `json:"full,omitempty"`
	// Total is nil unless everything is known.
	Total *Number `json:"total,omitempty"`
	// Bonus is the part of Total that was added beyond full marks.
	Bonus *Number `json:"bonus,omitempty"`
	// Applied is the way from the lines to the total.
	Applied []Application `json:"applied"`
	Grade   Grade         `json:"grade,omitempty"`
	// DeclaredTotal and DeclaredGrade stay as declared; Difference is
	// DeclaredTotal less Total, nil unless both are known.
	DeclaredTotal *Number  `json:"declared_total,omitempty"`
	DeclaredGrade Grade    `json:"declared_grade,omitempty"`
	Difference    *Number  `json:"difference,omitempty"`
	Remarks       []Remark `json:"remarks"`
}

// ScoreState tells how far a subject could be scored (计分状态).
type ScoreState string

// The states.
const (
	// Scored: every indicator has its points.
	Scored ScoreState = "scored"
	// Waiting: inputs are missing; the lines say which.
	Waiting ScoreState = "waiting"
	// MarksUnpublished: full marks are not published, so there is no total but
	// the declared one.
	MarksUnpublished ScoreState = "marks_unpublished"
)

// ScoreStates lists all states.
func ScoreStates() []ScoreState { return []ScoreState{Scored, Waiting, MarksUnpublished} }

// Line is an indicator or a group with its arithmetic (得分明细).
type Line struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Level is 0 for the first level, one more for each below.
	Level int  `json:"level"`
	Group bool `json:"group,omitempty"`
	// Part tells that the line explains the one above and counts in it.
	Part  bool `json:"part,omitempty"`
	Bonus bool `json:"bonus,omitempty"`
	// Full are the full marks, nil where they are not published.
	Full   *Number `json:"full,omitempty"`
	Clause string  `json:"clause,omitempty"`
	Nature string  `json:"nature,omitempty"`
	// Absent says why the indicator does not apply.
	Absent string  `json:"absent,omitempty"`
	Inputs []Input `json:"inputs"`
	// Rate is the measure in percent; RateSteps lead to it.
	Rate      *Number       `json:"rate,omitempty"`
	RateSteps []Step        `json:"rate_steps,omitempty"`
	Applied   []Application `json:"applied"`
	// Points is nil while the line waits. Rounded tells that digits were
	// dropped to show it.
	Points  *Number `json:"points,omitempty"`
	Rounded bool    `json:"rounded,omitempty"`
	// Lost is Full less Points.
	Lost  *Number `json:"lost,omitempty"`
	Waits []Wait  `json:"waits,omitempty"`
	// Declared stays as declared; Difference is Declared less Points.
	Declared   *Number  `json:"declared,omitempty"`
	Difference *Number  `json:"difference,omitempty"`
	Reason     string   `json:"reason,omitempty"`
	Remarks    []Remark `json:"remarks,omitempty"`
	// Chosen names the choices that played a part.
	Chosen []string `json:"chosen,omitempty"`
}

// Input is an input as it was given.
type Input struct {
	Name   string `json:"name"`
	Title  string `json:"title,omitempty"`
	Value  string `json:"value"`
	Reason string `json:"reason,omitempty"`
}

// Application is one rule at work, in steps (计分过程).
type Application struct {
	Rule   RuleKind `json:"rule"`
	Effect Effect   `json:"effect"`
	// Of names the input, Title says it in words.
	Of    string `json:"of,omitempty"`
	Title string `json:"title,omitempty"`
	// Settings are those of the rule, each with the choice it came from.
	Settings []Setting `json:"settings,omitempty"`
	Steps    []Step    `json:"steps"`
	// Points were given or taken; nil where the rule gave or took none.
	Points *Number `json:"points,omitempty"`
	// Reason is a person's.
	Reason string `json:"reason,omitempty"`
}

// WaitReason is why a line has no points yet (待定原因).
type WaitReason string

// The reasons.
const (
	// InputMissing: the input of that name is not given.
	InputMissing WaitReason = "input_missing"
	// RowsMissing: an open group has no rows.
	RowsMissing WaitReason = "rows_missing"
	// PartWaits: something below waits.
	PartWaits WaitReason = "part_waits"
	// NoMean: no unit of the cohort has points to take the mean of.
	NoMean WaitReason = "no_mean"
	// NoFullMarks: full marks are not published.
	NoFullMarks WaitReason = "no_full_marks"
	// NotComputable: what is given is wrong, and the line says in what way.
	NotComputable WaitReason = "not_computable"
)

// WaitReasons lists all reasons.
func WaitReasons() []WaitReason {
	return []WaitReason{InputMissing, RowsMissing, PartWaits, NoMean, NoFullMarks, NotComputable}
}

// Wait is one thing that a line waits for.
type Wait struct {
	Reason WaitReason `json:"reason"`
	Input  string     `json:"input,omitempty"`
	Title  string     `json:"title,omitempty"`
	// Problem is what is wrong with a line that is not computable; Title says it
	// in words, once somebody worded it.
	Problem *fault.Field `json:"-"`
}

// RemarkKind is something to look at that changes no points (提示).
type RemarkKind string

// The kinds.
const (
	// PassedByFar: the target was passed by so much that it may have been too
	// low; a person decides.
	PassedByFar RemarkKind = "overachieved"
	// WeightsOff: the rows' full marks do not add up to their group's.
	WeightsOff RemarkKind = "weights_differ"
	// PartsOff: the parts do not add up to the row they belong to.
	PartsOff RemarkKind = "parts_differ"
	// ExplanationNeeded: the scheme asks to explain so low a rate.
	ExplanationNeeded RemarkKind = "explanation_needed"
	// ExplanationLong: the explanation is longer than the form allows.
	ExplanationLong RemarkKind = "explanation_too_long"
	// OverBudget: more was spent than budgeted.
	OverBudget RemarkKind = "over_budget"
	// DaysOff: the unit gave other days of delay than the process engine counted.
	DaysOff RemarkKind = "days_differ"
	// ScalesOff: one of actual value and target seems to be a fraction and the
	// other one a percentage.
	ScalesOff RemarkKind = "scales_differ"
	// TotalDeclaredOnly: the total is the declared one and was not computed.
	TotalDeclaredOnly RemarkKind = "total_declared_only"
)

// RemarkKinds lists all kinds.
func RemarkKinds() []RemarkKind {
	return []RemarkKind{PassedByFar, WeightsOff, PartsOff, ExplanationNeeded, ExplanationLong, OverBudget, DaysOff, ScalesOff, TotalDeclaredOnly}
}

// Remark is one such thing with both figures.
type Remark struct {
	Kind     RemarkKind `json:"kind"`
	Stated   string     `json:"stated,omitempty"`
	Computed string     `json:"computed,omitempty"`
}
