package store

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// announceEvery keeps bursts together: NOTIFY takes a lock that all
	// commits wait for, so it is given seldom and outside of commands.
	announceEvery  = 50 * time.Millisecond
	announceWithin = 5 * time.Second
	listenAgain    = time.Second
	announcement   = "SELECT pg_notify('jiheng_journal', '')"
)

// bell wakes whoever follows the journals, here and in other processes. It is
// a hint: those who listen look for themselves, and also look now and then.
type bell struct {
	mu        sync.Mutex
	listeners map[chan struct{}]struct{}
	rung      chan struct{}
	ended     chan struct{}
	running   sync.WaitGroup
}

func newBell() *bell {
	return &bell{
		listeners: make(map[chan struct{}]struct{}), rung: make(chan struct{}, 1), ended: make(chan struct{}),
	}
}

// ring is called after a commit that added entries.
func (b *bell) ring() {
	b.wake()
	select {
	case b.rung <- struct{}{}:
	default:
	}
}

// wake reaches the listeners of this process.
func (b *bell) wake() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for c := range b.listeners {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (b *bell) start(s *Store) { b.running.Go(func() { b.announce(s) }) }

func (b *bell) stop() {
	close(b.ended)
	b.running.Wait()
}

// announce tells the other processes, at most every announceEvery.
func (b *bell) announce(s *Store) {
	for {
		select {
		case <-b.ended:
			return
		case <-b.rung:
		}
		ctx, cancel := context.WithTimeout(context.Background(), announceWithin)
		if _, err := s.pool.ExecContext(ctx, announcement); err != nil {
			s.log.WarnContext(ctx, "journal not announced to other processes", "error", err)
		}
		cancel()
		select {
		case <-b.ended:
			return
		case <-time.After(announceEvery):
		}
	}
}

// Listen gives a channel that receives a value soon after any journal of the
// database has grown, in whatever process. Several entries may come as one
// value; it ends with ctx, when the channel is closed.
func (s *Store) Listen(ctx context.Context) <-chan struct{} {
	c := make(chan struct{}, 1)
	s.bell.mu.Lock()
	s.bell.listeners[c] = struct{}{}
	s.bell.mu.Unlock()
	go func() {
		for ctx.Err() == nil {
			if err := s.hear(ctx); err != nil && ctx.Err() == nil {
				s.log.WarnContext(ctx, "not listening to other processes", "error", err)
			}
			select {
			case <-ctx.Done():
			case <-time.After(listenAgain):
			}
			s.bell.wake() // something may have been missed meanwhile
		}
		s.bell.mu.Lock()
		delete(s.bell.listeners, c)
		close(c)
		s.bell.mu.Unlock()
	}()
	return c
}

// hear listens on a connection of its own until it breaks.
func (s *Store) hear(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, s.config.Copy())
	if err != nil {
		return translate(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN jiheng_journal"); err != nil {
		return translate(err)
	}
	for {
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return translate(err)
		}
		s.bell.wake()
	}
}
