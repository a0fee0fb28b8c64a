package store_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/store"
)

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
	require.Empty(t, later, "it rests first")
	b.rested()
	later, err = b.s.LeaseNotices(ctx, b.id, 10, time.Hour)
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

// rested ends the rest of all notices that failed.
func (b *bench) rested() {
	b.t.Helper()
	require.NoError(b.t, b.s.DB().Exec("UPDATE notices SET lease_until = NULL WHERE state = 'pending'").Error)
}

func TestMarkNotice_restsLongerAfterEachFailure(t *testing.T) {
	t.Parallel()
	b := running(t)
	b.enqueue()
	down := fault.New(fault.Unavailable, "mail_server_down", "later")
	var rests []float64
	for range 12 {
		b.rested()
		batch, err := b.s.LeaseNotices(t.Context(), b.id, 1, time.Hour)
		require.NoError(t, err)
		require.NoError(t, b.s.MarkNotice(t.Context(), batch[0].ID, down))
		var rest float64
		require.NoError(t, b.s.DB().Raw("SELECT extract(epoch FROM lease_until - clock_timestamp()) FROM notices WHERE id = ?", batch[0].ID).Scan(&rest).Error)
		rests = append(rests, rest)
	}
	for i, want := range []float64{15, 30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 14400, 14400} {
		require.InDelta(t, want, rests[i], 10, "after failure %d", i+1)
	}
}

func TestMarkNotices_marksManyAtOnce(t *testing.T) {
	t.Parallel()
	b := running(t)
	b.enqueue()
	batch, err := b.s.LeaseNotices(t.Context(), "", 4, time.Hour)
	require.NoError(t, err)
	require.Len(t, batch, 4)
	require.NoError(t, b.s.MarkNotices(t.Context(), map[string]error{
		batch[0].ID: nil, batch[1].ID: fault.New(fault.Invalid, "mail_refused", "no"),
		batch[2].ID: fault.New(fault.Unavailable, "mail_unavailable", "later"), "nothing": nil,
	}))
	var states []string
	for _, n := range batch {
		var state string
		require.NoError(t, b.s.DB().Raw("SELECT state || failure FROM notices WHERE id = ?", n.ID).Scan(&state).Error)
		states = append(states, state)
	}
	require.Equal(t, []string{"sent", "refusedmail_refused", "pendingmail_unavailable", "sending"}, states)
}

func TestMarkNotice_givesUpInTheEnd(t *testing.T) {
	t.Parallel()
	b := running(t)
	b.enqueue()
	down := fault.New(fault.Unavailable, "mail_server_down", "later")
	tries := 0
	for {
		b.rested()
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
