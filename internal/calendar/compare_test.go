package calendar_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/calendar"
)

// anyNotice draws a notice for a year that says little: rest days on any day
// of the year, make-up days on weekends.
func anyNotice(year int) *rapid.Generator[calendar.Notice] {
	return rapid.Custom(func(t *rapid.T) calendar.Notice {
		n := calendar.Notice{Year: year, Papers: []string{rapid.StringMatching(`[a-z]{3}`).Draw(t, "paper")}}
		first := calendar.Date{Year: year, Month: 1, Day: 1}
		n.Days = []calendar.Day{{Date: first, Name: "first", Off: true}}
		for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(1, 350), 0, 20, rapid.ID[int]).Draw(t, "days") {
			d := first.AddDays(i)
			off := d.Weekday() != 0 && d.Weekday() != 6 || rapid.Bool().Draw(t, "off")
			n.Days = append(n.Days, calendar.Day{Date: d, Name: "x", Off: off})
		}
		return n
	})
}

func made(t require.TestingT, notices ...calendar.Notice) calendar.Calendar {
	c, err := calendar.New("X", notices)
	require.NoError(t, err)
	return c
}

func TestWith_disjoint_years_may_come_in_any_order(t *testing.T) {
	t.Parallel()
	china := calendar.China()
	rapid.Check(t, func(t *rapid.T) {
		a := made(t, anyNotice(2027).Draw(t, "a"))
		b := made(t, anyNotice(2028).Draw(t, "b"))
		ab, err := china.With(a, "1")
		require.NoError(t, err)
		ab, err = ab.With(b, "X")
		require.NoError(t, err)
		ba, err := china.With(b, "1")
		require.NoError(t, err)
		ba, err = ba.With(a, "X")
		require.NoError(t, err)
		require.Equal(t, ab, ba)
		require.Equal(t, ab.Digest(), ba.Digest())
		require.Empty(t, calendar.Changes(ab, ba))

		again, err := ab.With(a, "Y")
		require.NoError(t, err)
		require.Equal(t, ab.Digest(), again.Digest(), "the same again changes nothing, whatever it is called")
		require.Equal(t, china.Digest(), ab.Only(china.Years()...).Digest())
	})
}

// What Changes lists is all that differs: carried over, it makes one calendar
// of the other.
func TestChanges_are_all_that_differs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before, after := made(t, anyNotice(2027).Draw(t, "before")), made(t, anyNotice(2027).Draw(t, "after"))
		listed := map[calendar.Date]calendar.Change{}
		last := calendar.Date{}
		for _, c := range calendar.Changes(before, after) {
			require.True(t, c.Date.After(last), "in order, each once")
			last = c.Date
			listed[c.Date] = c
		}
		for d := on(t, "2026-12-01"); d.Year < 2028; d = d.AddDays(1) {
			was, _ := before.Ruling(d)
			is, _ := after.Ruling(d)
			c, changed := listed[d]
			require.Equal(t, was != is, changed, d)
			if changed {
				require.Equal(t, calendar.Change{Date: d, Before: was, After: is}, c)
			}
		}
	})
}

func TestChanges_of_an_empty_calendar(t *testing.T) {
	t.Parallel()
	china := calendar.China()
	total := 0
	for _, n := range china.Notices() {
		total += len(n.Days)
	}
	require.Len(t, calendar.Changes(calendar.Calendar{}, china), total)
	require.Len(t, calendar.Changes(china, calendar.Calendar{}), total)
	require.Empty(t, calendar.Changes(calendar.Calendar{}, calendar.Calendar{}))
}

func TestDigest_tells_every_difference(t *testing.T) {
	t.Parallel()
	base := func() calendar.Notice {
		return calendar.Notice{Year: 2027, Papers: []string{"p"}, Days: []calendar.Day{
			{Date: on(t, "2027-01-01"), Name: "x", Off: true}, {Date: on(t, "2027-01-02"), Name: "x", Off: true},
		}}
	}
	want := made(t, base()).Digest()
	require.Equal(t, want, made(t, base()).Digest())
	require.Len(t, want, 64)
	for name, change := range map[string]func(*calendar.Notice){
		"a day less":  func(n *calendar.Notice) { n.Days = n.Days[:1] },
		"worked":      func(n *calendar.Notice) { n.Days[1].Off = false },
		"a name":      func(n *calendar.Notice) { n.Days[1].Name = "y" },
		"a note":      func(n *calendar.Notice) { n.Days[1].Note = "y" },
		"a date":      func(n *calendar.Notice) { n.Days[1].Date = on(t, "2027-01-03") },
		"a paper":     func(n *calendar.Notice) { n.Papers[0] = "q" },
		"two papers":  func(n *calendar.Notice) { n.Papers = []string{"p", ""} },
		"a line feed": func(n *calendar.Notice) { n.Papers[0] = "p\"\npaper \"" },
	} {
		n := base()
		change(&n)
		require.NotEqual(t, want, made(t, n).Digest(), name)
	}
}

func TestProvisional_of_a_year_and_of_a_span(t *testing.T) {
	t.Parallel()
	c := calendar.China()
	first, ok := c.FirstProvisional(2026)
	require.True(t, ok)
	require.Equal(t, "2026-12-29", first.String())
	first, ok = c.FirstProvisional(2027)
	require.True(t, ok)
	require.Equal(t, "2027-01-01", first.String())
	_, ok = c.FirstProvisional(2025)
	require.False(t, ok)

	require.False(t, c.Provisional(on(t, "2026-11-01"), on(t, "2026-12-28")))
	require.True(t, c.Provisional(on(t, "2026-11-01"), on(t, "2026-12-29")))
	require.True(t, c.Provisional(on(t, "2027-03-05"), on(t, "2027-03-05")))
	require.False(t, c.Provisional(on(t, "2027-03-05"), on(t, "2027-03-04")), "no day at all")
}

// A notice speaks of its own year and of the December before, and of nothing
// else; what it leaves open stays as it was but for being certain.
func TestWith_changes_no_day_beyond_the_notice(t *testing.T) {
	t.Parallel()
	china := calendar.China()
	rapid.Check(t, func(t *rapid.T) {
		with, err := china.With(made(t, anyNotice(2027).Draw(t, "notice")), "X")
		require.NoError(t, err)
		d := on(t, "2007-01-01").AddDays(rapid.IntRange(0, 22*365).Draw(t, "day"))
		was, unsure := china.IsWorkday(d)
		is, still := with.IsWorkday(d)
		if !calendar.Within(d, 2027) {
			require.Equal(t, was, is, d)
			require.Equal(t, unsure, still, d)
		}
		require.False(t, still && !unsure, "a notice makes nothing less certain")

		n := rapid.IntRange(-60, 60).Draw(t, "n")
		due, _ := with.AddWorkdays(d, n)
		counted, _ := with.WorkdaysBetween(d, due)
		require.Equal(t, n, counted, "counting undoes adding, whatever the notice")
	})
}
