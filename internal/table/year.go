package table

import (
	"slices"
	"strconv"
	"strings"
)

// yearText is the year of the table, "" if it is not a year.
func (s *sheet) yearText() string {
	text := strings.TrimSuffix(strings.TrimSuffix(fold(s.Year), yearAdverb), yearWord)
	if y, err := strconv.Atoi(text); err != nil || y < 1900 || y > 2200 {
		return ""
	}
	return text
}

// checkYears holds the years of title, heading and publication against the
// year of the table. The name of a project may hold another year.
func (s *sheet) checkYears() {
	year := s.yearText()
	if year == "" {
		s.checkTitleAlone()
		return
	}
	for _, found := range s.titleYears() {
		if found != year {
			s.add(wholeTable, YearMismatch, "year", year, found, sayYears(year, found))
			return
		}
	}
	for _, d := range s.datesKnown() {
		if at, ok := dateOf(d.Date); ok && (d.published || d.filed) && strconv.Itoa(at.last.Year()) < year {
			s.add(wholeTable, YearMismatch, d.field, d.Date, year, sayBeforeYear(d.Name, d.Date, year))
			return
		}
	}
}

// checkTitleAlone finds two years in the title of a table that has none itself.
func (s *sheet) checkTitleAlone() {
	if years := s.titleYears(); len(years) > 1 {
		s.add(wholeTable, YearMismatch, "source_title", years[0], years[1], sayYears(years[0], years[1]))
	}
}

// titleYears gives the different years title and remarks put the table in.
func (s *sheet) titleYears() []string {
	var years []string
	collect := func(matches [][]string) {
		for _, m := range matches {
			if !slices.Contains(years, m[1]) {
				years = append(years, m[1])
			}
		}
	}
	for _, text := range []string{s.Title, s.DocType} {
		text = fold(text)
		if name := fold(s.Project); name != "" {
			text = strings.ReplaceAll(text, name, "|")
		}
		text = yearSpan.ReplaceAllString(text, "|")
		collect(yearTitle.FindAllStringSubmatch(text, -1))
		collect(yearOfForm.FindAllStringSubmatch(text, -1))
	}
	for _, n := range s.allNotes() {
		collect(yearInNote.FindAllStringSubmatch(fold(n), -1))
	}
	return years
}

func (s *sheet) allNotes() []string {
	list := append([]string(nil), s.Notes...)
	for _, b := range s.Budget {
		list = append(list, b.Note)
	}
	for _, r := range s.Rows {
		list = append(list, r.Note)
	}
	return list
}

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
