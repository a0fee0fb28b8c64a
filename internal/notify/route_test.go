package notify_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// at is a time of the second of March 2026 in Beijing.
func at(clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", "2026-03-02 "+clock, calendar.Location())
	if err != nil {
		panic(err)
	}
	return t
}

func tomorrow(clock string) time.Time { return at(clock).AddDate(0, 0, 1) }

func night() *notify.Quiet { return &notify.Quiet{From: 22 * 60, To: 7*60 + 30} }

func TestRoute(t *testing.T) {
	t.Parallel()
	both := []notify.Medium{notify.Mail, notify.WeCom, notify.Webhook}
	today, later := tomorrow("00:00"), tomorrow("00:00").AddDate(0, 0, 3)
	type want map[notify.Medium]time.Time
	for name, c := range map[string]struct {
		occasion    notify.Occasion
		preferences notify.Preferences
		now         time.Time
		want        want
	}{
		"nothing chosen: everything, at once": {
			notify.Occasion{Kind: notify.TaskOpened, Media: both},
			notify.Preferences{},
			at("23:00"),
			want{notify.Mail: at("23:00"), notify.WeCom: at("23:00"), notify.Webhook: at("23:00")},
		},
		"a kind chosen away": {
			notify.Occasion{Kind: notify.Copied, Media: both},
			notify.Preferences{Media: map[notify.Kind][]notify.Medium{notify.Copied: {}}},
			at("10:00"),
			want{},
		},
		"one channel chosen": {
			notify.Occasion{Kind: notify.Urged, Media: both},
			notify.Preferences{Media: map[notify.Kind][]notify.Medium{notify.Urged: {notify.WeCom, notify.Feishu}}},
			at("10:00"),
			want{notify.WeCom: at("10:00")},
		},
		"no channel reaches the person": {notify.Occasion{Kind: notify.Urged}, notify.Preferences{}, at("10:00"), want{}},
		"in the night, wait for the morning; programs do not sleep": {
			notify.Occasion{Kind: notify.TaskOpened, Media: both},
			notify.Preferences{Quiet: night()},
			at("23:00"),
			want{notify.Mail: tomorrow("07:30"), notify.WeCom: tomorrow("07:30"), notify.Webhook: at("23:00")},
		},
		"after midnight the morning is the same day's": {
			notify.Occasion{Kind: notify.Urged, Media: both[:1]},
			notify.Preferences{Quiet: night()},
			at("00:10"),
			want{notify.Mail: at("07:30")},
		},
		"the quiet hours have ended": {
			notify.Occasion{Kind: notify.Urged, Media: both[:1]},
			notify.Preferences{Quiet: night()},
			at("07:30"),
			want{notify.Mail: at("07:30")},
		},
		"at noon": {
			notify.Occasion{Kind: notify.Urged, Media: both[:1]},
			notify.Preferences{Quiet: &notify.Quiet{From: 12 * 60, To: 14 * 60}},
			at("12:00"),
			want{notify.Mail: at("14:00")},
		},
		"due today: at once": {
			notify.Occasion{Kind: notify.Reminder, DueAt: today, Media: both[:1]},
			notify.Preferences{Quiet: night()},
			at("00:00"),
			want{notify.Mail: at("00:00")},
		},
		"due at an hour of today: at once": {
			notify.Occasion{Kind: notify.Reminder, DueAt: at("12:00"), Media: both[:1]},
			notify.Preferences{Quiet: night()},
			at("06:00"),
			want{notify.Mail: at("06:00")},
		},
		"due in some days: in the morning": {
			notify.Occasion{Kind: notify.Reminder, DueAt: later, Media: both[:1]},
			notify.Preferences{Quiet: night()},
			at("00:00"),
			want{notify.Mail: at("07:30")},
		},
		"due tomorrow at 24:00, now late at night": {
			notify.Occasion{Kind: notify.Reminder, DueAt: today.AddDate(0, 0, 1), Media: both[:1]},
			notify.Preferences{Quiet: night()},
			at("23:59"),
			want{notify.Mail: tomorrow("07:30")},
		},
		"overdue": {
			notify.Occasion{Kind: notify.Overdue, DueAt: at("00:00"), Media: both[:1]},
			notify.Preferences{Quiet: night()},
			at("00:00"),
			want{notify.Mail: at("00:00")},
		},
		"escalation": {
			notify.Occasion{Kind: notify.Escalation, Media: both[:1]}, notify.Preferences{Quiet: night()}, at("02:00"), want{notify.Mail: at("02:00")},
		},
		"a digest instead of mails, and nothing instead of the others": {
			notify.Occasion{Kind: notify.Overdue, Media: both},
			notify.Preferences{Mail: notify.MailDigest},
			at("10:00"),
			want{notify.WeCom: at("10:00"), notify.Webhook: at("10:00")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := want{}
			for i, d := range notify.Route(c.occasion, c.preferences, c.now) {
				if i == 0 {
					require.Equal(t, notify.Delivery{Medium: notify.Application, NotBefore: c.now}, d)
					continue
				}
				got[d.Medium] = d.NotBefore
			}
			require.Len(t, got, len(c.want))
			for m, when := range c.want {
				require.True(t, when.Equal(got[m]), "%s: want %v, got %v", m, when, got[m])
			}
		})
	}
}

