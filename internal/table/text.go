package table

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// fold gives a cell as a clerk reads it: half-width, lower case, without
// spaces and line breaks, and one way to write each sign.
func fold(text string) string {
	return foldSigns.Replace(strings.Map(foldRune, text))
}

func foldRune(r rune) rune {
	const fullWidthFrom, fullWidthTo, shift = 0xFF01, 0xFF5E, 0xFEE0
	if r >= fullWidthFrom && r <= fullWidthTo {
		r -= shift
	}
	if unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Cc) || r == utf8.RuneError {
		return -1
	}
	return unicode.ToLower(r)
}

// blank tells whether a cell holds nothing, or one of the marks for nothing.
func blank(text string) bool {
	return strings.Trim(fold(text), `-—–―_/\|.`) == "" || fold(text) == "null"
}

// bare leaves of a text only letters and digits, for comparing wordings.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' {
			return r
		}
		return -1
	}, fold(text))
}

// stem is the name of an indicator without numbering, stars and brackets.
func stem(name string) string {
	name = numbering.ReplaceAllString(fold(name), "")
	return bare(bracketed.ReplaceAllString(name, ""))
}

func runes(text string) int { return utf8.RuneCountInString(text) }

// decimalOf reads a plain decimal number of bounded length.
func decimalOf(text string) (decimal.Decimal, bool) {
	if text == "" || len(text) > maxNumeral || strings.Trim(text, "0123456789.-+") != "" {
		return decimal.Zero, false
	}
	value, err := decimal.NewFromString(text)
	return value, err == nil
}
