package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

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
