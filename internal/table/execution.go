package table

import (
	"slices"

	"github.com/shopspring/decimal"
)

var percent = decimal.NewFromInt(100)

// amount reads money in yuan; a number alone is in the unit of the table.
func (s *sheet) amount(cell string) (decimal.Decimal, bool) {
	q, ok := quantityOf(cell)
	if !ok || blank(cell) {
		return decimal.Zero, false
	}
	return s.yuan(q)
}

// spent reads a cell of an indicator as money in yuan. What the column counts
// in another unit, or by the head, is no such money.
func (s *sheet) spent(l line, cell string) (decimal.Decimal, bool) {
	q, ok := l.quantity(cell)
	if !ok || blank(cell) || q.unit.each() || !blank(l.Unit) && !plainMoney(fold(l.Unit)) {
		return decimal.Zero, false
	}
	return s.yuan(q)
}

func (s *sheet) yuan(q quantity) (decimal.Decimal, bool) {
	switch {
	case q.unit.of == money:
		return q.value(), true
	case q.unit.of != unitless:
		return decimal.Zero, false
	case q.unit.name != "":
		return q.value(), true
	}
	return q.written.Mul(s.moneySize()), true
}

func (s *sheet) moneySize() decimal.Decimal {
	u, ok := unitOf(fold(s.MoneyUnit))
	if !ok || u.of != money {
		return decimal.NewFromInt(10000)
	}
	return u.size
}

// inTableUnit gives an amount as the table writes it.
func (s *sheet) inTableUnit(yuan decimal.Decimal) string {
	return yuan.DivRound(s.moneySize(), 6).String()
}

// rate is an execution rate in percent, as written or as computed.
type rate struct {
	value  decimal.Decimal
	digits int32
	ok     bool
}

// rateOf reads "86%", "79.27" or "0.958": up to 1.5 it is a fraction.
func rateOf(cell string) rate {
	q, ok := quantityOf(cell)
	if !ok || blank(cell) || q.unit.of != percentage && q.unit.of != unitless {
		return rate{}
	}
	if q.unit.of == unitless && q.written.Abs().Cmp(decimal.New(15, -1)) <= 0 {
		return rate{value: q.written.Mul(percent), digits: max(q.digits-2, 0), ok: true}
	}
	return rate{value: q.value(), digits: q.digits, ok: true}
}

// executed is the rate of the amounts of a row: what was paid out of the
// budget of the year, or of the first budget where no other is stated.
func (s *sheet) executed(b Budget) rate {
	paid, ok := s.amount(b.Executed)
	budget, stated := s.amount(b.FullYear)
	if !stated && blank(b.FullYear) && s.Complete {
		budget, stated = s.amount(b.Initial)
	}
	if stated && budget.IsZero() {
		paid, budget, ok = s.fundsPaid(b)
	}
	if !ok || !stated || !budget.IsPositive() || paid.IsNegative() || s.otherUnit(paid, budget) {
		return rate{}
	}
	return rate{value: paid.Mul(percent).DivRound(budget, 12), digits: 12, ok: true}
}

// spentShare is the rate as computed, or as stated where it cannot be computed;
// none where there was nothing to spend, whatever is stated.
func (s *sheet) spentShare(b Budget) rate {
	computed := s.executed(b)
	budget, known := s.amount(b.FullYear)
	if computed.ok || known && budget.IsZero() {
		return computed
	}
	return rateOf(b.Rate)
}

// fundsPaid adds up the kinds of money where the total was left at 0.
func (s *sheet) fundsPaid(b Budget) (paid, budget decimal.Decimal, ok bool) {
	if s.main < 0 || b != s.Budget[s.main] {
		return paid, budget, false
	}
	for _, i := range s.funds() {
		full, stated := s.amount(s.Budget[i].FullYear)
		spent, done := s.amount(s.Budget[i].Executed)
		if stated != done {
			return paid, budget, false
		}
		paid, budget = paid.Add(spent), budget.Add(full)
	}
	return paid, budget, true
}

// otherUnit tells that two amounts are so far apart that one must be in yuan
// and the other in ten thousand.
func (*sheet) otherUnit(paid, budget decimal.Decimal) bool {
	return paid.Cmp(budget.Mul(decimal.NewFromInt(100))) > 0 || paid.IsPositive() && paid.Mul(decimal.NewFromInt(5000)).Cmp(budget) < 0
}

// checkExecution recomputes rates and the score of the row of money.
func (s *sheet) checkExecution() {
	for i, b := range s.Budget {
		if i == s.main || !s.repeatsMain(b) {
			s.checkRate(i, b)
			s.checkMoneyUnits(i, b)
		}
	}
	if s.main >= 0 {
		s.checkMoneyScore(s.Budget[s.main])
	}
}

// checkMoneyUnits points at amounts of one row in different units.
func (s *sheet) checkMoneyUnits(i int, b Budget) {
	paid, ok := s.amount(b.Executed)
	budget, stated := s.amount(firstOf(b.FullYear, b.Initial))
	if ok && stated && budget.IsPositive() && s.otherUnit(paid, budget) {
		s.add(budgetAt(i), UnitMismatch, "executed", b.Executed, firstOf(b.FullYear, b.Initial), sayMoneyUnits(b.Executed, firstOf(b.FullYear, b.Initial)))
	}
}

