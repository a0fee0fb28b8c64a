package api

import (
	"sync"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

const (
	// sameRefusal is how long a refusal that is in the journal stands for others
	// of the same person, action, task and reason.
	sameRefusal = time.Minute
	// maxRefusals bounds what is remembered; beyond it the old is forgotten.
	maxRefusals = 10_000
)

// refusals remembers what was refused just now, so that somebody who tries the
// same over and over does not fill the journal: one entry a minute says as
// much. The answer is the same each time.
type refusals struct {
	now  func() time.Time
	mu   sync.Mutex
	seen map[refused]time.Time
}

type refused struct {
	person       evaluation.PersonID
	action       evaluation.Action
	evaluation   evaluation.ID // of a command without a task
	task         evaluation.TaskID
	reason, rule string
}

func newRefusals(now func() time.Time) *refusals {
	return &refusals{now: now, seen: make(map[refused]time.Time)}
}

func refusedOf(p evaluation.PersonID, e evaluation.ID, c evaluation.Command, refusal error) refused {
	f := fault.As(refusal)
	return refused{p, c.Action, e, c.Task, f.Reason, f.Rule}
}

// again tells whether a refusal of a command on a task is in the journal already;
// nil never is.
func (r *refusals) again(p evaluation.PersonID, c evaluation.Command, refusal error) bool {
	return r.againOf(p, "", c, refusal)
}

// againOf tells the same of a command on an evaluation as a whole.
func (r *refusals) againOf(p evaluation.PersonID, e evaluation.ID, c evaluation.Command, refusal error) bool {
	if refusal == nil {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	at, ok := r.seen[refusedOf(p, e, c, refusal)]
	return ok && r.now().Sub(at) < sameRefusal
}

// kept remembers a refusal that has come into the journal; nil is none.
func (r *refusals) kept(p evaluation.PersonID, c evaluation.Command, refusal error) {
	r.keptOf(p, "", c, refusal)
}

// keptOf remembers one of a command on an evaluation as a whole.
func (r *refusals) keptOf(p evaluation.PersonID, e evaluation.ID, c evaluation.Command, refusal error) {
	if refusal == nil {
		return
	}
	now := r.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.seen) >= maxRefusals {
		for key, at := range r.seen {
			if now.Sub(at) >= sameRefusal {
				delete(r.seen, key)
			}
		}
		if len(r.seen) >= maxRefusals {
			clear(r.seen)
		}
	}
	r.seen[refusedOf(p, e, c, refusal)] = now
}
