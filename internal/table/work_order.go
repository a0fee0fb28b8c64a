package table

// work is a dated step of the work itself (实施步骤): when it began, was put out
// to tender, contracted, finished, accepted.
type work struct {
	Event
	step int
	// subject is what of several things is meant: 一期, 东渠.
	subject string
	when    span
	at      place
	field   string
}

// workSteps are pairs of steps of which the first comes before the second.
var workSteps = [][2]int{{workBegan, workEnded}, {workTendered, workContracted}, {workContracted, workEnded}, {workBegan, workAccepted}, {workEnded, workAccepted}}

// checkWork finds work that ended before it began, and other steps in an order
// they cannot have had.
func (s *sheet) checkWork() {
	steps := s.workKnown()
	for _, pair := range workSteps {
		for _, first := range steps {
			if first.step != pair[0] {
				continue
			}
			if second, wrong := before(steps, first, pair[1]); wrong {
				s.add(second.at, DateOrder, second.field, second.Date, first.Date, sayWorkOrder(second.Event, first.Event))
			}
		}
	}
}

// before gives the last of the later steps on the same subject, when that is
// still before the first step, which is not repeated earlier.
func before(steps []work, first work, later int) (last work, wrong bool) {
	for _, w := range steps {
		switch {
		case w.subject != first.subject:
		case w.step == first.step && w.when.first.Before(first.when.first):
			return work{}, false
		case w.step == later && (!wrong || w.when.last.After(last.when.last)):
			last, wrong = w, true
		}
	}
	return last, wrong && last.when.last.Before(first.when.first)
}

// workKnown gives the steps among the dates of the table and the indicators
// about time.
func (s *sheet) workKnown() (list []work) {
	add := func(name, date string, at place, field string) {
		step, subject := workStep(name)
		when, ok := dayOf(date, s.yearText())
		if step != noWork && ok {
			list = append(list, work{Event{date, name}, step, subject, when, at, field})
		}
	}
	for _, e := range s.Events {
		add(e.Name, e.Date, wholeTable, "process_dates")
	}
	for i, l := range s.lines {
		if l.kind != summary {
			add(l.L3, l.Actual, rowAt(i), "actual")
		}
	}
	return list
}