// repeatsMain tells that a row of its money shows the figures of the total.
func (s *sheet) repeatsMain(b Budget) bool {
	if s.main < 0 {
		return false
	}
	m := s.Budget[s.main]
	return m.FullYear == b.FullYear && m.Executed == b.Executed && m.Rate == b.Rate
}

func (s *sheet) checkRate(i int, b Budget) {
	stated, computed := rateOf(b.Rate), s.executed(b)
	if !stated.ok || !computed.ok || near(stated, computed) || near(asPercent(b.Rate), computed) {
		return
	}
	shown := computed.value.Round(max(stated.digits, 2)).String() + percentName
	s.add(budgetAt(i), RateMismatch, "rate", b.Rate, shown, sayRate(b.Rate, shown))
}

func firstOf(a, b string) string {
	if blank(a) {
		return b
	}
	return a
}

// near compares at the precision of the stated rate.
func near(stated, computed rate) bool {
	return stated.ok && stated.value.Sub(computed.value).Abs().Cmp(half(stated.digits)) <= 0
}

// asPercent reads a number alone as a percentage, however small.
func asPercent(cell string) rate {
	q, ok := quantityOf(cell)
	return rate{value: q.written, digits: q.digits, ok: ok && !blank(cell) && q.unit.of == unitless}
}

// checkMoneyScore holds the score of the money against rate times weight. The
// rate may be taken as stated or as computed, the weight as stated or, where
// it was found to be wrong, as corrected.
func (s *sheet) checkMoneyScore(b Budget) {
	weight, score := pointsOf(b.Weight), b.score()
	stated, computed := rateOf(b.Rate), s.executed(b)
	best := s.spentShare(b)
	if !best.ok && stated.ok && stated.value.IsZero() && s.byRate(b) {
		best = stated
	}
	if !weight.ok || !score.ok || !best.ok || s.moneyRuled(b) {
		return
	}
	corrected := s.correctedWeight(weight)
	for _, r := range []rate{stated, computed, asPercent(b.Rate)} {
		if r.ok && (s.earns(score, weight.value, capped(r.value), percent) || s.earns(score, corrected, capped(r.value), percent)) {
			return
		}
	}
	expected := shownBeside(score, weight.value.Mul(capped(best.value)).DivRound(percent, 12))
	s.add(budgetAt(s.main), RateMismatch, "score", score.text, expected, sayMoneyScore(score.text, weight.text, best.value.Round(2), expected))
}

// correctedWeight is what the weight of the money was found to have to be.
func (s *sheet) correctedWeight(stated points) decimal.Decimal {
	for _, f := range s.found {
		if f.at == budgetAt(s.main) && f.Code == WeightMismatch && f.Computed != nil {
			return pointsOf(*f.Computed).value
		}
	}
	return stated.value
}

// shownBeside gives a number with two digits, or with four where two would
// hide the difference.
func shownBeside(stated points, computed decimal.Decimal) string {
	if rounded := computed.Round(2); !rounded.Equal(stated.value) {
		return rounded.StringFixed(2)
	}
	return computed.StringFixed(4)
}

func capped(d decimal.Decimal) decimal.Decimal { return decimal.Min(d, percent) }

// moneyRuled tells that the table gives the money points by another rule.
func (s *sheet) moneyRuled(b Budget) bool {
	if ofExecution.MatchString(fold(b.Note)) || deduction.MatchString(fold(b.Note)) {
		return true
	}
	for _, n := range s.Notes {
		if ofExecution.MatchString(fold(n)) {
			return true
		}
	}
	return false
}

// byRate tells that the table says itself that the money scores its rate times
// its weight, so that a rate of 0% scores nothing, whatever there was to spend.
func (s *sheet) byRate(b Budget) bool {
	return slices.ContainsFunc(append(slices.Clone(s.Notes), b.Note), func(note string) bool { return rateTimes.MatchString(fold(note)) })
}

// earns tells whether a score is weight × numerator ÷ denominator at the
// precision it is written with. A whole number may have lost a zero where the
// table uses digits; whole points in a table of whole points are exact.
func (s *sheet) earns(score points, weight, numerator, denominator decimal.Decimal) bool {
	digits := score.digits
	if digits == 0 {
		digits = s.scoreDigits()
	}
	expected := weight.Mul(numerator).DivRound(denominator, 12)
	if s.wholePoints && score.digits == 0 {
		digits = 0
	}
	return expected.Sub(score.value).Abs().Cmp(half(digits)) <= 0
}

// scoreDigits is the precision of the scores of the table, two digits where
// all are whole.
func (s *sheet) scoreDigits() int32 {
	most := int32(0)
	for _, l := range s.lines {
		most = max(most, l.score.digits)
	}
	for _, b := range s.Budget {
		most = max(most, b.score().digits)
	}
	if most == 0 {
		return 2
	}
	return most
}
