package api

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// EventStore tells what changes in the database, in whatever process.
type EventStore interface {
	// Follow calls heard soon after journals have grown, with how far; with
	// anything when some growth may have been missed. It returns when ctx ends.
	Follow(ctx context.Context, heard func(changes []Change, anything bool))
	// Concerned tells whose boxes a change of the evaluations may have changed.
	Concerned(ctx context.Context, evaluations []evaluation.ID, people []evaluation.PersonID) ([]evaluation.PersonID, error)
	// Heads tells how far journals have grown.
	Heads(ctx context.Context, evaluations []evaluation.ID) ([]Change, error)
}

// Change says how far the journal of an evaluation has grown (变更).
type Change struct {
	Evaluation evaluation.ID
	Seq        int64
}

const (
	// gatherFor lets what happens at almost the same time be looked at once.
	gatherFor = 100 * time.Millisecond
	// countEvery bounds how often one person's boxes are counted.
	countEvery = time.Second
	// streamsOfSession and defaultStreams bound the open streams.
	streamsOfSession = 6
	defaultStreams   = 2000
	// maxSeen bounds what is remembered of evaluations.
	maxSeen = 10_000
	// manyEvaluations is where telling people apart costs more than it saves.
	manyEvaluations = 100
)

// seen is how far the journals were when they were looked at last. A command of
// this process is heard twice: at once, and from the database.
type seen map[evaluation.ID]int64

// fresh gives the changes that are new, and remembers them.
func (s seen) fresh(changes []Change) []Change {
	if len(s)+len(changes) > maxSeen {
		clear(s)
	}
	var out []Change
	for _, c := range changes {
		if c.Seq > s[c.Evaluation] {
			s[c.Evaluation] = c.Seq
			out = append(out, c)
		}
	}
	return out
}

// hub brings changes to the streams of this process (变更分发). It looks at the
// database only while somebody listens, and then with one connection for the
// changes and one at a time for the counts: however many listen and however
// much happens, others have to wait a little longer, and nothing piles up.
type hub struct {
	store   Store
	readers []evaluation.RoleID
	now     func() time.Time
	log     *slog.Logger
	most    int

	mu       sync.Mutex
	streams  map[*stream]struct{}
	sessions map[string]int
	people   map[evaluation.PersonID]*listener
	seen     seen
	rung     chan struct{}
	rest     func() // stops looking
	closed   bool
}

// listener is somebody who has streams open.
type listener struct {
	streams int
	// stale is true when the counts may have changed.
	stale bool
	// counted is when they were counted last.
	counted time.Time
}

func newHub(cfg *Config, readers []evaluation.RoleID) *hub {
	return &hub{
		store: cfg.Store, readers: readers, now: cfg.Now, log: cfg.Log, most: cfg.MaxStreams,
		streams: make(map[*stream]struct{}), sessions: make(map[string]int),
		people: make(map[evaluation.PersonID]*listener), seen: make(seen), rung: make(chan struct{}, 1),
	}
}

// join enters a stream. Faults: unavailable streams_full; conflict
// session_streams_full.
func (h *hub) join(st *stream) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.closed || len(h.streams) >= h.most:
		return fault.New(fault.Unavailable, reasonStreamsFull, "%d streams are open", len(h.streams))
	case h.sessions[st.session] >= streamsOfSession:
		return fault.New(fault.Conflict, reasonSessionStreams, "the session has %d streams", streamsOfSession)
	}
	h.streams[st] = struct{}{}
	h.sessions[st.session]++
	p := h.people[st.person]
	if p == nil {
		p = &listener{}
		h.people[st.person] = p
	}
	p.streams++
	p.stale, p.counted = true, time.Time{} // a new stream begins with the counts
	if h.rest == nil {
		h.wake()
	}
	h.ring()
	return nil
}

func (h *hub) leave(st *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.streams, st)
	if h.sessions[st.session]--; h.sessions[st.session] == 0 {
		delete(h.sessions, st.session)
	}
	p := h.people[st.person]
	if p.streams--; p.streams == 0 {
		delete(h.people, st.person)
	}
	if len(h.streams) == 0 && h.rest != nil {
		h.rest()
		h.rest = nil
	}
}

// wake begins to look, for the first who listens.
func (h *hub) wake() {
	ctx, stop := context.WithCancel(context.Background())
	h.rest = stop
	go h.store.Follow(ctx, func(changes []Change, anything bool) { h.heard(ctx, changes, anything) })
	go h.count(ctx)
}

// end closes all streams and lets nobody in any more.
func (h *hub) end() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return
	}
	h.closed = true
	for st := range h.streams {
		close(st.ended)
	}
}

// ring wakes whoever counts.
func (h *hub) ring() {
	select {
	case h.rung <- struct{}{}:
	default:
	}
}

// touch says that somebody's boxes have changed otherwise than by a journal.
func (h *hub) touch(people ...evaluation.PersonID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range people {
		if p := h.people[id]; p != nil {
			p.stale = true
		}
	}
	h.ring()
}

// heard takes changes and rests a little, while more may gather.
func (h *hub) heard(ctx context.Context, changes []Change, anything bool) {
	people, watched, changes := h.listening(changes)
	if !anything && len(changes) == 0 {
		return
	}
	if anything || len(changes) > manyEvaluations {
		heads, err := h.store.Heads(ctx, watched)
		h.complain(ctx, err)
		h.grown(heads)
		h.touch(people...)
	} else {
		h.grown(changes)
		ids := make([]evaluation.ID, len(changes))
		for i, c := range changes {
			ids[i] = c.Evaluation
		}
		concerned, err := h.store.Concerned(ctx, ids, people)
		if err != nil {
			h.complain(ctx, err)
			concerned = people // rather too many
		}
		h.touch(concerned...)
	}
	pause(ctx, gatherFor)
}

func (h *hub) complain(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		h.log.WarnContext(ctx, "streams: changes not looked up", "error", err)
	}
}

// listening gives who listens to what, and of the changes those that are new.
func (h *hub) listening(changes []Change) (people []evaluation.PersonID, watched []evaluation.ID, fresh []Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for id := range h.people {
		people = append(people, id)
	}
	for st := range h.streams {
		if st.evaluation != "" {
			watched = append(watched, st.evaluation)
		}
	}
	return people, watched, h.seen.fresh(changes)
}

// grown tells the streams that watch an evaluation.
func (h *hub) grown(changes []Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range changes {
		for st := range h.streams {
			if st.evaluation == c.Evaluation && c.Seq > st.seq {
				st.seq = c.Seq
				st.ring()
			}
		}
	}
}
