package postman_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
	"jiheng/internal/postman"
)

// memory is a store that keeps notices in memory; what failed rests for good.
type memory struct {
	mu      sync.Mutex
	waiting []notify.Notice
	leased  map[string]bool
	marked  map[string]error
	marks   int
	broken  int // the next marks fail
	behind  int
	digests int
}

func waiting(n int, m notify.Medium, unit string) *memory {
	s := &memory{leased: map[string]bool{}, marked: map[string]error{}}
	for i := range n {
		s.waiting = append(s.waiting, notify.Notice{ID: fmt.Sprintf("%s-%s-%04d", m, unit, i), Medium: m, UnitID: unit, Kind: notify.Urged})
	}
	return s
}

// EnqueueBehind implements postman.Store.
func (s *memory) EnqueueBehind(_ context.Context, limit int) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := min(limit, s.behind)
	s.behind -= n
	return n, nil
}

// EnqueueDigests implements postman.Store.
func (s *memory) EnqueueDigests(_ context.Context, limit int) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := min(limit, s.digests)
	s.digests -= n
	return n, nil
}

// LeaseNotices implements postman.Store.
func (s *memory) LeaseNotices(_ context.Context, _ evaluation.ID, limit int, _ time.Duration) ([]notify.Notice, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := min(limit, len(s.waiting))
	out := slices.Clone(s.waiting[:n])
	s.waiting = s.waiting[n:]
	for _, o := range out {
		s.leased[o.ID] = true
	}
	return out, nil
}

// MarkNotices implements postman.Store.
func (s *memory) MarkNotices(ctx context.Context, outcomes map[string]error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.marks++
	if s.broken > 0 {
		s.broken--
		return errors.New("away")
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for id, err := range outcomes {
		s.marked[id] = err
		delete(s.leased, id)
	}
	return nil
}

func (s *memory) tally() (sent, refused, later int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, err := range s.marked {
		if err == nil {
			sent++
		} else if fault.CodeOf(err) == fault.Unavailable {
			later++
		} else {
			refused++
		}
	}
	return sent, refused, later
}

// by is a channel made of a function.
type by func(ctx context.Context, n notify.Notice) error

// Send implements notify.Channel.
func (b by) Send(ctx context.Context, n notify.Notice) error { return b(ctx, n) }

func at(s postman.Store, c notify.Channel, cfg postman.Config) *postman.Postman {
	return postman.New(s, c, cfg, slog.New(slog.DiscardHandler))
}

func TestEveryNoticeIsSentAndMarked(t *testing.T) {
	t.Parallel()
	s := waiting(1000, notify.Mail, "")
	var mu sync.Mutex
	seen := map[string]int{}
	r, err := at(s, by(func(_ context.Context, n notify.Notice) error {
		mu.Lock()
		defer mu.Unlock()
		seen[n.ID]++
		switch len(seen) % 100 {
		case 1:
			return fault.New(fault.Invalid, "mail_refused", "no such mailbox")
		case 2:
			return fault.New(fault.NotFound, "surprise", "anything but unavailable is final")
		case 3:
			return fault.New(fault.Unavailable, "mail_unavailable", "busy")
		}
		return nil
	}), postman.Config{}).Deliver(t.Context())
	require.NoError(t, err)
	require.Equal(t, postman.Result{Sent: 970, Refused: 20, Failed: 10}, r)
	sent, refused, later := s.tally()
	require.Equal(t, []int{970, 20, 10}, []int{sent, refused, later})
	require.Len(t, seen, 1000)
	for id, n := range seen {
		require.Equal(t, 1, n, id)
	}
	require.Less(t, s.marks, 1000, "many are marked together")
}

// A channel that is out of order is left alone, and holds up no other.
func TestAChannelThatIsOutOfOrderHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	s := waiting(200, notify.WeCom, "a")
	s.waiting = append(s.waiting, waiting(200, notify.WeCom, "b").waiting...)
	s.waiting = append(s.waiting, waiting(200, notify.Mail, "a").waiting...)
	var mu sync.Mutex
	tries := 0
	r, err := at(s, by(func(_ context.Context, n notify.Notice) error {
		if n.Medium == notify.WeCom && n.UnitID == "a" {
			mu.Lock()
			defer mu.Unlock()
			tries++
			return fault.New(fault.Unavailable, "robot_unavailable", "down")
		}
		return nil
	}), postman.Config{AtOnce: 4}).Deliver(t.Context())
	require.NoError(t, err)
	require.Equal(t, postman.Result{Sent: 400, Failed: 200}, r)
	require.LessOrEqual(t, tries, 8+4)
}

