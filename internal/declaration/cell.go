package declaration

import (
	"github.com/shopspring/decimal"

	"jiheng/internal/scoring"
	"jiheng/internal/table"
)

// Inputs that are held against each other, so that they need one unit.
var compared = [][2]string{{"actual", "target"}, {"executed", "budget"}}

// settled gives an input as it is computed with: what stands for nothing is
// nothing, a number is bare, a day is 2026-08-28. Anything else stays.
func settled(name, value string) (text string, amount *table.Amount) {
	if table.IsBlank(value) {
		return "", nil
	}
	if day, ok := table.DateOf(value); ok {
		return day, nil
	}
	if a, ok := table.AmountOf(value); ok && (!a.Signed || name == "target") {
		return a.Text, &a
	}
	switch value {
	case yesWord:
		return "true", nil
	case noWord:
		return "false", nil
	}
	return value, nil
}

// settle reads the inputs of one entry as a clerk would. Two that are compared
// are brought to one unit, and refused where only one says which it has.
func (p *pen) settle(m member, list []scoring.Given) []scoring.Given {
	amounts := make(map[string]*table.Amount, len(list))
	for i, g := range list {
		list[i].Value, amounts[g.Name] = settled(g.Name, g.Value)
	}
	for _, pair := range compared {
		one, other := amounts[pair[0]], amounts[pair[1]]
		if one == nil || other == nil {
			continue
		}
		first, ok := besides(*one, *other)
		second, also := besides(*other, *one)
		switch {
		case ok && also:
			set(list, pair[0], first)
			set(list, pair[1], second)
		case one.Unit == "": // it is the other that says a unit
			p.mixed(m.child(pair[1], nil), other, one)
		default:
			p.mixed(m.child(pair[0], nil), one, other)
		}
	}
	return list
}

func (*pen) mixed(m member, own, beside *table.Amount) {
	m.refuse("units_mixed", "value", own.Text+own.Unit, "other", beside.Text+beside.Unit)
}

func set(list []scoring.Given, name, text string) {
	for i := range list {
		if list[i].Name == name {
			list[i].Value = text
		}
	}
}

// besides gives the number to compute with next to another: as written where
// both have one unit, or neither a multiple; in the base unit where both are
// measures of the same. Beside a percentage, 0.95 is 95.
func besides(own, beside table.Amount) (string, bool) {
	switch {
	case own.Unit == beside.Unit:
		return own.Text, true
	case own.Unit != "" && beside.Unit != "":
		return own.Base, own.Measure == beside.Measure
	case own.Scaled || beside.Scaled:
		return "", false
	case own.Unit == "" && beside.Unit == percentSign:
		return inPercent(own.Text), true
	}
	return own.Text, true
}

func inPercent(text string) string {
	value, err := decimal.NewFromString(text)
	if err != nil || !value.IsPositive() || value.Cmp(decimal.NewFromInt(1)) > 0 {
		return text
	}
	return value.Shift(2).String()
}

const percentSign = "%"

// plainText gives a number as it is written in a table without what surrounds
// it; what is none stays for the reader to refuse.
func plainText(written string) string {
	if plain, ok := table.PointsOf(written); ok {
		return plain
	}
	return written
}
