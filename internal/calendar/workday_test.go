package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/calendar"
)

func TestAddWorkdays_counts_around_holidays(t *testing.T) {
	t.Parallel()
	c := calendar.China()
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2020-08-05", 5, "2020-08-12"},  // an ordinary week
		{"2020-08-07", 1, "2020-08-10"},  // over a weekend
		{"2020-08-08", 1, "2020-08-10"},  // from a rest day: it is not counted either
		{"2020-08-08", -1, "2020-08-07"}, // and backwards
		{"2020-09-30", 1, "2020-10-09"},  // over National Day
		{"2020-10-09", 1, "2020-10-10"},  // a worked Saturday
		{"2020-10-10", -2, "2020-09-30"}, // back over National Day
		{"2020-08-28", -3, "2020-08-25"}, // a reminder three working days before
		{"2021-02-10", 1, "2021-02-18"},  // over Spring Festival
		{"2020-08-08", 0, "2020-08-08"},  // nothing to count
	} {
		got, provisional := c.AddWorkdays(on(t, tt.from), tt.n)
		require.Equal(t, tt.want, got.String(), "%s %+d", tt.from, tt.n)
		require.False(t, provisional)
	}
}

func TestNextWorkday_moves_a_last_day_off_a_rest_day(t *testing.T) {
	t.Parallel()
	c := calendar.China()
	for _, tt := range []struct{ day, next, previous string }{
		{"2020-10-01", "2020-10-09", "2020-09-30"},
		{"2020-10-10", "2020-10-10", "2020-10-10"},
		{"2020-10-11", "2020-10-12", "2020-10-10"},
		{"2020-08-28", "2020-08-28", "2020-08-28"},
	} {
		next, _ := c.NextWorkday(on(t, tt.day))
		previous, _ := c.PreviousWorkday(on(t, tt.day))
		require.Equal(t, tt.next, next.String())
		require.Equal(t, tt.previous, previous.String())
	}
}

func TestIsWorkday_says_when_it_only_guesses(t *testing.T) {
	t.Parallel()
	c := calendar.China()
	for _, tt := range []struct {
		date                 string
		workday, provisional bool
	}{
		{"2026-12-28", true, false},
		{"2026-12-29", true, true},
		{"2026-12-31", true, true}, // the notice for 2027 may rule it
		{"2025-12-31", true, false},
		{"2027-01-01", true, true}, // surely wrong, and said to be unsure
		{"2027-02-20", false, true},
		{"2006-12-30", true, false}, // ruled, though 2006 is not loaded
		{"2006-12-28", true, true},
	} {
		workday, provisional := c.IsWorkday(on(t, tt.date))
		require.Equal(t, tt.workday, workday, tt.date)
		require.Equal(t, tt.provisional, provisional, tt.date)
	}
	_, provisional := c.AddWorkdays(on(t, "2026-12-25"), 1)
	require.False(t, provisional)
	due, provisional := c.AddWorkdays(on(t, "2026-12-25"), 4)
	require.Equal(t, "2026-12-31", due.String())
	require.True(t, provisional)
	_, provisional = c.NextWorkday(on(t, "2027-05-01"))
	require.True(t, provisional)
	_, provisional = c.WorkdaysBetween(on(t, "2027-01-04"), on(t, "2026-12-25"))
	require.True(t, provisional)
	_, provisional = c.WorkdaysBetween(on(t, "2026-12-25"), on(t, "2026-12-28"))
	require.False(t, provisional)
}

func TestZeroCalendar_goes_by_the_week_and_says_so(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate().Draw(t, "d")
		workday, provisional := calendar.Calendar{}.IsWorkday(d)
		require.Equal(t, d.Weekday() != time.Saturday && d.Weekday() != time.Sunday, workday)
		require.True(t, provisional)
	})
}

func TestWorkdays_obey_their_laws(t *testing.T) {
	t.Parallel()
	c := calendar.China()
	first := on(t, "2006-01-01")
	rapid.Check(t, func(t *rapid.T) {
		d := first.AddDays(rapid.IntRange(0, 23*365).Draw(t, "day"))
		n := rapid.IntRange(-300, 300).Draw(t, "n")
		due, _ := c.AddWorkdays(d, n)
		if n != 0 {
			worked, _ := c.IsWorkday(due)
			require.True(t, worked, "the n-th working day is worked")
		}
		counted, _ := c.WorkdaysBetween(d, due)
		require.Equal(t, n, counted, "counting undoes adding")

		further, _ := c.AddWorkdays(d, n+1)
		require.True(t, further.After(due) || n == -1 && further == d, "one more is later")

		tomorrow, _ := c.AddWorkdays(d.AddDays(1), n)
		require.False(t, tomorrow.Before(due), "starting later never ends sooner")

		next, _ := c.NextWorkday(d)
		worked, _ := c.IsWorkday(next)
		require.True(t, worked)
		require.False(t, next.Before(d))
		skipped, _ := c.WorkdaysBetween(d, next)
		require.LessOrEqual(t, skipped, 1, "no working day is skipped")
		again, _ := c.NextWorkday(next)
		require.Equal(t, next, again)
	})
}

func TestTrim_answers_the_same_within_its_days(t *testing.T) {
	t.Parallel()
	c := calendar.China()
	first, last := on(t, "2018-03-01"), on(t, "2022-12-31")
	trimmed := c.Trim(first, last)
	require.Equal(t, []int{2017, 2018, 2019, 2020, 2021, 2022, 2023}, trimmed.Years())
	for d := first; !d.After(last); d = d.AddDays(1) {
		want, wantUnsure := c.IsWorkday(d)
		got, unsure := trimmed.IsWorkday(d)
		require.Equal(t, want, got, d)
		require.Equal(t, wantUnsure, unsure, d)
	}
	_, unsure := trimmed.IsWorkday(on(t, "2025-01-01"))
	require.True(t, unsure)
}
