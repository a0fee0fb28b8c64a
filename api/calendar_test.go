package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/calendar"
	"jiheng/internal/process"
	"jiheng/internal/store"
	"jiheng/processes"
)

// imports brings a made-up notice for 2027 in.
func (b *bench) imports(off ...string) {
	b.t.Helper()
	n := calendar.Notice{Year: 2027, Papers: []string{"国办发明电〔2026〕9号"}}
	for _, text := range off {
		d, err := calendar.ParseDate(text)
		require.NoError(b.t, err)
		n.Days = append(n.Days, calendar.Day{Date: d, Name: "元旦", Off: true, Note: "note"})
	}
	c, err := calendar.New("", []calendar.Notice{n})
	require.NoError(b.t, err)
	_, err = b.store.ImportCalendar(b.t.Context(), store.CalendarImport{Notices: c, By: "clerk"})
	require.NoError(b.t, err)
}

// countsWorkdays publishes a version of the process that counts in working days.
func (b *bench) countsWorkdays() {
	b.t.Helper()
	catalogue, err := process.Load(processes.FS(), process.Options{})
	require.NoError(b.t, err)
	source, err := catalogue.Source("overall-self-evaluation", 2)
	require.NoError(b.t, err)
	source = []byte(strings.NewReplacer("version: 1", "version: 2", "due: 7 days", "due: 5 workdays").Replace(string(source)))
	_, err = b.store.PutDefinition(b.t.Context(), "overall-self-evaluation", source)
	require.NoError(b.t, err)
}

func TestCalendarShowsAYearAndWhatIsNotCertain(t *testing.T) {
	t.Parallel()
	b := open(t)
	me := b.as("office-clerk-1")
	show := func(query string) api.Calendar {
		return into[api.Calendar](me.get("/api/v1/calendar" + query).ok(http.StatusOK))
	}
	c := show("?year=2026")
	require.Equal(t, "CN-2026.1", c.Version)
	require.True(t, c.Covered)
	require.True(t, c.Provisional)
	require.Equal(t, "2026-12-29", c.ProvisionalFrom.String())
	require.True(t, c.LoadedAt.IsZero())
	require.NotEmpty(t, c.Source)
	require.NotEmpty(t, c.Papers)
	require.Equal(t, api.CalendarDay{Date: calendar.Date{Year: 2026, Month: time.January, Day: 1}, Name: "元旦", Off: true}, c.Days[0])
	require.Len(t, c.Years, 20)

	c = show("?year=2027")
	require.False(t, c.Covered)
	require.True(t, c.Provisional)
	require.Equal(t, "2027-01-01", c.ProvisionalFrom.String())
	require.Empty(t, c.Days)

	b.imports("2026-12-31", "2027-01-01")
	c = show("?year=2026")
	require.Equal(t, "CN-2027.1", c.Version)
	require.False(t, c.Provisional)
	require.True(t, c.ProvisionalFrom.IsZero())
	require.False(t, c.LoadedAt.IsZero())
	require.Equal(t, "国办发明电〔2026〕9号", c.Source)
	last := c.Days[len(c.Days)-1]
	require.Equal(t, api.CalendarDay{Date: calendar.Date{Year: 2026, Month: time.December, Day: 31}, Name: "元旦", Off: true, Note: "note"}, last)
	c = show("?year=2027")
	require.True(t, c.Covered)
	require.Equal(t, "2027-12-29", c.ProvisionalFrom.String())
	require.Equal(t, []string{"国办发明电〔2026〕9号"}, c.Papers)
	require.Len(t, c.Days, 1)

	require.Equal(t, calendar.DateOf(time.Now()).Year, show("").Year)
}

func TestCalendarIsForThoseWhoAreLoggedIn(t *testing.T) {
	t.Parallel()
	b := open(t)
	require.Equal(t, "session_expired", b.anybody().get("/api/v1/calendar?year=2026").problem(http.StatusUnauthorized).Reason)
	me := b.as("auditor")
	for _, query := range []string{"?year=1066", "?year=next", "?year=2026&year=2027", "?month=3"} {
		require.Equal(t, api.ProblemCodeInvalid, me.get("/api/v1/calendar"+query).problem(http.StatusUnprocessableEntity).Code, query)
	}
}

// Dates that were counted by weekends alone are marked wherever they are shown,
// until they have been counted anew.
func TestDatesInAYearWithoutNoticeAreMarkedProvisional(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.countsWorkdays()
	start := b.start(t)
	start["start_on"] = "2027-08-05"
	head := b.as("office-head")
	e := into[api.Evaluation](head.post("/api/v1/evaluations", start).ok(http.StatusCreated))
	marked := func(want bool) {
		t.Helper()
		e := into[api.Evaluation](head.get("/api/v1/evaluations/" + e.ID).ok(http.StatusOK))
		line := into[api.Timeline](head.get("/api/v1/evaluations/" + e.ID + "/timeline").ok(http.StatusOK))
		require.Equal(t, want, e.Provisional)
		require.Equal(t, want, line.Provisional)
		require.Equal(t, e.CalendarVersion, line.CalendarVersion)
		require.Len(t, line.Stages, len(e.Stages))
		for i, s := range e.Stages {
			require.Equal(t, want, s.Provisional, s.ID)
			require.Equal(t, want, line.Stages[i].Stage.Provisional, s.ID)
		}
	}
	require.True(t, e.Provisional)
	require.True(t, e.Stages[0].Provisional)
	marked(true)
	b.imports("2027-01-01")
	marked(true) // the notice is there, and nothing has been counted anew yet

	e = into[api.Evaluation](head.post("/api/v1/evaluations", start).ok(http.StatusCreated))
	require.Equal(t, "CN-2027.1", e.CalendarVersion)
	marked(false)
	start["start_on"] = "2020-08-05"
	e = into[api.Evaluation](head.post("/api/v1/evaluations", start).ok(http.StatusCreated))
	marked(false)
}

func TestDeadlinesInAYearWithoutNoticeAreMarkedToo(t *testing.T) {
	t.Parallel()
	b := open(t)
	start := b.start(t)
	start["start_on"], start["day_milliseconds"] = "2027-08-05", 3_600_000 // a rehearsal, so that it begins today
	p := &play{bench: b, t: t, people: map[string]*someone{}}
	p.id = into[api.Evaluation](p.as("office-head").post("/api/v1/evaluations", start).ok(http.StatusCreated)).ID
	p.turn()
	marked := func(want bool) {
		t.Helper()
		task := p.live("formation", "draft_notice")
		require.Equal(t, "2027-08-05", task.DueOn.String())
		require.Equal(t, want, task.DueProvisional)
		rows := into[api.TaskPage](p.as("office-head").get("/api/v1/tasks?box=claimable").ok(http.StatusOK)).Tasks
		require.Len(t, rows, 1)
		require.Equal(t, want, rows[0].DueProvisional)
		require.Equal(t, want, into[api.TaskDetail](p.as("office-head").get("/api/v1/tasks/"+url.PathEscape(task.ID)).ok(http.StatusOK)).Task.DueProvisional)
	}
	marked(true)
	b.imports("2027-01-01")
	marked(false)
}
