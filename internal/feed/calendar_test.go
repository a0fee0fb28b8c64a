package feed_test

import (
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/feed"
)

func beijing(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, calendar.Location())
	if err != nil {
		panic(err)
	}
	return t
}

func entry() feed.Entry {
	return feed.Entry{
		Task: "ev-1:self_check:p1:submit:1", Title: "提交自评报告", Evaluation: "2025年度整体支出绩效自评",
		DueAt: beijing("2026-04-01 00:00"), Version: 3, Link: "https://jx.example.gov.cn/tasks/1",
	}
}

func events(t require.TestingT, entries ...feed.Entry) []*ics.VEvent {
	parsed, err := ics.ParseCalendar(strings.NewReader(feed.Write(entries, beijing("2026-03-02 12:00"))))
	require.NoError(t, err)
	return parsed.Events()
}

func property(e *ics.VEvent, name ics.ComponentProperty) string {
	if p := e.GetProperty(name); p != nil {
		return p.Value
	}
	return ""
}

func triggers(e *ics.VEvent) (out []string) {
	for _, a := range e.Alarms() {
		out = append(out, a.GetProperty(ics.ComponentPropertyTrigger).Value)
	}
	return out
}

func TestADeadlineAtTheEndOfADayIsThatDay(t *testing.T) {
	t.Parallel()
	e := events(t, entry())[0]
	start := e.GetProperty(ics.ComponentPropertyDtStart)
	require.Equal(t, "20260331", start.Value)
	require.Equal(t, []string{"DATE"}, start.ICalParameters["VALUE"])
	require.Equal(t, "20260401", property(e, ics.ComponentPropertyDtEnd), "the end is not part of it")
	require.Equal(t, []string{"-P2DT15H", "-PT15H"}, triggers(e), "nine in the morning, three days and one day before")
	require.Equal(t, "3", property(e, ics.ComponentPropertySequence))
	require.Equal(t, "CONFIRMED", property(e, ics.ComponentPropertyStatus))
	require.Equal(t, "TRANSPARENT", property(e, ics.ComponentPropertyTransp))
	require.Equal(t, "提交自评报告（2025年度整体支出绩效自评）", property(e, ics.ComponentPropertySummary))
}

func TestADeadlineAtAnHourIsThatInstant(t *testing.T) {
	t.Parallel()
	at := entry()
	at.DueAt, at.Tentative = beijing("2026-03-31 17:30"), true
	e := events(t, at)[0]
	start := e.GetProperty(ics.ComponentPropertyDtStart)
	require.Equal(t, "20260331T173000", start.Value)
	require.Equal(t, []string{"Asia/Shanghai"}, start.ICalParameters["TZID"])
	require.Equal(t, []string{"-P3D", "-P1D"}, triggers(e))
	require.Equal(t, "TENTATIVE", property(e, ics.ComponentPropertyStatus))
}

func TestTheTextIsAsTheStandardWantsIt(t *testing.T) {
	t.Parallel()
	long := entry()
	long.Title = strings.Repeat("提交自评报告和评分表；", 20) + "a,b\\c\nBEGIN:VEVENT"
	text := feed.Write([]feed.Entry{entry(), long}, beijing("2026-03-02 12:00"))
	require.True(t, strings.HasPrefix(text, "BEGIN:VCALENDAR\r\n"))
	require.True(t, strings.HasSuffix(text, "END:VCALENDAR\r\n"))
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		require.LessOrEqual(t, len(line), 75, line)
		require.NotContains(t, line, "\n")
	}
	require.Equal(t, 2, strings.Count(text, "BEGIN:VEVENT\r\n"))
	for _, part := range []string{"VERSION:2.0", "BEGIN:VTIMEZONE", "TZID:Asia/Shanghai", "TZOFFSETTO:+0800", "X-WR-TIMEZONE:Asia/Shanghai"} {
		require.Contains(t, text, part)
	}
	require.Contains(t, text, "DTSTAMP:20260302T040000Z")
}

// An event is recognised by its UID whatever else changes.
func TestAnEventKeepsItsIdentity(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := entry()
		a.Task = evaluation.TaskID(rapid.String().Draw(t, "task"))
		b := a
		b.Title, b.Version = rapid.StringMatching(`[\p{Han}a-z,;\\]{1,80}`).Draw(t, "title"), rapid.Int64Range(1, 1000).Draw(t, "version")
		b.DueAt = time.Unix(rapid.Int64Range(1.7e9, 1.9e9).Draw(t, "due"), 0)
		c := a
		c.Task += "x"
		all := events(t, a, b, c)
		require.Equal(t, all[0].Id(), all[1].Id())
		require.NotEqual(t, all[0].Id(), all[2].Id())
		require.Equal(t, b.Title+"（"+b.Evaluation+"）", property(all[1], ics.ComponentPropertySummary))
	})
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	salt := feed.NewSalt()
	require.NotEqual(t, salt, feed.NewSalt())
	s := feed.Secret(salt, "p1", "key-1")
	require.Len(t, s, 43)
	require.Equal(t, s, feed.Secret(salt, "p1", "key-1"))
	for _, other := range []string{feed.Secret(salt, "p1", "key-2"), feed.Secret(salt, "p2", "key-1"), feed.Secret(feed.NewSalt(), "p1", "key-1")} {
		require.NotEqual(t, s, other)
	}
	digest, ok := feed.Digest(s)
	require.True(t, ok)
	require.Len(t, digest, 32)
	for _, bad := range []string{"", "x", s + "=", s[:42], strings.Repeat("!", 43), s[:42] + "\n"} {
		_, ok := feed.Digest(bad)
		require.False(t, ok, "%q", bad)
	}
}
