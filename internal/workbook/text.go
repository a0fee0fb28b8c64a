package workbook

import (
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"jiheng/internal/evaluation"
)

// tidy gives a text as a clerk would read it: full-width letters, digits and
// spaces as plain ones, without space around it.
func tidy(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '　' || r == '\u00a0':
			return ' '
		case r >= '０' && r <= '９', r >= 'Ａ' && r <= 'Ｚ', r >= 'ａ' && r <= 'ｚ':
			return r - 0xfee0
		case r == '\r', unicode.In(r, unicode.Cf):
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}

// plainNumber takes out of a number what only helps the eye: full-width signs,
// commas between thousands, spaces, the sign of the yuan.
func plainNumber(text string) string {
	text = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '￥', '¥':
			return -1
		case '．', '。':
			return '.'
		case '－', '−', '–':
			return '-'
		case '＋':
			return '+'
		case '，', '\'':
			return ','
		}
		return r
	}, tidy(text))
	text = strings.TrimPrefix(text, "+")
	whole, fraction, pointed := strings.Cut(text, ".")
	groups := strings.Split(strings.TrimPrefix(whole, "-"), ",")
	for i, g := range groups {
		if len(groups) > 1 && (i > 0 && len(g) != 3 || i == 0 && (g == "" || len(g) > 3)) {
			return text // commas that part no thousands
		}
	}
	whole = strings.ReplaceAll(whole, ",", "")
	if pointed {
		return whole + "." + fraction
	}
	return whole
}

// maxNumber bounds what is read as a number: no budget has more digits.
const maxNumber = 30

// parseNumber reads a number; what spreadsheets write as 1.5E7 is one too.
func parseNumber(text string) (decimal.Decimal, bool) {
	text = plainNumber(text)
	mantissa, _, _ := strings.Cut(strings.ToUpper(text), "E")
	digits := strings.TrimPrefix(strings.Replace(mantissa, ".", "", 1), "-")
	if digits == "" || len(text) > maxNumber || strings.Trim(digits, "0123456789") != "" {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(text)
	if err != nil || d.Exponent() > 20 || d.Exponent() < -20 {
		return decimal.Decimal{}, false
	}
	return d, true
}

// printable says whether a text can stand in papers, on one line or several.
func printable(text string, lines bool) bool {
	if lines {
		return evaluation.Prose(text)
	}
	return evaluation.Line(text)
}
