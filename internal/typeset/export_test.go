package typeset

// BreakLines breaks a text into lines of so many characters.
func BreakLines(text string, first, rest float64) []string {
	return breakLines(text, first, rest, func(r rune) float64 {
		if r < 0x2000 {
			return 0.5
		}
		return 1
	})
}

// The characters that may not begin and may not end a line.
const (
	NeverFirst = neverFirst
	NeverLast  = neverLast
)
