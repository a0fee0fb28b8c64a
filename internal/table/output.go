package table

import "github.com/shopspring/decimal"

// lowRate is where execution counts as low: below it the ministry's bands call
// a result poor.
const lowRate = 60

// checkOutput points at a budget hardly spent while all outputs are complete.
func (s *sheet) checkOutput() {
	if s.main < 0 {
		return
	}
	b := s.Budget[s.main]
	r := s.spentShare(b)
	if !r.ok || r.value.Cmp(decimal.NewFromInt(lowRate)) >= 0 {
		return
	}
	if done, all := s.outputsDone(); all && done > 1 {
		shown := r.value.Round(2).String() + percentName
		s.add(budgetAt(s.main), LowExecutionFullOutput, "rate", firstOf(b.Rate, shown), hundredPercent, sayLowExecution(shown, done))
	}
}

// outputsDone counts the output indicators and tells whether each is complete.
func (s *sheet) outputsDone() (done int, all bool) {
	grouped := false
	for _, l := range s.lines {
		grouped = grouped || !blank(l.group)
	}
	for _, l := range s.lines {
		if l.kind != indicator || grouped && !outputGroup.MatchString(fold(l.group)) || blank(l.Actual) && !l.score.ok || executionName.MatchString(stem(l.L3)) {
			continue
		}
		if l.judged.outcome != met && !l.judged.copied && !l.fullPoints() {
			return done, false
		}
		done++
	}
	return done, true
}
