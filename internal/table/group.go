package table

import "github.com/shopspring/decimal"

// group is the rows below one name of the first or second level.
type group struct {
	name string
	rows []int
	// whole tells that no row is missing: the table is complete, or torn off
	// later than in this group.
	whole bool
	// field is where the name stands.
	field string
}

// groups gives the groups of the first level and those of the second.
func (s *sheet) groups() []group {
	first := s.groupBy(func(l line) string { return l.group }, "l1")
	second := s.groupBy(func(l line) string {
		if blank(l.class) {
			return ""
		}
		return l.group + "\x00" + l.class
	}, "l2")
	return append(first, second...)
}

func (s *sheet) groupBy(key func(line) string, field string) []group {
	var list []group
	index := map[string]int{}
	for i, l := range s.lines {
		k := key(l)
		if blank(k) || l.kind == summary {
			continue
		}
		at, seen := index[k]
		if !seen {
			at, index[k] = len(list), len(list)
			name := l.group
			if field == "l2" {
				name = l.class
			}
			list = append(list, group{name: name, field: field, whole: s.Complete})
		}
		list[at].rows = append(list[at].rows, i)
		for g := range list {
			list[g].whole = list[g].whole || s.Cut && g != at && list[g].rows[len(list[g].rows)-1] < i
		}
	}
	return list
}

// weightSum adds the weights of the rows that count. It is not exact when a
// row has no weight that is not part of a merged cell.
func (s *sheet) weightSum(rows []int) (sum decimal.Decimal, digits int32, exact bool) {
	exact = true
	any := false
	for _, i := range rows {
		l := s.lines[i]
		switch {
		case !s.topLevel(i):
		case l.weight.ok:
			sum, digits, any = sum.Add(l.weight.value), max(digits, l.weight.digits), true
		case l.score.ok, l.lost, !any:
			exact = false
		}
	}
	return sum, digits, exact && any
}

func (s *sheet) allRows() []int {
	list := make([]int, len(s.lines))
	for i := range list {
		list[i] = i
	}
	return list
}
