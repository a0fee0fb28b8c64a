package store_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// told lists who was told what in the application: "person kind".
func (b *bench) told() []string {
	b.t.Helper()
	var out []string
	require.NoError(b.t, b.s.DB().Raw(`SELECT person_id || ' ' || kind FROM notices
		WHERE evaluation_id = ? AND channel = 'application' ORDER BY seq, person_id`, string(b.id)).Scan(&out).Error)
	return out
}

func (b *bench) enqueue() int {
	b.t.Helper()
	waiting, err := b.s.EnqueueNotices(b.t.Context(), b.id)
	require.NoError(b.t, err)
	return waiting
}

func TestEnqueueNotices_tellsWhoeverCanDoANewTask(t *testing.T) {
	t.Parallel()
	b := running(t)
	require.NoError(t, b.s.DB().Exec("UPDATE persons SET email = '' WHERE id = 'office-clerk'").Error)
	require.Equal(t, 2, b.enqueue(), "nothing can be sent to the one without an address")
	// The case's days are long past, so the first task is late as it opens.
	require.Equal(t, []string{
		"office-clerk task_opened", "office-head task_opened", "office-clerk overdue", "office-head overdue",
	}, b.told())
	before := b.told()
	b.enqueue()
	require.Equal(t, before, b.told(), "nothing is told twice")

	b.formed()
	b.enqueue()
	told := b.told()
	require.Contains(t, told, "director task_opened", "the notice is to be issued")
	require.Contains(t, told, "hotline-clerk task_opened", "the self-check of the department's own item")
	require.NotContains(t, told, "finance-officer task_opened")
	require.NotContains(t, told, "stranger task_opened")
	require.Contains(t, told, "office-head escalation", "the group's office, by appointment")
	require.Contains(t, told, "office-clerk escalation")
	require.NotContains(t, told, "director escalation")
}

func TestEnqueueNotices_tellsTheDoerWhyATaskCameBack(t *testing.T) {
	t.Parallel()
	b := running(t)
	draft := b.live("formation", "", "draft_notice")
	b.must("office-clerk", claim(draft))
	b.must("office-clerk", evaluation.Command{Action: evaluation.Complete, Task: draft.ID, Submission: b.form("formation", "draft_notice")})
	issue := b.live("formation", "", "issue_notice")
	b.must("director", claim(issue))
	b.enqueue()
	before := len(b.told())
	b.must("director", evaluation.Command{Action: evaluation.Return, Task: issue.ID, Reason: "one member is missing"})
	b.enqueue()
	require.Equal(t, []string{"office-clerk returned"}, b.told()[before:])
	page, err := b.s.NoticesOf(t.Context(), "office-clerk", 1, "")
	require.NoError(t, err)
	n := page.Notices[0]
	require.Equal(t, notify.Returned, n.Kind)
	require.Equal(t, "one member is missing", n.Facts.Reason)
	require.Equal(t, "director", n.Facts.By)
	require.Equal(t, "office-clerk", n.Facts.Addressee)
	require.Equal(t, "2020年8月5日24时", n.Facts.DueText)
	require.Equal(t, "service centre", n.Facts.Unit)
	require.Negative(t, n.Facts.WorkdaysLeft)
	_, err = notify.Render(n.Kind, n.Facts)
	require.NoError(t, err)
}

