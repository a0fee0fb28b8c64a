package table

import "github.com/shopspring/decimal"

// checkGrade holds the grade against the total, by the national bands with
// their lower ends included. Another full score has other bands.
func (s *sheet) checkGrade() {
	total := s.totalScore()
	low, high, known := gradeBounds(fold(s.Grade))
	if !total.ok || !known || !s.full().Equal(percent) || total.value.IsNegative() || total.value.Cmp(percent) > 0 {
		return
	}
	if total.value.Cmp(decimal.NewFromInt(low)) < 0 || total.value.Cmp(decimal.NewFromInt(high)) >= 0 {
		right := gradeOf(total.value.IntPart())
		s.add(wholeTable, GradeMismatch, "grade", s.Grade, right, sayGrade(s.Grade, total.text, right))
	}
}
