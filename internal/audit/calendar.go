package audit

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"jiheng/internal/journal"
)

// Calendar is a kept version of the working-day calendar (留存的工作日历).
type Calendar struct {
	Number int
	// Digest is what the row says, Content what its days come to.
	Version, Digest, Content string
}

const calendarAdded = "calendar_added"

// noteCalendar remembers what the journal of the installation says of a version.
func (r *run) noteCalendar(e journal.Entry) {
	var said struct {
		Number  int    `json:"number"`
		Version string `json:"version"`
		Digest  string `json:"digest"`
	}
	if err := json.Unmarshal(e.Data, &said); err == nil {
		r.dated[said.Version] = Calendar{Number: said.Number, Version: said.Version, Digest: said.Digest}
	}
}

// readCalendars comes before the journal is read: so that whatever is in the
// list is in the journal as well.
func (r *run) readCalendars(ctx context.Context) (err error) {
	r.calendars, err = r.Source.Calendars(ctx)
	return r.unreadable(Rows, "", "calendars", err)
}

// checkCalendars holds every version by which deadlines were counted against
// its digest and against the journal. Versions of before the journal kept them
// have their own digest only.
func (r *run) checkCalendars(ctx context.Context) error {
	left := maps.Clone(r.dated)
	for _, c := range r.calendars {
		r.checkCalendar(c)
		delete(left, c.Version)
	}
	if len(left) == 0 {
		return nil
	}
	// Those that came after the list was read.
	now, err := r.Source.Calendars(ctx)
	for _, c := range now {
		delete(left, c.Version)
	}
	for _, version := range slices.Sorted(maps.Keys(left)) {
		r.report(CalendarMissing.at(Rows, "", "calendars "+version, left[version].Digest, ""))
	}
	return r.unreadable(Rows, "", "calendars", err)
}

func (r *run) checkCalendar(c Calendar) {
	said, known := r.dated[c.Version]
	place := "calendars " + c.Version
	switch {
	case c.Content != c.Digest:
		r.report(CalendarChanged.at(Rows, "", place, c.Digest, c.Content))
	case known && (said.Digest != c.Digest || said.Number != c.Number):
		r.report(CalendarChanged.at(Rows, "", place, where(said.Digest, int64(said.Number)), where(c.Digest, int64(c.Number))))
	case !known && len(r.dated) > 0 && c.Number > r.firstDated():
		r.report(CalendarUnknown.at(Rows, "", place, "", c.Digest))
	}
}

// firstDated is the first version that the journal speaks of.
func (r *run) firstDated() int {
	numbers := make([]int, 0, len(r.dated))
	for _, c := range r.dated {
		numbers = append(numbers, c.Number)
	}
	return slices.Min(numbers)
}
