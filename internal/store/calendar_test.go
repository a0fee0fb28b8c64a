package store_test

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// noticeFor makes up a notice: New Year's day of a year, and what is given.
func noticeFor(t testing.TB, version string, year int, off ...string) calendar.Calendar {
	t.Helper()
	n := calendar.Notice{Year: year, Papers: []string{"notice for " + strconv.Itoa(year)}}
	for _, text := range append([]string{strconv.Itoa(year) + "-01-01"}, off...) {
		d, err := calendar.ParseDate(text)
		require.NoError(t, err)
		n.Days = append(n.Days, calendar.Day{Date: d, Name: "x", Off: true})
	}
	c, err := calendar.New(version, []calendar.Notice{n})
	require.NoError(t, err)
	return c
}

func imported(t testing.TB, s *store.Store, c calendar.Calendar) store.CalendarImported {
	t.Helper()
	out, err := s.ImportCalendar(t.Context(), store.CalendarImport{Notices: c, By: "clerk"})
	require.NoError(t, err)
	return out
}

// goesBy tells which calendar decisions in a store are made by.
func goesBy(t testing.TB, s *store.Store, id evaluation.ID) calendar.Calendar {
	t.Helper()
	sit, err := s.Situation(t.Context(), evaluation.Request{Evaluation: id, Actor: "director"})
	require.NoError(t, err)
	return sit.Calendar
}

func TestCalendar_theShippedOneIsInForceUntilAnotherIsImported(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	s, other := storetest.OpenAt(t, dsn), storetest.OpenAt(t, dsn)
	id := storetest.Start(t, s).Evaluation.ID
	v, c, err := s.CalendarInForce(t.Context())
	require.NoError(t, err)
	require.Zero(t, v.Number)
	require.Equal(t, "CN-2026.1", v.Version)
	require.Equal(t, calendar.China(), c)
	require.Equal(t, calendar.China(), goesBy(t, other, id))
	list, err := s.CalendarVersions(t.Context())
	require.NoError(t, err)
	require.Empty(t, list)

	got := imported(t, s, noticeFor(t, "", 2027, "2026-12-31"))
	require.True(t, got.Added)
	require.Equal(t, "CN-2027.1", got.Version)
	require.Equal(t, 1, got.Number)
	require.Equal(t, "notice for 2027", got.Source)
	require.Equal(t, "clerk", got.LoadedBy)
	require.Equal(t, []int{2027}, got.Imported)
	require.Len(t, got.Years, 21, "the shipped years are beneath")
	require.WithinDuration(t, time.Now(), got.LoadedAt, time.Minute)
	require.Equal(t, calendar.China(), got.Before)
	newYearsEve, err := calendar.ParseDate("2026-12-31")
	require.NoError(t, err)
	for name, c := range map[string]calendar.Calendar{"told": got.After, "in force": goesBy(t, s, id)} {
		workday, provisional := c.IsWorkday(newYearsEve)
		require.False(t, workday, name)
		require.False(t, provisional, name)
		require.Equal(t, "CN-2027.1", c.Version, name)
	}
	// The other process hears of it by itself, and a new one at once.
	require.Eventually(t, func() bool { return goesBy(t, other, id).Version == "CN-2027.1" }, 10*time.Second, 50*time.Millisecond)
	require.Equal(t, got.After, goesBy(t, other, id))
	require.Equal(t, got.After, goesBy(t, storetest.OpenAt(t, dsn), id))
	e := storetest.Start(t, other).Evaluation
	require.Equal(t, "CN-2027.1", e.CalendarVersion)

	list, err = other.CalendarVersions(t.Context())
	require.NoError(t, err)
	require.Equal(t, []store.CalendarVersion{got.CalendarVersion}, list)
}

// A process that has just looked must not decide by the old calendar what
// another has planned by the new one.
func TestCalendar_noDecisionFallsBehindThePlan(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	s, other := storetest.OpenAt(t, dsn), storetest.OpenAt(t, dsn)
	id := storetest.Start(t, s).Evaluation.ID
	for i := range 5 {
		version := imported(t, s, noticeFor(t, "", 2027+i)).Version
		before := goesBy(t, other, id).Version // it looks now or has looked within a second
		require.NoError(t, s.DB().Exec("UPDATE evaluations SET calendar_version = ?", version).Error)
		require.Equal(t, version, goesBy(t, other, id).Version, "it went by %s", before)
	}
}

