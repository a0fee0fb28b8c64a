package document

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"jiheng/internal/fault"
)

const (
	// maxCell is the longest text of a spreadsheet cell in UTF-16 units; what
	// is longer would be cut without a word.
	maxCell = 32767
	// maxDigits is how many digits a spreadsheet keeps of a number.
	maxDigits = 15
	// maxPlaces is how many decimals a number format can show.
	maxPlaces = 30
)

// Figure is one number of a printed table, or the words that stand in its
// place (数值). The zero Figure is "nothing known".
type Figure struct {
	Value decimal.NullDecimal
	// Places is how many decimals to show. A value that has more shows them
	// all: nothing is rounded by printing it.
	Places int32
	// Text is printed when there is no value.
	Text string
}

// Number is a figure with a value.
func Number(value decimal.Decimal, places int32) Figure {
	return Figure{Value: decimal.NewNullDecimal(value), Places: places}
}

// Words is a figure for which words stand.
func Words(text string) Figure { return Figure{Text: text} }

// IsZero says whether nothing is known.
func (f Figure) IsZero() bool { return !f.Value.Valid && f.Text == "" }

func (f Figure) places() int32 { return max(f.Places, -f.Value.Decimal.Exponent(), 0) }

// print gives the figure as text, or blank when nothing is known.
func (f Figure) print(blank string) string {
	switch {
	case f.Value.Valid:
		return f.Value.Decimal.StringFixed(f.places())
	case f.Text != "":
		return f.Text
	}
	return blank
}

// grouped is print with a comma after every third digit of the whole part.
func (f Figure) grouped(blank string) string {
	text := f.print(blank)
	if !f.Value.Valid {
		return text
	}
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	var b strings.Builder
	b.WriteString(text[:len(text)-len(strings.TrimPrefix(text, "-"))])
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString("." + fraction)
	}
	return b.String()
}

// Grouped is an amount of money in yuan as papers show it: 4,690,000.00.
func Grouped(yuan decimal.Decimal) string { return Number(yuan, 2).grouped("") }

// exact says whether a spreadsheet keeps the value as it is.
func (f Figure) exact() bool {
	digits := strings.Trim(f.print(""), "-0.")
	return len(strings.ReplaceAll(digits, ".", "")) <= maxDigits
}

// troubles gathers what keeps a form from being printed.
type troubles []fault.Field

func (t *troubles) add(name, reason string) {
	*t = append(*t, fault.Field{Name: name, Reason: reason})
}

// text asks for printable text that fits a cell. Line breaks and tabs are fine.
func (t *troubles) text(name, text string) {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unprintable) {
		t.add(name, "text_not_printable")
	} else if len(utf16.Encode([]rune(escaped(text)))) > maxCell {
		t.add(name, "text_too_long")
	}
}

// unprintable says whether XML or HTML cannot carry a character.
func unprintable(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff
}

// figure asks for a number of sensible size.
func (t *troubles) figure(name string, f Figure) {
	t.text(name, f.Text)
	exponent := f.Value.Decimal.Exponent()
	if f.Value.Valid && (exponent > maxPlaces || exponent < -maxPlaces || f.Places > maxPlaces) {
		t.add(name, "number_out_of_range")
	}
}

// fault gives the refusal, nil when there is nothing to refuse.
func (t *troubles) fault() error {
	if len(*t) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, ReasonForm, "%d entries cannot be printed", len(*t)).WithFields(*t...)
}

// list asks the same of a list of texts.
func (t *troubles) list(name string, texts []string) {
	for i, text := range texts {
		t.text(fmt.Sprintf("%s[%d]", name, i), text)
	}
}
