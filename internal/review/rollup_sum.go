package review

import (
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"jiheng/internal/scoring"
)

// Sum is what the sources of a roll-up, or those of one category, come to
// (合计). What is not stated adds nothing and is counted.
type Sum struct {
	// Category is "" for the whole, and for units without one.
	Category string `json:"category"`
	Filings  int    `json:"filings"`
	Units    int    `json:"units"`
	// Stated is how many filings state their amounts, which are yuan; Rate is
	// spent by budget in percent, to two places, "" without a budget.
	Stated   int    `json:"stated"`
	Budget   string `json:"budget"`
	Executed string `json:"executed"`
	Rate     string `json:"rate"`

	Declared Points `json:"declared"`
	Computed Points `json:"computed"`
	// Grades has the four grades in their order; Ungraded states none of them.
	Grades   []GradeCount `json:"grades"`
	Ungraded int          `json:"ungraded"`
}

// Points are points added up (分数合计): of how many filings, and their mean to
// two places, "" of none.
type Points struct {
	Stated int    `json:"stated"`
	Sum    string `json:"sum"`
	Mean   string `json:"mean"`
}

// GradeCount is how many filings declare a grade (等级分布).
type GradeCount struct {
	Grade scoring.Grade `json:"grade"`
	Count int           `json:"count"`
}

// addedUp is with the sums computed from the sources.
func (t Totals) addedUp() Totals {
	t.Whole, t.Categories = sumOf("", t.Sources), []Sum{}
	names := map[string][]Source{}
	for _, s := range t.Sources {
		names[s.Category] = append(names[s.Category], s)
	}
	if len(names) == 1 && names[""] != nil {
		return t // units are not sorted
	}
	for name, sources := range names {
		t.Categories = append(t.Categories, sumOf(name, sources))
	}
	slices.SortFunc(t.Categories, func(a, b Sum) int {
		if a.Category == "" || b.Category == "" { // units that nobody sorted come last
			return strings.Compare(b.Category, a.Category)
		}
		return strings.Compare(a.Category, b.Category)
	})
	return t
}

func sumOf(category string, sources []Source) Sum {
	s := Sum{Category: category, Filings: len(sources), Grades: []GradeCount{}}
	var budget, executed, declared, computed adder
	units := map[string]bool{}
	grades := map[scoring.Grade]int{}
	for _, src := range sources {
		units[src.Unit] = true
		budget.add(src.Budget)
		executed.add(src.Executed)
		declared.add(src.Declared)
		computed.add(src.Computed)
		if g, ok := scoring.GradeNamed(src.Grade); ok {
			grades[g]++
		} else {
			s.Ungraded++
		}
	}
	s.Units, s.Stated = len(units), budget.n
	s.Budget, s.Executed = budget.sum.String(), executed.sum.String()
	s.Rate = share(executed.sum.Shift(2), budget.sum)
	s.Declared, s.Computed = declared.points(), computed.points()
	for _, g := range scoring.Grades() {
		s.Grades = append(s.Grades, GradeCount{g, grades[g]})
	}
	return s
}

// Percent is what was spent by the budget in percent, "" where either is not
// stated.
func (s Source) Percent() string {
	executed, err := decimal.NewFromString(s.Executed)
	budget, err2 := decimal.NewFromString(s.Budget)
	if err != nil || err2 != nil {
		return ""
	}
	return share(executed.Shift(2), budget)
}

// adder adds up what is stated.
type adder struct {
	n   int
	sum decimal.Decimal
}

func (a *adder) add(text string) {
	if d, err := decimal.NewFromString(text); err == nil {
		a.n, a.sum = a.n+1, a.sum.Add(d)
	}
}

func (a *adder) points() Points {
	return Points{Stated: a.n, Sum: a.sum.String(), Mean: share(a.sum, decimal.NewFromInt(int64(a.n)))}
}

// share divides exactly and rounds once, half up to two places.
func share(part, whole decimal.Decimal) string {
	if whole.Sign() == 0 {
		return ""
	}
	return new(big.Rat).Quo(part.Rat(), whole.Rat()).FloatString(2)
}
