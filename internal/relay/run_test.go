package relay_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/relay"
)

// ledger is a relay.Store in memory, for tests of when the relay does what.
type ledger struct {
	mu      sync.Mutex
	ahead   map[evaluation.ID]int64
	leased  map[evaluation.ID]time.Time
	late    []relay.Pending
	running []relay.Pending
	over    map[evaluation.ID]bool
	broken  error
	looks   []string
	bell    chan struct{}
}

func newLedger() *ledger {
	return &ledger{ahead: make(map[evaluation.ID]int64), leased: make(map[evaluation.ID]time.Time), over: make(map[evaluation.ID]bool), bell: make(chan struct{}, 1)}
}

// Untold implements relay.Store.
func (l *ledger) Untold(_ context.Context, limit int, lease time.Duration) ([]relay.Pending, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.looks = append(l.looks, "untold")
	var out []relay.Pending
	for id, seq := range l.ahead {
		if len(out) < limit && !l.leased[id].After(time.Now()) {
			l.leased[id] = time.Now().Add(lease)
			out = append(out, relay.Pending{ID: id, Seq: seq})
		}
	}
	return out, l.broken
}

// MarkTold implements relay.Store.
func (l *ledger) MarkTold(_ context.Context, id evaluation.ID, _ int64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.ahead, id)
	delete(l.leased, id)
	return nil
}

// Over implements relay.Store.
func (l *ledger) Over(_ context.Context, id evaluation.ID) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.over[id], l.broken
}

// Late implements relay.Store.
func (l *ledger) Late(context.Context, time.Duration) ([]relay.Pending, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.looks = append(l.looks, "late")
	return l.late, l.broken
}

// Running implements relay.Store.
func (l *ledger) Running(_ context.Context, after evaluation.ID, _ int) ([]relay.Pending, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if after != "" {
		return nil, nil
	}
	l.looks = append(l.looks, "running")
	return l.running, l.broken
}

// Changed implements relay.Store.
func (l *ledger) Changed() <-chan struct{} { return l.bell }

func (l *ledger) grow(id evaluation.ID, seq int64) {
	l.mu.Lock()
	l.ahead[id] = seq
	l.mu.Unlock()
	select {
	case l.bell <- struct{}{}:
	default:
	}
}

func (l *ledger) breakDown(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken = err
}

func (l *ledger) count(look string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, k := range l.looks {
		if k == look {
			n++
		}
	}
	return n
}

// bubble runs a relay in time that passes when nobody has anything to do. That
// the bubble ends proves that Run left nothing behind.
func bubble(t *testing.T, test func(t *testing.T, l *ledger, temporal *timeline)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l, temporal := newLedger(), newTimeline()
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { relay.New(l, temporal, relay.Config{}, slog.New(slog.DiscardHandler)).Run(ctx) })
		synctest.Wait()
		test(t, l, temporal)
		cancel()
		running.Wait()
	})
}

// pass lets time go by.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func TestRun_relays_as_soon_as_a_journal_grows(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, l *ledger, temporal *timeline) {
		t.Helper()
		l.grow("e", 7)
		synctest.Wait()
		require.Equal(t, []int64{7}, temporal.told("e"))
	})
}

// An evaluation may come to its end, and its timeline with it, after it was
// taken to be told of something: that must not begin a timeline anew.
func TestRun_starts_no_timeline_for_what_came_to_its_end_meanwhile(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, l *ledger, temporal *timeline) {
		t.Helper()
		l.late = []relay.Pending{{ID: "e", Seq: 7, Confirmed: true}, {ID: "f", Seq: 7, Confirmed: true}}
		l.over["e"] = true
		r := relay.New(&confirmed{l}, temporal, relay.Config{}, slog.New(slog.DiscardHandler))
		require.NoError(t, r.Relay(t.Context()))
		require.Equal(t, 0, temporal.starts["e"], "it is over")
		require.Equal(t, 1, temporal.starts["f"], "its timeline was lost")
	})
}

// confirmed is a ledger whose evaluations were all told before.
type confirmed struct{ *ledger }

func (c *confirmed) Untold(context.Context, int, time.Duration) ([]relay.Pending, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.late
	c.late = nil
	return out, nil
}

