package calendar_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
)

// Made-up days: no notice for 2027 is known to the tests.
const year2027 = `{"year":2027,"papers":["https://example.test/2027"],"days":[
 {"name":"元旦","date":"2026-12-31","isOffDay":true},
 {"name":"元旦","date":"2027-01-01","isOffDay":true},
 {"name":"春节","date":"2027-02-20","isOffDay":false,"note":"调休"}]}`

func TestParse_reads_every_form(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"one year":    year2027,
		"a list":      "[" + year2027 + "]",
		"a version":   `{"version":"X","years":[` + year2027 + `]}`,
		"public file": strings.Replace(year2027, `{"year"`, `{"$schema":"https://example.test/s","$id":"x","year"`, 1),
	} {
		c, err := calendar.Parse([]byte(text))
		require.NoError(t, err, name)
		require.Equal(t, []int{2027}, c.Years(), name)
		day, ok := c.Ruling(on(t, "2027-02-20"))
		require.True(t, ok, name)
		require.Equal(t, calendar.Day{Date: on(t, "2027-02-20"), Name: "春节", Note: "调休"}, day, name)
	}
}

func TestParse_refuses_what_would_mislead(t *testing.T) {
	t.Parallel()
	day := func(date, off string) string {
		return `{"name":"x","date":"` + date + `","isOffDay":` + off + `}`
	}
	year := func(days ...string) string {
		return `{"year":2027,"days":[` + strings.Join(days, ",") + `]}`
	}
	rest := day("2027-01-01", "true")
	for _, tt := range []struct{ name, text, top, at, reason string }{
		{"not JSON", `{"year":`, "calendar_unreadable", "", ""},
		{"wrong type", `{"year":"2027"}`, "calendar_unreadable", "", ""},
		{"empty", ``, "calendar_unreadable", "", ""},
		{"no years", `{}`, "calendar_unreadable", "/years", "years_missing"},
		{"both forms", `{"years":[],"year":2027}`, "calendar_unreadable", "/year", "year_beside_years"},
		{"unknown field", `{"year":2027,"holidays":[]}`, "calendar_unreadable", "holidays", "unknown_field"},
		{"unknown field of a day", year(`{"name":"x","date":"2027-01-01","isOffDay":true,"kind":1}`), "calendar_unreadable", "kind", "unknown_field"},
		{"text after the end", year(rest) + `{}`, "calendar_unreadable", "", "text_after_end"},
		{"impossible date", year(rest, day("2027-02-29", "true")), "calendar_unreadable", "/years/0/days/1/date", "date_unreadable"},
		{"off or not", year(rest, `{"name":"x","date":"2027-01-02"}`), "calendar_unreadable", "/years/0/days/1/isOffDay", "is_off_day_missing"},
		{"duplicate date", year(rest, rest), "calendar_inconsistent", "/years/0/days/1/date", "duplicate_date"},
		{"duplicate across years", `[` + year(rest, day("2027-12-31", "true")) + `,{"year":2028,"days":[` + day("2028-01-01", "true") + `,` + day("2027-12-31", "true") + `]}]`, "calendar_inconsistent", "/years/1/days/1/date", "duplicate_date"},
		{"duplicate year", `[` + year(rest) + `,` + year(day("2027-01-02", "true")) + `]`, "calendar_inconsistent", "/years/1/year", "duplicate_year"},
		{"make-up day on a Friday", year(rest, day("2027-02-19", "false")), "calendar_inconsistent", "/years/0/days/1/date", "make_up_day_on_weekday"},
		{"too early", year(rest, day("2026-11-30", "true")), "calendar_inconsistent", "/years/0/days/1/date", "date_outside_year"},
		{"too late", year(rest, day("2028-01-01", "true")), "calendar_inconsistent", "/years/0/days/1/date", "date_outside_year"},
		{"nameless", year(`{"name":" ","date":"2027-01-01","isOffDay":true}`), "calendar_inconsistent", "/years/0/days/0/name", "name_missing"},
		{"empty year", `{"year":2027,"papers":[],"days":[]}`, "calendar_inconsistent", "/years/0/days", "no_rest_days"},
		{"year without its own rest day", year(day("2026-12-31", "true")), "calendar_inconsistent", "/years/0/days", "no_rest_days"},
		{"no such year", `{"year":0,"days":[` + rest + `]}`, "calendar_inconsistent", "/years/0/year", "year_out_of_range"},
	} {
		_, err := calendar.Parse([]byte(tt.text))
		require.ErrorIs(t, err, fault.New(fault.Invalid, tt.top, ""), tt.name)
		if tt.reason != "" {
			require.Condition(t, func() bool {
				for _, f := range fault.As(err).Fields {
					if f.Name == tt.at && f.Reason == tt.reason {
						return true
					}
				}
				return false
			}, "%s: %+v", tt.name, fault.As(err).Fields)
		}
	}
}

