package table

import (
	"strings"

	"github.com/shopspring/decimal"
)

// checkRemarkCounts adds what a cell counts in brackets, as in 12所(小学8所、
// 初中3所).
func (s *sheet) checkRemarkCounts(i int, l line) {
	for _, c := range []struct{ field, cell string }{{"target", l.Target}, {"actual", l.Actual}} {
		whole, sum, ok := countedInRemark(c.cell)
		if !ok || sum.Equal(whole.written) {
			continue
		}
		over := sum.Cmp(whole.written) > 0
		// Brackets may name some of the things only; a bound may be passed.
		named := sum.Mul(decimal.NewFromInt(5)).Cmp(whole.written.Mul(decimal.NewFromInt(4))) >= 0
		if over && whole.sign == atLeast || !over && (whole.sign == atMost || !named) {
			continue
		}
		shown := sum.String() + whole.unit.name
		s.add(rowAt(i), CountInconsistent, c.field, c.cell, shown, sayRemarkCounts(c.cell, shown))
	}
}

// countedInRemark reads a count and the sum of the parts behind it. It is not
// ok where the parts may overlap, leave something out or be no parts.
func countedInRemark(cell string) (whole quantity, sum decimal.Decimal, ok bool) {
	text := fold(cell)
	inside := remark.FindString(text)
	whole, ok = quantityOf(text)
	if inside == "" || !ok || !addableUnit(whole.unit) || noPart.MatchString(inside) {
		return whole, sum, false
	}
	parts := partBreak.Split(partPrefix.ReplaceAllString(strings.TrimSuffix(inside, ")"), ""), -1)
	for _, text := range parts {
		m := namedCount.FindStringSubmatch(text)
		if m == nil {
			return whole, sum, false
		}
		part, read := quantityOf(m[1])
		if !read || part.sign != noSign || part.unit.name != whole.unit.name {
			return whole, sum, false
		}
		sum = sum.Add(part.written)
	}
	return whole, sum, len(parts) > 1
}

// addableUnit tells that numbers of a unit are counts and no marks or averages.
func addableUnit(u unit) bool {
	switch u.of {
	case people, visits, households, times, pieces, area, length:
		return !u.each()
	case unitless, percentage, money, duration, mass, volume, energy, power, storage, otherUnit:
	}
	return false
}
