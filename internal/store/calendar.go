package store

import (
	"context"
	"sync"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
)

// CalendarVersion is a state of the statutory calendar as it was kept (工作日历版本).
type CalendarVersion struct {
	// Number counts the versions from 1; 0 is the calendar shipped with the
	// program while none is kept.
	Number  int
	Version string
	// Source is the document number of what was loaded.
	Source string
	// Digest is calendar.Calendar's.
	Digest string
	// Years are covered by a notice; the Imported among them by one that
	// somebody imported.
	Years, Imported []int
	LoadedAt        time.Time
	LoadedBy        string
}

type calendarRow struct {
	Number   int `gorm:"primaryKey"`
	Version  string
	Shipped  string
	Source   string
	Digest   string
	Years    document[[]int]
	Imported document[[]int]
	Days     document[calendar.Calendar]
	LoadedAt time.Time
	LoadedBy string
}

// TableName names the table.
func (calendarRow) TableName() string { return "calendars" }

// KeptCalendar is a version of the calendar, with what its content comes to.
type KeptCalendar struct {
	Number                   int
	Version, Digest, Content string
}

// KeptCalendars gives every version that is kept, the earliest first.
func (s *Store) KeptCalendars(ctx context.Context) ([]KeptCalendar, error) {
	var rows []calendarRow
	err := s.db.WithContext(ctx).Order("number").Find(&rows).Error
	return coreOf(rows, func(r *calendarRow) KeptCalendar {
		return KeptCalendar{r.Number, r.Version, r.Digest, r.Days.V.Digest()}
	}), err
}

func (r *calendarRow) core() CalendarVersion {
	return CalendarVersion{
		Number: r.Number, Version: r.Version, Source: r.Source, Digest: r.Digest,
		Years: r.Years.V, Imported: r.Imported.V, LoadedAt: r.LoadedAt.UTC(), LoadedBy: r.LoadedBy,
	}
}

// calendars keeps the calendar in force at hand.
type calendars struct {
	shipped func() calendar.Calendar

	mu       sync.Mutex
	inForce  calendar.Calendar
	version  CalendarVersion
	looked   time.Time
	looksNow bool
	// heard are versions that evaluations go by which cannot be newer.
	heard map[string]bool
}

func newCalendars(shipped func() calendar.Calendar) *calendars {
	return &calendars{shipped: shipped, heard: make(map[string]bool)}
}

// Another process may have imported a version: each looks this often while it
// is at work, and no longer than a moment.
const (
	lookEvery  = time.Second
	lookWithin = 2 * time.Second
)

// calendar gives the calendar in force. It is asked for every command, so it
// looks for a new version once in lookEvery and else hands on what it has; so
// it does when the database does not answer.
func (s *Store) calendar() calendar.Calendar {
	c := s.calendars
	c.mu.Lock()
	if c.looksNow || time.Since(c.looked) < lookEvery {
		defer c.mu.Unlock()
		return c.inForce
	}
	c.looksNow = true
	c.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), lookWithin)
	defer cancel()
	// Whoever asks may hold a connection of db.
	err := s.lookForCalendar(s.aside.WithContext(ctx))
	c.mu.Lock()
	defer c.mu.Unlock()
	c.looksNow = false
	if err != nil {
		c.looked = time.Now() // not at every command
		s.log.WarnContext(ctx, "calendar in force could not be looked up, going on with the one known", "version", c.version.Version, "error", err)
	}
	return c.inForce
}

