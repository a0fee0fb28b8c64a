package calendar_test

import (
	"testing"
	"time"

	"github.com/6tail/lunar-go/HolidayUtil"
	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
)

// An independent table is the oracle. It lacks two make-up days of 2013, which
// the notice for that year names; from 2021 on nothing differs.
func TestChina_agrees_with_an_independent_table_day_by_day(t *testing.T) {
	t.Parallel()
	oracleLacks := []string{"2013-04-07", "2013-10-12"}
	c := calendar.China()
	var differ []string
	for d := on(t, "2006-12-29"); d.Year < 2027; d = d.AddDays(1) {
		want := d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
		if h := HolidayUtil.GetHoliday(d.String()); h != nil {
			want = h.IsWork()
		}
		got, _ := c.IsWorkday(d)
		if got != want {
			require.True(t, got, "%s is worked by our table only", d)
			differ = append(differ, d.String())
		}
	}
	require.Equal(t, oracleLacks, differ)
}

func TestChina_knows_the_days_that_are_easily_got_wrong(t *testing.T) {
	t.Parallel()
	c := calendar.China()
	for _, tt := range []struct {
		date, why string
		workday   bool
	}{
		{"2013-04-07", "Sunday worked for Qingming", true},
		{"2013-10-12", "Saturday worked for National Day", true},
		{"2015-09-03", "commemoration, added by a second notice", false},
		{"2015-09-06", "Sunday worked for the commemoration", true},
		{"2019-05-02", "Labour Day prolonged by a second notice", false},
		{"2020-01-31", "Spring Festival prolonged in 2020", false},
		{"2020-02-01", "a make-up day that the prolonging took back", false},
		{"2020-02-03", "work resumed", true},
		{"2022-12-31", "ruled by the notice for 2023", false},
		{"2006-12-30", "ruled by the notice for 2007, whose year before is not loaded", true},
		{"2026-01-04", "Sunday worked for New Year", true},
		{"2026-10-10", "Saturday worked for National Day", true},
	} {
		workday, provisional := c.IsWorkday(on(t, tt.date))
		require.Equal(t, tt.workday, workday, "%s: %s", tt.date, tt.why)
		require.False(t, provisional, "%s: %s", tt.date, tt.why)
	}
}

func TestChina_covers_2007_to_2026_with_sources(t *testing.T) {
	t.Parallel()
	c := calendar.China()
	require.Equal(t, "CN-2026.1", c.Version)
	years := c.Years()
	require.Len(t, years, 20)
	require.Equal(t, 2007, years[0])
	require.Equal(t, 2026, years[19])
	for _, n := range c.Notices() {
		require.NotEmpty(t, n.Papers, n.Year)
		require.Greater(t, len(n.Days), 25, n.Year)
	}
	day, ok := c.Ruling(on(t, "2026-10-10"))
	require.True(t, ok)
	require.Equal(t, "国庆节", day.Name)
	_, ok = c.Ruling(on(t, "2026-07-01"))
	require.False(t, ok)
}
