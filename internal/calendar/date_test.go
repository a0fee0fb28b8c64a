package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
)

// on reads a date that the test knows to be right.
func on(t require.TestingT, text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	require.NoError(t, err)
	return d
}

func anyDate() *rapid.Generator[calendar.Date] {
	first := calendar.Date{Year: 1, Month: time.January, Day: 1}
	return rapid.Map(rapid.IntRange(0, 9998*365), first.AddDays)
}

func TestDate_reads_one_form_only(t *testing.T) {
	t.Parallel()
	d, err := calendar.ParseDate("2020-08-28")
	require.NoError(t, err)
	require.Equal(t, calendar.Date{Year: 2020, Month: time.August, Day: 28}, d)
	require.Equal(t, time.Friday, d.Weekday())

	for _, text := range []string{
		"", "2020-8-28", "2020-02-30", "2021-02-29", "0000-01-01", "2020/08/28", "20200828", " 2020-08-28",
		"2020-08-28T00:00:00Z", "12020-08-28", "2020-13-01", "2020年8月28日",
	} {
		_, err := calendar.ParseDate(text)
		require.ErrorIs(t, err, fault.New(fault.Invalid, "date_unreadable", ""), text)
	}
}

func TestDate_survives_text_and_json(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate().Draw(t, "d")
		require.True(t, d.Valid())
		require.Equal(t, d, on(t, d.String()))
		var back calendar.Date
		text, err := json.Marshal(d)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, d, back)
	})
}

func TestDate_zero_is_empty_text(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(calendar.Date{})
	require.NoError(t, err)
	require.Equal(t, `""`, string(text))
	back := on(t, "2020-01-01")
	require.NoError(t, json.Unmarshal(text, &back))
	require.True(t, back.IsZero())
	require.False(t, back.Valid())
}

func TestDate_that_does_not_exist_is_not_written(t *testing.T) {
	t.Parallel()
	impossible := calendar.Date{Year: 2021, Month: time.February, Day: 29}
	require.False(t, impossible.Valid())
	_, err := json.Marshal(impossible)
	require.ErrorIs(t, err, fault.New(fault.Internal, "date_impossible", ""))
}

func TestDate_counts_days_as_the_standard_library_does(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate().Draw(t, "d")
		n := rapid.IntRange(-20000, 20000).Draw(t, "n")
		later := d.AddDays(n)
		require.Equal(t, n, later.DaysSince(d))
		require.Equal(t, d, later.AddDays(-n))
		want := time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC)
		require.Equal(t, want.Day(), later.Day)
		require.Equal(t, want.Month(), later.Month)
		require.Equal(t, want.Year(), later.Year)
		require.Equal(t, want.Weekday(), later.Weekday())
		require.Equal(t, n < 0, later.Before(d))
		require.Equal(t, n > 0, later.After(d))
		require.Equal(t, -later.Compare(d), d.Compare(later))
	})
}

func TestDate_begins_and_ends_at_midnight_in_Shanghai(t *testing.T) {
	t.Parallel()
	d := on(t, "2020-08-28")
	require.Equal(t, "2020-08-28T00:00:00+08:00", d.Start().Format(time.RFC3339))
	require.Equal(t, "2020-08-29T00:00:00+08:00", d.End().Format(time.RFC3339))
	require.Equal(t, d, calendar.DateOf(time.Date(2020, 8, 27, 16, 0, 0, 0, time.UTC)))
	require.Equal(t, d, calendar.DateOf(time.Date(2020, 8, 28, 15, 59, 59, 999, time.UTC)))
	require.Equal(t, d.AddDays(1), calendar.DateOf(d.End()))
}
