package command

import (
	"fmt"
	"strings"
	"unicode"
)

// oneLine makes a text of others one line that says nothing to a terminal:
// line breaks become spaces, other control characters are shown.
func oneLine(text string) string {
	return shown(strings.Join(strings.FieldsFunc(text, breaksLine), " "))
}

func breaksLine(r rune) bool {
	const lineSeparator, paragraphSeparator = '\u2028', '\u2029'
	return strings.ContainsRune("\t\n\v\f\r\u0085", r) || r == lineSeparator || r == paragraphSeparator
}

// shown writes out the control characters of a text of several lines, and
// those that turn the direction of writing: a file that is read is no program
// for the terminal.
func shown(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
