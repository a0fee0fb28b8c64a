package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/stretchr/testify/require"

	"jiheng/api"
)

const ownCalendar = "/api/v1/me/calendar-feed"

func TestACalendarHasTheDeadlinesOfItsPersonAndNothingElse(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.PublicURL = "http://jixiao.example.gov.cn" })
	p := started(t, b)
	require.False(t, into[api.CalendarFeed](p.as("office-head").get(ownCalendar).ok(http.StatusOK)).Active)
	made := into[api.CalendarFeed](p.as("office-head").post(ownCalendar, nil).ok(http.StatusOK))
	require.Regexp(t, `^/calendar/[A-Za-z0-9_-]{43}\.ics$`, made.Path)

	events := b.calendar(t, made.Path)
	require.Len(t, events, 1)
	require.Contains(t, property(events[0], ics.ComponentPropertySummary), "【待签收】")
	require.Equal(t, "TENTATIVE", property(events[0], ics.ComponentPropertyStatus))
	uid, version := events[0].Id(), property(events[0], ics.ComponentPropertySequence)
	require.Contains(t, property(events[0], ics.ComponentPropertyUrl), "http://jixiao.example.gov.cn/tasks/")

	p.claims("office-head", "formation", "draft_notice")
	events = b.calendar(t, made.Path)
	require.Len(t, events, 1)
	require.Equal(t, uid, events[0].Id(), "the same event")
	require.Greater(t, property(events[0], ics.ComponentPropertySequence), version)
	require.Equal(t, "CONFIRMED", property(events[0], ics.ComponentPropertyStatus))

	p.completes("office-head", "formation", "draft_notice", map[string]any{"members": p.group()})
	require.Empty(t, b.calendar(t, made.Path))
	theirs := into[api.CalendarFeed](p.as("auditor").post(ownCalendar, nil).ok(http.StatusOK))
	require.Empty(t, b.calendar(t, theirs.Path), "somebody without tasks")
	text := b.anybody().get(made.Path).text()
	for _, person := range []string{"office-head", "办公室主任"} {
		require.NotContains(t, text, person)
	}
}

// calendar reads a calendar as a calendar program does.
func (b *bench) calendar(t *testing.T, path string) []*ics.VEvent {
	t.Helper()
	a := b.anybody().get(path).ok(http.StatusOK)
	require.Equal(t, "text/calendar", a.header.Get("Content-Type"))
	require.Equal(t, "no-store", a.header.Get("Cache-Control"))
	parsed, err := ics.ParseCalendar(strings.NewReader(a.text()))
	require.NoError(t, err)
	return parsed.Events()
}

func property(e *ics.VEvent, name ics.ComponentProperty) string {
	if p := e.GetProperty(name); p != nil {
		return p.Value
	}
	return ""
}

func TestACalendarsAddressIsASecretThatCanBeTakenBack(t *testing.T) {
	t.Parallel()
	b := open(t)
	head := b.as("office-head")
	first := into[api.CalendarFeed](head.post(ownCalendar, nil, key("calendar-one")).ok(http.StatusOK))
	again := into[api.CalendarFeed](head.post(ownCalendar, nil, key("calendar-one")).ok(http.StatusOK))
	require.Equal(t, first, again, "the command repeated gives the same address")
	known := into[api.CalendarFeed](head.get(ownCalendar).ok(http.StatusOK))
	require.True(t, known.Active)
	require.Empty(t, known.Path, "it is told once")

	second := into[api.CalendarFeed](head.post(ownCalendar, nil).ok(http.StatusOK))
	require.NotEqual(t, first.Path, second.Path)
	require.Equal(t, "calendar_feed_not_found", b.anybody().get(first.Path).problem(http.StatusNotFound).Reason, "the old one opens nothing")
	b.anybody().get(second.Path).ok(http.StatusOK)
	head.send(http.MethodDelete, ownCalendar, nil).ok(http.StatusNoContent)
	head.send(http.MethodDelete, ownCalendar, nil).ok(http.StatusNoContent)
	b.anybody().get(second.Path).problem(http.StatusNotFound)
	require.False(t, into[api.CalendarFeed](head.get(ownCalendar).ok(http.StatusOK)).Active)
	require.NotContains(t, b.log.String(), strings.TrimSuffix(strings.TrimPrefix(second.Path, "/calendar/"), ".ics"), "secrets are not logged")
}

func TestCalendarsThatDoNotExist(t *testing.T) {
	t.Parallel()
	b := open(t)
	made := into[api.CalendarFeed](b.as("office-head").post(ownCalendar, nil).ok(http.StatusOK))
	for _, path := range []string{
		"/calendar/x.ics", "/calendar/" + strings.Repeat("A", 43) + ".ics", strings.TrimSuffix(made.Path, ".ics"),
		strings.TrimSuffix(made.Path, ".ics") + "=.ics", "/calendar/.ics",
	} {
		require.Equal(t, "calendar_feed_not_found", b.anybody().get(path).problem(http.StatusNotFound).Reason, path)
	}
	probe := b.anybody().send(http.MethodHead, made.Path, nil).ok(http.StatusOK)
	require.Empty(t, probe.body)
	require.NotEqual(t, "0", probe.header.Get("Content-Length"))
	b.anybody().send(http.MethodHead, "/calendar/x.ics", nil).ok(http.StatusNotFound)
}

func TestGuessingCalendarsIsSlow(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.FeedBurst, c.FeedPerMinute = 3, 60 })
	for range 3 {
		b.anybody().get("/calendar/x.ics").problem(http.StatusNotFound)
	}
	slow := b.anybody().get("/calendar/x.ics")
	require.Equal(t, "calendar_too_often", slow.problem(http.StatusTooManyRequests).Reason)
	require.NotEmpty(t, slow.header.Get("Retry-After"))
	b.clock.pass(2 * time.Second)
	b.anybody().get("/calendar/x.ics").problem(http.StatusNotFound)
}
