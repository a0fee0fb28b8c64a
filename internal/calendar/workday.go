package calendar

import "time"

// IsWorkday tells whether people work on a day (工作日), and whether the answer
// is provisional because the notice that could rule the day is not loaded.
func (c Calendar) IsWorkday(d Date) (workday, provisional bool) {
	if day, ok := c.Ruling(d); ok {
		return !day.Off, false
	}
	return !weekend(d), c.unruled(d)
}

func weekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// unruled tells whether a notice that is not loaded could still speak of d.
func (c Calendar) unruled(d Date) bool {
	if !c.Loaded(d.Year) {
		return true
	}
	// Notices for 2007, 2008, 2012, 2019 and 2023 rule days of the December
	// before, none earlier than the 29th.
	return d.Month == time.December && d.Day >= 29 && !c.Loaded(d.Year+1)
}

// AddWorkdays gives the n-th working day after d. The day d itself is not
// counted, whether worked or not. For negative n it is the n-th working day
// before d; for 0 it is d unchanged, even a rest day. Provisional is true when
// any day that was looked at is.
//
// It walks day by day: keep n within a few thousand.
func (c Calendar) AddWorkdays(d Date, n int) (due Date, provisional bool) {
	step := 1
	if n < 0 {
		step = -1
	}
	for n != 0 {
		d = d.AddDays(step)
		workday, unsure := c.IsWorkday(d)
		provisional = provisional || unsure
		if workday {
			n -= step
		}
	}
	return d, provisional
}

// WorkdaysBetween counts the working days passed in going from one day to
// another: the first is not counted, the last is. Going back the count is
// negative. So it undoes AddWorkdays: WorkdaysBetween(d, AddWorkdays(d, n))
// is n.
func (c Calendar) WorkdaysBetween(from, to Date) (n int, provisional bool) {
	days, step := to.DaysSince(from), 1
	if days < 0 {
		days, step = -days, -1
	}
	for i := 1; i <= days; i++ {
		workday, unsure := c.IsWorkday(from.AddDays(i * step))
		provisional = provisional || unsure
		if workday {
			n += step
		}
	}
	return n, provisional
}

// NextWorkday gives d, or the first working day after it when d is a rest day:
// the rule of Civil Code article 203 for the last day of a period.
func (c Calendar) NextWorkday(d Date) (Date, bool) { return c.seek(d, 1) }

// PreviousWorkday gives d, or the last working day before it when d is a rest
// day: for reminders, which must not come late.
func (c Calendar) PreviousWorkday(d Date) (Date, bool) { return c.seek(d, -1) }

func (c Calendar) seek(d Date, step int) (found Date, provisional bool) {
	for {
		workday, unsure := c.IsWorkday(d)
		provisional = provisional || unsure
		if workday {
			return d, provisional
		}
		d = d.AddDays(step)
	}
}
