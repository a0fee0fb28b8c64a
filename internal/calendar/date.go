package calendar

import (
	"cmp"
	"fmt"
	"time"

	"jiheng/internal/fault"
)

// Location is the zone of every civil date here. Mainland China has kept
// UTC+8 all year since it gave up summer time after 1991, so a fixed zone is
// exact and no time-zone database is needed.
func Location() *time.Location {
	return time.FixedZone("Asia/Shanghai", 8*60*60)
}

// Date is a day on the calendar of Asia/Shanghai (日期). The zero Date is no
// day at all; in text it is the empty string.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf gives the civil date of an instant in Asia/Shanghai.
func DateOf(t time.Time) Date {
	y, m, d := t.In(Location()).Date()
	return Date{Year: y, Month: m, Day: d}
}

// ParseDate reads "2026-08-28" and nothing looser. It returns an invalid fault
// with reason date_unreadable.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() == 0 {
		return Date{}, fault.New(fault.Invalid, "date_unreadable", "not a date of the form YYYY-MM-DD: %.40q", text).
			With("text", clip(text))
	}
	y, m, d := t.Date()
	return Date{Year: y, Month: m, Day: d}, nil
}

// String gives "2026-08-28", or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// IsZero tells whether d is no day at all.
func (d Date) IsZero() bool { return d == Date{} }

// Valid tells whether d names a day that exists, in the years 1 to 9999.
func (d Date) Valid() bool {
	return d.Year >= 1 && d.Year <= 9999 && dateOfDay(d.dayNumber()) == d
}

// AddDays gives the date n calendar days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date { return dateOfDay(d.dayNumber() + int64(n)) }

// DaysSince counts the calendar days from o to d; it is negative when d comes
// first. The first day is not counted, the last is.
func (d Date) DaysSince(o Date) int { return int(d.dayNumber() - o.dayNumber()) }

// Compare gives -1, 0 or 1 as d is before, the same as or after o.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// Before tells whether d comes before o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// After tells whether d comes after o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Start is 00:00 of the day in Asia/Shanghai.
func (d Date) Start() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Location())
}

// End is 24:00 of the day, the same instant as the start of the next day.
func (d Date) End() time.Time { return d.AddDays(1).Start() }

// MarshalText writes the date as String does; JSON uses it.
func (d Date) MarshalText() ([]byte, error) {
	if !d.IsZero() && !d.Valid() {
		return nil, fault.New(fault.Internal, "date_impossible", "no such day: %s", d)
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

const secondsOfDay = 24 * 60 * 60

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// dayNumber counts days from 1970-01-01. UTC has no changes of its clocks, so
// the division is exact.
func (d Date) dayNumber() int64 { return d.utc().Unix() / secondsOfDay }

func dateOfDay(n int64) Date {
	y, m, d := time.Unix(n*secondsOfDay, 0).UTC().Date()
	return Date{Year: y, Month: m, Day: d}
}

// clip shortens foreign text before it goes into a fault.
func clip(text string) string {
	runes := []rune(text)
	if len(runes) > 40 {
		return string(runes[:40])
	}
	return text
}