// A postman who is told to go finishes what is on its way and gives the rest
// back, so that the next one need not wait for a lease to end.
func TestAPostmanWhoIsToldToGoLosesNothing(t *testing.T) {
	t.Parallel()
	s := waiting(500, notify.Mail, "")
	ctx, cancel := context.WithCancel(t.Context())
	var mu sync.Mutex
	sent := 0
	r, err := at(s, by(func(ctx context.Context, _ notify.Notice) error {
		mu.Lock()
		defer mu.Unlock()
		sent++
		if sent == 50 {
			cancel()
		}
		return ctx.Err() // sending itself is not cut off
	}), postman.Config{}).Deliver(ctx)
	require.ErrorIs(t, err, fault.New(fault.Unavailable, "delivery_cut_short", ""))
	require.Equal(t, sent, r.Sent)
	marked, _, later := s.tally()
	require.Equal(t, sent, marked)
	require.Equal(t, 256-sent, later, "the rest of what was leased")
	require.Empty(t, s.leased)
}

func TestNothingIsBegunThatItsLeaseCouldEndIn(t *testing.T) {
	t.Parallel()
	s := waiting(10, notify.Mail, "")
	r, err := at(s, by(func(context.Context, notify.Notice) error { return nil }),
		postman.Config{Lease: time.Second, Within: time.Minute}).Deliver(t.Context())
	require.NoError(t, err)
	require.Zero(t, r.Sent)
	require.Len(t, s.leased, 10)
}

func TestSendingIsBounded(t *testing.T) {
	t.Parallel()
	s := waiting(1, notify.Mail, "")
	r, err := at(s, by(func(ctx context.Context, _ notify.Notice) error { <-ctx.Done(); return ctx.Err() }),
		postman.Config{Within: 10 * time.Millisecond}).Deliver(t.Context())
	require.NoError(t, err)
	require.Equal(t, postman.Result{Failed: 1}, r)
}

func TestWhatCouldNotBeMarkedIsMarkedWithTheNext(t *testing.T) {
	t.Parallel()
	s := waiting(100, notify.Mail, "")
	s.broken = 1
	_, err := at(s, by(func(context.Context, notify.Notice) error { return nil }), postman.Config{}).Deliver(t.Context())
	require.NoError(t, err)
	sent, _, _ := s.tally()
	require.Equal(t, 100, sent)
	s = waiting(1, notify.Mail, "")
	s.broken = 5
	_, err = at(s, by(func(context.Context, notify.Notice) error { return nil }), postman.Config{}).Deliver(t.Context())
	require.ErrorContains(t, err, "away")
}

func TestRunWritesAndSendsUntilItIsEnded(t *testing.T) {
	t.Parallel()
	s := waiting(3, notify.Mail, "")
	s.behind, s.digests = 600, 300
	ctx, cancel := context.WithCancel(t.Context())
	changed := make(chan struct{})
	close(changed) // whoever called is gone: it looks for itself
	done := make(chan struct{})
	go func() {
		defer close(done)
		at(s, by(func(context.Context, notify.Notice) error { return nil }), postman.Config{Poll: time.Millisecond, Digests: time.Millisecond}).Run(ctx, changed)
	}()
	require.Eventually(t, func() bool {
		sent, _, _ := s.tally()
		s.mu.Lock()
		defer s.mu.Unlock()
		return sent == 3 && s.behind == 0 && s.digests == 0
	}, time.Minute, time.Millisecond)
	cancel()
	<-done
}
