package api

import (
	"sync"
	"time"

	"jiheng/internal/evaluation"
)

const (
	// maxPages bounds the pages that are kept.
	maxPages = 200
	// pageLife is how long a page is given out although a name on it may have
	// changed, of which the journal knows nothing.
	pageLife = 5 * time.Minute
)

// pageCache keeps the filled-in pages of published evaluations. Anybody may ask
// for them, as often as they like, and each takes reading a whole evaluation.
// A page is good until the evaluation's journal grows.
type pageCache struct {
	mu    sync.Mutex
	known map[evaluation.ID]keptPage
}

type keptPage struct {
	seq  int64
	at   time.Time
	body []byte
}

func newPageCache() *pageCache { return &pageCache{known: make(map[evaluation.ID]keptPage)} }

// get gives the page of an evaluation at a place in its journal; nil when it
// has to be filled in.
func (c *pageCache) get(id evaluation.ID, seq int64, now time.Time) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.known[id]
	if kept.seq != seq || now.Sub(kept.at) >= pageLife {
		return nil
	}
	return kept.body
}

// put keeps a page, forgetting any other when full.
func (c *pageCache) put(id evaluation.ID, seq int64, now time.Time, body []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for other := range c.known {
		if len(c.known) < maxPages {
			break
		}
		delete(c.known, other)
	}
	c.known[id] = keptPage{seq, now, body}
}
