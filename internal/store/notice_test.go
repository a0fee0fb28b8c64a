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
