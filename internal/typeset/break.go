package typeset

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// measure gives the width of a character.
type measure func(r rune) float64

// breakLines breaks a text into lines (断行): no closing mark begins a line,
// no opening mark ends one, and words and numbers stay whole where they can
// (避头尾). Every character of the text is in exactly one line, but for spaces
// at a break.
func breakLines(text string, first, rest float64, m measure) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines = append(lines, breakParagraph(paragraph, first, rest, m)...)
		first = rest
	}
	return lines
}

// evenly breaks a title that takes several lines anew, so that they are of about
// the same length and none has but a word.
func evenly(text string, lines []string, room float64, m measure) []string {
	if len(lines) < 2 || strings.Contains(text, "\n") {
		return lines
	}
	for narrow := width(text, m) / float64(len(lines)); narrow < room; narrow += m(fullWidth) / 2 {
		if found := breakLines(text, narrow, narrow, m); len(found) == len(lines) {
			return found
		}
	}
	return lines
}

func breakParagraph(text string, first, rest float64, m measure) []string {
	var lines []string
	line, used, room := "", 0.0, first
	next := func() {
		lines = append(lines, strings.TrimRight(line, " \t"))
		line, used, room = "", 0, rest
	}
	for _, chunk := range chunks(text) {
		w := width(chunk, m)
		if line != "" && used+width(strings.TrimRight(chunk, " \t"), m) > room {
			next()
			chunk = strings.TrimLeft(chunk, " \t")
			w = width(chunk, m)
		}
		if w <= room-used {
			line, used = line+chunk, used+w
			continue
		}
		for _, r := range chunk { // longer than a line
			if line != "" && used+m(r) > room {
				next()
			}
			line, used = line+string(r), used+m(r)
		}
	}
	return append(lines, strings.TrimRight(line, " \t"))
}

func width(text string, m measure) float64 {
	sum := 0.0
	for _, r := range text {
		sum += m(r)
	}
	return sum
}

// chunks are the pieces between which a line may break.
func chunks(text string) []string {
	var out []string
	begin := 0
	last := rune(-1)
	for i, r := range text {
		if last >= 0 && mayBreak(last, r) {
			out = append(out, text[begin:i])
			begin = i
		}
		last = r
	}
	if begin < len(text) {
		out = append(out, text[begin:])
	}
	return out
}

// mayBreak says whether a line may end between two characters.
func mayBreak(a, b rune) bool {
	switch {
	case a == b && strings.ContainsRune(together, a), strings.ContainsRune(neverFirst, b), strings.ContainsRune(neverLast, a):
		return false
	case b == ' ' || b == '\t':
		return false // spaces belong to what is before them
	case a == ' ' || a == '\t':
		return true
	}
	return !inWord(a) || !inWord(b)
}

// inWord tells characters of words and numbers, which stay together.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' '
	}
	return unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic) && r < 0x2e80
}
