package scoring

// Item is one scored line of a sheet (评分项). Weight and Score are nil when they
// are not published; nil is never taken for zero, and nothing is made up.
type Item struct {
	ID     string  `json:"id"`
	Group  string  `json:"group,omitempty"`
	Name   string  `json:"name"`
	Weight *Number `json:"weight,omitempty"`
	Score  *Number `json:"score,omitempty"`
}

// ScoreSheet is what a unit declared (自评评分表).
type ScoreSheet struct {
	// Items are the lines that add up; a line that sums others up is not one.
	Items []Item `json:"items"`
	// Total is nil when it is not published.
	Total *Number `json:"total,omitempty"`
	// Grade is empty when none was declared.
	Grade Grade `json:"grade,omitempty"`
}

// Status tells how far a sheet could be recomputed (核算状态).
type Status string

// The statuses.
const (
	// Recomputed: every score is published, so their sum is known.
	Recomputed Status = "recomputed"
	// ItemsNotPublished: a score is missing, so no sum can be known.
	ItemsNotPublished Status = "items_not_published"
)

// Statuses lists all statuses.
func Statuses() []Status { return []Status{Recomputed, ItemsNotPublished} }

// FindingKind is what is wrong with a sheet (复核问题).
type FindingKind string

// The kinds of findings.
const (
	// TotalDiffers: the declared total is not the sum of the scores.
	TotalDiffers FindingKind = "total_differs"
	// WeightsDiffer: the weights do not add up to full marks.
	WeightsDiffer FindingKind = "weights_differ"
	// ScoreAboveWeight: an item scores more than its weight.
	ScoreAboveWeight FindingKind = "score_above_weight"
	// TotalAboveFull: the declared total is more than full marks.
	TotalAboveFull FindingKind = "total_above_full"
	// GradeDiffers: the declared grade is not that of the declared total.
	GradeDiffers FindingKind = "grade_differs"
)

// FindingKinds lists all kinds of findings.
func FindingKinds() []FindingKind {
	return []FindingKind{TotalDiffers, WeightsDiffer, ScoreAboveWeight, TotalAboveFull, GradeDiffers}
}

// Finding lays what was stated beside what follows from the rest (复核发现).
// Stated and Computed are numbers as text, or grades.
type Finding struct {
	Kind FindingKind `json:"kind"`
	// ItemID is set for findings about one item.
	ItemID   string `json:"item_id,omitempty"`
	Stated   string `json:"stated"`
	Computed string `json:"computed"`
	// Source is the document of the scheme that was applied.
	Source string `json:"source,omitempty"`
}

// Report is what a check found out; the sheet itself stays as declared (复核结果).
type Report struct {
	Status Status `json:"status"`
	// Published counts the items whose score is published.
	Published int `json:"published"`
	// Sum of the scores, nil unless all are published.
	Sum *Number `json:"sum,omitempty"`
	// WeightSum is nil unless all weights are published.
	WeightSum *Number `json:"weight_sum,omitempty"`
	// Grade is that of the declared total, or of the sum when no total is
	// published; empty when neither gives one.
	Grade    Grade     `json:"grade,omitempty"`
	Findings []Finding `json:"findings"`
}
