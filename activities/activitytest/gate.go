package activitytest

import (
	"sync"
	"time"

	"jiheng/internal/evaluation"
)

// Gate is an activities.Gate that lets everything through until it is told
// not to.
type Gate struct {
	mu      sync.Mutex
	refusal error
	// Checks, if set, does the checking instead.
	Checks func(s *evaluation.Situation, stage evaluation.StageID, held WasHeld) error
}

// WasHeld tells whether somebody held a role at an instant.
type WasHeld = func(p evaluation.PersonID, g evaluation.Grant, at time.Time) (bool, error)

// Refuse makes the gate refuse, until err is nil.
func (g *Gate) Refuse(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refusal = err
}

// CheckGate implements activities.Gate.
func (g *Gate) CheckGate(s *evaluation.Situation, stage evaluation.StageID, held WasHeld) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.Checks != nil {
		return g.Checks(s, stage, held)
	}
	return g.refusal
}

// Version implements activities.Gate.
func (g *Gate) Version() string { return "test" }
