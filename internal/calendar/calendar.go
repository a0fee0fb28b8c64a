package calendar

import (
	"slices"

	"jiheng/internal/fault"
)

// Day is one day as a notice rules it (放假或调休上班的一天).
type Day struct {
	Date Date
	// Name is the holiday it belongs to, as published.
	Name string
	// Off means nobody works; otherwise it is a make-up workday.
	Off bool
	// Note is a remark of whoever keeps the calendar; may be empty.
	Note string
}

// Notice is what the yearly notice of holidays says (放假安排通知).
type Notice struct {
	Year int
	// Papers are the addresses or document numbers it was taken from.
	Papers []string
	// Days are in order of date.
	Days []Day
}

// Calendar is the statutory calendar (工作日历): an immutable value made by
// Parse, New or With. The zero Calendar knows no notice, so it goes by the
// week and calls every day provisional.
type Calendar struct {
	// Version names this state of the data: "CN-2026.1".
	Version string

	notices []Notice // by year
	days    []Day    // of all notices, by date
}

// New makes a calendar from notices in any order. It returns an invalid fault
// with reason calendar_inconsistent whose fields say what is wrong where:
// duplicate_year, duplicate_date, date_outside_year, make_up_day_on_weekday,
// name_missing, no_rest_days, date_impossible, year_out_of_range.
func New(version string, notices []Notice) (Calendar, error) {
	fields := check(notices)
	if len(fields) > 0 {
		return Calendar{}, fault.New(fault.Invalid, "calendar_inconsistent", "%d faults in the calendar, first: %s %s",
			len(fields), fields[0].Name, fields[0].Reason).WithFields(fields...)
	}
	c := Calendar{Version: version}
	for _, n := range notices {
		n.Papers, n.Days = slices.Clone(n.Papers), slices.Clone(n.Days)
		slices.SortFunc(n.Days, byDate)
		c.notices = append(c.notices, n)
		c.days = append(c.days, n.Days...)
	}
	slices.SortFunc(c.notices, func(a, b Notice) int { return a.Year - b.Year })
	slices.SortFunc(c.days, byDate)
	return c, nil
}

func byDate(a, b Day) int { return a.Date.Compare(b.Date) }

// With gives a calendar in which the notices of added take the place of those
// for the same years. Neither calendar is changed. Faults are those of New: a
// new notice may contradict one that stays.
func (c Calendar) With(added Calendar, version string) (Calendar, error) {
	notices := slices.Clone(added.notices)
	for _, n := range c.notices {
		if !added.Loaded(n.Year) {
			notices = append(notices, n)
		}
	}
	return New(version, notices)
}

// Trim keeps the notices that can rule a day from first to last, so that a
// short timeline need not carry twenty years. Questions about days outside
// are then answered as for years without a notice.
func (c Calendar) Trim(first, last Date) Calendar {
	t := Calendar{Version: c.Version}
	for _, n := range c.notices {
		// A notice may reach into the years beside its own.
		if n.Year >= first.Year-1 && n.Year <= last.Year+1 {
			t.notices = append(t.notices, n)
			t.days = append(t.days, n.Days...)
		}
	}
	slices.SortFunc(t.days, byDate)
	return t
}

// Notices gives a copy of what is loaded, by year.
func (c Calendar) Notices() []Notice {
	notices := slices.Clone(c.notices)
	for i := range notices {
		notices[i].Papers = slices.Clone(notices[i].Papers)
		notices[i].Days = slices.Clone(notices[i].Days)
	}
	return notices
}

// Years lists the years whose notice is loaded, in order.
func (c Calendar) Years() []int {
	years := make([]int, len(c.notices))
	for i, n := range c.notices {
		years[i] = n.Year
	}
	return years
}

// Loaded tells whether the notice for a year is loaded.
func (c Calendar) Loaded(year int) bool {
	_, found := slices.BinarySearchFunc(c.notices, year, func(n Notice, y int) int { return n.Year - y })
	return found
}

// Ruling gives what a notice says of a day; ok is false for a day that simply
// follows the week.
func (c Calendar) Ruling(d Date) (day Day, ok bool) {
	i, found := slices.BinarySearchFunc(c.days, d, func(day Day, d Date) int { return day.Date.Compare(d) })
	if !found {
		return Day{}, false
	}
	return c.days[i], true
}