func TestImportCalendar_theSameContentIsOneVersion(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	first := imported(t, s, noticeFor(t, "", 2027, "2027-10-01"))
	again := imported(t, s, noticeFor(t, "another name", 2027, "2027-10-01"))
	require.False(t, again.Added)
	require.Equal(t, first.CalendarVersion, again.CalendarVersion)
	require.Equal(t, first.After, again.After)

	// What is shipped already adds nothing either.
	china := calendar.China()
	same := imported(t, s, china.Only(2025))
	require.False(t, same.Added)

	amended := imported(t, s, noticeFor(t, "", 2027, "2027-10-01", "2027-10-04"))
	require.True(t, amended.Added)
	require.Equal(t, "CN-2027.2", amended.Version)
	require.Len(t, calendar.Changes(amended.Before, amended.After), 1)
	back := imported(t, s, noticeFor(t, "", 2027, "2027-10-01"))
	require.Equal(t, "CN-2027.3", back.Version, "going back is a version too")
	require.Equal(t, first.Digest, back.Digest)
	list, err := s.CalendarVersions(t.Context())
	require.NoError(t, err)
	require.Len(t, list, 3)
}

func TestImportCalendar_yearsMayComeInAnyOrder(t *testing.T) {
	t.Parallel()
	a, b := noticeFor(t, "", 2027, "2026-12-31"), noticeFor(t, "", 2028, "2027-12-31")
	ab, ba := storetest.Open(t), storetest.Open(t)
	imported(t, ab, a)
	imported(t, ba, b)
	first, second := imported(t, ab, b), imported(t, ba, a)
	require.Equal(t, first.Digest, second.Digest)
	require.Equal(t, first.Years, second.Years)
	require.Equal(t, first.Imported, second.Imported)
	require.Empty(t, calendar.Changes(first.After, second.After))
	require.Equal(t, "CN-2028.1", first.Version)
	require.Equal(t, "CN-2028.2", second.Version)
}

func TestImportCalendar_dryRunKeepsNothing(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	would, err := s.ImportCalendar(t.Context(), store.CalendarImport{Notices: noticeFor(t, "", 2027), By: "clerk", DryRun: true})
	require.NoError(t, err)
	require.True(t, would.Added)
	require.Equal(t, "CN-2027.1", would.Version)
	require.True(t, would.After.Loaded(2027))
	version, err := s.CalendarVersion(t.Context())
	require.NoError(t, err)
	require.Equal(t, "CN-2026.1", version)
	list, err := s.CalendarVersions(t.Context())
	require.NoError(t, err)
	require.Empty(t, list)
}

func TestImportCalendar_refusesWhatContradictsAnotherYear(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	imported(t, s, noticeFor(t, "", 2027, "2027-12-31"))
	_, err := s.ImportCalendar(t.Context(), store.CalendarImport{Notices: noticeFor(t, "", 2028, "2027-12-31"), By: "clerk"})
	require.ErrorIs(t, err, fault.New(fault.Invalid, "calendar_inconsistent", ""))
	version, err := s.CalendarVersion(t.Context())
	require.NoError(t, err)
	require.Equal(t, "CN-2027.1", version)
}

func TestImportCalendar_byManyAtOnce(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	stores := []*store.Store{storetest.OpenAt(t, dsn), storetest.OpenAt(t, dsn)}
	var wg sync.WaitGroup
	outcomes := make([]store.CalendarImported, 16)
	failures := make([]error, len(outcomes))
	for i := range outcomes {
		notices := noticeFor(t, "", 2027+i%4) // each year four times
		wg.Go(func() {
			outcomes[i], failures[i] = stores[i%2].ImportCalendar(t.Context(), store.CalendarImport{Notices: notices, By: "clerk"})
		})
	}
	wg.Wait()
	added := 0
	for i, o := range outcomes {
		require.NoError(t, failures[i])
		if o.Added {
			added++
		}
	}
	require.Equal(t, 4, added)
	for _, s := range stores {
		v, c, err := s.CalendarInForce(t.Context())
		require.NoError(t, err)
		require.Equal(t, 4, v.Number)
		require.Equal(t, []int{2027, 2028, 2029, 2030}, v.Imported)
		require.Equal(t, v.Version, c.Version)
		require.True(t, c.Loaded(2030))
	}
}

func TestCalendars_areNeverChanged(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	s := storetest.OpenAt(t, dsn)
	imported(t, s, noticeFor(t, "", 2027))
	owner := connect(t, dsn)
	for _, statement := range []string{"UPDATE calendars SET version = 'x'", "DELETE FROM calendars", "TRUNCATE calendars"} {
		require.Error(t, s.DB().Exec(statement).Error, statement)
		_, err := owner.Exec(t.Context(), statement)
		require.ErrorContains(t, err, "append-only", statement)
	}
	// What was put in behind our back is not gone by.
	_, err := owner.Exec(t.Context(), `INSERT INTO calendars SELECT number + 1, 'forged', shipped, source, repeat('0', 64), years, imported, days, loaded_at, loaded_by FROM calendars`)
	require.NoError(t, err)
	_, _, err = s.CalendarInForce(t.Context())
	require.ErrorIs(t, err, fault.New(fault.Internal, "calendar_damaged", ""))
	_, err = store.Open(t.Context(), storetest.StoreConfig(dsn))
	require.ErrorIs(t, err, fault.New(fault.Internal, "calendar_damaged", ""))
	id := evaluation.ID("ev-x")
	_, err = s.Situation(t.Context(), evaluation.Request{Evaluation: id, Actor: "director"})
	require.Equal(t, "evaluation_not_found", fault.ReasonOf(err), "what runs goes on by the calendar it knows")
}

