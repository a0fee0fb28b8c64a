package privacy

import (
	"regexp"
	"slices"
	"unicode"

	"jiheng/internal/evaluation"
)

// minPage is how many signs a page has that is no picture: a scanned page can
// carry a stamp or its number as text.
const minPage = 20

// Pages looks through the text of a paper that is laid out in pages. readable is
// false when a page has next to no text, for it may be the picture of one.
func Pages(path string, texts []string) (found []evaluation.PersonalData, readable bool) {
	var pages []piece
	for i, text := range texts {
		pages = append(pages, piece{pageAt(i + 1), text})
	}
	found, told := look(path, pages, scanPage)
	return found, told && len(texts) > 0 && !slices.ContainsFunc(texts, empty)
}

func empty(page string) bool {
	signs := 0
	for _, r := range page {
		if !unicode.IsSpace(r) {
			signs++
		}
	}
	return signs < minPage
}

var broken = regexp.MustCompile(`([0-9０-９])[ \t]*\n[ \t]*([0-9０-９Xxｘ])`) //nolint:gochecknoglobals // compiled once

// scanPage finds numbers that are broken over two lines too, as in a narrow
// column, where a check digit tells them from two numbers.
func scanPage(text string) []Found {
	found := Scan(text)
	for _, f := range Scan(broken.ReplaceAllString(text, "$1$2")) {
		same := func(o Found) bool { return o.Kind == f.Kind && o.Masked == f.Masked }
		if f.checked && !slices.ContainsFunc(found, same) {
			found = append(found, f)
		}
	}
	return found
}
