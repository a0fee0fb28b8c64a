package table

import "github.com/shopspring/decimal"

// moneyColumn is a column of amounts.
type moneyColumn struct {
	field string
	of    func(Budget) string
}

var moneyColumns = []moneyColumn{
	{"initial", func(b Budget) string { return b.Initial }},
	{"full_year", func(b Budget) string { return b.FullYear }},
	{"executed", func(b Budget) string { return b.Executed }},
}

// checkFunds adds the kinds of money below the total. Where some are left out,
// only more than the total is a contradiction.
func (s *sheet) checkFunds() {
	if s.main < 0 {
		return
	}
	kinds := s.funds()
	if len(kinds) == 0 {
		return
	}
	all := s.allFunds(kinds)
	for _, c := range moneyColumns {
		stated := c.of(s.Budget[s.main])
		total, ok := s.amount(stated)
		sum, addable := s.fundSum(kinds, total, c.of)
		over := sum.Cmp(total)
		if ok && addable && (over > 0 || over < 0 && (all || s.exhausts(kinds, c.of))) {
			s.add(budgetAt(s.main), SummaryRowMismatch, c.field, stated, s.inTableUnit(sum), sayFunds(c.field, stated, s.inTableUnit(sum)))
		}
	}
}

// fundSum adds the kinds of money. Where one of them, or the first few, make
// the total, the others are a second level below.
func (s *sheet) fundSum(kinds []int, total decimal.Decimal, of func(Budget) string) (sum decimal.Decimal, addable bool) {
	kinds = s.withoutSecondLevel(kinds, of)
	tolerance := s.moneySize().Mul(decimal.New(int64(len(kinds)), -2))
	fits := func(d decimal.Decimal) bool { return d.Sub(total).Abs().Cmp(tolerance) <= 0 }
	level := 0
	for k, i := range kinds {
		amount, ok := s.amount(of(s.Budget[i]))
		if !ok && !blank(of(s.Budget[i])) {
			return sum, false
		}
		if sum = sum.Add(amount); !amount.IsZero() && (fits(sum) || fits(amount)) {
			level = k + 1
		}
	}
	return sum, level == 0 && !sum.IsZero()
}

// funds are the rows right below the total, up to a second level of 其中.
func (s *sheet) funds() []int {
	var list []int
	for i, b := range s.Budget {
		if i <= s.main || !subBudget.MatchString(fold(b.Name)) {
			continue
		}
		if len(list) > 0 && partName(b.Name) {
			break
		}
		list = append(list, i)
	}
	return list
}

// withoutSecondLevel leaves out the levels of government that together are what
// a row of public money above them says.
func (s *sheet) withoutSecondLevel(kinds []int, of func(Budget) string) []int {
	var rest []int
	own, levels := decimal.Zero, decimal.Zero
	for _, i := range kinds {
		name := fold(s.Budget[i].Name)
		amount, _ := s.amount(of(s.Budget[i]))
		if fundLevel(name) != "" {
			levels = levels.Add(amount)
			continue
		}
		if publicFunds.MatchString(name) {
			own = own.Add(amount)
		}
		rest = append(rest, i)
	}
	if own.IsPositive() && own.Equal(levels) {
		return rest
	}
	return kinds
}
