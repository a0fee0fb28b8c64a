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
		if len(years) > 0 { // another year beside it may be the one of publication
			continue
		}
		collect(yearOfForm.FindAllStringSubmatch(text, -1))
		for _, m := range yearOfUnit.FindAllStringSubmatch(text, -1) {
			if !moneyOfYear.MatchString(m[2]) {
				collect([][]string{m})
			}
		}
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
