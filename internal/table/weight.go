package table

import (
	"github.com/shopspring/decimal"
)

// checkWeights holds the weights of the rows against what the groups, the
// declared weights and the total claim.
func (s *sheet) checkWeights() {
	for _, g := range s.groups() {
		s.checkGroupWeight(g)
	}
	s.checkMoneyWeight()
	s.checkDeclaredSum()
	if !s.knownCode(WeightMismatch) {
		s.checkWeightSum()
	}
}

func (s *sheet) knownCode(c Code) bool {
	for _, f := range s.found {
		if f.Code == c {
			return true
		}
	}
	return false
}

func (s *sheet) checkGroupWeight(g group) {
	claim, said := pointsClaimed(g.name)
	declared, ok := s.declared(g)
	switch {
	case said && ok && !claim.Equal(declared):
		s.addGroup(g, WeightMismatch, claim.String(), declared.String(), sayDeclaredDiffers(g.name, claim, declared))
		return
	case ok:
		claim = declared
	case !said:
		return
	}
	sum, _, exact := s.weightSum(g.rows)
	if over := sum.Cmp(claim); over > 0 || over < 0 && exact && g.whole && !s.scanned {
		s.addGroup(g, WeightMismatch, claim.String(), sum.String(), sayGroupWeight(g.name, claim, sum))
	}
}

// pointsClaimed reads the 50 of "产出指标(50分)".
func pointsClaimed(name string) (decimal.Decimal, bool) {
	m := pointsInName.FindStringSubmatch(fold(name))
	if m == nil {
		return decimal.Zero, false
	}
	value, ok := decimalOf(m[1] + m[2])
	return value, ok && value.IsPositive()
}

// full is what a table can score.
func (s *sheet) full() decimal.Decimal {
	if total, _, ok := number(s.TotalWeight); ok && total.IsPositive() {
		return total
	}
	return decimal.NewFromInt(100)
}

// checkWeightSum adds all weights; more than the full score is a mistake in an
// excerpt too. A total that is not 100 is one although the rows add up to it.
func (s *sheet) checkWeightSum() {
	rows, _, exact := s.weightSum(s.allRows())
	weight, full := s.moneyWeight(), s.full()
	sum := rows.Add(weight.value)
	known := s.Complete && exact && !s.scanned && s.weightsAllKnown(weight, rows)
	switch over := sum.Cmp(full); {
	case rows.Equal(full) && full.Cmp(percent) < 0:
	case over > 0 && weight.ok && weight.value.Cmp(decimal.NewFromInt(50)) > 0:
		s.checkMoneyLikeTotal(weight, full.Sub(rows))
	case over > 0 && !s.hasBonus(), over < 0 && known:
		s.add(wholeTable, WeightMismatch, "total_weight", full.String(), sum.String(), sayWeightSum(sum, full))
	case over == 0 && !full.Mod(percent).IsZero() && !s.hasBonus() && (known || full.Cmp(percent) > 0):
		s.add(wholeTable, WeightMismatch, "total_weight", full.String(), percent.String(), sayWeightSum(sum, percent))
	}
}

// weightsAllKnown tells that the row of money has its weight, that there is no
// such row and the total says what the rows must make, or that the rows alone
// make the usual full score.
func (s *sheet) weightsAllKnown(money points, rows decimal.Decimal) bool {
	_, _, stated := number(s.TotalWeight)
	return money.ok || s.main < 0 && stated || rows.Equal(percent)
}

// checkMoneyLikeTotal is for a row of money that was given the total.
func (s *sheet) checkMoneyLikeTotal(weight points, left decimal.Decimal) {
	at := budgetAt(s.main)
	s.add(at, WeightMismatch, "weight", weight.text, left.String(), sayMoneyTakesTotal(weight.text, left))
	if score := s.Budget[s.main].score(); score.ok && score.value.Cmp(left) > 0 {
		s.add(at, ScoreOutOfRange, "score", score.text, left.String(), sayMoneyScoreTooHigh(score.text, left))
	}
}

func (s *sheet) hasBonus() bool {
	for _, l := range s.lines {
		if l.bonus() {
			return true
		}
	}
	return false
}
