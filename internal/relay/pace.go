package relay

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"jiheng/internal/evaluation"
)

// pace keeps signals to one workflow apart: a workflow that is signalled more
// often than a few times a second does nothing but take signals.
type pace struct {
	every time.Duration
	mu    sync.Mutex
	seen  map[evaluation.ID]*rate.Limiter
}

func newPace(every time.Duration) *pace {
	return &pace{every: every, seen: make(map[evaluation.ID]*rate.Limiter)}
}

// wait blocks until the workflow may be signalled again.
func (p *pace) wait(ctx context.Context, id evaluation.ID) error {
	return p.limiter(id).Wait(ctx)
}

const paceRemembers = 10000

func (p *pace) limiter(id evaluation.ID) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	l, ok := p.seen[id]
	if !ok {
		if len(p.seen) >= paceRemembers {
			clear(p.seen)
		}
		l = rate.NewLimiter(rate.Every(p.every), 1)
		p.seen[id] = l
	}
	return l
}
