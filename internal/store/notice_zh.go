package store

import (
	"strconv"

	"jiheng/internal/calendar"
)

// dueText is a deadline in words: deadlines end at 24:00 of their day. One that
// is decided by the week alone says so.
func dueText(d calendar.Date, c calendar.Calendar) string {
	if d.IsZero() {
		return ""
	}
	text := strconv.Itoa(d.Year) + "年" + strconv.Itoa(int(d.Month)) + "月" + strconv.Itoa(d.Day) + "日24时"
	if c.Provisional(d, d) {
		text += "（放假安排尚未导入，暂按周末推算）"
	}
	return text
}

// namesBetween stands between the names of people who are told together.
func namesBetween() string { return "、" }

func dayText(d calendar.Date) string {
	return strconv.Itoa(int(d.Month)) + "月" + strconv.Itoa(d.Day) + "日"
}

func digestDash() string { return "——" }

// unclaimed marks a task that others could do as well.
func unclaimed() string { return "，待签收" }