func TestParse_reports_all_faults_at_once(t *testing.T) {
	t.Parallel()
	_, err := calendar.Parse([]byte(`{"year":2027,"days":[
		{"name":"","date":"2027-01-01","isOffDay":true},
		{"name":"x","date":"2027-01-01","isOffDay":true},
		{"name":"x","date":"2027-01-04","isOffDay":false}]}`))
	require.Len(t, fault.As(err).Fields, 3)
}

func TestCalendar_survives_json(t *testing.T) {
	t.Parallel()
	c := calendar.China()
	text, err := json.Marshal(c)
	require.NoError(t, err)
	var back calendar.Calendar
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, c, back)

	text, err = json.Marshal(calendar.Calendar{})
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &back))
	require.Empty(t, back.Years())
	require.Error(t, json.Unmarshal([]byte(`{"years":[{"year":2027}]}`), &back))
}

func TestWith_replaces_years_and_makes_guesses_firm(t *testing.T) {
	t.Parallel()
	shipped := calendar.China()
	added, err := calendar.Parse([]byte(year2027))
	require.NoError(t, err)
	c, err := shipped.With(added, "CN-2027.1")
	require.NoError(t, err)
	require.Equal(t, "CN-2027.1", c.Version)
	require.Len(t, c.Years(), 21)
	workday, provisional := c.IsWorkday(on(t, "2026-12-31"))
	require.False(t, workday)
	require.False(t, provisional)
	workday, provisional = shipped.IsWorkday(on(t, "2026-12-31"))
	require.True(t, workday, "the old value is unchanged")
	require.True(t, provisional)

	again, err := c.With(added, "CN-2027.1")
	require.NoError(t, err)
	require.Equal(t, c, again)

	clash, err := calendar.Parse([]byte(`{"year":2026,"days":[
		{"name":"x","date":"2026-01-01","isOffDay":true},{"name":"x","date":"2026-12-31","isOffDay":true}]}`))
	require.NoError(t, err)
	_, err = c.With(clash, "CN-2026.2")
	require.ErrorIs(t, err, fault.New(fault.Invalid, "calendar_inconsistent", ""))
}

func TestNew_takes_any_order_and_leaves_its_input_alone(t *testing.T) {
	t.Parallel()
	later := calendar.Day{Date: on(t, "2028-05-01"), Name: "x", Off: true}
	sooner := calendar.Day{Date: on(t, "2028-01-01"), Name: "x", Off: true}
	first := calendar.Day{Date: on(t, "2027-01-01"), Name: "x", Off: true}
	given := []calendar.Notice{
		{Year: 2028, Papers: []string{"p"}, Days: []calendar.Day{later, sooner}},
		{Year: 2027, Days: []calendar.Day{first}},
	}
	c, err := calendar.New("X", given)
	require.NoError(t, err)
	require.Equal(t, later, given[0].Days[0])

	given[0].Days[0].Off, given[0].Papers[0] = false, "changed"
	c.Notices()[1].Days[0].Off = false
	for _, day := range []calendar.Day{first, sooner, later} {
		got, ok := c.Ruling(day.Date)
		require.True(t, ok)
		require.Equal(t, day, got)
	}
	require.Equal(t, []calendar.Day{sooner, later}, c.Notices()[1].Days)
	require.Equal(t, []string{"p"}, c.Notices()[1].Papers)
	require.Equal(t, []int{2027, 2028}, c.Years())
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(year2027))
	f.Add([]byte(`[{"year":2027,"days":[{"isOffDay":true}]}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := calendar.Parse(data)
		if err != nil {
			require.Equal(t, fault.Invalid, fault.CodeOf(err))
			return
		}
		text, err := json.Marshal(c)
		require.NoError(t, err)
		back, err := calendar.Parse(text)
		require.NoError(t, err)
		require.Equal(t, c.Years(), back.Years())
	})
}
