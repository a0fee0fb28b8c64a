package evaluation

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line tells whether a text can stand on a line of a document (单行文字): a
// title, a name. It holds no character that shows as nothing, reverses or
// hides others, breaks the line, or stands for one that was lost. What is taken
// in by this rule, every document and the manifest of a dossier can carry; what
// they could not carry would keep an evaluation from ever being sealed.
func Line(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, unseen)
}

// Prose is Line for long texts (多行文字): they may have line breaks and tabs.
func Prose(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && r != '\t' && unseen(r) })
}

// unseen tells control and format characters, separators of lines and
// paragraphs, the sign of a lost character, and what is no character at all.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Noncharacter_Code_Point) || r == utf8.RuneError
}
