package holiday

import (
	"bytes"
	"path/filepath"
	"strconv"
	"strings"

	"jiheng/internal/calendar"
)

// MaxSize bounds a file, in bytes.
const MaxSize = 8 << 20

// Options say what a file does not.
type Options struct {
	// Source is the document number of the notice, for files that name none.
	Source string
	// Standing is the calendar that the file will be merged into: a day that a
	// notice of another year rules already is a problem. May be zero.
	Standing calendar.Calendar
}

// Read reads a file by its content; name only tells .csv from other text. The
// calendar has no version yet. Errors: *Errors with all that is wrong.
func Read(name string, content []byte, o Options) (calendar.Calendar, error) {
	var wrong problems
	claims := read(name, content, o, &wrong)
	c, err := assemble(claims, o.Source, &wrong)
	if against(o.Standing, claims, &wrong); len(wrong) > 0 {
		err = wrong.err()
	}
	return c, err
}

func read(name string, content []byte, o Options, wrong *problems) []claim {
	text := bytes.TrimPrefix(content, []byte("\ufeff"))
	start := bytes.TrimSpace(text)
	switch {
	case len(content) > MaxSize:
		wrong.add(Place{}, "file_too_large", "max", strconv.Itoa(MaxSize>>20))
	case len(start) == 0:
		wrong.add(Place{}, "file_empty")
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return readWorkbook(content, o, wrong)
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		wrong.add(Place{}, "workbook_old")
	case bytes.HasPrefix(start, []byte("BEGIN:VCALENDAR")):
		return readICS(text, o, wrong)
	case start[0] == '{' || start[0] == '[':
		return readJSON(text, wrong)
	case strings.EqualFold(filepath.Ext(name), ".json"):
		wrong.add(Place{Line: 1, Column: 1}, "json_syntax")
	case bytes.IndexByte(content, 0) >= 0:
		wrong.add(Place{}, "format_unknown")
	default:
		return readCSV(text, o, wrong)
	}
	return nil
}

// against finds days that a notice which stays rules already.
func against(standing calendar.Calendar, claims []claim, wrong *problems) {
	replaced := map[int]bool{}
	for _, c := range claims {
		replaced[c.year] = true
	}
	ruled := map[calendar.Date]int{}
	for _, n := range standing.Notices() {
		for _, d := range n.Days {
			if !replaced[n.Year] {
				ruled[d.Date] = n.Year
			}
		}
	}
	for _, c := range claims {
		for _, r := range c.rows {
			if year, ok := ruled[r.Date]; ok {
				day, _ := standing.Ruling(r.Date)
				wrong.add(r.at, "ruled_already", "date", r.Date.String(), "year", strconv.Itoa(year), "kind", kindChinese(day.Off))
			}
		}
	}
}
