package calendar

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
)

// Change is a day that two calendars rule differently (日历变动). A zero Day
// stands for a day that follows the week.
type Change struct {
	Date          Date
	Before, After Day
}

// Changes lists the days that two calendars rule differently, by date. A
// change of the remark alone is none.
func Changes(before, after Calendar) []Change {
	var out []Change
	i, j := 0, 0
	for i < len(before.days) || j < len(after.days) {
		var c Change
		switch order(before.days[i:], after.days[j:]) {
		case -1:
			c = Change{Date: before.days[i].Date, Before: before.days[i]}
			i++
		case 1:
			c = Change{Date: after.days[j].Date, After: after.days[j]}
			j++
		default:
			c = Change{Date: after.days[j].Date, Before: before.days[i], After: after.days[j]}
			i, j = i+1, j+1
		}
		if c.Before.Off != c.After.Off || c.Before.Name != c.After.Name {
			out = append(out, c)
		}
	}
	return out
}

// order tells which of two lists has the earlier first day; an empty list has
// none.
func order(a, b []Day) int {
	if len(a) == 0 || len(b) == 0 {
		return cmp.Compare(len(b), len(a))
	}
	return byDate(a[0], b[0])
}

// Only keeps the notices of the years given.
func (c Calendar) Only(years ...int) Calendar {
	kept := Calendar{Version: c.Version}
	for _, n := range c.notices {
		if slices.Contains(years, n.Year) {
			kept.notices = append(kept.notices, n)
			kept.days = append(kept.days, n.Days...)
		}
	}
	slices.SortFunc(kept.days, byDate)
	return kept
}

// Digest is the SHA-256 in hex of all that the notices say, their papers
// included. The version is not part of it: calendars of the same content have
// the same digest.
func (c Calendar) Digest() string {
	sum := sha256.New()
	for _, n := range c.notices {
		write(sum, "year %d\n", n.Year)
		for _, p := range n.Papers {
			write(sum, "paper %q\n", p)
		}
		for _, d := range n.Days {
			write(sum, "day %s %t %q %q\n", d.Date, d.Off, d.Name, d.Note)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// write writes to a hash, which never fails.
func write(w io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(w, format, args...)
}

// FirstProvisional gives the first day of a year whose answer is provisional;
// ok is false when all of the year is ruled for certain.
func (c Calendar) FirstProvisional(year int) (first Date, ok bool) {
	for d := (Date{Year: year, Month: 1, Day: 1}); d.Year == year; d = d.AddDays(1) {
		if _, provisional := c.IsWorkday(d); provisional {
			return d, true
		}
	}
	return Date{}, false
}

// Provisional tells whether any day from one to another, both counted, is
// decided by the week alone although a notice may still rule it.
func (c Calendar) Provisional(from, to Date) bool {
	for d := from; !d.After(to); d = d.AddDays(1) {
		if _, provisional := c.IsWorkday(d); provisional {
			return true
		}
	}
	return false
}
