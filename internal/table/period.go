package table

import (
	"strconv"
	"strings"
)

// periodOf reads a cell that is a quarter, a half or the end of a year and
// nothing else: 第三季度, 2023年上半年, 三季度末, 年底前. Without a year it is one of
// the given year.
func periodOf(text, year string) (span, bool) {
	m := periodInText.FindStringSubmatch(text)
	if m == nil || !strings.ContainsAny(text, periodWords) {
		return span{}, false
	}
	if m[1] != "" {
		year = m[1]
	}
	from, to := monthsOf(m[2], m[3])
	if m[4] == endWord || m[4] == bottomWord {
		from = to
	}
	first, ok := spanOf(year, strconv.Itoa(from), "")
	last, also := spanOf(year, strconv.Itoa(to), "")
	return span{first.first, last.last}, ok && also && (m[2] != "" || m[3] != "" || m[4] != "")
}

// monthsOf gives the first and the last month of a quarter or a half of a year,
// those of the year where neither is named.
func monthsOf(quarter, half string) (from, to int) {
	const quarterMonths, halfMonths, yearMonths = 3, 6, 12
	switch {
	case quarter != "":
		value, ok := spoken(quarter)
		if !ok {
			return 1, yearMonths
		}
		to = int(value.IntPart()) * quarterMonths
		return to - quarterMonths + 1, to
	case half == firstHalf:
		return 1, halfMonths
	case half != "":
		return halfMonths + 1, yearMonths
	}
	return 1, yearMonths
}
