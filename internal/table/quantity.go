package table

import (
	"strings"

	"github.com/shopspring/decimal"
)

// sign says on which side of its number a target is met.
type sign int

const (
	noSign sign = iota
	atLeast
	atMost
	equal
)

// quantity is a cell that is one number, with its sign and unit (数值).
type quantity struct {
	sign    sign
	written decimal.Decimal
	digits  int32
	unit    unit
}

// value is the number in the unit of its dimension: 5万元 is 50000.
func (q quantity) value() decimal.Decimal { return q.written.Mul(q.unit.size) }

func (q quantity) isPercent() bool { return q.unit.of == percentage }

// quantityOf reads "≥2400份", "不少于12种", "１，２３４.５万元", "95％以上" or "三次".
func quantityOf(cell string) (quantity, bool) {
	text, q := fold(cell), quantity{}
	if text == zeroWords {
		return quantity{unit: unit{size: decimal.NewFromInt(1)}}, true
	}
	text = withinTime.ReplaceAllString(strings.TrimRight(remark.ReplaceAllString(text, ""), "。;,"), "${1}"+withinWord)
	text, q.sign = cutSign(inDigits(text))
	numeral, ok := plainNumber.FindString(text), false
	if numeral != "" {
		q.written, q.digits, ok = plainOf(numeral)
	} else {
		q.written, numeral, ok = chineseOf(text)
	}
	if !ok {
		return quantity{}, false
	}
	q.unit, ok = unitOf(aboutWords.ReplaceAllString(text[len(numeral):], ""))
	return q, ok
}

// plainOf gives the value and how many digits it has after the point.
func plainOf(text string) (value decimal.Decimal, digits int32, ok bool) {
	value, ok = decimalOf(strings.ReplaceAll(text, ",", ""))
	if ok && value.Exponent() < 0 {
		digits = -value.Exponent()
	}
	return value, digits, ok
}

// cutSign takes the sign off, wherever it stands, and words of no weight.
func cutSign(text string) (string, sign) {
	for _, s := range []struct {
		sign  sign
		found func(string) (string, bool)
	}{
		{atLeast, cutter(atLeastBefore.FindStringIndex, true)},
		{atMost, cutter(atMostBefore.FindStringIndex, true)},
		{equal, cutter(equalBefore.FindStringIndex, true)},
		{atLeast, cutter(atLeastAfter.FindStringIndex, false)},
		{atMost, cutter(atMostAfter.FindStringIndex, false)},
	} {
		if rest, ok := s.found(text); ok {
			rest = strings.TrimSuffix(atMostAfter.ReplaceAllString(atLeastAfter.ReplaceAllString(rest, ""), ""), ")")
			return emptyBefore.ReplaceAllString(strings.TrimPrefix(rest, "("), ""), s.sign
		}
	}
	if rest := emptyBefore.ReplaceAllString(text, ""); rest != text {
		return cutSign(rest)
	}
	return text, noSign
}

func cutter(find func(string) []int, front bool) func(string) (string, bool) {
	return func(text string) (string, bool) {
		at := find(text)
		if at == nil {
			return text, false
		}
		if front {
			return text[at[1]:], true
		}
		return text[:at[0]], true
	}
}

// chineseOf reads a numeral such as 十二 at the start; it must be followed by
// a unit, for 一般 is no number.
func chineseOf(text string) (value decimal.Decimal, numeral string, ok bool) {
	numeral = chineseNumber.FindString(text)
	if numeral == "" || runes(numeral) > 9 {
		return decimal.Zero, "", false
	}
	if u, ok := namedUnit(text[len(numeral):]); !ok || u.name != text[len(numeral):] {
		return decimal.Zero, "", false
	}
	value, ok = wordsOf(numeral)
	return value, numeral, ok
}

// number reads a weight or a score such as "10", "10分", "10%" or "九十六点五".
func number(cell string) (decimal.Decimal, int32, bool) {
	text := strings.TrimSuffix(strings.TrimSuffix(remark.ReplaceAllString(fold(cell), ""), pointWord), "%")
	switch {
	case text == "":
		return decimal.Zero, 0, false
	case plainNumber.FindString(text) == text:
		return plainOf(text)
	case spokenNumber.MatchString(text):
		value, ok := spoken(text)
		return value, max(-value.Exponent(), 0), ok
	}
	return decimal.Zero, 0, false
}
