package scoring

// Kind is what is done with the figures of a computation (计算类型).
type Kind string

// The kinds of computation.
const (
	// Ratio is the first figure over the second, in percent: how far a budget
	// was carried out.
	Ratio Kind = "ratio"
	// Growth is an increase over the amount before it, in percent: the second
	// figure over the first less the second.
	Growth Kind = "growth"
	// Reduction is what was taken off a first amount to reach a second, in
	// percent of the first: how far a time limit was cut.
	Reduction Kind = "reduction"
	// Sum adds all figures.
	Sum Kind = "sum"
	// Difference takes all further figures from the first.
	Difference Kind = "difference"
	// DaysBetween counts calendar days from the first date to the second; the
	// first day is not counted.
	DaysBetween Kind = "days_between"
)

// Kinds lists all kinds of computation.
func Kinds() []Kind {
	return []Kind{Ratio, Growth, Reduction, Sum, Difference, DaysBetween}
}

// Figure is a published number or date that a computation starts from (数据).
type Figure struct {
	Name string `json:"name"`
	// Value is nil when it was not published.
	Value *Number `json:"value,omitempty"`
	// Date is YYYY-MM-DD, for kinds that count days.
	Date string `json:"date,omitempty"`
	// Unit is as published; figures of one computation must agree in it.
	Unit string `json:"unit,omitempty"`
	// Source says where it was published: a document and a place in it.
	Source string `json:"source,omitempty"`
}

// Computation is an arithmetic statement that can be checked (核算). Values made
// by hand or from data are equally good; Compute judges them.
type Computation struct {
	Name     string   `json:"name"`
	Kind     Kind     `json:"kind"`
	Operands []Figure `json:"operands"`
	// Digits after the point of a computed percentage, 0 to 8. Sums,
	// differences and days are exact and do not use it.
	Digits   int32    `json:"digits"`
	Rounding Rounding `json:"rounding"`
	// Stated is the result that was published, nil if none was.
	Stated *Number `json:"stated,omitempty"`
	// AtMost is a limit the result must not pass, if there is one.
	AtMost *Number `json:"at_most,omitempty"`
}

// Op is one arithmetic operation (运算).
type Op string

// The operations.
const (
	// Add adds all operands.
	Add Op = "add"
	// Subtract takes the further operands from the first.
	Subtract Op = "subtract"
	// Percent divides the first operand by the second and multiplies by 100.
	Percent Op = "percent"
	// CountDays counts the days from the first operand to the second.
	CountDays Op = "count_days"
	// Multiply multiplies all operands.
	Multiply Op = "multiply"
	// Proportion multiplies the first operand by the second over the third.
	Proportion Op = "proportion"
	// CountSteps counts how many of the second operand are in the first, all,
	// whole or begun ones as the rule says.
	CountSteps Op = "count_steps"
	// Take takes the operand as it is.
	Take Op = "take"
	// Lesser takes the least operand, Greater the greatest.
	Lesser  Op = "lesser"
	Greater Op = "greater"
	// Mean adds all operands and divides by their number.
	Mean Op = "mean"
	// Divide divides the first operand by the second.
	Divide Op = "divide"
	// WeightedMean adds first times second, third times fourth and so on, and
	// divides by the sum of second, fourth and so on.
	WeightedMean Op = "weighted_mean"
	// RoundOff rounds the operand as the scheme says.
	RoundOff Op = "round_off"
)

// Ops lists all operations.
func Ops() []Op {
	return []Op{
		Add, Subtract, Percent, CountDays, Multiply, Proportion, CountSteps, Take, Lesser, Greater, Mean, Divide, WeightedMean, RoundOff,
	}
}

// Operand is one value in a step, a number or a date as text. A value that
// comes from the step before has no name.
type Operand struct {
	Name  string `json:"name,omitempty"`
	Value string `json:"value"`
}

// Step is one line of the arithmetic, for people to follow (计算步骤).
type Step struct {
	Op       Op        `json:"op"`
	Operands []Operand `json:"operands"`
	Result   Number    `json:"result"`
	// Rounded tells that digits were dropped to give Result.
	Rounded bool `json:"rounded,omitempty"`
}

// Units of results that do not have the unit of their figures.
const (
	UnitPercent = "%"
	UnitDay     = "d"
)

// Result lays the computed number beside the stated one (核算结果).
type Result struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	// Unit is UnitPercent, UnitDay or the unit of the figures.
	Unit     string  `json:"unit,omitempty"`
	Computed Number  `json:"computed"`
	Stated   *Number `json:"stated,omitempty"`
	// AtStated is the exact result rounded to the digits of Stated; the stated
	// number is right if it is this one.
	AtStated *Number `json:"at_stated,omitempty"`
	// Differs tells that Stated is not AtStated.
	Differs bool `json:"differs"`
	// EqualsTruncated tells that Stated is the exact result with digits cut off.
	// With Differs it says what went wrong.
	EqualsTruncated bool `json:"equals_truncated"`
	// Difference is Stated less Computed, nil if nothing was stated.
	Difference *Number `json:"difference,omitempty"`
	// Within tells whether the exact result is at most AtMost; nil without a limit.
	Within *bool  `json:"within,omitempty"`
	Steps  []Step `json:"steps"`
}