func TestEnqueueNotices_tellsTheInitiatorOfFilingAndPublication(t *testing.T) {
	t.Parallel()
	b := running(t).formed().finished()
	b.enqueue()
	copied := 0
	for _, line := range b.told() {
		if line == "office-head copied" {
			copied++
		}
	}
	require.Equal(t, 2, copied)
	counts, err := b.s.NoticeCounts(t.Context(), b.id)
	require.NoError(t, err)
	require.Contains(t, counts, store.NoticeCount{Kind: notify.Copied, Channel: store.ChannelApplication, State: store.NoticeSent, Number: 2})
	left, err := b.s.Unnotified(t.Context(), 10)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestEnqueueNotices_byManyAtOnceTellsOnce(t *testing.T) {
	t.Parallel()
	b := running(t)
	var wg sync.WaitGroup
	failures := make([]error, 6)
	for i := range failures {
		wg.Go(func() { _, failures[i] = b.s.EnqueueNotices(t.Context(), b.id) })
	}
	wg.Wait()
	for _, err := range failures {
		require.NoError(t, err)
	}
	require.Len(t, b.told(), 4)
	_, err := b.s.EnqueueNotices(t.Context(), "ev-nothing")
	require.Equal(t, "evaluation_not_found", fault.ReasonOf(err))
}

func TestLeaseNotices_givesEachToOneSenderUntilItIsMarked(t *testing.T) {
	t.Parallel()
	b := running(t)
	ctx := t.Context()
	require.Equal(t, 4, b.enqueue())
	first, err := b.s.LeaseNotices(ctx, b.id, 3, time.Hour)
	require.NoError(t, err)
	require.Len(t, first, 3)
	require.Equal(t, first[0].PersonID+"@example.gov.cn", first[0].Address)
	require.Equal(t, first[0].PersonID, first[0].Facts.Addressee)
	rest, err := b.s.LeaseNotices(ctx, "", 10, -time.Second)
	require.NoError(t, err)
	require.Len(t, rest, 1)
	again, err := b.s.LeaseNotices(ctx, b.id, 10, time.Hour)
	require.NoError(t, err)
	require.Equal(t, rest, again, "whoever had it died; it keeps its id")

	require.NoError(t, b.s.MarkNotice(ctx, first[0].ID, nil))
	require.NoError(t, b.s.MarkNotice(ctx, first[0].ID, nil), "marking again changes nothing")
	require.NoError(t, b.s.MarkNotice(ctx, first[1].ID, fault.New(fault.Invalid, "mail_address_invalid", "no")))
	require.NoError(t, b.s.MarkNotice(ctx, first[2].ID, fault.New(fault.Unavailable, "mail_server_down", "later")))
	later, err := b.s.LeaseNotices(ctx, b.id, 10, time.Hour)
	require.NoError(t, err)
	require.Len(t, later, 1)
	require.Equal(t, first[2].ID, later[0].ID)
	require.Equal(t, "notice_not_found", fault.ReasonOf(b.s.MarkNotice(ctx, "nothing", nil)))
	counts, err := b.s.NoticeCounts(ctx, b.id)
	require.NoError(t, err)
	total := map[store.NoticeState]int{}
	for _, c := range counts {
		if c.Channel == store.ChannelMail {
			total[c.State] += c.Number
		}
	}
	require.Equal(t, map[store.NoticeState]int{store.NoticeSent: 1, store.NoticeRefused: 1, store.NoticeSending: 2}, total)
}

func TestMarkNotice_givesUpInTheEnd(t *testing.T) {
	t.Parallel()
	b := running(t)
	b.enqueue()
	down := fault.New(fault.Unavailable, "mail_server_down", "later")
	tries := 0
	for {
		batch, err := b.s.LeaseNotices(t.Context(), b.id, 1, time.Hour)
		require.NoError(t, err)
		if len(batch) == 0 {
			break
		}
		tries++
		require.NoError(t, b.s.MarkNotice(t.Context(), batch[0].ID, down))
	}
	require.Equal(t, 4*20, tries)
}

func TestLeaseNotices_byManyAtOnceGivesEachToOne(t *testing.T) {
	t.Parallel()
	b := running(t)
	b.formed()
	waiting := b.enqueue()
	var mu sync.Mutex
	seen := map[string]int{}
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			for {
				batch, err := b.s.LeaseNotices(t.Context(), b.id, 2, time.Hour)
				if err != nil || len(batch) == 0 {
					return
				}
				mu.Lock()
				for _, n := range batch {
					seen[n.ID]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	require.Len(t, seen, waiting)
	for id, n := range seen {
		require.Equal(t, 1, n, id)
	}
}

func TestNoticesOf_pagesAndRemembersWhatWasRead(t *testing.T) {
	t.Parallel()
	b := running(t).formed()
	b.enqueue()
	var all []store.ShownNotice
	after := ""
	for {
		page, err := b.s.NoticesOf(t.Context(), "office-head", 1, after)
		require.NoError(t, err)
		require.Positive(t, page.Unread)
		all = append(all, page.Notices...)
		if after = page.NextCursor; after == "" {
			require.Len(t, all, page.Unread)
			break
		}
	}
	require.Greater(t, len(all), 3)
	for i := 1; i < len(all); i++ {
		require.False(t, all[i].CreatedAt.After(all[i-1].CreatedAt), "the latest first")
	}
	first := all[0]
	require.True(t, first.ReadAt.IsZero())
	require.Equal(t, "notice_not_found", fault.ReasonOf(b.s.MarkNoticeRead(t.Context(), "director", first.ID)), "somebody else's")
	require.NoError(t, b.s.MarkNoticeRead(t.Context(), "office-head", first.ID))
	page, err := b.s.NoticesOf(t.Context(), "office-head", 1, "")
	require.NoError(t, err)
	read := page.Notices[0].ReadAt
	require.False(t, read.IsZero())
	require.Equal(t, len(all)-1, page.Unread)
	require.NoError(t, b.s.MarkNoticeRead(t.Context(), "office-head", first.ID))
	page, err = b.s.NoticesOf(t.Context(), "office-head", 1, "")
	require.NoError(t, err)
	require.Equal(t, read, page.Notices[0].ReadAt, "the first time counts")
}

func TestNotices_carryALinkWhereOneIsKnown(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b := runningAt(t, dsn)
	cfg := storetest.StoreConfig(dsn)
	cfg.Link = func(id evaluation.ID, task evaluation.TaskID) string {
		return "https://example.gov.cn/" + string(id) + "/" + string(task)
	}
	s, err := store.Open(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	_, err = s.EnqueueNotices(t.Context(), b.id)
	require.NoError(t, err)
	page, err := s.NoticesOf(t.Context(), "office-head", 1, "")
	require.NoError(t, err)
	require.Equal(t, cfg.Link(b.id, page.Notices[0].Task), page.Notices[0].Facts.Link)
}

// A person holding the role in another place, or no longer, is told nothing.
func TestEnqueueNotices_agreesWithTheCoreOnWhoHolds(t *testing.T) {
	t.Parallel()
	b := running(t)
	for _, g := range []store.Grant{
		{Person: "finance-officer", Role: "unit_office", UnitID: "another-unit"},
		{Person: "hotline-head", Role: "unit_office", UnitID: "zhanjiang-service-centre", ValidFrom: time.Now().Add(time.Hour)},
		{Person: "hotline-clerk", Role: "unit_office", UnitID: "zhanjiang-service-centre", ValidFrom: time.Unix(0, 0), ValidTo: time.Unix(1, 0)},
		{Person: "coordination-head", Role: "unit_office", UnitID: "zhanjiang-service-centre"},
	} {
		require.NoError(t, b.s.GrantRole(t.Context(), g))
	}
	b.enqueue()
	require.Equal(t, []string{"coordination-head task_opened", "office-clerk task_opened", "office-head task_opened"}, b.told()[:3])
}
