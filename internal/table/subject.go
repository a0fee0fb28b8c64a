package table

import (
	"slices"
	"strings"
)

// subjects are the names by which a text may speak of an indicator: 危桥改造数量
// is 危桥改造 and 改造危桥, and 改造8座危桥 says it with the number between.
type subjects struct {
	names     []string
	act, what string
}

// mention tells whether a number is said of an indicator.
type mention int

const (
	notSaid mention = iota
	// perhapsSaid is of a part of it, or of more than it.
	perhapsSaid
	isSaid
)

func subjectsOf(name string) subjects {
	whole := stem(name)
	subject := genericStem.ReplaceAllString(whole, "")
	s := subjects{names: []string{whole}}
	if runes(subject) > 1 && subject != whole {
		s.names = append(s.names, subject)
	}
	for _, act := range workActs {
		what, first := strings.CutPrefix(subject, act)
		if !first {
			what = strings.TrimSuffix(subject, act)
		}
		if what != subject && runes(what) > 1 {
			s.act, s.what = act, what
			s.names = append(s.names, act+what, what+act)
			break
		}
	}
	return s
}

// in tells whether a number of a clause is said of the indicator. A short name
// may be part of another one, so that nothing but words of no weight may stand
// before it.
func (s subjects) in(c clause, n count) mention {
	const long = 4
	if n.change {
		return notSaid
	}
	for _, name := range s.names {
		head, ends := strings.CutSuffix(n.head, name)
		switch {
		case runes(name) >= long && (ends || c.counted(name, n)), ends && plainLead.MatchString(head):
			return isSaid
		case ends:
			return perhapsSaid
		}
	}
	if s.act != "" && actBefore(n.head, s.act) && strings.HasPrefix(strings.TrimPrefix(c.text[n.to:], ofWord), s.what) {
		return isSaid
	}
	return notSaid
}

func actBefore(before, act string) bool {
	head, ends := strings.CutSuffix(before, act)
	return ends && plainLead.MatchString(head)
}

// lastRunes gives the end of a text.
func lastRunes(text string, most int) string {
	r := []rune(text)
	return string(r[max(len(r)-most, 0):])
}

// workActs are the verbs of work, for 危桥改造 and 改造危桥 are the same.
var workActs = slices.Clip(strings.Fields(actNames))
