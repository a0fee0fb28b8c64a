package store

import (
	"strconv"

	"jiheng/internal/calendar"
)

// dueText is a deadline in words: deadlines end at 24:00 of their day.
func dueText(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return strconv.Itoa(d.Year) + "年" + strconv.Itoa(int(d.Month)) + "月" + strconv.Itoa(d.Day) + "日24时"
}

// namesBetween stands between the names of people who are told together.
func namesBetween() string { return "、" }

func dayText(d calendar.Date) string {
	return strconv.Itoa(int(d.Month)) + "月" + strconv.Itoa(d.Day) + "日"
}

func digestDash() string { return "——" }

// unclaimed marks a task that others could do as well.
func unclaimed() string { return "，待签收" }
