package table

import (
	"strings"

	"github.com/shopspring/decimal"
)

// groupName is the name of a group without what clerks write or leave out: its
// number, its points and the word 指标.
type groupName struct {
	core, number string
	points       decimal.Decimal
	pointed      bool
}

func groupNameOf(name string) groupName {
	text := fold(name)
	g := groupName{number: bare(numbering.FindString(text))}
	g.points, g.pointed = pointsClaimed(name)
	core := bare(pointsInName.ReplaceAllString(numbering.ReplaceAllString(text, ""), ""))
	g.core = strings.TrimSuffix(core, indicatorWord)
	if g.core == "" {
		g.core = text
	}
	return g
}

// joins tells that two names are spellings of one: 一、产出指标, 产出 and
// 产出指标(50分). With another number or other points it is another group.
func (g groupName) joins(o groupName) bool {
	return g.core == o.core &&
		(g.number == "" || o.number == "" || g.number == o.number) &&
		(!g.pointed || !o.pointed || g.points.Equal(o.points))
}

// spellings are the ways to write one name, and the one that speaks for all.
type spellings struct {
	name  string
	known groupName
}

// joinGroups gives the rows of a group one name, however each is spelled.
func (s *sheet) joinGroups() {
	joinNames(s.lines, func(l *line) (string, *string) { return "", &l.group })
	joinNames(s.lines, func(l *line) (string, *string) { return l.group, &l.class })
}

// joinNames joins the names of each realm; the first that says its points, or
// the first at all, stands for the others.
func joinNames(lines []line, of func(*line) (realm string, name *string)) {
	seen := map[string][]*spellings{}
	chosen := make([]*spellings, len(lines))
	for i := range lines {
		realm, name := of(&lines[i])
		if blank(*name) || lines[i].kind == summary {
			continue
		}
		chosen[i] = spellingOf(seen, realm, *name)
	}
	for i, c := range chosen {
		if c != nil {
			_, name := of(&lines[i])
			*name = c.name
		}
	}
}

func spellingOf(seen map[string][]*spellings, realm, name string) *spellings {
	own := groupNameOf(name)
	for _, s := range seen[realm] {
		if !s.known.joins(own) {
			continue
		}
		if own.pointed && !s.known.pointed {
			s.name, s.known.points, s.known.pointed = name, own.points, true
		}
		s.known.number = firstOf(s.known.number, own.number)
		return s
	}
	s := &spellings{name: name, known: own}
	seen[realm] = append(seen[realm], s)
	return s
}