// Versions of the program that run beside each other must agree: otherwise
// they would plan everything anew in turns.
func TestShipCalendar_makesAllProcessesGoByOne(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	shipping := func(c calendar.Calendar) *store.Store {
		cfg := storetest.StoreConfig(dsn)
		cfg.Calendar = func() calendar.Calendar { return c }
		s, err := store.Open(t.Context(), cfg)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, s.Close()) })
		require.NoError(t, s.ShipCalendar(t.Context(), "system"))
		return s
	}
	inForce := func(s *store.Store) (store.CalendarVersion, calendar.Calendar) {
		v, c, err := s.CalendarInForce(t.Context())
		require.NoError(t, err)
		return v, c
	}
	china := calendar.China()
	old := shipping(china)
	v, c := inForce(old)
	require.Equal(t, 1, v.Number)
	require.Equal(t, china, c)
	require.Empty(t, v.Imported)
	require.NoError(t, old.ShipCalendar(t.Context(), "system"), "again")

	imported(t, old, noticeFor(t, "", 2028))
	shipped, err := china.With(noticeFor(t, "", 2027, "2027-05-01"), "CN-2027.1")
	require.NoError(t, err)
	shipped, err = shipped.With(noticeFor(t, "", 2028, "2028-05-01"), "CN-2028.1")
	require.NoError(t, err)
	newer := shipping(shipped)
	v, c = inForce(newer)
	require.Equal(t, 3, v.Number)
	require.Equal(t, "CN-2028.2", v.Version, "the name is taken by what was imported")
	require.Equal(t, []int{2028}, v.Imported)
	require.True(t, c.Loaded(2027))
	require.Equal(t, noticeFor(t, "", 2028).Digest(), c.Only(2028).Digest(), "what was imported stands")

	shipping(china) // an older program is started once more
	again, c := inForce(old)
	require.Equal(t, v, again)
	require.Equal(t, v.Version, c.Version)

	// An import that the shipped calendar contradicts stays, and so does all else.
	clash, err := shipped.With(noticeFor(t, "", 2029, "2028-12-31"), "CN-2029.1")
	require.NoError(t, err)
	imported(t, old, noticeFor(t, "", 2028, "2028-12-31"))
	before, _ := inForce(old)
	after, _ := inForce(shipping(clash))
	require.Equal(t, before, after)
}

func TestCalendarVersions_haveNamesInOrder(t *testing.T) {
	t.Parallel()
	require.Equal(t, "CN-2027.1", store.NextVersion(2027, []string{"CN-2026.7", "other"}))
	require.Equal(t, "CN-2027.10", store.NextVersion(2027, []string{"CN-2027.9", "CN-2027.2", "CN-2027.12x"}))
	ascending := []string{"other", "CN-2026.1", "CN-2026.2", "CN-2026.10", "CN-2027.1"}
	for i, a := range ascending {
		for j, b := range ascending {
			require.Equal(t, i > j, store.VersionAfter(a, b), "%s after %s", a, b)
		}
	}
}

func TestOutdated_pagesThroughWhatAnotherCalendarPlanned(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	var started []evaluation.ID
	for range 5 {
		started = append(started, storetest.Start(t, s).Evaluation.ID)
	}
	none, err := s.Outdated(t.Context(), "CN-2026.1", "", 10)
	require.NoError(t, err)
	require.Empty(t, none)
	version := imported(t, s, noticeFor(t, "", 2027)).Version
	current := storetest.Start(t, s).Evaluation.ID
	var seen []evaluation.ID
	after := evaluation.ID("")
	for {
		page, err := s.Outdated(t.Context(), version, after, 2)
		require.NoError(t, err)
		if len(page) == 0 {
			break
		}
		require.LessOrEqual(t, len(page), 2)
		seen = append(seen, page...)
		after = page[len(page)-1]
	}
	require.ElementsMatch(t, started, seen)
	require.NotContains(t, seen, current)
	require.NoError(t, s.DB().Exec("UPDATE evaluations SET state = 'finished', finished_at = now() WHERE id = ?", string(seen[0])).Error)
	left, err := s.Outdated(t.Context(), version, "", 10)
	require.NoError(t, err)
	require.Equal(t, seen[1:], left)
}

func TestDueText_saysWhenADayIsNotCertain(t *testing.T) {
	t.Parallel()
	for date, want := range map[string]string{
		"":           "",
		"2026-03-31": "2026年3月31日24时",
		"2026-12-29": "2026年12月29日24时（放假安排尚未导入，暂按周末推算）",
		"2027-03-31": "2027年3月31日24时（放假安排尚未导入，暂按周末推算）",
	} {
		var d calendar.Date
		require.NoError(t, d.UnmarshalText([]byte(date)))
		require.Equal(t, want, store.DueText(d, calendar.China()))
	}
}
