package activities_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"

	"jiheng/activities"
	"jiheng/activities/activitytest"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// told has a number of notices wait: the group's office is told of a task, and
// everybody again whenever a task opens.
func told(t *testing.T) *bench {
	t.Helper()
	b := newBench(t).formed().turn().at("2020-08-14 09:00").turn()
	n, err := b.store.EnqueueNotices(t.Context(), b.id)
	require.NoError(t, err)
	require.Greater(t, n, 8)
	return b
}

func (b *bench) deliver() (activities.DeliverResult, error) {
	b.t.Helper()
	var done activities.DeliverResult
	v, err := b.env.ExecuteActivity(b.acts.Deliver, b.id)
	if err == nil {
		require.NoError(b.t, v.Get(&done))
	}
	return done, err
}

func (b *bench) sent() []string {
	var out []string
	for _, n := range b.mail.Notices() {
		out = append(out, n.ID)
	}
	return out
}

func down() error { return fault.New(fault.Unavailable, "mail_unavailable", "down") }

func TestNotify_counts_what_waits(t *testing.T) {
	t.Parallel()
	b := newBench(t).turn()
	for range 2 {
		v, err := b.env.ExecuteActivity(b.acts.Notify, b.id)
		require.NoError(t, err)
		var written activities.NotifyResult
		require.NoError(t, v.Get(&written))
		require.Equal(t, 1, written.ToSend)
	}
	b.store.Fail(activitytest.Enqueue, activitytest.Unavailable())
	_, err := b.env.ExecuteActivity(b.acts.Notify, b.id)
	require.Equal(t, fault.Unavailable, activities.FromTemporal(err).Code)
}

func TestDeliver_sends_each_notice_once_in_the_order_they_were_written(t *testing.T) {
	t.Parallel()
	b := told(t)
	waiting := b.store.Unsent(b.id)
	done, err := b.deliver()
	require.NoError(t, err)
	require.Equal(t, activities.DeliverResult{Sent: waiting}, done)
	require.Zero(t, b.store.Unsent(b.id))

	var seqs []int64
	for _, r := range b.store.Journal(b.id) {
		switch r.Event.(type) {
		case evaluation.TaskOpened, evaluation.Reminded, evaluation.FoundOverdue, evaluation.Escalated:
			seqs = append(seqs, r.Seq)
		}
	}
	for i, id := range b.sent() {
		require.Contains(t, id, fmt.Sprintf(":%d:", seqs[i]))
	}
	done, err = b.deliver()
	require.NoError(t, err)
	require.Zero(t, done)
	require.Len(t, b.sent(), waiting)
}

func TestDeliver_does_not_repeat_what_is_refused(t *testing.T) {
	t.Parallel()
	for _, code := range fault.Codes() {
		if code == fault.Unavailable {
			continue
		}
		b := told(t)
		waiting := b.store.Unsent(b.id)
		b.mail.Answer(nil, fault.New(code, "mail_refused", "no such mailbox"), nil)
		done, err := b.deliver()
		require.NoError(t, err)
		require.Equal(t, activities.DeliverResult{Sent: waiting - 1, Refused: 1}, done, "%s", code)
		require.Zero(t, b.store.Unsent(b.id), "a refusal is final: %s", code)
	}
}

func TestDeliver_lets_all_others_have_their_turn_before_one_that_failed(t *testing.T) {
	t.Parallel()
	b := told(t)
	waiting := b.store.Unsent(b.id)
	b.mail.Answer(down(), down(), down(), down(), down())
	done, err := b.deliver()
	require.NoError(t, err)
	require.Equal(t, activities.DeliverResult{Sent: waiting - 5, Failed: 5}, done)
	require.Equal(t, 5, b.store.Unsent(b.id))
	done, err = b.deliver()
	require.NoError(t, err)
	require.Equal(t, activities.DeliverResult{Sent: 5}, done, "they can be had again at once")
}

