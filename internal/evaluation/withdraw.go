package evaluation

import (
	"slices"

	"jiheng/internal/fault"
)

// fitsWithdrawal tells whether nobody has acted on what was handed in. In a
// round that still runs that is so by itself, except where people act one after
// the other, or sign afterwards; later the next step must be untouched, its
// stage open, and nothing may have come of it that stays.
func (s *Situation) fitsWithdrawal(t *Task, step StepDefinition) error {
	late := fault.New(fault.Conflict, "withdrawn_too_late", "task %s has been acted upon", t.ID)
	if len(step.Appoints) > 0 || step.Receives || t.AddedBy != "" || t.Assignee == "" {
		return late
	}
	stage := s.Evaluation.Stage(t.Stage)
	if s.withdrawn(t) || s.signedAfter(t) || stage.State != StageActive {
		return late
	}
	if stage.Reopened != nil && !t.SettledAt.After(stage.Reopened.At) {
		return late
	}
	if s.roundLive(t) {
		if touched := slices.ContainsFunc(s.turnsAfter(t, step), func(o *Task) bool { return !o.untouched() }); touched {
			return late
		}
		if !s.mayHave(t.Assignee, t) {
			return fault.New(fault.Conflict, "person_without_role", "%s can no longer do %s", t.Assignee, t.ID).
				With("person", string(t.Assignee))
		}
		return nil
	}
	touched, found := s.touchedSince(t)
	if touched || !found {
		return late
	}
	return nil
}

// signedAfter tells whether somebody who was to sign after a task has signed.
func (s *Situation) signedAfter(t *Task) bool {
	return slices.ContainsFunc(s.Evaluation.Tasks, func(o Task) bool {
		return o.Anchor == t.ID && o.Place == PlaceAfter && !o.State.Live() && o.State != StateCancelled
	})
}

// turnsAfter are the turns that came after a task, where people act one after
// the other.
func (s *Situation) turnsAfter(t *Task, step StepDefinition) []*Task {
	var out []*Task
	for i := range s.Evaluation.Tasks {
		o := &s.Evaluation.Tasks[i]
		if step.Quorum == QuorumSequence && sameRound(o, t) && o.Seat > t.Seat && o.AddedBy == "" && o.State != StateCancelled {
			out = append(out, o)
		}
	}
	return out
}

// untouched tells whether nobody has acted on a task. What comes with a seat,
// or back to somebody, is his without a claim.
func (t *Task) untouched() bool {
	claimed := t.State == StateClaimed && !t.ClaimedAt.Equal(t.OpenedAt)
	return !claimed && t.State.Live() && t.Effect == EffectNone && t.Version == 1
}

func (s *Situation) roundLive(t *Task) bool {
	for i := range s.Evaluation.Tasks {
		if o := &s.Evaluation.Tasks[i]; sameRound(o, t) && o.State.Live() {
			return true
		}
	}
	return false
}

// touchedSince tells whether anybody acted on what followed a task: claimed it,
// supplied a paper, settled it. What has no successor left the stage.
func (s *Situation) touchedSince(t *Task) (touched, found bool) {
	for i := range s.Evaluation.Tasks {
		o := &s.Evaluation.Tasks[i]
		if o.Stage != t.Stage || o.Item != t.Item || sameRound(o, t) || o.OpenedAt.Before(t.SettledAt) {
			continue
		}
		found, touched = true, touched || !o.untouched()
	}
	for _, m := range s.Evaluation.Materials {
		touched = touched || m.Item == t.Item && m.SuppliedAt.After(t.SettledAt)
	}
	return touched, found
}

// withdraw takes back what was handed in: whoever did it has it again. What was
// completed stays as it is; a new round, or in a running round a new seat, takes
// its place.
func withdraw(s *Situation, t *Task, c Command) ([]Event, error) {
	if len(c.Reason) > MaxText {
		return nil, tooLong("reason")
	}
	step, _ := s.Definition.Step(t.Stage, t.Step)
	events := []Event{TaskWithdrawn{t.Ref(), c.Reason}}
	if s.roundLive(t) {
		for _, o := range s.turnsAfter(t, step) {
			events = append(events, TaskCancelled{o.Ref(), "withdrawn"})
		}
		a, _ := s.staff(t.Assignee)
		seat := s.seat(t, a, s.stepOf(t))
		seat.Weight = t.Weight
		return append(events, TaskOpened{seat}), nil
	}
	events = append(events, s.cancelled("withdrawn", func(o *Task) bool { return sameMatter(o, t) })...)
	return s.follow(events, func(now *Situation) ([]Event, error) {
		if step.Quorum == QuorumOne {
			return now.begin(t.Stage, t.Item, step, t.Assignee, t.Back)
		}
		return now.begin(t.Stage, t.Item, step, "", t.Back) // everybody has a seat again
	})
}
