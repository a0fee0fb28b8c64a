package holiday

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/calendar"
)

// Provisional says why a date is not certain yet.
const Provisional = "该日期所在年份的放假安排尚未导入，暂按周末推算"

// WriteYear draws the months of a year, a week a line from Monday on: a day
// off by notice is marked, and so is a Saturday or Sunday that is worked.
func WriteYear(w io.Writer, c calendar.Calendar, year int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d 年工作日历（%s）\n", year, versionName(c))
	for month := time.January; month <= time.December; month++ {
		writeMonth(&b, c, year, month)
	}
	b.WriteString("\n休：放假　班：调休上班　其余周一至周五上班、周六周日休息\n")
	b.WriteString(uncertainty(c, year))
	_, err := io.WriteString(w, b.String())
	return err
}

func versionName(c calendar.Calendar) string {
	if c.Version == "" {
		return "无版本号"
	}
	return "版本 " + c.Version
}

func writeMonth(b *strings.Builder, c calendar.Calendar, year int, month time.Month) {
	fmt.Fprintf(b, "\n%d 月\n 一    二    三    四    五    六    日\n", int(month))
	first := calendar.Date{Year: year, Month: month, Day: 1}
	column := (int(first.Weekday()) + 6) % 7 // Monday is 0
	line := strings.Repeat("      ", column)
	for d := first; d.Month == month; d = d.AddDays(1) {
		line += fmt.Sprintf("%2d%s  ", d.Day, mark(c, d))
		if column++; column == 7 {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
			line, column = "", 0
		}
	}
	if line != "" {
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// mark is two columns wide, as a Chinese character is.
func mark(c calendar.Calendar, d calendar.Date) string {
	switch day, ruled := c.Ruling(d); {
	case !ruled:
		return "  "
	case day.Off:
		return "休"
	}
	return "班"
}

// uncertainty says which days of a year may still change, "" when none.
func uncertainty(c calendar.Calendar, year int) string {
	first, ok := c.FirstProvisional(year)
	switch {
	case !ok:
		return ""
	case !c.Loaded(year):
		return strconv.Itoa(year) + " 年的放假安排尚未导入，暂按周末推算。\n"
	}
	return fmt.Sprintf("%d 年的放假安排尚未导入，它可能规定 %s 及以后的日子，暂按周末推算。\n", year+1, first)
}
