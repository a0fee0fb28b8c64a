package evaluation

import "jiheng/internal/fault"

// fitsWithdrawal tells whether nobody has acted on what was handed in. In a
// round that still runs that is so by itself; afterwards the next step must be
// untouched, its stage open, and nothing may have come of it that stays.
func (s *Situation) fitsWithdrawal(t *Task, step StepDefinition) error {
	late := fault.New(fault.Conflict, "withdrawn_too_late", "task %s has been acted upon", t.ID)
	if len(step.Appoints) > 0 || step.Receives || t.AddedBy != "" || t.Assignee == "" {
		return late
	}
	if s.latest(t) != t.ID || s.Evaluation.Stage(t.Stage).State != StageActive {
		return late
	}
	if s.roundLive(t) {
		return nil
	}
	touched, found := s.touchedSince(t)
	if touched || !found {
		return late
	}
	return nil
}

// latest is the last task by which somebody spoke in a round, for a withdrawal
// counts once.
func (s *Situation) latest(t *Task) TaskID {
	id := t.ID
	for _, o := range s.seatsOf(t) {
		if o.Assignee == t.Assignee {
			id = o.ID
		}
	}
	return id
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
		found = true
		// What comes with a seat, or back to somebody, is his without a claim.
		claimed := o.State == StateClaimed && !o.ClaimedAt.Equal(o.OpenedAt)
		if claimed || !o.State.Live() || o.Effect != EffectNone || o.Version > 1 {
			touched = true
		}
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
		a, _ := s.staff(t.Assignee)
		seat := s.seat(t, a, step)
		seat.Weight = t.Weight
		return append(events, TaskOpened{seat}), nil
	}
	for i := range s.Evaluation.Tasks {
		o := &s.Evaluation.Tasks[i]
		if o.Stage == t.Stage && o.Item == t.Item && o.State.Live() {
			events = append(events, TaskCancelled{o.Ref(), "withdrawn"})
		}
	}
	return s.follow(events, func(now *Situation) ([]Event, error) {
		if step.Quorum == QuorumOne {
			return now.begin(t.Stage, t.Item, step, t.Assignee, t.Back)
		}
		return now.reopen(t, step)
	})
}

// reopen gives everybody of a closed round a seat in a new one.
func (s *Situation) reopen(t *Task, step StepDefinition) ([]Event, error) {
	return s.begin(t.Stage, t.Item, step, "", t.Back)
}
