package table

import "github.com/shopspring/decimal"

// releaseParts takes rows beginning with 其中 for indicators of their own where
// only with their points the group makes what it says, or the whole table its
// full score.
func (s *sheet) releaseParts() {
	rows := map[string][]int{}
	for i, l := range s.lines {
		rows[l.group] = append(rows[l.group], i)
	}
	claimed := false
	for name, of := range rows {
		claim, said := pointsClaimed(name)
		if declared, ok := s.declared(group{name: name, field: "l1"}); ok {
			claim, said = declared, true
		}
		if claimed = claimed || said; said {
			s.release(of, claim)
		}
	}
	if !claimed && s.Complete {
		s.release(s.allRows(), s.full().Sub(s.moneyWeight().value))
	}
}

// release makes indicators of the parts with points among rows that make so
// many points together.
func (s *sheet) release(rows []int, claim decimal.Decimal) {
	sum, parts := decimal.Zero, []int{}
	for _, i := range rows {
		switch l := s.lines[i]; {
		case l.kind == indicator:
			sum = sum.Add(l.weight.value)
		case l.kind == part && blank(l.Parent) && l.weight.ok && l.score.ok:
			sum, parts = sum.Add(l.weight.value), append(parts, i)
		}
	}
	if !sum.Equal(claim) {
		return
	}
	for _, i := range parts {
		s.lines[i].kind, s.lines[i].parent = indicator, -1
	}
}
