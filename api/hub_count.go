package api

import (
	"context"
	"time"

	"jiheng/internal/evaluation"
)

// count counts the boxes of those to whom something may have happened, each at
// most every so often, until ctx ends.
func (h *hub) count(ctx context.Context) {
	for ctx.Err() == nil {
		person, wait := h.next()
		if person == "" {
			h.idle(ctx, wait)
			continue
		}
		n, err := h.store.BoxCounts(ctx, person, h.readers, h.now())
		if err != nil {
			h.complain(ctx, err)
			h.touch(person) // again, when it is next due
			continue
		}
		h.counted(person, countsView(n))
	}
}

// next gives somebody who is due, or how long nobody is; 0 for until it rings.
func (h *hub) next() (person evaluation.PersonID, wait time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := time.Now()
	for id, p := range h.people {
		if !p.stale {
			continue
		}
		due := p.counted.Add(countEvery).Sub(now)
		if due <= 0 {
			p.stale, p.counted = false, now
			return id, 0
		}
		if wait == 0 || due < wait {
			wait = due
		}
	}
	return "", wait
}

func (h *hub) idle(ctx context.Context, wait time.Duration) {
	var due <-chan time.Time
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-ctx.Done():
	case <-h.rung:
	case <-due:
	}
}

func (h *hub) counted(person evaluation.PersonID, counts TaskCounts) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for st := range h.streams {
		if st.person == person {
			told := counts
			if st.substitute {
				told.Watched = 0 // what somebody watches is his own
			}
			st.counts = &told
			st.ring()
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
