package store

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"jiheng/internal/evaluation"
)

const (
	// announceEvery keeps bursts together: NOTIFY takes a lock that all
	// commits wait for, so it is given seldom and outside of commands.
	announceEvery  = 50 * time.Millisecond
	announceWithin = 5 * time.Second
	listenAgain    = time.Second
	// announceMany is how many evaluations one announcement names: its text is
	// bounded by 8,000 bytes, and an id by 64.
	announceMany = 80
	announcement = "SELECT pg_notify('jiheng_journal', $1)"
)

// bell wakes whoever follows the journals, here and in other processes. It is
// a hint: those who listen look for themselves, and also look now and then.
type bell struct {
	mu        sync.Mutex
	listeners map[chan struct{}]struct{}
	followers map[*follower]struct{}
	// grown is what has not been announced yet.
	grown   growth
	rung    chan struct{}
	ended   chan struct{}
	running sync.WaitGroup
}

func newBell() *bell {
	return &bell{
		listeners: make(map[chan struct{}]struct{}), followers: make(map[*follower]struct{}), rung: make(chan struct{}, 1), ended: make(chan struct{}),
	}
}

// ring is called after a commit that added entries to a journal.
func (b *bell) ring(id evaluation.ID, seq int64) {
	b.mu.Lock()
	b.grown.add(id, seq)
	b.mu.Unlock()
	b.wake(Change{id, seq})
	select {
	case b.rung <- struct{}{}:
	default:
	}
}

// wake reaches the listeners of this process; without changes it says that
// anything may have changed.
func (b *bell) wake(changes ...Change) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for f := range b.followers {
		f.hear(changes)
	}
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
		for _, text := range b.texts() {
			if _, err := s.pool.ExecContext(ctx, announcement, text); err != nil {
				s.log.WarnContext(ctx, "journal not announced to other processes", "error", err)
			}
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
	s.bell.wake() // something may have happened before
	for {
		told, err := conn.WaitForNotification(ctx)
		if err != nil {
			return translate(err)
		}
		s.bell.wake(readChanges(told.Payload)...)
	}
}