func TestRun_looks_every_second_though_no_bell_rings(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, l *ledger, _ *timeline) {
		t.Helper()
		before := l.count("untold")
		pass(10 * time.Second)
		require.InDelta(t, 10, l.count("untold")-before, 1)
	})
}

func TestRun_does_not_spin_when_the_bell_is_taken_down(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, l *ledger, _ *timeline) {
		t.Helper()
		close(l.bell)
		pass(5 * time.Second)
		require.Less(t, l.count("untold"), 10)
	})
}

func TestRun_sweeps_twice_a_minute_and_reconciles_every_hour(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, l *ledger, _ *timeline) {
		t.Helper()
		require.Equal(t, 1, l.count("running"), "at the start, as after a restore")
		pass(3*time.Hour + time.Minute)
		require.Equal(t, 4, l.count("running"))
		require.InDelta(t, 3*120, l.count("late"), 4)
	})
}

func TestRun_reconciles_again_soon_after_that_failed(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, l *ledger, _ *timeline) {
		t.Helper()
		l.breakDown(errors.New("the database is away"))
		pass(time.Hour + 5*time.Minute)
		require.InDelta(t, 11, l.count("running"), 1, "every half minute since it failed")
		l.breakDown(nil)
		pass(time.Minute)
		before := l.count("running")
		pass(50 * time.Minute)
		require.Equal(t, before, l.count("running"))
	})
}

func TestRun_tells_everything_after_Temporal_is_back(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, l *ledger, temporal *timeline) {
		t.Helper()
		temporal.goAway(everybody(errAway))
		l.grow("a", 3)
		pass(time.Hour)
		l.grow("b", 5)
		pass(time.Minute)
		require.Empty(t, temporal.told("a"))
		temporal.goAway(nil)
		pass(7 * time.Second)
		require.Equal(t, []int64{3}, temporal.told("a"))
		require.Equal(t, []int64{5}, temporal.told("b"))
	})
}

// A guard that hangs must not hold up the relay.
func TestRun_relays_while_it_reconciles(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLedger()
		l.running = []relay.Pending{{ID: "slow", Seq: 1, Confirmed: true}}
		slow := &hanging{timeline: newTimeline()}
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { relay.New(l, slow, relay.Config{}, slog.New(slog.DiscardHandler)).Run(ctx) })
		l.grow("e", 7)
		pass(time.Second)
		require.Equal(t, []int64{7}, slow.told("e"))
		cancel()
		running.Wait()
	})
}

// hanging never says whether a run is open.
type hanging struct{ *timeline }

// Running implements relay.Timeline.
func (h *hanging) Running(ctx context.Context, _ evaluation.ID) (bool, error) {
	<-ctx.Done()
	return false, ctx.Err()
}

func TestRun_ends_with_its_context_even_if_a_pace_makes_it_wait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLedger()
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() {
			relay.New(l, newTimeline(), relay.Config{Pace: time.Hour}, slog.New(slog.DiscardHandler)).Run(ctx)
		})
		l.grow("e", 1)
		pass(time.Second)
		l.grow("e", 2)
		pass(time.Second)
		began := time.Now()
		cancel()
		running.Wait()
		require.Zero(t, time.Since(began))
	})
}

func TestRun_keeps_a_pace_with_each_workflow_and_none_between_them(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, l *ledger, temporal *timeline) {
		t.Helper()
		for seq := range int64(20) {
			l.grow("busy", seq+1)
			pass(10 * time.Millisecond)
		}
		pass(3 * time.Second)
		at := temporal.toldAt("busy")
		require.Less(t, len(at), 5, "many entries are one call")
		for i := range at[1:] {
			require.GreaterOrEqual(t, at[i+1].Sub(at[i]), 250*time.Millisecond)
		}
		began := time.Now()
		for _, id := range []evaluation.ID{"a", "b", "c"} {
			l.grow(id, 1)
		}
		pass(time.Second)
		for _, id := range []evaluation.ID{"a", "b", "c"} {
			require.Less(t, temporal.toldAt(id)[0].Sub(began), 10*time.Millisecond)
		}
	})
}
