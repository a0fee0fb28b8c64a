package store_test

import (
	"context"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

func TestListen_hearsCommandsHereAndInOtherProcesses(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	here, there := storetest.OpenAt(t, dsn), storetest.OpenAt(t, dsn)
	ctx, cancel := context.WithCancel(t.Context())
	near, far := here.Listen(ctx), there.Listen(ctx)
	// The far one listens on a connection that has to be made first.
	require.Eventually(t, func() bool {
		storetest.Start(t, here)
		select {
		case <-near:
		case <-time.After(5 * time.Second):
			return false
		}
		select {
		case <-far:
			return true
		case <-time.After(200 * time.Millisecond):
			return false
		}
	}, 20*time.Second, 10*time.Millisecond)
	cancel()
	require.Eventually(t, func() bool {
		_, open := <-near
		return !open
	}, 5*time.Second, time.Millisecond)
}

func TestFollow_tellsWhichJournalsHaveGrownHereAndElsewhere(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	here, there := storetest.OpenAt(t, dsn), storetest.OpenAt(t, dsn)
	ctx, cancel := context.WithCancel(t.Context())
	var mu sync.Mutex
	heard := map[evaluation.ID]int64{}
	missed := 0
	var followers sync.WaitGroup
	followers.Go(func() {
		there.Follow(ctx, func(changes []store.Change, anything bool) {
			mu.Lock()
			defer mu.Unlock()
			for _, c := range changes {
				heard[c.Evaluation] = max(heard[c.Evaluation], c.Seq)
			}
			if anything {
				missed++
			}
		})
	})
	know := func() (map[evaluation.ID]int64, int) {
		mu.Lock()
		defer mu.Unlock()
		return maps.Clone(heard), missed
	}
	require.Eventually(t, func() bool {
		_, begun := know()
		return begun > 0
	}, 5*time.Second, time.Millisecond, "at the beginning anything may have happened before")
	_, before := know()
	want := map[evaluation.ID]int64{}
	for range 3 {
		started := storetest.Start(t, here)
		want[started.Evaluation.ID] = started.Seq
	}
	require.Eventually(t, func() bool {
		got, _ := know()
		return maps.Equal(want, got)
	}, 5*time.Second, time.Millisecond)
	_, after := know()
	require.Equal(t, before, after, "nothing was missed")
	cancel()
	followers.Wait()
}
