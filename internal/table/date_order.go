package table

// known is a date on the way of the table.
type known struct {
	Event
	field            string
	published, filed bool
}

func (s *sheet) datesKnown() []known {
	list := make([]known, 0, len(s.Events)+1)
	for _, e := range s.Events {
		name := fold(e.Name)
		list = append(list, known{
			e, "process_dates",
			publishedEvent.MatchString(name) && !noPublication.MatchString(name), filedEvent.MatchString(name) && !noFiling.MatchString(name),
		})
	}
	if !blank(s.Published) {
		list = append(list, known{Event{s.Published, publishedWord}, "published", true, false})
	}
	return list
}

// checkDates holds dates against the order they must have.
func (s *sheet) checkDates() {
	s.checkPublication()
	s.checkWork()
	for i, l := range s.lines {
		if l.kind != summary && l.judged.outcome == late && !l.lostPoints() && !explains(l.Reason) {
			s.add(rowAt(i), DateOrder, "actual", l.Actual, l.Target, sayLate(l))
		}
	}
}

// checkPublication finds what was published before it was filed.
func (s *sheet) checkPublication() {
	for _, p := range s.datesKnown() {
		for _, f := range s.datesKnown() {
			published, ok := dateOf(p.Date)
			filed, dated := dateOf(f.Date)
			if p.published && f.filed && !f.published && ok && dated && published.last.Before(filed.first) {
				s.add(wholeTable, DateOrder, p.field, p.Date, f.Date, sayPublishedBefore(p.Date, f.Name, f.Date))
				return
			}
		}
	}
}

// checkWork finds work that ended before it began.
func (s *sheet) checkWork() {
	var began, ended Event
	endedAt := wholeTable
	for _, e := range s.Events {
		if startEvent.MatchString(e.Name) {
			began = e
		} else if finishEvent.MatchString(e.Name) {
			ended = e
		}
	}
	for i, l := range s.lines {
		switch {
		case finishName.MatchString(l.L3):
			ended, endedAt = Event{l.Actual, l.L3}, rowAt(i)
		case startName.MatchString(l.L3):
			began = Event{l.Actual, l.L3}
		}
	}
	from, ok := dayOf(began.Date, s.yearText())
	to, done := dayOf(ended.Date, s.yearText())
	if ok && done && to.last.Before(from.first) {
		s.add(endedAt, DateOrder, "actual", ended.Date, began.Date, sayEndedBefore(ended.Date, began.Date))
	}
}
