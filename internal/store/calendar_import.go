package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"jiheng/internal/administration"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// CalendarImport is what somebody brings in.
type CalendarImport struct {
	// Notices take the place of those for the same years.
	Notices calendar.Calendar
	// Source is the document number; empty takes the papers of the notices.
	Source string
	By     string
	// DryRun says what would come of it and keeps nothing.
	DryRun bool
	// Digest is of the calendar that somebody was shown to come of it; where
	// another would, nothing is kept. Empty takes whatever comes of it.
	Digest string
	// Request says who imports in the page, nil at the console. Allow is then
	// asked by which rule, with the roles held at this instant.
	Request *AdministrationRequest
	Allow   func(evaluation.Actor) (rule string, err error)
}

// CalendarImported is what came of an import.
type CalendarImported struct {
	CalendarVersion
	// Added is false when the content was in force already.
	Added bool
	// Before and After are the calendars in force before and after.
	Before, After calendar.Calendar
}

// calendarLock is the key under which versions are added one after another.
const calendarLock = "SELECT pg_advisory_xact_lock(hashtextextended('jiheng.calendars', 0))"

// ImportCalendar merges notices into the calendar in force and keeps the
// outcome as its newest version. Bringing in the same again adds none.
//
// Faults: invalid calendar_inconsistent when a notice contradicts one that
// stays; conflict calendar_moved when another calendar would come of it than
// was shown; unavailable; those of Allow.
func (s *Store) ImportCalendar(ctx context.Context, in CalendarImport) (CalendarImported, error) {
	var out CalendarImported
	req := atTheConsole()
	if in.Request != nil {
		req = *in.Request
	}
	err := s.addCalendar(ctx, &req, func(tx *gorm.DB, newest *calendarRow) (*calendarRow, error) {
		if err := in.allowed(tx, &req); err != nil {
			return nil, err
		}
		merged, err := newest.Days.V.With(in.Notices, "")
		if err != nil {
			return nil, err
		}
		out.Before, out.After = newest.Days.V, newest.Days.V
		out.CalendarVersion = newest.core()
		if in.Digest != "" && merged.Digest() != in.Digest {
			return nil, fault.New(fault.Conflict, "calendar_moved", "the calendar would be another than was shown")
		}
		if merged.Digest() == newest.Digest {
			return nil, nil //nolint:nilnil // nothing to add
		}
		row := &calendarRow{
			Shipped: newest.Shipped, Source: in.source(), LoadedBy: in.By,
			Imported: document[[]int]{union(newest.Imported.V, in.Notices.Years())},
		}
		if err := row.complete(tx, newest, merged); err != nil {
			return nil, err
		}
		out.CalendarVersion, out.After, out.Added = row.core(), row.Days.V, true
		if in.DryRun {
			return nil, nil //nolint:nilnil // nothing to add
		}
		return row, nil
	})
	return out, err
}

// allowed asks under the lock of the journal whether who imports in the page may.
func (in CalendarImport) allowed(tx *gorm.DB, req *AdministrationRequest) error {
	if in.Allow == nil {
		return nil
	}
	a, err := openAdministration(tx, *req)
	if err != nil {
		return err
	}
	actor, err := a.actor()
	if err != nil {
		return err
	}
	req.Rule, err = in.Allow(actor)
	return err
}

func (in CalendarImport) source() string {
	if in.Source != "" {
		return in.Source
	}
	var papers []string
	for _, n := range in.Notices.Notices() {
		papers = append(papers, n.Papers...)
	}
	return strings.Join(papers, " ")
}

// ShipCalendar keeps the calendar that comes with the program, when it is
// newer than all that were kept so, beneath what people imported. So all
// processes of all versions of the program go by the same calendar.
func (s *Store) ShipCalendar(ctx context.Context, by string) error {
	shipped := s.calendars.shipped()
	req := atTheConsole()
	return s.addCalendar(ctx, &req, func(tx *gorm.DB, newest *calendarRow) (*calendarRow, error) {
		if newest.Number > 0 && !versionAfter(shipped.Version, newest.Shipped) {
			return nil, nil //nolint:nilnil // nothing to add
		}
		merged, err := shipped.With(newest.Days.V.Only(newest.Imported.V...), "")
		if err != nil {
			// What people imported stands, and the program must start.
			s.log.WarnContext(ctx, "shipped calendar contradicts the imported one and is left out", "version", shipped.Version, "error", err)
			return nil, nil //nolint:nilnil // nothing to add
		}
		if newest.Number > 0 && merged.Digest() == newest.Digest {
			return nil, nil //nolint:nilnil // nothing to add
		}
		row := &calendarRow{
			Version: shipped.Version, Shipped: shipped.Version, Source: shippedSource, LoadedBy: by,
			Imported: newest.Imported,
		}
		return row, row.complete(tx, newest, merged)
	})
}

