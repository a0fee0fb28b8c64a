package holiday

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf8"

	"jiheng/internal/calendar"
)

// property is a content line of iCalendar (RFC 5545), unfolded.
type property struct {
	name, value string
	params      string
	at          Place
}

// maxSpan bounds the days of one event.
const maxSpan = 31

// readICS reads the events that say that a day is off or worked; a calendar to
// subscribe to has others beside them, which are passed.
func readICS(text []byte, o Options, wrong *problems) []claim {
	if !utf8.Valid(text) {
		wrong.add(Place{}, "ics_not_utf8")
		return nil
	}
	var rows []row
	var event []property
	inside := false
	for _, p := range properties(text) {
		switch {
		case p.name == "BEGIN" && p.value == "VEVENT":
			inside, event = true, nil
		case p.name == "END" && p.value == "VEVENT":
			rows, inside = append(rows, readEvent(event, wrong)...), false
		case inside:
			event = append(event, p)
		}
	}
	switch {
	case inside:
		wrong.add(Place{}, "ics_ends_early")
	case len(rows) == 0 && len(*wrong) == 0:
		wrong.add(Place{}, "ics_without_days")
	case o.Source == "":
		wrong.add(Place{}, "ics_without_source")
	}
	return byYear(rows)
}

// properties unfolds the lines: one that begins with a space goes on the one
// before.
func properties(text []byte) []property {
	var out []property
	number := 0
	for line := range bytes.Lines(text) {
		number++
		content := strings.TrimRight(string(line), "\r\n")
		if content == "" {
			continue
		}
		if (content[0] == ' ' || content[0] == '\t') && len(out) > 0 {
			out[len(out)-1].value += content[1:]
			continue
		}
		head, value, _ := strings.Cut(content, ":")
		name, params, _ := strings.Cut(head, ";")
		out = append(out, property{
			name: strings.ToUpper(name), params: strings.ToUpper(params), value: value, at: Place{Line: number, Column: 1},
		})
	}
	return out
}

// readEvent gives the days of an event, none if it is about something else.
func readEvent(event []property, wrong *problems) []row {
	var summary, begin, end, special property
	for _, p := range event {
		switch p.name {
		case "SUMMARY":
			summary = p
		case "DTSTART":
			begin = p
		case "DTEND":
			end = p
		case "X-APPLE-SPECIAL-DAY":
			special = p
		}
	}
	name, off, ok := summarised(summary.value, special.value)
	if !ok {
		return nil
	}
	for _, p := range event {
		if p.name == "RRULE" || p.name == "DURATION" {
			wrong.add(p.at, "ics_repeats")
			return nil
		}
	}
	first, readable := dayOf(begin)
	if !readable {
		wrong.add(begin.at, "date_unreadable", "text", clip(begin.value))
		return nil
	}
	last := first
	if end.name != "" {
		if last, readable = lastDay(end, first); !readable {
			wrong.add(end.at, "date_unreadable", "text", clip(end.value))
			return nil
		}
	}
	if last.DaysSince(first) >= maxSpan {
		wrong.add(begin.at, "ics_span")
		return nil
	}
	var rows []row
	for d := first; !d.After(last); d = d.AddDays(1) {
		day := calendar.Day{Date: d, Name: wrong.text(summary.at, name), Off: off}
		rows = append(rows, row{Day: day, at: begin.at, kindAt: summary.at, nameAt: summary.at})
	}
	return rows
}

// dayOf reads a date, or the day in Asia/Shanghai of an instant.
func dayOf(p property) (calendar.Date, bool) {
	if at, err := time.Parse("20060102T150405Z", p.value); err == nil {
		return calendar.DateOf(at), true
	}
	text, _, _ := strings.Cut(p.value, "T")
	if len(text) != len("20060102") {
		return calendar.Date{}, false
	}
	return readDate(text)
}

// lastDay reads the end, which is the first day or instant that is not part of
// the event.
func lastDay(p property, first calendar.Date) (calendar.Date, bool) {
	if at, err := time.Parse("20060102T150405Z", p.value); err == nil {
		return latest(first, calendar.DateOf(at.Add(-time.Second))), true
	}
	d, ok := dayOf(p)
	if !ok || d.Before(first) {
		return d, false
	}
	if _, clock, timed := strings.Cut(p.value, "T"); timed && strings.Trim(clock, "0") != "" {
		return d, true
	}
	return latest(first, d.AddDays(-1)), true
}

func latest(a, b calendar.Date) calendar.Date {
	if a.After(b) {
		return a
	}
	return b
}

// byYear makes a claim of each year. The last days of a December are ruled by
// the next notice if they are New Year's and that year is there.
func byYear(rows []row) []claim {
	there := map[int]bool{}
	for _, r := range rows {
		there[r.Date.Year] = true
	}
	var out []claim
	index := map[int]int{}
	for _, r := range rows {
		year := r.Date.Year
		if r.Date.Month == time.December && newYear(r.Name) && there[year+1] {
			year++
		}
		i, known := index[year]
		if !known {
			i = len(out)
			index[year] = i
			out = append(out, claim{year: year, at: r.at})
		}
		out[i].rows = append(out[i].rows, r)
	}
	return out
}
