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
		s.checkForetold(i, l)
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

// checkForetold finds what is said to be done on a day after the table was
// filled in.
func (s *sheet) checkForetold(i int, l line) {
	done, ok := dateOf(l.Actual)
	if !ok {
		done, ok = periodOf(fold(l.Actual), "")
	}
	if !ok || s.knownCode(YearMismatch) || l.kind == summary || !l.judged.dated || planWord.MatchString(fold(l.Actual)) {
		return
	}
	for _, e := range s.datesKnown() {
		if day, dated := dateOf(e.Date); dated && (e.filed || e.published) && day.last.Before(done.first) {
			s.add(rowAt(i), DateOrder, "actual", l.Actual, e.Date, sayForetold(l.Actual, e.Name, e.Date))
			return
		}
	}
}
