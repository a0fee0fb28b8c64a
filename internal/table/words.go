package table

import (
	"strings"

	"github.com/shopspring/decimal"
)

// inDigits writes shares said in words with a percent sign: 百分之九十五 is 95%
// and 九成五 too.
func inDigits(text string) string {
	if m := percentWords.FindStringSubmatch(text); m != nil {
		if value, ok := spoken(m[2]); ok {
			return m[1] + value.String() + percentName + m[3]
		}
	}
	if m := tenthWords.FindStringSubmatch(text); m != nil {
		tens, _ := spoken(m[2])
		ones, _ := spoken(m[3])
		return m[1] + tens.Mul(decimal.NewFromInt(10)).Add(ones).String() + percentName + m[4]
	}
	return text
}

// spoken reads a number in figures or in words, with 点 for the point.
func spoken(text string) (decimal.Decimal, bool) {
	if value, ok := decimalOf(text); ok {
		return value, true
	}
	whole, fraction, _ := strings.Cut(text, pointInWords)
	value, ok := wordsOf(whole)
	if !ok {
		return decimal.Zero, false
	}
	for at, r := range []rune(fraction) {
		digit, known := chineseDigits[r]
		if !known {
			return decimal.Zero, false
		}
		value = value.Add(decimal.New(digit, -int32(at)-1))
	}
	return value, true
}

// wordsOf reads a whole number in words, such as 二百三十.
func wordsOf(numeral string) (decimal.Decimal, bool) {
	sum, digit := int64(0), int64(-1)
	for _, r := range numeral {
		power, isPower := chinesePowers[r]
		value, isDigit := chineseDigits[r]
		switch {
		case isPower:
			sum, digit = sum+max(digit, -digit)*power, -1
		case !isDigit, digit > 0:
			return decimal.Zero, false
		default:
			digit = value
		}
	}
	return decimal.NewFromInt(sum + max(digit, 0)), numeral != ""
}
