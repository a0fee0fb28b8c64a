// Package quotation puts titles in quotation marks as GB/T 15834 has it: “ ”
// outside and ‘ ’ within, by turns.
package quotation

import "strings"

// Mark puts a title in quotation marks: “三公”经费 becomes “‘三公’经费”.
func Mark(title string) string { return "“" + within(title) + "”" }

// Fill puts a value into the {placeholder} of a sentence, as a title where the
// sentence has it in quotation marks.
func Fill(sentence, name, value string) string {
	place := "{" + name + "}"
	sentence = strings.ReplaceAll(sentence, "“"+place+"”", Mark(value))
	return strings.ReplaceAll(sentence, place, value)
}

// Nest turns the marks of a sentence, of which some stand within others.
func Nest(sentence string) string {
	var b strings.Builder
	depth := 0
	for _, r := range sentence {
		switch r {
		case '“':
			depth++
			r = opening(depth)
		case '”':
			r = closing(depth)
			depth = max(0, depth-1)
		}
		b.WriteRune(r)
	}
	return b.String()
}

func opening(depth int) rune {
	if depth%2 == 0 {
		return '‘'
	}
	return '“'
}

func closing(depth int) rune {
	if depth > 0 && depth%2 == 0 {
		return '’'
	}
	return '”'
}

// within turns every mark of what is quoted. A title with no “ ” stays as it is:
// its ‘ ’ stand within already, or are apostrophes.
func within(title string) string {
	if !strings.ContainsAny(title, "“”") {
		return title
	}
	return strings.NewReplacer("“", "‘", "”", "’", "‘", "“", "’", "”").Replace(title)
}
