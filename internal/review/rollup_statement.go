package review

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"jiheng/internal/declaration"
	"jiheng/internal/scoring"
)

// Statement is what a filing states that can be rolled up, read from its score
// table and data table (报送所载的数).
type Statement struct {
	Filing
	// SheetDigest is that of the table, which itself is left out.
	SheetDigest string
	// Rates are the figures that divide one amount by another.
	Rates []Rate
	// Computed is what the items of the score table add up to, "" where not
	// every item's score is published.
	Computed string
	// Unreadable is true for a table that cannot be read.
	Unreadable bool
}

// Rate is a figure that sets what was spent against a budget (执行率). Amounts
// are yuan, "" where the unit does not say in what it counts.
type Rate struct {
	Name             string
	Budget, Executed string
}

// StatementOf reads what a filing states.
func StatementOf(f Filing) Statement {
	s := Statement{Filing: f, SheetDigest: SheetDigest(f.Sheet)}
	if len(f.Sheet) > 0 && string(f.Sheet) != "null" {
		d, err := declaration.Parse(f.Sheet)
		s.Unreadable = err != nil
		if err == nil {
			s.Rates, s.Computed = readTable(d)
		}
	}
	s.Sheet, s.Envelope, s.Receipt, s.Notice = nil, "", "", ""
	return s
}

func readTable(d declaration.Declaration) (rates []Rate, computed string) {
	for _, f := range d.Figures {
		if f.Computation.Kind == scoring.Ratio && len(f.Computation.Operands) == 2 {
			rates = append(rates, rateOf(f))
		}
	}
	sum := decimal.Zero
	for _, it := range d.Items {
		if it.Score == nil {
			return rates, ""
		}
		sum = sum.Add(it.Score.Decimal())
	}
	if len(d.Items) > 0 {
		computed = sum.String()
	}
	return rates, computed
}

func rateOf(f declaration.Figure) Rate {
	r := Rate{Name: f.Name}
	each, ok := yuanEach(f.Source)
	executed, budget := f.Computation.Operands[0].Value, f.Computation.Operands[1].Value
	if ok && executed != nil && budget != nil {
		r.Executed, r.Budget = executed.Decimal().Mul(each).String(), budget.Decimal().Mul(each).String()
	}
	return r
}

// yuanEach is how many yuan the measure has that a unit writes behind where its
// amounts come from, in parentheses: 决算报表（万元）.
func yuanEach(source string) (decimal.Decimal, bool) {
	source = strings.TrimSpace(strings.NewReplacer("（", "(", "）", ")").Replace(source))
	open := strings.LastIndex(source, "(")
	if open < 0 || !strings.HasSuffix(source, ")") {
		return decimal.Zero, false
	}
	measure := strings.TrimPrefix(strings.TrimSpace(source[open+1:len(source)-1]), measureSaid)
	i := slices.IndexFunc(measures(), func(m measured) bool { return m.name == measure })
	if i < 0 {
		return decimal.Zero, false
	}
	return measures()[i].yuan, true
}

// RateCount is how many filings state a figure, and how many of them say in
// what they count (执行率指标).
type RateCount struct {
	Name           string
	Stated, Usable int
}

// RateCounts counts the figures that can be chosen, the most frequent first.
func RateCounts(list []Statement) []RateCount {
	var out []RateCount
	at := map[string]int{}
	for _, s := range list {
		for _, r := range s.Rates {
			i, ok := at[r.Name]
			if !ok {
				i = len(out)
				at[r.Name], out = i, append(out, RateCount{Name: r.Name})
			}
			out[i].Stated++
			if r.Budget != "" {
				out[i].Usable++
			}
		}
	}
	slices.SortStableFunc(out, func(a, b RateCount) int { return b.Stated - a.Stated })
	return out
}
