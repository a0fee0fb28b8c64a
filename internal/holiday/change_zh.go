package holiday

import (
	"fmt"
	"io"
	"strings"
	"time"

	"jiheng/internal/calendar"
)

// YearAdded is a year that had no notice before (新增年度).
type YearAdded struct {
	Year int
	// Off are days without work, MakeUp Saturdays and Sundays that are worked.
	Off, MakeUp int
	Papers      []string
}

// DayChanged is a day that is ruled otherwise than before, in words (变动的日子).
type DayChanged struct {
	Date          calendar.Date
	Before, After string
}

// Changes tells what an import changes: a year that was not there before in
// numbers, any other day by day.
func Changes(before, after calendar.Calendar) ([]YearAdded, []DayChanged) {
	var years []YearAdded
	for _, n := range after.Notices() {
		if before.Loaded(n.Year) {
			continue
		}
		added := YearAdded{Year: n.Year, Papers: n.Papers}
		for _, d := range n.Days {
			if d.Off {
				added.Off++
			}
		}
		added.MakeUp = len(n.Days) - added.Off
		years = append(years, added)
	}
	var days []DayChanged
	for _, c := range calendar.Changes(before, after) {
		if notice := ruledBy(after, c.Date); notice == 0 || before.Loaded(notice) {
			days = append(days, DayChanged{c.Date, dayChinese(c.Before, c.Date), dayChinese(c.After, c.Date)})
		}
	}
	return years, days
}

// WriteChanges writes what an import changes, a line each.
func WriteChanges(w io.Writer, before, after calendar.Calendar) error {
	var b strings.Builder
	years, days := Changes(before, after)
	for _, y := range years {
		fmt.Fprintf(&b, "%d 年：新增，放假 %d 天，调休上班 %d 天；依据：%s\n", y.Year, y.Off, y.MakeUp, strings.Join(y.Papers, "；"))
	}
	for _, d := range days {
		fmt.Fprintf(&b, "%s %s：%s → %s\n", d.Date, weekdayChinese(int(d.Date.Weekday())), d.Before, d.After)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// ruledBy gives the year of the notice that rules a day, 0 when none does.
func ruledBy(c calendar.Calendar, d calendar.Date) int {
	for _, n := range c.Notices() {
		for _, day := range n.Days {
			if day.Date == d {
				return n.Year
			}
		}
	}
	return 0
}

func dayChinese(day calendar.Day, d calendar.Date) string {
	if day.Date.IsZero() {
		if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
			return "周末休息"
		}
		return "照常上班"
	}
	return kindChinese(day.Off) + "（" + day.Name + "）"
}
