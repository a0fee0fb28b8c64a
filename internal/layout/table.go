// Package layout writes tables for a terminal, where a Chinese character is two
// columns wide.
package layout

import (
	"strings"
	"unicode"
)

// Table is rows of cells, the first being the heading.
type Table [][]string

// String aligns the columns by how wide characters are on a terminal, where a
// Chinese character is two columns wide.
func (t Table) String() string {
	widths := make([]int, len(t[0]))
	for _, row := range t {
		for i, cell := range row {
			widths[i] = max(widths[i], width(cell))
		}
	}
	var b strings.Builder
	for _, row := range t {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell + strings.Repeat(" ", widths[i]-width(cell)+2))
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

func width(text string) int {
	n := 0
	for _, c := range text {
		n++
		if wide(c) {
			n++
		}
	}
	return n
}

// wide tells whether terminals give a character two columns: Chinese
// characters, their punctuation, and full-width forms.
func wide(c rune) bool {
	return unicode.Is(unicode.Han, c) ||
		c >= 0x3000 && c <= 0x30FF || c >= 0xFF01 && c <= 0xFF60 || c >= 0xFFE0 && c <= 0xFFE6
}
