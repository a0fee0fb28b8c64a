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

// Evenly breaks a title at so many characters.
func Evenly(title string, room float64, m func(rune) float64) []string {
	return evenly(title, breakLines(title, room, room, m), room, m)
}

// HangOf is how far the further lines of an enclosure are set in.
func HangOf(text string) float64 { return hangOf(text) }
