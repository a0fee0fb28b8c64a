package table

import "github.com/shopspring/decimal"

// checkFundSums holds a row 合计 or 小计 below the total of the money against it
// and against the rows above; it is wrong when it fits none of them.
func (s *sheet) checkFundSums() {
	for i, b := range s.Budget {
		if i <= s.main || s.main < 0 || s.scanned || !summaryName.MatchString(bare(b.Name)) {
			continue
		}
		for _, c := range moneyColumns {
			s.checkFundSum(i, c)
		}
	}
}

func (s *sheet) checkFundSum(i int, c moneyColumn) {
	cell := c.of(s.Budget[i])
	stated, ok := s.amount(cell)
	total, known := s.amount(c.of(s.Budget[s.main]))
	if !ok || !known {
		return
	}
	tolerance := s.moneySize().Mul(decimal.New(int64(i), -2))
	fits := func(d decimal.Decimal) bool { return d.Sub(stated).Abs().Cmp(tolerance) <= 0 }
	sum := decimal.Zero
	for j := i - 1; j >= s.main; j-- {
		above := c.of(s.Budget[j])
		amount, read := s.amount(above)
		if !read && !blank(above) {
			return
		}
		if sum = sum.Add(amount); fits(sum) || fits(amount) {
			return
		}
	}
	shown := s.inTableUnit(total)
	s.add(budgetAt(i), SummaryRowMismatch, c.field, cell, shown, sayFundSum(c.field, cell, shown))
}
