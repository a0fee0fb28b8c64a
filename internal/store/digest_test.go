package store_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/notify"
	"jiheng/internal/store/storetest"
)

// today is a digest whose hour has come.
func today() notify.Preferences { return notify.Preferences{Mail: notify.MailDigest, DigestHour: 0} }

// changeable is the case running, with a way to change what the application may not.
func changeable(t *testing.T) (b *bench, change func(statement string)) {
	t.Helper()
	dsn := storetest.DSN(t)
	conn := connect(t, dsn)
	return runningAt(t, dsn), func(statement string) {
		t.Helper()
		_, err := conn.Exec(t.Context(), statement)
		require.NoError(t, err)
	}
}

func (b *bench) digests(t *testing.T) []notify.Notice {
	t.Helper()
	leased, err := b.s.LeaseNotices(t.Context(), "", 100, time.Hour)
	require.NoError(t, err)
	var out []notify.Notice
	for _, n := range leased {
		if n.Kind == notify.DailyDigest {
			out = append(out, n)
		}
	}
	return out
}

func TestADigestTellsWhatIsLateDueAndNew(t *testing.T) {
	t.Parallel()
	b := running(t)
	b.prefers("office-clerk", today())
	b.enqueue()
	require.NoError(t, b.s.DB().Exec("UPDATE notices SET created_at = now() - interval '1 hour'").Error)
	n, err := b.s.EnqueueDigests(t.Context(), 10)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	got := b.digests(t)
	require.Len(t, got, 1)
	require.Equal(t, notify.Mail, got[0].Medium)
	require.Equal(t, "office-clerk@example.gov.cn", got[0].Address)
	d := got[0].Facts.Digest
	require.Equal(t, 1, d.Overdue.Total, "the task whose day is long past")
	require.Contains(t, d.Overdue.Lines[0].Detail, "待签收")
	require.Zero(t, d.Today.Total)
	require.Equal(t, 2, d.New.Total, "told that it opened, and that it is overdue")
	_, err = notify.Render(got[0].Kind, got[0].Facts)
	require.NoError(t, err)
	require.NoError(t, b.s.MarkNotice(t.Context(), got[0].ID, nil))
	require.Equal(t, []string{"office-head mail task_opened", "office-head mail overdue"}, b.outside("kind <> 'daily_digest'"), "and no single mail")
}

func TestADigestSortsTasksByTheirDeadline(t *testing.T) {
	t.Parallel()
	b, change := changeable(t)
	b.prefers("office-clerk", today())
	for _, c := range []struct {
		due  string
		want [3]int
	}{
		{"date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai' + interval '1 day'", [3]int{0, 1, 0}}, // today at 24:00
		{"date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai' + interval '2 days'", [3]int{0, 0, 1}},
		{"date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai' + interval '8 days'", [3]int{0, 0, 1}},
		{"now() + interval '20 days'", [3]int{0, 0, 0}},
		{"now() - interval '1 minute'", [3]int{1, 0, 0}},
	} {
		change("UPDATE tasks SET due_at = " + c.due + " WHERE state = 'open'")
		change("UPDATE notices SET state = 'sent', sent_at = created_at, created_at = created_at - interval '1 year'")
		change("DELETE FROM notices")
		change("DELETE FROM notice_digests")
		_, err := b.s.EnqueueDigests(t.Context(), 10)
		require.NoError(t, err)
		got := b.digests(t)
		if c.want == [3]int{} {
			require.Empty(t, got, "nothing to tell")
			continue
		}
		require.Len(t, got, 1, c.due)
		d := got[0].Facts.Digest
		require.Equal(t, c.want, [3]int{d.Overdue.Total, d.Today.Total, d.Soon.Total}, c.due)
	}
}

// One digest a person and a day, however many workers ask, and although one
// dies after it was written.
func TestADigestIsMadeOnceADay(t *testing.T) {
	t.Parallel()
	b, change := changeable(t)
	b.prefers("office-clerk", today())
	b.prefers("office-head", today())
	b.prefers("director", today()) // has nothing to be told
	b.prefers("hotline-clerk", notify.Preferences{Mail: notify.MailSingle})
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for range 3 {
				_, _ = b.s.EnqueueDigests(t.Context(), 2)
			}
		})
	}
	wg.Wait()
	require.Equal(t, []string{"office-clerk mail daily_digest", "office-head mail daily_digest"}, b.outside("kind = 'daily_digest'"))
	var made int
	require.NoError(t, b.s.DB().Raw("SELECT count(*) FROM notice_digests").Scan(&made).Error)
	require.Equal(t, 3, made, "a day without anything to tell is done too")

	leased, err := b.s.LeaseNotices(t.Context(), "", 10, -time.Second) // whoever had it dies
	require.NoError(t, err)
	require.Len(t, leased, 2)
	_, err = b.s.EnqueueDigests(t.Context(), 10)
	require.NoError(t, err)
	again := b.digests(t)
	require.Len(t, again, 2)
	require.Equal(t, leased[0].ID, again[0].ID, "the same mail, under the same id")

	// Another day has another digest.
	change("UPDATE notice_digests SET day = day - 1, made_at = made_at - interval '1 day'")
	change("UPDATE notices SET id = id || '-yesterday' WHERE kind = 'daily_digest'")
	n, err := b.s.EnqueueDigests(t.Context(), 10)
	require.NoError(t, err)
	require.Equal(t, 3, n)
}

func TestADigestWaitsForItsHourAndForTheEndOfQuietHours(t *testing.T) {
	t.Parallel()
	b, change := changeable(t)
	p := today()
	p.Quiet = quietNow()
	b.prefers("office-clerk", p)
	_, err := b.s.EnqueueDigests(t.Context(), 10)
	require.NoError(t, err)
	require.Equal(t, []string{"office-clerk mail daily_digest"}, b.outside("not_before > now()"))
	change(`UPDATE notice_preferences SET content = jsonb_set(content, '{digest_hour}', '24')`)
	change("DELETE FROM notice_digests")
	n, err := b.s.EnqueueDigests(t.Context(), 10)
	require.NoError(t, err)
	require.Zero(t, n, "its hour has not come")
}
