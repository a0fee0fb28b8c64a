package table

import (
	"strings"

	"github.com/shopspring/decimal"
)

const nationalMoney = 10

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

// declared is the weight the table declares for a group of the first level.
func (s *sheet) declared(g group) (decimal.Decimal, bool) {
	if g.field != "l1" {
		return decimal.Zero, false
	}
	name := groupStem(g.name)
	for _, w := range s.Level1 {
		if value, _, ok := number(w.Value); ok && groupStem(w.Name) == name {
			return value, true
		}
	}
	for _, n := range s.Notes {
		if softNote.MatchString(n) {
			continue
		}
		for _, m := range pointsInNote.FindAllStringSubmatch(fold(n), -1) {
			if value, ok := decimalOf(m[2]); ok && groupStem(m[1]) == name {
				return value, true
			}
		}
	}
	return decimal.Zero, false
}

// groupStem compares 满意度指标(10分) with 服务对象满意度指标.
func groupStem(name string) string {
	text := groupNoise.ReplaceAllString(stem(name), "")
	if moneyGroup.MatchString(text) {
		return moneyWord
	}
	return text
}

func (s *sheet) moneyWeight() points {
	if s.main < 0 {
		return points{}
	}
	return pointsOf(s.Budget[s.main].Weight)
}

// checkMoneyWeight holds the weight of the row of money against what is
// declared, or against the form when the indicators follow it.
func (s *sheet) checkMoneyWeight() {
	weight := s.moneyWeight()
	if !weight.ok {
		return
	}
	if value, ok := s.declared(group{name: moneyWord, field: "l1"}); ok {
		if !value.Equal(weight.value) {
			s.add(budgetAt(s.main), WeightMismatch, "weight", weight.text, value.String(), sayMoneyDeclared(weight.text, value))
		}
		return
	}
	if national := decimal.NewFromInt(nationalMoney); s.followsNationalForm(weight.value) {
		s.add(budgetAt(s.main), WeightMismatch, "weight", weight.text, national.String(), sayMoneyNational(weight.text))
	}
}

// followsNationalForm tells that the outputs have exactly the 50 points of the
// national form although the row of money has an odd weight below its 10.
func (s *sheet) followsNationalForm(weight decimal.Decimal) bool {
	if s.Complete || len(s.Level1) > 0 || weight.Cmp(decimal.NewFromInt(nationalMoney)) >= 0 || weight.Mod(decimal.NewFromInt(5)).IsZero() {
		return false
	}
	for _, g := range s.groups() {
		sum, _, exact := s.weightSum(g.rows)
		if g.field == "l1" && g.whole && exact && outputGroup.MatchString(g.name) && sum.Equal(decimal.NewFromInt(50)) {
			return true
		}
	}
	return false
}

// checkDeclaredSum adds the declared weights, which are those of all groups
// when the money, the outputs, the effects and the satisfaction are there.
func (s *sheet) checkDeclaredSum() {
	sum, all := decimal.Zero, ""
	for _, w := range s.Level1 {
		value, _, ok := number(w.Value)
		if !ok {
			return
		}
		if aggregate.MatchString(w.Name) {
			continue
		}
		sum, all = sum.Add(value), all+groupStem(w.Name)+" "
	}
	full := s.full()
	whole := strings.Contains(all, outputWord) && strings.Contains(all, effectWord) && strings.Contains(all, contentWord) && strings.Contains(all, moneyWord)
	if over := sum.Cmp(full); over > 0 || over < 0 && whole {
		s.add(wholeTable, WeightMismatch, "declared_level1_weights", sum.String(), full.String(), sayDeclaredSum(sum, full))
	}
}

// full is what a table can score.
func (s *sheet) full() decimal.Decimal {
	if total, _, ok := number(s.TotalWeight); ok && total.IsPositive() {
		return total
	}
	return decimal.NewFromInt(100)
}

// checkWeightSum adds all weights; more than the full score is a mistake in an
// excerpt too.
func (s *sheet) checkWeightSum() {
	rows, _, exact := s.weightSum(s.allRows())
	weight, full := s.moneyWeight(), s.full()
	sum := rows.Add(weight.value)
	if rows.Equal(full) && !full.Equal(percent) {
		return
	}
	switch {
	case sum.Cmp(full) > 0 && weight.ok && weight.value.Cmp(decimal.NewFromInt(50)) > 0:
		s.checkMoneyLikeTotal(weight, full.Sub(rows))
	case sum.Cmp(full) > 0 && !s.hasBonus(), sum.Cmp(full) < 0 && s.Complete && exact && !s.scanned && s.weightsAllKnown(weight):
		s.add(wholeTable, WeightMismatch, "total_weight", full.String(), sum.String(), sayWeightSum(sum, full))
	}
}

// weightsAllKnown tells that the row of money has its weight, or that there is
// no such row and the total says what the rows must make.
func (s *sheet) weightsAllKnown(money points) bool {
	_, _, stated := number(s.TotalWeight)
	return money.ok || s.main < 0 && stated
}

// checkMoneyLikeTotal is for a row of money that was given the total.
func (s *sheet) checkMoneyLikeTotal(weight points, left decimal.Decimal) {
	at := budgetAt(s.main)
	s.add(at, WeightMismatch, "weight", weight.text, left.String(), sayMoneyTakesTotal(weight.text, left))
	if score := pointsOf(s.Budget[s.main].Score); score.ok && score.value.Cmp(left) > 0 {
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
