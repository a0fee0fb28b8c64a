package table

// Code says what kind of contradiction a finding is. Codes never change.
type Code string

// The codes.
const (
	TotalMismatch          Code = "total_mismatch"
	WeightMismatch         Code = "weight_mismatch"
	RateMismatch           Code = "rate_mismatch"
	SummaryRowMismatch     Code = "summary_row_mismatch"
	ScoreOutOfRange        Code = "score_out_of_range"
	MissingTarget          Code = "missing_target"
	MissingActual          Code = "missing_actual"
	MissingScore           Code = "missing_score"
	ActualCopiesTarget     Code = "actual_copies_target"
	MissingReason          Code = "missing_reason"
	PlaceholderReason      Code = "placeholder_reason"
	DeductedThoughMet      Code = "deducted_though_met"
	Overachieved           Code = "overachieved"
	FactScoredTwice        Code = "fact_scored_twice"
	UnitMismatch           Code = "unit_mismatch"
	GradeMismatch          Code = "grade_mismatch"
	LowExecutionFullOutput Code = "low_execution_full_output"
	BandAsValue            Code = "band_as_value"
	YearMismatch           Code = "year_mismatch"
	CountInconsistent      Code = "count_inconsistent"
	DateOrder              Code = "date_order"
)

// Contradiction tells a code of what cannot be true together from one of what is
// missing, or asks for a reason.
func (c Code) Contradiction() bool {
	switch c {
	case TotalMismatch, WeightMismatch, RateMismatch, SummaryRowMismatch, ScoreOutOfRange, UnitMismatch, GradeMismatch, YearMismatch,
		CountInconsistent, DateOrder:
		return true
	case MissingTarget, MissingActual, MissingScore, ActualCopiesTarget, MissingReason, PlaceholderReason, DeductedThoughMet,
		Overachieved, FactScoredTwice, LowExecutionFullOutput, BandAsValue:
	}
	return false
}

// Codes lists all codes, in the order they are documented.
func Codes() []Code {
	return []Code{
		TotalMismatch, WeightMismatch, RateMismatch, SummaryRowMismatch, ScoreOutOfRange,
		MissingTarget, MissingActual, MissingScore, ActualCopiesTarget, MissingReason, PlaceholderReason,
		DeductedThoughMet, Overachieved, FactScoredTwice, UnitMismatch, GradeMismatch, LowExecutionFullOutput,
		BandAsValue, YearMismatch, CountInconsistent, DateOrder,
	}
}
