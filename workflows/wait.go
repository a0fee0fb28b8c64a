package workflows

import (
	"time"

	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/workflow"
)

// wait sleeps until somebody calls, something that is under way ends, or the
// instant comes; a zero instant is none.
func (t *timeline) wait(wake time.Time) {
	sleep := longestSleep
	if !wake.IsZero() {
		sleep = min(sleep, max(wake.Sub(t.now()), 0))
	}
	timer, cancel := workflow.WithCancel(t.ctx)
	defer cancel()
	selector := workflow.NewSelector(t.ctx).
		AddFuture(workflow.NewTimer(timer, sleep), func(workflow.Future) {}).
		AddReceive(t.calls, func(c workflow.ReceiveChannel, _ bool) { c.Receive(t.ctx, nil); t.called() })
	for _, y := range t.tries {
		if y.work != nil {
			selector.AddFuture(y.work, func(workflow.Future) { t.performed(y) })
		}
	}
	if t.post.delivery != nil {
		selector.AddFuture(t.post.delivery, func(workflow.Future) { t.delivered() })
	}
	selector.Select(t.ctx)
}

// drain takes all calls that are waiting: one look answers them all.
func (t *timeline) drain() {
	for t.calls.ReceiveAsync(nil) {
		t.called()
	}
}

// called notes a call. Whoever calls may have removed what stood in the way,
// so that everything is tried at once.
func (t *timeline) called() {
	t.signals++
	for _, y := range t.tries {
		y.next = time.Time{}
	}
}

// now is the instant that the workflow takes for the present.
func (t *timeline) now() time.Time { return workflow.Now(t.ctx) }

func (t *timeline) log() log.Logger { return workflow.GetLogger(t.ctx) }

// earliest gives the first of instants, zero ones being none.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

// pause is how long to rest after so many attempts in vain: a second after the
// first, an hour at most. It grows, because what is amiss for long is seldom
// mended by itself, and every attempt stays in the history.
func pause(attempts int) time.Duration {
	return min(time.Second<<min(attempts-1, 12), time.Hour)
}
