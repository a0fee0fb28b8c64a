package evaluation

import (
	"slices"
	"time"

	"jiheng/internal/fault"
)

// MaxReference bounds the number of the letter that a hold goes by, in bytes.
const MaxReference = 200

// Hold keeps an evaluation as it is (保全): while one lasts, nothing of it is
// cleared away, however old it is.
type Hold struct {
	// Number counts the holds of the evaluation, from 1.
	Number int    `json:"number"`
	Reason string `json:"reason"`
	// Reference is the number of the letter or decision it goes by, "" without.
	Reference string   `json:"reference,omitempty"`
	By        PersonID `json:"by"`
	// Hand placed it for By, who was away; "" when By did it himself.
	Hand       PersonID  `json:"hand,omitempty"`
	At         time.Time `json:"at"`
	LiftedBy   PersonID  `json:"lifted_by,omitempty"`
	LiftedAt   time.Time `json:"lifted_at,omitzero"`
	LiftReason string    `json:"lift_reason,omitempty"`
}

// Lasts tells whether it was not lifted yet.
func (h *Hold) Lasts() bool { return h.LiftedAt.IsZero() }

// HoldPlaced begins a hold (保全).
type HoldPlaced struct {
	Reason    string `json:"reason"`
	Reference string `json:"reference,omitempty"`
}

// HoldLifted ends one (解除保全).
type HoldLifted struct {
	Number int    `json:"number"`
	Reason string `json:"reason"`
}

// Held tells whether a hold lasts.
func (e *Evaluation) Held() bool {
	return slices.ContainsFunc(e.Holds, func(h Hold) bool { return h.Lasts() })
}

// placeHold begins a hold. Several may last side by side, each by another
// letter: it takes as many to be lifted before anything is cleared away.
//
// Errors: invalid reason_required, text_too_long; conflict contents_disposed
// when there is nothing left to keep, too_many_holds.
func placeHold(s *Situation, c Command) ([]Event, error) {
	if err := s.Evaluation.holdable(); err != nil {
		return nil, err
	}
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	if len(c.Reference) > MaxReference {
		return nil, tooLong("reference")
	}
	if !Line(c.Reference) {
		return nil, invalidField("reference", "text_not_printable", nil)
	}
	return []Event{HoldPlaced{reason, c.Reference}}, nil
}

// maxHolds bounds what an evaluation carries along.
const maxHolds = 50

func (e *Evaluation) holdable() error {
	switch {
	case e.Disposed():
		return e.disposed()
	case len(e.Holds) >= maxHolds:
		return fault.New(fault.Conflict, "too_many_holds", "evaluation %s has %d holds", e.ID, maxHolds)
	}
	return nil
}

// liftHold ends the hold with a number. It protects the evaluation from those
// who would rather see it gone, so it takes a second person to end it.
//
// Errors: conflict hold_missing; forbidden duty_conflict for who placed it;
// invalid reason_required.
func liftHold(s *Situation, c Command) ([]Event, error) {
	h, err := s.lasting(c.Number)
	if err != nil {
		return nil, err
	}
	if err := s.notProposer(h.By, h.Hand); err != nil {
		return nil, err
	}
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	return []Event{HoldLifted{h.Number, reason}}, nil
}

func (s *Situation) lasting(number int) (*Hold, error) {
	for i := range s.Evaluation.Holds {
		if h := &s.Evaluation.Holds[i]; h.Number == number && h.Lasts() {
			return h, nil
		}
	}
	return nil, fault.New(fault.Conflict, "hold_missing", "evaluation %s has no hold %d that lasts", s.Evaluation.ID, number)
}

// mayLift tells whether there is a hold that the actor may lift.
func (s *Situation) mayLift() error {
	err := error(fault.New(fault.Conflict, "hold_missing", "evaluation %s is not held", s.Evaluation.ID))
	for i := range s.Evaluation.Holds {
		h := &s.Evaluation.Holds[i]
		if !h.Lasts() {
			continue
		}
		if err = s.notProposer(h.By, h.Hand); err == nil {
			return nil
		}
	}
	return err
}

// notProposer refuses those who began something that takes a second person.
func (s *Situation) notProposer(by, hand PersonID) error {
	if p := s.Actor.persons(); slices.Contains(p, by) || hand != "" && slices.Contains(p, hand) {
		return fault.New(fault.Forbidden, "duty_conflict", "it was begun by %s", by).WithRule("duty:not-proposer")
	}
	return nil
}

// foldHold applies what happens to a hold.
func (e *Evaluation) foldHold(r Record) {
	list := slices.Clone(e.Holds)
	switch v := r.Event.(type) {
	case HoldPlaced:
		list = append(list, Hold{
			Number: len(list) + 1, Reason: v.Reason, Reference: v.Reference, By: r.principal(), Hand: r.hand(), At: r.At,
		})
	case HoldLifted:
		h := &list[v.Number-1]
		h.LiftedBy, h.LiftedAt, h.LiftReason = r.principal(), r.At, v.Reason
	}
	e.Holds = list
}
