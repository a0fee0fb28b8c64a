package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/store/storetest"
)

func TestUntold_isTakenByOneAndComesBackUntilItIsTold(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	ctx := t.Context()
	first := storetest.Start(t, s).Evaluation
	second := storetest.Start(t, s).Evaluation

	taken, err := s.Untold(ctx, 1, time.Hour)
	require.NoError(t, err)
	require.Len(t, taken, 1)
	rest, err := s.Untold(ctx, 10, time.Hour)
	require.NoError(t, err)
	require.Len(t, rest, 1)
	require.ElementsMatch(t, []evaluation.ID{first.ID, second.ID}, []evaluation.ID{taken[0].ID, rest[0].ID})
	require.False(t, taken[0].Confirmed)
	require.False(t, taken[0].Finished)
	none, err := s.Untold(ctx, 10, time.Hour)
	require.NoError(t, err)
	require.Empty(t, none)

	require.NoError(t, s.MarkTold(ctx, first.ID, 1))
	require.NoError(t, storetest.Turn(ctx, s, first.ID)) // the journal grows
	again, err := s.Untold(ctx, 10, -time.Second)        // a lease that is over at once
	require.NoError(t, err)
	require.Len(t, again, 1)
	require.Equal(t, first.ID, again[0].ID)
	require.True(t, again[0].Confirmed)
	require.Greater(t, again[0].Seq, int64(1))
	again, err = s.Untold(ctx, 10, time.Second)
	require.NoError(t, err)
	require.Len(t, again, 1, "whoever took it died")

	require.NoError(t, s.MarkTold(ctx, first.ID, again[0].Seq))
	require.NoError(t, s.MarkTold(ctx, first.ID, 1), "an old answer changes nothing")
	require.NoError(t, s.MarkTold(ctx, second.ID, 1000), "nobody is told more than there is")
	none, err = s.Untold(ctx, 10, time.Second)
	require.NoError(t, err)
	require.Empty(t, none)

	require.NoError(t, s.ForgetWorkflow(ctx, first.ID))
	again, err = s.Untold(ctx, 10, time.Second)
	require.NoError(t, err)
	require.Len(t, again, 1)
	require.False(t, again[0].Confirmed)
	require.NoError(t, s.ConfirmWorkflow(ctx, first.ID))
	require.Equal(t, "evaluation_not_found", fault.ReasonOf(s.MarkTold(ctx, "ev-nothing", 1)))
}

func TestUntold_byManyAtOnceGivesEachToOne(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	for range 12 {
		storetest.Start(t, s)
	}
	var mu sync.Mutex
	seen := map[evaluation.ID]int{}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 12 {
				got, err := s.Untold(context.WithoutCancel(t.Context()), 2, time.Hour)
				if err != nil {
					return
				}
				mu.Lock()
				for _, p := range got {
					seen[p.ID]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	require.Len(t, seen, 12)
	for id, n := range seen {
		require.Equal(t, 1, n, id)
	}
}

func TestUntold_leavesAloneWhatACommandHolds(t *testing.T) {
	t.Parallel()
	b := running(t)
	_, err := b.s.Update(t.Context(), evaluation.Request{Evaluation: b.id, Actor: "director"},
		func(*evaluation.Situation) (evaluation.Outcome, error) {
			got, err := b.s.Untold(t.Context(), 10, time.Second)
			require.NoError(t, err)
			require.Empty(t, got)
			return evaluation.Outcome{}, nil
		})
	require.NoError(t, err)
}

func TestRunning_pagesThroughWhatIsNotFinished(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	var started []evaluation.ID
	for range 5 {
		started = append(started, storetest.Start(t, s).Evaluation.ID)
	}
	var seen []evaluation.ID
	after := evaluation.ID("")
	for {
		page, err := s.Running(t.Context(), after, 2)
		require.NoError(t, err)
		if len(page) == 0 {
			break
		}
		for _, p := range page {
			seen = append(seen, p.ID)
		}
		after = page[len(page)-1].ID
	}
	require.ElementsMatch(t, started, seen)
}
