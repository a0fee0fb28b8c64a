package relay_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
)

func TestSweep_wakes_a_timeline_that_let_an_instant_pass(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.relay(quickly())
	id := b.start() // its first stage should have opened long ago
	require.NoError(t, r.Relay(t.Context()))
	require.NoError(t, r.Sweep(t.Context()))
	require.Equal(t, 1, b.timeline.woken(id), "although it was told of everything")
	require.Equal(t, 1, b.timeline.started(id))

	b.turn(id)
	for range 5 {
		require.NoError(t, r.Sweep(t.Context()))
	}
	require.Equal(t, 1, b.timeline.woken(id), "nothing is late any more")
}

func TestSweep_starts_a_timeline_that_is_gone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.relay(quickly())
	id := b.start()
	require.NoError(t, r.Relay(t.Context()))
	b.timeline.lose(id)
	require.NoError(t, r.Sweep(t.Context()))
	require.Equal(t, 2, b.timeline.started(id))
}

func TestSweep_calls_what_stays_late_ever_more_seldom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.relay(quickly())
	id := b.start()
	for range 64 * 4 {
		require.NoError(t, r.Sweep(t.Context()))
	}
	require.Equal(t, 10, b.timeline.woken(id), "at 1, 2, 4, 8, 16, 32 and then every 64")
}

func TestSweep_calls_the_others_when_one_cannot_be_called(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.relay(quickly())
	one, other := b.start(), b.start()
	b.timeline.goAway(nobodyBut(one, errAway))
	require.ErrorIs(t, r.Sweep(t.Context()), errAway)
	require.Equal(t, 1, b.timeline.woken(other))
}

func TestReconcile_starts_what_is_missing_and_nothing_else(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	cfg := quickly()
	cfg.Batch = 2
	r := b.relay(cfg)
	var ids []evaluation.ID
	for range 5 {
		ids = append(ids, b.start())
	}
	finished := b.start()
	require.NoError(t, r.Relay(t.Context()))
	b.finish(finished)
	for _, id := range []evaluation.ID{ids[0], ids[4], finished} {
		b.timeline.lose(id)
	}
	require.NoError(t, r.Reconcile(t.Context()))
	for i, want := range []int{2, 1, 1, 1, 2} {
		require.Equal(t, want, b.timeline.started(ids[i]), "%d", i)
	}
	require.Equal(t, 1, b.timeline.started(finished), "it needs none")
}

func TestReconcile_goes_on_after_one_that_cannot_be_asked(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	cfg := quickly()
	cfg.Batch = 2
	ids := []evaluation.ID{b.start(), b.start(), b.start()}
	b.timeline.goAway(nobodyBut(ids[0], errAway))
	require.ErrorIs(t, b.relay(cfg).Reconcile(t.Context()), errAway)
	require.Equal(t, []int{0, 1, 1}, []int{b.timeline.started(ids[0]), b.timeline.started(ids[1]), b.timeline.started(ids[2])})
}

func TestReconcile_does_not_ask_on_when_Temporal_is_away(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	cfg := quickly()
	cfg.Batch = 1
	ids := []evaluation.ID{b.start(), b.start()}
	b.timeline.goAway(everybody(errAway))
	require.ErrorIs(t, b.relay(cfg).Reconcile(t.Context()), errAway)
	require.Equal(t, 1, b.timeline.asked[ids[0]])
	require.Zero(t, b.timeline.asked[ids[1]])
}
