package table

import (
	"strconv"
	"strings"
	"time"
)

// span is the days a date may mean: one day, or the whole month.
type span struct{ first, last time.Time }

// dateOf reads the only date of a text, such as "2023年12月底前" or "2023-10-08".
func dateOf(text string) (span, bool) {
	found := dateInText.FindAllStringSubmatch(yearEnd.ReplaceAllString(fold(text), decemberEnd), 2)
	if len(found) != 1 {
		return span{}, false
	}
	m := found[0]
	return spanOf(m[1]+m[4], m[2]+m[5], m[3]+m[6])
}

// dayOf reads a cell that is a date and little more. Without a year it is one
// of the given year.
func dayOf(cell, year string) (span, bool) {
	const longest = 30
	text := fold(cell)
	if runes(text) > longest || strings.ContainsAny(text, dateRangeWords) || len(monthWord.FindAllString(text, 2)) > 1 {
		return span{}, false
	}
	if s, ok := dateOf(text); ok {
		return s, true
	}
	if s, ok := periodOf(text, year); ok {
		return s, true
	}
	if m := dayInText.FindStringSubmatch(text); m != nil {
		return spanOf(year, m[1], m[2])
	}
	return span{}, false
}

// dayIn reads a cell of an indicator as a date; 2023.6 is a month where the
// indicator is about time, and a number elsewhere.
func (s *sheet) dayIn(l line, cell string) (span, bool) {
	m := monthAlone.FindStringSubmatch(fold(cell))
	if m == nil || m[2] == "." && !timeClass.MatchString(fold(l.class)) && !dateName.MatchString(fold(l.L3)) {
		return dayOf(cell, s.yearText())
	}
	return spanOf(m[1], m[3], "")
}

func spanOf(year, month, day string) (span, bool) {
	y, wrongYear := strconv.Atoi(year)
	m, wrongMonth := strconv.Atoi(month)
	if wrongYear != nil || wrongMonth != nil || y < 1900 || y > 2200 || m < 1 || m > 12 {
		return span{}, false
	}
	first := time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1)
	if day == "" {
		return span{first, last}, true
	}
	d, err := strconv.Atoi(day)
	if err != nil || d < 1 || d > last.Day() {
		return span{}, false
	}
	return span{first.AddDate(0, 0, d-1), first.AddDate(0, 0, d-1)}, true
}
