package table

import (
	"strings"

	"github.com/shopspring/decimal"
)

const nationalMoney = 10

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
		if softNote.MatchString(fold(n)) {
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
		if g.field == "l1" && g.whole && exact && outputGroup.MatchString(fold(g.name)) && sum.Equal(decimal.NewFromInt(50)) {
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
		if aggregate.MatchString(fold(w.Name)) {
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