func drawPreferences(t *rapid.T) notify.Preferences {
	p := notify.Preferences{Media: map[notify.Kind][]notify.Medium{}, Mail: rapid.SampledFrom([]notify.MailMode{"", notify.MailSingle, notify.MailDigest}).Draw(t, "mail")}
	for _, k := range notify.Kinds() {
		if rapid.Bool().Draw(t, "chosen") {
			p.Media[k] = rapid.SliceOfDistinct(rapid.SampledFrom(notify.Media()), func(m notify.Medium) notify.Medium { return m }).Draw(t, "media")
		}
	}
	if rapid.Bool().Draw(t, "quiet") {
		from := rapid.IntRange(0, 1439).Draw(t, "from")
		p.Quiet = &notify.Quiet{From: from, To: (from + rapid.IntRange(1, 1439).Draw(t, "length")) % 1440}
	}
	return p
}

func TestWhateverIsPreferred(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPreferences(t)
		require.NoError(t, p.Check())
		now := time.Unix(rapid.Int64Range(1.7e9, 1.9e9).Draw(t, "now"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds"))
		o := notify.Occasion{
			Kind:  rapid.SampledFrom(notify.Kinds()).Draw(t, "kind"),
			DueAt: now.Add(time.Duration(rapid.Int64Range(-1e15, 1e15).Draw(t, "due"))),
			Media: rapid.SliceOfDistinct(rapid.SampledFrom(notify.Media()), func(m notify.Medium) notify.Medium { return m }).Draw(t, "reached by"),
		}
		deliveries := notify.Route(o, p, now)
		require.Equal(t, notify.Delivery{Medium: notify.Application, NotBefore: now}, deliveries[0], "the application always tells, at once")
		seen := map[notify.Medium]bool{}
		for _, d := range deliveries {
			require.False(t, seen[d.Medium], "nothing goes twice by one medium")
			seen[d.Medium] = true
			require.False(t, d.NotBefore.Before(now))
			require.True(t, d.NotBefore.Before(now.Add(24*time.Hour)), "nothing waits for more than a day")
			if d.Medium == notify.Application {
				continue
			}
			require.Contains(t, o.Media, d.Medium, "only what reaches the person")
			require.True(t, p.Wants(o.Kind, d.Medium))
			require.False(t, d.Medium == notify.Mail && p.Mail == notify.MailDigest)
			pressing := o.Kind == notify.Overdue || o.Kind == notify.Escalation || o.Kind == notify.DisclosureLate ||
				(o.Kind == notify.Reminder || o.Kind == notify.DisclosureDue) && !calendar.DateOf(o.DueAt.Add(-1)).After(calendar.DateOf(now))
			switch {
			case pressing || d.Medium == notify.Webhook:
				require.Equal(t, now, d.NotBefore)
			default:
				require.Equal(t, d.NotBefore, p.Quiet.Until(d.NotBefore), "never in quiet hours")
			}
		}
		for _, m := range o.Media {
			wanted := p.Wants(o.Kind, m) && (m != notify.Mail || p.Mail != notify.MailDigest)
			require.Equal(t, wanted, seen[m])
		}
	})
}

func TestPreferencesThatMeanNothing(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]notify.Preferences{
		"choices":     {Media: map[notify.Kind][]notify.Medium{"birthday": {}}},
		"choices ":    {Media: map[notify.Kind][]notify.Medium{notify.Urged: {notify.Application}}},
		"choices  ":   {Media: map[notify.Kind][]notify.Medium{notify.Urged: {notify.Mail, notify.Mail}}},
		"mail":        {Mail: "never"},
		"digest_hour": {DigestHour: 24},
		"quiet":       {Quiet: &notify.Quiet{From: 60, To: 60}},
		"quiet ":      {Quiet: &notify.Quiet{From: -1, To: 60}},
		"quiet  ":     {Quiet: &notify.Quiet{From: 0, To: 1440}},
	} {
		err := p.Check()
		require.ErrorIs(t, err, fault.New(fault.Invalid, "preferences_invalid", ""), name)
		require.True(t, slices.ContainsFunc(fault.As(err).Fields, func(f fault.Field) bool { return len(f.Name) > 0 && name[:len(f.Name)] == f.Name }), name)
	}
}

func TestEveryKindAndMediumHasAName(t *testing.T) {
	t.Parallel()
	for _, k := range append(notify.Kinds(), notify.DailyDigest) {
		require.Regexp(t, `^\p{Han}+$`, k.Title())
	}
	for _, m := range append(notify.Media(), notify.Application) {
		require.Regexp(t, `^\p{Han}+$`, m.Title())
	}
}

// Ten thousand reminders of one midnight leave over some seconds, each always
// at the same moment; what tells of a deadline leaves at once.
func TestAStormOfRemindersIsSpreadAndDeadlinesAreNot(t *testing.T) {
	t.Parallel()
	midnight := time.Date(2026, 11, 23, 0, 0, 0, 0, calendar.Location())
	perSecond := map[int]int{}
	for i := range 10_000 {
		o := notify.Occasion{Kind: notify.Reminder, DueAt: midnight.AddDate(0, 0, 1), Spread: strconv.Itoa(i), Media: []notify.Medium{notify.Mail}}
		delivered := notify.Route(o, notify.Preferences{}, midnight)
		require.Equal(t, delivered, notify.Route(o, notify.Preferences{}, midnight))
		require.Equal(t, midnight, delivered[0].NotBefore, "the application tells at once")
		wait := delivered[1].NotBefore.Sub(midnight)
		require.GreaterOrEqual(t, wait, time.Duration(0))
		require.Less(t, wait, 20*time.Second)
		perSecond[int(wait/time.Second)]++
		for _, kind := range []notify.Kind{notify.Overdue, notify.Escalation} {
			o.Kind = kind
			require.Equal(t, midnight, notify.Route(o, notify.Preferences{}, midnight)[1].NotBefore)
		}
	}
	require.Greater(t, len(perSecond), 10)
	for second, n := range perSecond {
		require.Less(t, n, 1000, "second %d", second)
	}
}
