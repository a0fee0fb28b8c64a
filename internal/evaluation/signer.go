package evaluation

import (
	"slices"

	"jiheng/internal/fault"
)

// Signer is somebody who signs after a task is done (后加签人).
type Signer struct {
	Person PersonID `json:"person"`
	By     PersonID `json:"by"`
	Reason string   `json:"reason"`
}

// maxSigners bounds how many signers one round can be given.
const maxSigners = 20

// addSigner asks somebody more to sign: before the actor, who then waits for
// him; beside the others; or once the actor has signed.
func addSigner(s *Situation, t *Task, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	if !slices.Contains(Places(), c.Place) {
		return nil, invalidField("place", "place_unknown", map[string]string{"place": string(c.Place)})
	}
	a, err := s.newSigner(t, c.Person)
	if err != nil {
		return nil, err
	}
	added := SignerAdded{t.Ref(), c.Person, c.Place, reason}
	if c.Place == PlaceAfter {
		return []Event{added}, nil
	}
	step, _ := s.Definition.Step(t.Stage, t.Step)
	return []Event{added, TaskOpened{s.signerSeat(t, a, step, s.Actor.Principal(), c.Place)}}, nil
}

// newSigner finds somebody who can be asked to sign: a colleague whom no duty
// keeps away and who has no voice in the round yet.
func (s *Situation) newSigner(t *Task, p PersonID) (Actor, error) {
	a, err := s.colleague(p, "person")
	if err != nil {
		return a, err
	}
	if slices.Contains(s.Actor.persons(), p) || s.seated(p, t) || slices.ContainsFunc(t.Signers, func(o Signer) bool { return o.Person == p }) {
		return a, fault.New(fault.Conflict, "person_has_seat", "%s has a seat in the round of %s", p, t.ID).With("person", string(p))
	}
	if s.signers(t) >= maxSigners {
		return a, fault.New(fault.Conflict, "too_many_signers", "the round of %s is full", t.ID)
	}
	return a, s.fit(a, t)
}

// signers counts those who were added to a round, and those who are to be.
func (s *Situation) signers(t *Task) int {
	n := 0
	for i := range s.Evaluation.Tasks {
		o := &s.Evaluation.Tasks[i]
		if !sameRound(o, t) || o.State == StateCancelled {
			continue
		}
		if o.AddedBy != "" {
			n++
		}
		if o.State.Live() {
			n += len(o.Signers)
		}
	}
	return n
}

// awaitsSigner tells whether somebody who was added to a task has yet to sign.
func (s *Situation) awaitsSigner(t *Task) bool {
	return t.State.Live() && len(t.Signers) > 0 || slices.ContainsFunc(s.Evaluation.Tasks, func(o Task) bool { return o.Anchor == t.ID && o.State.Live() })
}

func (s *Situation) signerSeat(t *Task, a Actor, step StepDefinition, by PersonID, place Place) Task {
	seat := s.seat(t, a, step)
	seat.AddedBy, seat.Anchor, seat.Place = by, t.ID, place
	return seat
}

// afterSigners gives their turn to those who sign after a task.
func (s *Situation) afterSigners(t *Task) []Event {
	done := s.Evaluation.Task(t.ID)
	if done.State != StateCompleted {
		return nil
	}
	step, _ := s.Definition.Step(t.Stage, t.Step)
	var events []Event
	for _, signer := range done.Signers {
		now := s.after(events)
		if a, _ := now.staff(signer.Person); !now.seated(signer.Person, t) && !now.Evaluation.recused(signer.Person, t.Item) {
			events = append(events, TaskOpened{now.signerSeat(t, a, step, signer.By, PlaceAfter)})
		}
	}
	return events
}

// removeSigner takes back what addSigner asked for, while the signer has not
// signed; also once the task itself is done, lest the round wait for ever for a
// signature that nobody needs. Those whom the definition seats stay.
func removeSigner(s *Situation, t *Task, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	removed := SignerRemoved{t.Ref(), c.Person, reason}
	if t.State.Live() && slices.ContainsFunc(t.Signers, func(o Signer) bool { return o.Person == c.Person }) {
		return []Event{removed}, nil
	}
	for i := range s.Evaluation.Tasks {
		o := &s.Evaluation.Tasks[i]
		if o.Anchor == t.ID && o.Assignee == c.Person && o.State.Live() {
			events := []Event{removed, TaskCancelled{o.Ref(), "signer_removed"}}
			return s.follow(events, func(now *Situation) ([]Event, error) { return now.proceed(t, Submission{}) })
		}
	}
	return nil, fault.New(fault.Conflict, "signer_missing", "%s is no signer of %s who has yet to sign", c.Person, t.ID).
		With("person", string(c.Person))
}
