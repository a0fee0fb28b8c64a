package store

import (
	"context"
	"encoding/json"
	"slices"

	"jiheng/internal/evaluation"
)

// Change says how far the journal of an evaluation has grown (变更).
type Change struct {
	Evaluation evaluation.ID `json:"e"`
	Seq        int64         `json:"s"`
}

// maxGrowth is how many evaluations are remembered by name. Beyond it, anything
// may have changed.
const maxGrowth = 1000

// growth gathers changes until somebody takes them.
type growth struct {
	seqs map[evaluation.ID]int64
	// anything is true when something may have been missed.
	anything bool
}

func (g *growth) add(id evaluation.ID, seq int64) {
	if g.seqs == nil {
		g.seqs = make(map[evaluation.ID]int64)
	}
	if _, known := g.seqs[id]; !known && len(g.seqs) >= maxGrowth {
		g.anything = true
		return
	}
	g.seqs[id] = max(g.seqs[id], seq)
}

func (g *growth) take() (changes []Change, anything bool) {
	for id, seq := range g.seqs {
		changes = append(changes, Change{id, seq})
	}
	anything = g.anything
	*g = growth{}
	return changes, anything
}

// texts are what is to be announced.
func (b *bell) texts() []string {
	b.mu.Lock()
	changes, anything := b.grown.take()
	b.mu.Unlock()
	if anything {
		changes = nil
	}
	out := []string{}
	for some := range slices.Chunk(changes, announceMany) {
		if text, err := json.Marshal(some); err == nil {
			out = append(out, string(text))
		}
	}
	if len(out) == 0 {
		out = append(out, "")
	}
	return out
}

// readChanges reads an announcement; nothing means that anything may have
// changed.
func readChanges(text string) []Change {
	var changes []Change
	if json.Unmarshal([]byte(text), &changes) != nil {
		return nil
	}
	return changes
}

// follower gathers what one listener has not looked at yet, so that a slow one
// costs nobody anything.
type follower struct{ growth growth }

// hear is called under the bell's lock.
func (f *follower) hear(changes []Change) {
	for _, c := range changes {
		f.growth.add(c.Evaluation, c.Seq)
	}
	if len(changes) == 0 {
		f.growth.anything = true
	}
}

// Follow calls heard soon after journals of the database have grown, in
// whatever process, with how far; with anything when some growth may have been
// missed, as at the beginning. It returns when ctx ends.
func (s *Store) Follow(ctx context.Context, heard func(changes []Change, anything bool)) {
	f := &follower{}
	s.bell.mu.Lock()
	s.bell.followers[f] = struct{}{}
	s.bell.mu.Unlock()
	for range s.Listen(ctx) { // the bell tells followers before it wakes listeners
		s.bell.mu.Lock()
		changes, anything := f.growth.take()
		s.bell.mu.Unlock()
		if anything || len(changes) > 0 {
			heard(changes, anything)
		}
	}
	s.bell.mu.Lock()
	delete(s.bell.followers, f)
	s.bell.mu.Unlock()
}
