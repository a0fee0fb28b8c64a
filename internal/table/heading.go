package table

// findHeadings finds rows that bear only the name of a group and its points.
// Where the rows below have points of their own, the heading is their sum and
// counts no second time.
func (s *sheet) findHeadings() {
	for i := range s.lines {
		l := &s.lines[i]
		if l.kind != indicator || !blank(l.L3) || !blank(l.Target) || !blank(l.Actual) || !l.weight.ok && !l.score.ok {
			continue
		}
		rows := s.headedBy(i)
		if len(rows) == 0 {
			continue
		}
		if weights, scores := s.pointsOfRows(rows); !weights.ok && !scores.ok {
			l.heads = true
		} else if blank(l.L2) || l.weight.ok && weights.ok && l.weight.value.Equal(weights.value) {
			l.kind, l.rows = summary, rows
		}
	}
}

// headedBy gives the rows right below a heading that are of its group, and of
// its second level where it has one.
func (s *sheet) headedBy(i int) (rows []int) {
	head := s.lines[i]
	for j := i + 1; j < len(s.lines) && s.lines[j].group == head.group; j++ {
		switch l := s.lines[j]; {
		case !blank(head.L2) && l.class != head.class:
			return rows
		case l.kind == indicator && (!blank(l.L3) || blank(head.L2) && !blank(l.L2)):
			rows = append(rows, j)
		}
	}
	return rows
}

// pointsOfRows adds what is there of weights and of scores.
func (s *sheet) pointsOfRows(rows []int) (weights, scores points) {
	for _, i := range rows {
		l := s.lines[i]
		if l.weight.ok {
			weights = points{value: weights.value.Add(l.weight.value), ok: true}
		}
		if l.score.ok {
			scores = points{value: scores.value.Add(l.score.value), ok: true}
		}
	}
	return weights, scores
}
