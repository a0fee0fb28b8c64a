package scoring

import "fmt"

// Scheme is by what a sheet is judged: one version of a tree of indicators
// with a rule for each, and of how the points add up (评分方案). It is data,
// made by hand or read from a file; Lint says whether it makes sense. A scheme
// without indicators judges declared totals only, see Check.
type Scheme struct {
	Name    string `json:"name,omitempty"`
	Version int    `json:"version,omitempty"`
	Title   string `json:"title,omitempty"`
	// Digest is the SHA-256 of the source text, hex; it is set by who reads one.
	Digest string `json:"digest,omitempty"`
	// Source is the document the scheme follows, as cited.
	Source string `json:"source,omitempty"`
	// From and Until are the first and the last day on which it applies,
	// YYYY-MM-DD; "" where the source does not bound it.
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`

	// Full is the most a sheet can score, bonus aside. FullGiven says it in a
	// scheme with indicators; "" is their sum.
	Full      Number `json:"full"`
	FullGiven Value  `json:"full_given,omitempty"`
	// Bands begin with the best grade; the last begins at 0. Without bands no
	// grade is given.
	Bands []Band `json:"bands,omitempty"`
	// Rounding is that of the total. Digits and Place say how exactly, and
	// where it happens.
	Rounding Rounding      `json:"rounding"`
	Round    PointRounding `json:"round,omitzero"`

	// Choices are what the source leaves open, and Questions what it leaves
	// open without a consequence for the arithmetic.
	Choices    []Choice    `json:"choices,omitempty"`
	Questions  []string    `json:"questions,omitempty"`
	Natures    []Nature    `json:"natures,omitempty"`
	Indicators []Indicator `json:"indicators,omitempty"`
	Totals     Totals      `json:"totals,omitzero"`
	// Best is the share that is commended, nil where the source knows none.
	Best *BestRule `json:"best,omitempty"`
	// GapTakes is "review" where the source takes what a review gap costs off
	// what the review gave, so that it counts in a ranking; "" where it counts
	// in the scheme's own table only.
	GapTakes string `json:"gap_takes,omitempty"`
}

// gapFromReview is the way of GapTakes.
const gapFromReview = "review"

// InForce tells whether the scheme applies on some day of a year.
func (s Scheme) InForce(year int) bool {
	first, last := fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-12-31", year)
	return (s.From == "" || s.From <= last) && (s.Until == "" || s.Until >= first)
}

// PointRounding is how, to how many digits and where points are rounded
// (得分舍入): Rounding, a number of digits, Place.
type PointRounding struct {
	How    Value `json:"how"`
	Digits Value `json:"digits"`
	Place  Value `json:"place"`
}

// Place is where points are rounded (舍入环节).
type Place string

// The places.
const (
	// EachItem rounds every indicator; sums are exact.
	EachItem Place = "item"
	// EachGroup rounds the sums of the first level.
	EachGroup Place = "group"
	// TheTotal rounds the total only.
	TheTotal Place = "total"
)

// Places lists all places.
func Places() []Place { return []Place{EachItem, EachGroup, TheTotal} }

// Totals says how points add up to a total (总分规则).
type Totals struct {
	// Gates close the whole: with one of them open the total is 0.
	Gates []Rule `json:"gates,omitempty"`
	// BonusOverFull is "allowed" or "capped": whether the bonus may lift the
	// total above full marks. "" in a scheme without bonus.
	BonusOverFull Value `json:"bonus_over_full,omitempty"`
}

// The ways of Totals.BonusOverFull.
const (
	bonusAllowed = "allowed"
	bonusCapped  = "capped"
)

// BestRule is the quota of the best, with what the source leaves open as
// choices (先进比例).
type BestRule struct {
	Percent  Value `json:"percent"`
	Rounding Value `json:"rounding"`
	Border   Value `json:"border"`
}

// Indicator is a node of the tree: a group with children, a leaf with rules,
// or an open group whose rows the unit names itself (指标).
type Indicator struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Full are the full marks; "" where they are not published, and of a group
	// whose children's marks add up.
	Full Value `json:"full,omitempty"`
	// Clause is the place in the source, or another source.
	Clause string `json:"clause,omitempty"`
	// Bonus is added beyond full marks; Full is then the most of it.
	Bonus    bool        `json:"bonus,omitempty"`
	Measure  *Measure    `json:"measure,omitempty"`
	Rules    []Rule      `json:"rules,omitempty"`
	Children []Indicator `json:"children,omitempty"`
	// Open groups take their rows from the sheet; each row says its nature.
	Open bool `json:"open,omitempty"`
	// Chosen are the choices that Full came from, once resolved.
	Chosen []string `json:"chosen,omitempty"`
	// reads are the inputs that measure and rules read, once resolved.
	reads []string
}

// Leaf tells whether an indicator earns points of its own.
func (i Indicator) Leaf() bool { return len(i.Children) == 0 && !i.Open }

// Nature is what a row of an open group is like, with the rules that follow
// (指标性质): at least, at most, equal, qualitative, a date.
type Nature struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Rules []Rule `json:"rules"`
	reads []string
}

// Measure makes the rate of an indicator from inputs, in percent (计算公式): the
// sum of the terms above over the sum of those below.
type Measure struct {
	Above []Term `json:"above"`
	Below []Term `json:"below"`
}

// Term is an input with its sign.
type Term struct {
	Input string `json:"input"`
	Title string `json:"title,omitempty"`
	Minus bool   `json:"minus,omitempty"`
}
