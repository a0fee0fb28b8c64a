package relay_test

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/relay"
)

// quickly waits for nothing that a test does not ask about.
func quickly() relay.Config {
	return relay.Config{Poll: 20 * time.Millisecond, Pace: time.Microsecond}
}

func TestRelay_starts_once_and_tells_every_growth_once(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.relay(quickly())
	id := b.start()
	first := b.seq(id)
	require.NoError(t, r.Relay(t.Context()))
	require.NoError(t, r.Relay(t.Context()))
	require.Equal(t, 1, b.timeline.started(id))
	require.Equal(t, []int64{first}, b.timeline.told(id))

	b.turn(id) // several entries are one call
	second := b.seq(id)
	require.Greater(t, second, first+1)
	require.NoError(t, r.Relay(t.Context()))
	require.NoError(t, r.Relay(t.Context()))
	require.Equal(t, 1, b.timeline.started(id))
	require.Equal(t, []int64{first, second}, b.timeline.told(id))
	require.Zero(t, b.untold())
}

func TestRelay_starts_anew_what_is_gone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.relay(quickly())
	id := b.start()
	require.NoError(t, r.Relay(t.Context()))
	b.timeline.lose(id)
	b.turn(id)
	require.NoError(t, r.Relay(t.Context()))
	require.Equal(t, 2, b.timeline.started(id))
	require.Zero(t, b.untold(), "the new run reads everything anew")
}

func TestRelay_lets_a_finished_timeline_rest(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.relay(quickly())
	id := b.start()
	require.NoError(t, r.Relay(t.Context()))
	b.timeline.lose(id)
	b.finish(id)
	require.NoError(t, r.Relay(t.Context()))
	require.Equal(t, 1, b.timeline.started(id))
	require.Zero(t, b.untold())
}

func TestRelay_keeps_everything_untold_while_Temporal_is_away(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.relay(quickly())
	ids := []evaluation.ID{b.start(), b.start(), b.start()}
	b.timeline.goAway(everybody(errAway))
	require.ErrorIs(t, r.Relay(t.Context()), errAway)
	require.Equal(t, 3, b.untold())
	require.NoError(t, r.Relay(t.Context()), "what is leased is left alone for a while")

	b.timeline.goAway(nil)
	b.forgetLeases()
	require.NoError(t, r.Relay(t.Context()))
	require.Zero(t, b.untold())
	for _, id := range ids {
		require.Equal(t, []int64{b.seq(id)}, b.timeline.told(id))
	}
}

func TestRelay_tells_the_others_when_one_cannot_be_told(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.relay(quickly())
	one, other := b.start(), b.start()
	b.timeline.goAway(nobodyBut(one, errAway))
	require.ErrorIs(t, r.Relay(t.Context()), errAway)
	require.Len(t, b.timeline.told(other), 1)
	require.Equal(t, 1, b.untold())
}

func TestRelay_takes_more_than_a_batch(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	cfg := quickly()
	cfg.Batch = 2
	for range 5 {
		b.start()
	}
	require.NoError(t, b.relay(cfg).Relay(t.Context()))
	require.Zero(t, b.untold())
}

// Two relays, people writing all the while, and a Temporal that fails now and
// then: nothing is skipped, and hardly anything told twice.
func TestRelay_skips_nothing_however_many_relay_and_write(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const evaluations, comments = 6, 15
	var ids []evaluation.ID
	for range evaluations {
		id := b.start()
		b.turn(id)
		ids = append(ids, id)
	}
	var calls atomic.Int64
	b.timeline.goAway(func(evaluation.ID) error {
		if calls.Add(1)%10 == 0 {
			return errAway
		}
		return nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var relays, writers sync.WaitGroup
	for range 2 {
		r := b.relay(quickly())
		relays.Go(func() { r.Run(ctx) })
	}
	failures := make(chan error, evaluations*comments)
	for _, id := range ids {
		writers.Go(func() {
			for range comments {
				failures <- b.comment(id)
			}
		})
	}
	writers.Wait()
	close(failures)
	for err := range failures {
		require.NoError(t, err)
	}
	require.Eventually(t, func() bool { return b.untold() == 0 }, time.Minute, 50*time.Millisecond)
	cancel()
	relays.Wait()
	requireAllTold(t, b, ids)
}

func requireAllTold(t *testing.T, b *bench, ids []evaluation.ID) {
	t.Helper()
	total, doubled := 0, 0
	for _, id := range ids {
		told := b.timeline.told(id)
		require.Equal(t, b.seq(id), slices.Max(told), "the last entry was told")
		require.Equal(t, 1, b.timeline.started(id))
		total += len(told)
		doubled += len(told) - len(slices.Compact(slices.Sorted(slices.Values(told))))
	}
	require.LessOrEqual(t, doubled*10, total, "%d of %d were told twice", doubled, total)
}

func TestRelay_starts_anew_what_was_finished_and_is_opened_again(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.relay(quickly())
	id := b.start()
	b.finish(id)
	require.NoError(t, r.Relay(t.Context()))
	b.timeline.lose(id) // its run came to its end
	b.reopen(id)
	require.NoError(t, r.Relay(t.Context()))
	require.Equal(t, 2, b.timeline.started(id))
	require.Zero(t, b.untold())
}
