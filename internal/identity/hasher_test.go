package identity_test

import (
	"context"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/identity"
)

// cheap costs keep tests quick; the arithmetic is the same.
func cheap() identity.Params { return identity.Params{MemoryKiB: 64, Passes: 1, Lanes: 1} }

func newHasher(t *testing.T, p identity.Params, slots int) *identity.Hasher {
	t.Helper()
	h, err := identity.NewHasher(p, slots)
	require.NoError(t, err)
	return h
}

func TestHasher_Verify(t *testing.T) {
	t.Parallel()
	h := newHasher(t, cheap(), 2)
	hash, err := h.Hash(t.Context(), "白日依山尽 1758")
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$"), hash)
	for password, want := range map[string]bool{
		"白日依山尽 1758": true, "白日依山尽 1759": false, "白日依山尽 1758 ": false, "": false,
	} {
		ok, needsRehash, err := h.Verify(t.Context(), hash, password)
		require.NoError(t, err)
		require.Equal(t, want, ok, password)
		require.False(t, needsRehash)
	}
}

func TestTheSamePasswordNeverHashesTheSame(t *testing.T) {
	t.Parallel()
	h := newHasher(t, cheap(), 2)
	first, err := h.Hash(t.Context(), "same password")
	require.NoError(t, err)
	second, err := h.Hash(t.Context(), "same password")
	require.NoError(t, err)
	require.NotEqual(t, first, second)
}

// The hash is from the test suite of the argon2 reference implementation
// (argon2id, version 19, t=2, m=2^16, p=1).
func TestTheReferenceHashIsUnderstood(t *testing.T) {
	t.Parallel()
	const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	h := newHasher(t, identity.DefaultParams(), 2)
	ok, needsRehash, err := h.Verify(t.Context(), reference, "password")
	require.NoError(t, err)
	require.True(t, ok)
	require.True(t, needsRehash, "its costs are not today's")
	ok, needsRehash, err = h.Verify(t.Context(), reference, "Password")
	require.NoError(t, err)
	require.False(t, ok)
	require.False(t, needsRehash, "who does not know the password gets nothing rehashed")
}

func TestABrokenStoredHashIsOurFault(t *testing.T) {
	t.Parallel()
	h := newHasher(t, cheap(), 1)
	_, _, err := h.Verify(t.Context(), "$argon2id$v=19$m=4194304,t=2,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "x")
	require.ErrorIs(t, err, fault.New(fault.Internal, "password_hash_broken", ""))
}

func TestNewHasher_refuses_costs_out_of_bounds(t *testing.T) {
	t.Parallel()
	for _, p := range []identity.Params{
		{}, {MemoryKiB: 1 << 30, Passes: 1, Lanes: 1}, {MemoryKiB: 64, Passes: 99, Lanes: 1}, {MemoryKiB: 64, Passes: 1, Lanes: 9},
	} {
		_, err := identity.NewHasher(p, 1)
		require.ErrorIs(t, err, fault.New(fault.Invalid, "password_params", ""))
	}
	_, err := identity.NewHasher(cheap(), 0)
	require.ErrorIs(t, err, fault.New(fault.Invalid, "password_params", ""))
}

func TestNoMoreHashesRunAtOnceThanThereAreSlots(t *testing.T) {
	t.Parallel()
	h := newHasher(t, cheap(), 2)
	var running, most atomic.Int32
	h.Watch(func(identity.Params) {
		n := running.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		for range 100 {
			runtime.Gosched() // let the others try to get in
		}
		running.Add(-1)
	})
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() { _, _ = h.Hash(context.Background(), "some password") })
	}
	group.Wait()
	require.LessOrEqual(t, most.Load(), int32(2))
	require.Positive(t, most.Load())
}

func TestWaitingForASlotEndsWithTheContext(t *testing.T) {
	t.Parallel()
	h := newHasher(t, cheap(), 1)
	inside, leave := make(chan struct{}), make(chan struct{})
	h.Watch(func(identity.Params) { close(inside); <-leave })
	done := make(chan error, 1)
	go func() {
		_, err := h.Hash(context.Background(), "holds the only slot")
		done <- err
	}()
	<-inside
	ctx, cancel := context.WithCancel(t.Context())
	waiting := make(chan error, 1)
	go func() {
		_, err := h.Hash(ctx, "waits")
		waiting <- err
	}()
	cancel()
	err := <-waiting
	require.ErrorIs(t, err, fault.New(fault.Unavailable, "login_busy", ""))
	require.ErrorIs(t, err, context.Canceled)
	close(leave)
	require.NoError(t, <-done)
}
