package workflows_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"

	"jiheng/activities"
	"jiheng/activities/activitytest"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func mailDown() error {
	return fault.New(fault.Unavailable, "mail_unavailable", "the mail server is down")
}

func TestEvaluation_keeps_deadlines_while_the_mail_server_is_down(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.mail.breakDown(mailDown())
	r.begin()
	r.play(zhanjiang())
	up := evaluationtest.Instant(t, "2020-08-25 09:00")
	var tried, letters int
	r.at("2020-08-25 09:00", func() {
		tried = r.times("Deliver")
		r.mail.breakDown(nil)
	})
	r.at("2020-08-25 10:30", func() { letters = len(r.mail.letters()) })
	require.NoError(t, r.run())

	requireSameStory(t, r)
	require.Positive(t, tried)
	require.Less(t, tried, 24*20+20, "deliveries are begun once an hour in the end, and no more")
	require.Greater(t, letters, 20, "what had waited was sent within the hour after %s", up)
	requireEachOnce(t, r)
}

func TestEvaluation_does_not_wait_for_ever_for_a_mail_server(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.mail.breakDown(mailDown())
	r.begin()
	r.play(zhanjiang())
	require.NoError(t, r.run())

	requireSameStory(t, r)
	require.Positive(t, r.store.Unsent(r.id()))
	require.WithinDuration(t, r.evaluation().FinishedAt.Add(24*time.Hour), r.env.Now(), time.Minute)
}

func TestEvaluation_does_not_repeat_refused_notices(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.mail.breakDown(fault.New(fault.Invalid, "mail_refused", "no such mailbox"))
	r.begin()
	r.play(zhanjiang())
	require.NoError(t, r.run())

	requireSameStory(t, r)
	require.Zero(t, r.store.Unsent(r.id()))
	require.Equal(t, r.mail.tries(), noticesOf(r))
	require.Equal(t, r.evaluation().FinishedAt, r.env.Now().UTC(), "nothing was left to wait for")
}

// dying is a worker that leases notices and is never heard of again.
type dying struct {
	quick
	died bool
}

// Deliver dies the first time.
func (d *dying) Deliver(ctx context.Context, id evaluation.ID) (activities.DeliverResult, error) {
	if d.died {
		return d.quick.Deliver(ctx, id)
	}
	d.died = true
	_, err := d.Store.LeaseNotices(ctx, id, 100, 5*time.Minute)
	return activities.DeliverResult{}, errors.Join(err, temporal.NewNonRetryableApplicationError("timed out", "timeout", nil))
}

func TestEvaluation_sends_what_a_dead_worker_held(t *testing.T) {
	t.Parallel()
	r := rigFor(t, evaluationtest.New(t))
	r.acts(&dying{quick: quick{r.activities()}})
	r.begin()
	r.after(4*time.Minute, func() {
		require.Empty(t, r.mail.letters(), "the lease holds")
		require.Positive(t, r.store.Unsent(r.id()))
		require.LessOrEqual(t, r.times("Deliver"), 10, "nobody spins meanwhile")
	})
	r.after(15*time.Minute, func() { require.Zero(t, r.store.Unsent(r.id())) })
	r.play(zhanjiang())
	require.NoError(t, r.run())
	requireEachOnce(t, r)
}

func TestEvaluation_writes_notices_again_after_that_failed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.begin()
	for range 12 { // two looks of five attempts each, and some
		r.store.Fail(activitytest.Enqueue, activitytest.Unavailable())
	}
	r.after(5*time.Minute, func() { require.NotEmpty(t, r.mail.letters(), "without anything new in the journal") })
	r.play(zhanjiang())
	require.NoError(t, r.run())
	requireSameStory(t, r)
	requireEachOnce(t, r)
}

// requireSameStory compares with the core alone: sending notices changed
// nothing about the evaluation.
func requireSameStory(t *testing.T, r *rig) {
	t.Helper()
	require.Equal(t, story(alone(t, zhanjiang()).Records), story(r.store.Journal(r.id())))
}

// requireEachOnce tells that every notice was sent, and none twice.
func requireEachOnce(t *testing.T, r *rig) {
	t.Helper()
	seen := make(map[string]bool)
	for _, n := range r.mail.letters() {
		require.False(t, seen[n.ID], "%s was sent twice", n.ID)
		seen[n.ID] = true
	}
	require.Len(t, seen, noticesOf(r))
}

// noticesOf counts the notices that the journal calls for.
func noticesOf(r *rig) int {
	n := 0
	for _, rec := range r.store.Journal(r.id()) {
		switch rec.Event.(type) {
		case evaluation.TaskOpened, evaluation.Reminded, evaluation.FoundOverdue, evaluation.Escalated:
			n++
		}
	}
	return n
}