// calendarFor gives the calendar in force for an evaluation that was planned by
// a version. If that version is news, another process has imported it and
// planned the evaluation by it already: then nothing may be decided by the
// calendar known here.
func (s *Store) calendarFor(version string) calendar.Calendar {
	c := s.calendars
	c.mu.Lock()
	heard := c.heard[version] || c.version.Version == version
	c.mu.Unlock()
	if !heard {
		ctx, cancel := context.WithTimeout(context.Background(), lookWithin)
		defer cancel()
		if err := s.lookForCalendar(s.aside.WithContext(ctx)); err != nil {
			s.log.WarnContext(ctx, "calendar of an evaluation could not be looked up", "version", version, "error", err)
			return s.calendar()
		}
		c.mu.Lock()
		c.heard[version] = true // it was in the table before the evaluation went by it
		c.mu.Unlock()
	}
	return s.calendar()
}

// lookForCalendar reads the newest version if it is not the one at hand.
func (s *Store) lookForCalendar(tx *gorm.DB) error {
	var newest int
	if err := tx.Raw("SELECT COALESCE(max(number), 0) FROM calendars").Scan(&newest).Error; err != nil {
		return err
	}
	c := s.calendars
	c.mu.Lock()
	known := c.version.Version != "" && c.version.Number >= newest
	if known {
		c.looked = time.Now()
	}
	c.mu.Unlock()
	if known {
		return nil
	}
	row, err := newestCalendar(tx, c.shipped())
	if err != nil {
		return err
	}
	c.take(row)
	return nil
}

// take puts a version in force, unless a newer one is.
func (c *calendars) take(row *calendarRow) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.looked = time.Now()
	if c.version.Version == "" || row.Number > c.version.Number {
		c.inForce, c.version = row.Days.V, row.core()
	}
}

// newestCalendar reads the newest version, or makes version 0 of the shipped
// calendar. Fault: internal calendar_damaged.
func newestCalendar(tx *gorm.DB, shipped calendar.Calendar) (*calendarRow, error) {
	var row calendarRow
	err := tx.Order("number DESC").Take(&row).Error
	if fault.CodeOf(err) == fault.NotFound {
		return &calendarRow{
			Version: shipped.Version, Shipped: shipped.Version, Source: shippedSource, Digest: shipped.Digest(),
			Years: document[[]int]{shipped.Years()}, Imported: document[[]int]{[]int{}}, Days: document[calendar.Calendar]{shipped},
		}, nil
	}
	if err != nil {
		return nil, err
	}
	if got := row.Days.V.Digest(); got != row.Digest {
		return nil, fault.New(fault.Internal, "calendar_damaged", "calendar %s has digest %s, not %s", row.Version, got, row.Digest)
	}
	return &row, nil
}

// CalendarInForce gives the newest calendar, as the database has it now.
func (s *Store) CalendarInForce(ctx context.Context) (CalendarVersion, calendar.Calendar, error) {
	if err := s.lookForCalendar(s.db.WithContext(ctx)); err != nil {
		return CalendarVersion{}, calendar.Calendar{}, err
	}
	s.calendars.mu.Lock()
	defer s.calendars.mu.Unlock()
	return s.calendars.version, s.calendars.inForce, nil
}

// CalendarVersion names the calendar in force, as the database has it now.
func (s *Store) CalendarVersion(ctx context.Context) (string, error) {
	v, _, err := s.CalendarInForce(ctx)
	return v.Version, err
}

// CalendarVersions lists all versions that are kept, the newest first.
func (s *Store) CalendarVersions(ctx context.Context) ([]CalendarVersion, error) {
	var rows []calendarRow
	err := s.db.WithContext(ctx).Omit("days").Order("number DESC").Find(&rows).Error
	return coreOf(rows, (*calendarRow).core), err
}

// CalendarNamed gives a kept version of the calendar.
// Fault: not_found calendar_not_found.
func (s *Store) CalendarNamed(ctx context.Context, version string) (calendar.Calendar, error) {
	var row calendarRow
	err := s.db.WithContext(ctx).Where("version = ?", version).Order("number DESC").Take(&row).Error
	if err != nil {
		return calendar.Calendar{}, orElse(err, fault.NotFound, fault.New(fault.NotFound, "calendar_not_found", "no calendar %q", version))
	}
	return row.Days.V, nil
}