func TestDeliver_gives_a_channel_up_that_is_out_of_order(t *testing.T) {
	t.Parallel()
	b := told(t)
	waiting := b.store.Unsent(b.id)
	for range 100 {
		b.mail.Answer(down())
	}
	done, err := b.deliver()
	require.NoError(t, err)
	require.Equal(t, activities.DeliverResult{Failed: 8}, done)
	require.Equal(t, waiting, b.store.Unsent(b.id))
}

func TestDeliver_passes_the_stores_trouble_on(t *testing.T) {
	t.Parallel()
	for _, o := range []activitytest.Operation{activitytest.Lease, activitytest.Mark} {
		b := told(t)
		b.store.Fail(o, activitytest.Unavailable())
		_, err := b.deliver()
		require.Equal(t, fault.Unavailable, activities.FromTemporal(err).Code, "%s", o)
	}
}

// A worker may die between the mail server's answer and the mark: the notice
// goes out again under the same id, once its lease is over.
func TestDeliver_sends_again_what_was_not_marked_under_the_same_id(t *testing.T) {
	t.Parallel()
	b := told(t)
	b.store.Fail(activitytest.Mark, activitytest.Unavailable())
	_, err := b.deliver()
	require.Error(t, err)
	first := b.sent()
	require.Len(t, first, 1)

	_, err = b.deliver()
	require.NoError(t, err)
	require.NotContains(t, b.sent()[1:], first[0], "as long as the lease lasts it is left alone")
	b.clock.set(b.clock.Now().Add(5 * time.Minute))
	done, err := b.deliver()
	require.NoError(t, err)
	require.Equal(t, 4, done.Sent, "with the rest of its batch")
	require.Contains(t, b.sent()[1:], first[0])
}

// hooked is a channel that a test looks into.
type hooked func(ctx context.Context, n notify.Notice) error

// Send implements notify.Channel.
func (h hooked) Send(ctx context.Context, n notify.Notice) error { return h(ctx, n) }

func TestDeliver_marks_what_was_sent_even_if_it_was_cancelled_meanwhile(t *testing.T) {
	t.Parallel()
	b := told(t)
	waiting := b.store.Unsent(b.id)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	b.acts.Channel = hooked(func(context.Context, notify.Notice) error { cancel(); return nil })
	env := b.envWith(ctx)
	_, err := env.ExecuteActivity(b.acts.Deliver, b.id)
	require.Equal(t, fault.Unavailable, activities.FromTemporal(err).Code)
	require.Equal(t, waiting-1, b.store.Unsent(b.id), "one was sent, and that is known")
}

func TestDeliver_does_not_take_a_cut_for_a_refusal(t *testing.T) {
	t.Parallel()
	b := told(t)
	waiting := b.store.Unsent(b.id)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	b.acts.Channel = hooked(func(context.Context, notify.Notice) error { cancel(); return errors.New("cut") })
	_, err := b.envWith(ctx).ExecuteActivity(b.acts.Deliver, b.id)
	require.Error(t, err)
	require.Equal(t, waiting, b.store.Unsent(b.id))
}

func TestDeliver_bounds_the_sending_of_each_notice(t *testing.T) {
	t.Parallel()
	b := told(t)
	var bounded atomic.Int32
	b.acts.Channel = hooked(func(ctx context.Context, _ notify.Notice) error {
		if until, ok := ctx.Deadline(); ok && time.Until(until) <= time.Minute {
			bounded.Add(1)
		}
		return nil
	})
	done, err := b.deliver()
	require.NoError(t, err)
	require.EqualValues(t, done.Sent, bounded.Load())
}

func TestDeliver_heartbeats(t *testing.T) {
	t.Parallel()
	b := told(t)
	beaten := make(chan struct{}, 100)
	b.env.SetOnActivityHeartbeatListener(func(*activity.Info, converter.EncodedValues) { beaten <- struct{}{} })
	b.acts.Channel = hooked(func(ctx context.Context, _ notify.Notice) error {
		select {
		case <-beaten:
			beaten <- struct{}{}
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	done, err := b.deliver()
	require.NoError(t, err)
	require.Positive(t, done.Sent)
}