// addCalendar lets one at a time look at the newest version and add another.
func (s *Store) addCalendar(ctx context.Context, req *AdministrationRequest,
	decide func(tx *gorm.DB, newest *calendarRow) (*calendarRow, error),
) error {
	var added *calendarRow
	err := s.transact(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec(calendarLock).Error; err != nil {
			return err
		}
		newest, err := newestCalendar(tx, s.calendars.shipped())
		if err != nil {
			return err
		}
		if added, err = decide(tx, newest); err != nil || added == nil {
			return err
		}
		a, err := openAdministration(tx, *req)
		if err != nil {
			return err
		}
		touched := []registerScope{{administration.Calendars, "number = ?", []any{added.Number}}}
		if err := a.registering(touched, func() error { return tx.Create(added).Error }); err != nil {
			return err
		}
		return added.note(a)
	})
	if err == nil && added != nil {
		s.calendars.take(added)
	}
	return err
}

// CalendarAdded is the entry in the journal of the installation that every
// version of the calendar has.
const CalendarAdded = "calendar_added"

func (r *calendarRow) note(a *administrating) error {
	data, err := encode(map[string]any{"number": r.Number, "version": r.Version, "digest": r.Digest, "source": r.Source})
	if err != nil {
		return err
	}
	a.head, _, err = appendNote(a.tx, a.head, journal.Entry{
		At: a.now, Type: CalendarAdded, ActorID: r.LoadedBy, Rule: a.req.Rule, PolicyVersion: a.req.PolicyVersion,
		RequestID: a.req.RequestID, ClientAddress: a.req.ClientAddress, Data: data,
	})
	return err
}

// complete fills in what follows from the version before and the content. A
// version is called after the last year it covers.
func (r *calendarRow) complete(tx *gorm.DB, before *calendarRow, content calendar.Calendar) error {
	var taken []string
	if err := tx.Raw("SELECT version FROM calendars").Scan(&taken).Error; err != nil {
		return err
	}
	taken = append(taken, before.Version)
	years := content.Years()
	if len(years) == 0 {
		return fault.New(fault.Invalid, "calendar_inconsistent", "a calendar without any notice")
	}
	if r.Version == "" || before.Number > 0 && slices.Contains(taken, r.Version) {
		r.Version = nextVersion(years[len(years)-1], taken)
	}
	named, err := calendar.New(r.Version, content.Notices())
	if err != nil {
		return err
	}
	r.Number, r.Digest, r.Years = before.Number+1, content.Digest(), document[[]int]{years}
	r.Days = document[calendar.Calendar]{named}
	return tx.Raw("SELECT clock_timestamp()").Scan(&r.LoadedAt).Error
}

const versionForm = "CN-%d.%d"

// nextVersion gives the first free name for a calendar up to a year.
func nextVersion(year int, taken []string) string {
	last := 0
	for _, t := range taken {
		if y, n, ok := readVersion(t); ok && y == year {
			last = max(last, n)
		}
	}
	return fmt.Sprintf(versionForm, year, last+1)
}

// versionAfter tells whether a version is newer than another by its name. What
// is no such name is older than any.
func versionAfter(version, other string) bool {
	y, n, ok := readVersion(version)
	oy, on, known := readVersion(other)
	return ok && (!known || y > oy || y == oy && n > on)
}

func readVersion(text string) (year, n int, ok bool) {
	_, err := fmt.Sscanf(text, versionForm, &year, &n)
	return year, n, err == nil && fmt.Sprintf(versionForm, year, n) == text
}

func union(a, b []int) []int {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}
