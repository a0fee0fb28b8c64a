package store_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// with is another store on the same database, whose units have these media.
func with(t *testing.T, dsn string, media ...notify.Medium) *store.Store {
	t.Helper()
	cfg := storetest.StoreConfig(dsn)
	cfg.Media = func(string) []notify.Medium { return media }
	s, err := store.Open(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func (b *bench) prefers(p evaluation.PersonID, preferences notify.Preferences) {
	b.t.Helper()
	now, err := b.s.NoticePreferences(b.t.Context(), p)
	require.NoError(b.t, err)
	_, err = b.s.SaveNoticePreferences(b.t.Context(), store.SavePreferences{Person: p, Preferences: preferences, Version: now.Version})
	require.NoError(b.t, err)
}

// outside lists what goes out of the application: "person channel kind".
func (b *bench) outside(condition string) []string {
	b.t.Helper()
	var out []string
	require.NoError(b.t, b.s.DB().Raw(`SELECT person_id || ' ' || channel || ' ' || kind FROM notices
		WHERE channel <> 'application' AND `+condition+` ORDER BY seq, person_id, channel`).Scan(&out).Error)
	return out
}

func TestNoticesGoByTheMediaThatWereChosen(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b := runningAt(t, dsn)
	b.prefers("office-clerk", notify.Preferences{Media: map[notify.Kind][]notify.Medium{notify.Overdue: {notify.Webhook}}, Mail: notify.MailDigest})
	b.prefers("office-head", notify.Preferences{Media: map[notify.Kind][]notify.Medium{notify.TaskOpened: {}, notify.Overdue: {}}})
	_, err := with(t, dsn, notify.Mail, notify.Webhook).EnqueueNotices(t.Context(), b.id)
	require.NoError(t, err)
	require.Equal(t, []string{"office-clerk webhook task_opened", "office-clerk webhook overdue"}, b.outside("true"))
	require.Len(t, b.told(), 4, "the application tells in any case")
}

func TestAGroupIsToldOnceAndNamesItsPeople(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b := runningAt(t, dsn)
	s := with(t, dsn, notify.WeCom, notify.Mail)
	b.prefers("office-clerk", notify.Preferences{Media: map[notify.Kind][]notify.Medium{notify.Overdue: {}}})
	for range 2 {
		_, err := s.EnqueueNotices(t.Context(), b.id)
		require.NoError(t, err)
	}
	require.Equal(t, []string{" wecom task_opened", " wecom overdue"}, b.outside("channel = 'wecom'"))
	leased, err := s.LeaseNotices(t.Context(), "", 10, time.Hour)
	require.NoError(t, err)
	names := map[notify.Kind]string{}
	for _, n := range leased {
		if n.Medium == notify.WeCom {
			names[n.Kind] = n.Facts.Addressee
			require.Equal(t, "zhanjiang-service-centre", n.UnitID)
			require.Empty(t, n.PersonID)
			require.NoError(t, s.MarkNotice(t.Context(), n.ID, nil))
		}
	}
	require.Equal(t, map[notify.Kind]string{notify.TaskOpened: "office-clerk、office-head", notify.Overdue: "office-head"}, names)
}

// Several people who are told by one entry are all named to their group.
func TestAGroupIsToldOfEverybodyOfAnEntry(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b := runningAt(t, dsn)
	s := with(t, dsn, notify.Feishu)
	draft := b.live("formation", "", "draft_notice")
	b.must("office-clerk", claim(draft))
	to := []evaluation.PersonID{"director", "finance-officer"}
	_, err := s.Update(t.Context(), evaluation.Request{Task: draft.ID, Actor: "office-clerk", People: to},
		storetest.Apply(evaluation.Command{Action: evaluation.CopyTo, Task: draft.ID, People: to}))
	require.NoError(t, err)
	_, err = s.EnqueueNotices(t.Context(), b.id)
	require.NoError(t, err)
	var names []string
	require.NoError(t, b.s.DB().Raw("SELECT params ->> 'addressee' FROM notices WHERE channel = 'feishu' AND kind = 'copied'").Scan(&names).Error)
	require.Equal(t, []string{"director、finance-officer"}, names)
}

// quietNow are quiet hours of two hours around now.
func quietNow() *notify.Quiet {
	now := time.Now().In(calendar.Location())
	minute := now.Hour()*60 + now.Minute()
	return &notify.Quiet{From: (minute + 1440 - 60) % 1440, To: (minute + 60) % 1440}
}

func TestInQuietHoursOnlyDeadlinesOfTheDayAreSent(t *testing.T) {
	t.Parallel()
	b := running(t)
	b.prefers("office-clerk", notify.Preferences{Quiet: quietNow()})
	b.prefers("office-head", notify.Preferences{Quiet: quietNow()})
	require.Equal(t, 2, b.enqueue(), "what may be sent now")
	require.Equal(t, []string{"office-clerk mail task_opened", "office-head mail task_opened"}, b.outside("not_before > now()"))
	leased, err := b.s.LeaseNotices(t.Context(), "", 10, time.Hour)
	require.NoError(t, err)
	require.Len(t, leased, 2)
	for _, n := range leased {
		require.Equal(t, notify.Overdue, n.Kind)
	}
	require.NoError(t, b.s.DB().Exec("UPDATE notices SET not_before = now() WHERE not_before > now()").Error)
	leased, err = b.s.LeaseNotices(t.Context(), b.id, 10, time.Hour)
	require.NoError(t, err)
	require.Len(t, leased, 2, "the morning has come")
}

func TestSaveNoticePreferences_byManyAtOnceSavesOne(t *testing.T) {
	t.Parallel()
	b := running(t)
	var wg sync.WaitGroup
	failures := make([]error, 8)
	for i := range failures {
		wg.Go(func() {
			_, failures[i] = b.s.SaveNoticePreferences(t.Context(), store.SavePreferences{Person: "director", Preferences: notify.Preferences{DigestHour: i}})
		})
	}
	wg.Wait()
	saved := 0
	for _, err := range failures {
		if err == nil {
			saved++
			continue
		}
		require.ErrorIs(t, err, fault.New(fault.Conflict, "preferences_stale", ""))
	}
	require.Equal(t, 1, saved)
	now, err := b.s.NoticePreferences(t.Context(), "director")
	require.NoError(t, err)
	require.EqualValues(t, 1, now.Version)
	_, err = b.s.NoticePreferences(t.Context(), "nobody")
	require.Equal(t, "person_not_found", fault.ReasonOf(err))
	_, err = b.s.SaveNoticePreferences(t.Context(), store.SavePreferences{Person: "director", Version: 1, Preferences: notify.Preferences{Mail: "never"}})
	require.Equal(t, "preferences_invalid", fault.ReasonOf(err))
}

func TestEnqueueBehind_tellsManyEvaluationsTogether(t *testing.T) {
	t.Parallel()
	b := running(t)
	for range 3 {
		id := storetest.Start(t, b.s).Evaluation.ID
		require.NoError(t, storetest.Turn(t.Context(), b.s, id))
	}
	n, err := b.s.EnqueueBehind(t.Context(), 3)
	require.NoError(t, err)
	require.Equal(t, 3, n)
	n, err = b.s.EnqueueBehind(t.Context(), 3)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	n, err = b.s.EnqueueBehind(t.Context(), 3)
	require.NoError(t, err)
	require.Zero(t, n)
	var each []int
	require.NoError(t, b.s.DB().Raw("SELECT count(*) FROM notices WHERE channel = 'application' GROUP BY evaluation_id").Scan(&each).Error)
	require.Equal(t, []int{4, 4, 4, 4}, each, "as each is told alone")
	require.Equal(t, []string{
		"office-clerk task_opened", "office-head task_opened", "office-clerk overdue", "office-head overdue",
	}, b.told())
}

func TestEnqueueBehind_tellsTheOthersWhenOneCannotBeRead(t *testing.T) {
	t.Parallel()
	b, change := changeable(t)
	other := storetest.Start(t, b.s).Evaluation.ID
	require.NoError(t, storetest.Turn(t.Context(), b.s, other))
	change("ALTER TABLE journal DISABLE TRIGGER USER")
	change("UPDATE journal SET type = 'from_the_future' WHERE seq = 1 AND evaluation_id = '" + string(b.id) + "'")
	n, err := b.s.EnqueueBehind(t.Context(), 10)
	require.Equal(t, "event_type_unknown", fault.ReasonOf(err))
	require.ErrorContains(t, err, string(b.id))
	require.Equal(t, 1, n)
	left, err := b.s.Unnotified(t.Context(), 10)
	require.NoError(t, err)
	require.Equal(t, []evaluation.ID{b.id}, left)
}

func TestTheCalendarOfSomebodyWhoLeftOpensNothing(t *testing.T) {
	t.Parallel()
	b, change := changeable(t)
	digest := make([]byte, 32)
	_, err := b.s.PutFeed(t.Context(), store.CalendarFeed{Person: "director", Digest: digest, Salt: digest})
	require.NoError(t, err)
	_, err = b.s.FeedByDigest(t.Context(), digest)
	require.NoError(t, err)
	change("UPDATE accounts SET disabled_at = now() WHERE person_id = 'director'")
	_, err = b.s.FeedByDigest(t.Context(), digest)
	require.Equal(t, "calendar_feed_not_found", fault.ReasonOf(err))
}

func TestFeeds(t *testing.T) {
	t.Parallel()
	b := running(t)
	ctx := t.Context()
	secret := func(c byte) []byte {
		out := make([]byte, 32)
		out[0] = c
		return out
	}
	_, err := b.s.Feed(ctx, "director")
	require.Equal(t, "calendar_feed_not_found", fault.ReasonOf(err))
	made, err := b.s.PutFeed(ctx, store.CalendarFeed{Person: "director", Digest: secret(1), Salt: secret(2)})
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), made.CreatedAt, time.Minute)
	found, err := b.s.FeedByDigest(ctx, secret(1))
	require.NoError(t, err)
	require.Equal(t, made, found)
	_, err = b.s.PutFeed(ctx, store.CalendarFeed{Person: "director", Digest: secret(3), Salt: secret(4)})
	require.NoError(t, err)
	_, err = b.s.FeedByDigest(ctx, secret(1))
	require.Equal(t, "calendar_feed_not_found", fault.ReasonOf(err), "the old one is gone")
	require.NoError(t, b.s.DropFeed(ctx, "director"))
	require.NoError(t, b.s.DropFeed(ctx, "director"))
	_, err = b.s.FeedByDigest(ctx, secret(3))
	require.Equal(t, "calendar_feed_not_found", fault.ReasonOf(err))
}
