package relay_test

import (
	"context"
	"errors"
	"sync"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/relay"
)

var errAway = errors.New("temporal is away")

// timeline is a Temporal that remembers what it was asked.
type timeline struct {
	mu      sync.Mutex
	running map[evaluation.ID]bool
	starts  map[evaluation.ID]int
	tells   map[evaluation.ID][]tell
	wakes   map[evaluation.ID]int
	asked   map[evaluation.ID]int // how often it was asked whether a run is open
	away    func(evaluation.ID) error
}

// tell is a signal and when it came.
type tell struct {
	seq int64
	at  time.Time
}

func newTimeline() *timeline {
	return &timeline{
		running: make(map[evaluation.ID]bool), starts: make(map[evaluation.ID]int), tells: make(map[evaluation.ID][]tell),
		wakes: make(map[evaluation.ID]int), asked: make(map[evaluation.ID]int),
	}
}

var _ relay.Timeline = (*timeline)(nil)

// enter begins a call, which may be refused.
func (l *timeline) enter(ctx context.Context, id evaluation.ID) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if l.away != nil {
		return l.away(id)
	}
	return nil
}

// Start implements relay.Timeline.
func (l *timeline) Start(ctx context.Context, id evaluation.ID) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.enter(ctx, id); err != nil {
		return err
	}
	if !l.running[id] {
		l.running[id] = true
		l.starts[id]++
	}
	return nil
}

// Tell implements relay.Timeline.
func (l *timeline) Tell(ctx context.Context, id evaluation.ID, seq int64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.enter(ctx, id); err != nil {
		return err
	}
	if !l.running[id] {
		return relay.ErrNotRunning
	}
	l.tells[id] = append(l.tells[id], tell{seq, time.Now()})
	return nil
}

// Wake implements relay.Timeline.
func (l *timeline) Wake(ctx context.Context, id evaluation.ID) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.enter(ctx, id); err != nil {
		return err
	}
	if !l.running[id] {
		return relay.ErrNotRunning
	}
	l.wakes[id]++
	return nil
}

// Running implements relay.Timeline.
func (l *timeline) Running(ctx context.Context, id evaluation.ID) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked[id]++
	return l.running[id], l.enter(ctx, id)
}

func (l *timeline) goAway(away func(evaluation.ID) error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.away = away
}

func (l *timeline) lose(id evaluation.ID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.running[id] = false
}

func (l *timeline) started(id evaluation.ID) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.starts[id]
}

func (l *timeline) woken(id evaluation.ID) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.wakes[id]
}

func (l *timeline) told(id evaluation.ID) []int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []int64
	for _, t := range l.tells[id] {
		out = append(out, t.seq)
	}
	return out
}

func (l *timeline) toldAt(id evaluation.ID) []time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []time.Time
	for _, t := range l.tells[id] {
		out = append(out, t.at)
	}
	return out
}

func everybody(err error) func(evaluation.ID) error { return func(evaluation.ID) error { return err } }

func nobodyBut(id evaluation.ID, err error) func(evaluation.ID) error {
	return func(asked evaluation.ID) error {
		if asked == id {
			return err
		}
		return nil
	}
}
