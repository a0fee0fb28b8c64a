package activitytest

import (
	"sync"

	"jiheng/internal/fault"
)

// Operation is something that a store can be asked to do.
type Operation string

// The operations.
const (
	Facts     Operation = "facts"
	Situation Operation = "situation"
	Update    Operation = "update"
	Names     Operation = "names"
	Held      Operation = "held"
	Enqueue   Operation = "enqueue"
	Lease     Operation = "lease"
	Mark      Operation = "mark"
)

// trouble is what a test has in store for a store.
type trouble struct {
	mu    sync.Mutex
	away  error
	next  map[Operation][]error
	asked map[Operation]int
}

// Away makes every operation fail with err, until it is nil.
func (t *trouble) Away(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.away = err
}

// Fail makes the next calls of an operation fail, one with each error; nil
// lets one pass.
func (t *trouble) Fail(o Operation, errs ...error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.next == nil {
		t.next = make(map[Operation][]error)
	}
	t.next[o] = append(t.next[o], errs...)
}

// Asked counts the calls of an operation.
func (t *trouble) Asked(o Operation) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.asked[o]
}

// strike counts a call and gives the error that it is to fail with.
func (t *trouble) strike(o Operation) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.asked == nil {
		t.asked = make(map[Operation]int)
	}
	t.asked[o]++
	if t.away != nil {
		return t.away
	}
	if len(t.next[o]) == 0 {
		return nil
	}
	err := t.next[o][0]
	t.next[o] = t.next[o][1:]
	return err
}

// Unavailable is the trouble of a database that is out of reach.
func Unavailable() error {
	return fault.New(fault.Unavailable, "database_unavailable", "the database is out of reach")
}
