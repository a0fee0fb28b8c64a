package holiday

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiheng/internal/calendar"
)

// row is one day as a file has it, with the places of its parts.
type row struct {
	calendar.Day
	at, kindAt, nameAt Place
}

// claim is what a file says of one year.
type claim struct {
	year   int
	at     Place
	papers []string
	rows   []row
}

// firstYear and lastYear bound the years that can be meant.
const (
	firstYear = 1950
	lastYear  = 2200
)

// maxText bounds names, remarks and papers, in characters.
const maxText = 300

// assemble checks what a file claims and makes a calendar of it. Source takes
// the place of papers where a file names none.
func assemble(claims []claim, source string, wrong *problems) (calendar.Calendar, error) {
	// What could not be read is missing: only a file that was read as a whole
	// can be called incomplete.
	whole := len(*wrong) == 0
	if whole && len(claims) == 0 {
		wrong.add(Place{}, "years_missing")
	}
	seen := map[calendar.Date]row{}
	years := map[int]Place{}
	var notices []calendar.Notice
	for _, c := range claims {
		if first, twice := years[c.year]; twice {
			wrong.add(c.at, "duplicate_year", "year", strconv.Itoa(c.year), "first", placeChinese(first))
			continue // nor are its days new
		}
		years[c.year] = c.at
		if source != "" && len(c.papers) == 0 {
			c.papers = []string{source}
		}
		c.check(seen, whole, wrong)
		n := calendar.Notice{Year: c.year, Papers: c.papers}
		for _, r := range c.rows {
			n.Days = append(n.Days, r.Day)
		}
		notices = append(notices, n)
	}
	if err := wrong.err(); err != nil {
		return calendar.Calendar{}, err
	}
	return calendar.New("", notices)
}

func (c *claim) check(seen map[calendar.Date]row, whole bool, wrong *problems) {
	year := strconv.Itoa(c.year)
	if c.year < firstYear || c.year > lastYear {
		wrong.add(c.at, "year_out_of_range", "year", year)
		return
	}
	if whole && len(c.papers) == 0 {
		wrong.add(c.at, "paper_missing", "year", year)
	}
	rests := 0
	for _, r := range c.rows {
		c.checkRow(r, seen, wrong)
		if r.Off && r.Date.Year == c.year {
			rests++
		}
	}
	switch missing := c.missing(); {
	case !whole:
	case rests == 0:
		wrong.add(c.at, "no_rest_days", "year", year)
	case len(missing) > 0:
		wrong.add(c.at, "festival_missing", "year", year, "festivals", festivalNames(missing))
	}
}

func (c *claim) checkRow(r row, seen map[calendar.Date]row, wrong *problems) {
	date := r.Date.String()
	if !calendar.Within(r.Date, c.year) {
		wrong.add(r.at, "date_outside_year", "date", date, "year", strconv.Itoa(c.year))
	}
	if day := int(r.Date.Weekday()); !r.Off && day != 0 && day != 6 {
		wrong.add(r.kindAt, "make_up_on_weekday", "date", date, "weekday", weekdayChinese(day))
	}
	if strings.TrimSpace(r.Name) == "" {
		wrong.add(r.nameAt, "name_missing")
	}
	first, twice := seen[r.Date]
	switch {
	case !twice:
		seen[r.Date] = r
	case first.Off != r.Off:
		wrong.add(r.at, "contradicting_date", "date", date, "first", placeChinese(first.at), "kind", kindChinese(first.Off))
	default:
		wrong.add(r.at, "duplicate_date", "date", date, "first", placeChinese(first.at))
	}
}

// missing lists the statutory festivals that no day is named after.
func (c *claim) missing() []string {
	if c.year < 2008 { // there were fewer
		return nil
	}
	return slices.DeleteFunc(festivals(), func(word string) bool {
		return slices.ContainsFunc(c.rows, func(r row) bool { return r.Off && strings.Contains(r.Name, word) })
	})
}

// text checks a text that is kept as it stands.
func (list *problems) text(at Place, text string) string {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > maxText {
		list.add(at, "name_too_long", "max", strconv.Itoa(maxText))
	}
	return text
}
