package evaluation

import (
	"slices"

	"jiheng/internal/fault"
)

// sendBack returns the matter to an earlier step. Where the round votes it is a
// vote against, which decides only when the vote can no longer pass. The
// round's other tasks are cancelled, since the matter they judge is changing.
func sendBack(s *Situation, t *Task, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	step, _ := s.Definition.Step(t.Stage, t.Step)
	role, _ := s.Holds(t)
	if step.Quorum.Votes() {
		return s.settled(t, []Event{TaskReturned{TaskRef: t.Ref(), As: role, Reason: reason, OverdueDays: s.overdueDays(t)}}, Submission{})
	}
	to, err := s.target(t, step, c.To)
	if err != nil {
		return nil, err
	}
	back := StepID("")
	if c.Back {
		back = t.Step
	}
	return s.sentBack(t, TaskReturned{t.Ref(), role, to, reason, c.Back, s.overdueDays(t)}, back)
}

// sentBack is what follows from a return that decides: the others of the round
// have nothing left to judge, and the step it leads to begins again.
func (s *Situation) sentBack(t *Task, returned TaskReturned, back StepID) ([]Event, error) {
	others := s.cancelled("returned_by_other", func(o *Task) bool { return o.ID != t.ID && sameRound(o, t) })
	return s.follow(append([]Event{returned}, others...), func(now *Situation) ([]Event, error) {
		return now.begunAnew(t.Stage, t.Item, returned.To, back)
	})
}

// target finds the step that a return leads to.
//
// Errors: invalid step_not_earlier for a step that does not come before this
// one in its stage, that the system performs, or that lies before what the
// system did, unless the definition itself leads back there.
func (s *Situation) target(t *Task, step StepDefinition, to StepID) (StepID, error) {
	if to == "" {
		return step.ReturnTo, nil
	}
	sd, _ := s.Definition.Stage(t.Stage)
	earlier := sd.returnable(step)
	switch {
	case to == ToPrevious:
		return earlier[len(earlier)-1], nil
	case to == ToInitiator:
		return earlier[0], nil
	case slices.Contains(earlier, to):
		return to, nil
	}
	return "", invalidField("to", "step_not_earlier", map[string]string{"step": string(to)})
}

// returnable lists the steps to which one that returns somewhere can return.
func (s StageDefinition) returnable(step StepDefinition) []StepID {
	var out []StepID
	there := false
	for _, o := range s.Steps {
		if o.ID == step.ID {
			break
		}
		there = there || o.ID == step.ReturnTo
		switch {
		case o.Effect == EffectNone:
			out = append(out, o.ID)
		case !there:
			out = nil
		}
	}
	return out
}

// jump moves a matter to any step of its stage by the hand of the office. What
// the system does, and the appointing of the group, cannot be jumped over: what
// comes after builds on them.
func jump(s *Situation, t *Task, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	sd, _ := s.Definition.Stage(t.Stage)
	here := slices.IndexFunc(sd.Steps, func(o StepDefinition) bool { return o.ID == t.Step })
	there := slices.IndexFunc(sd.Steps, func(o StepDefinition) bool { return o.ID == c.To })
	if there < 0 || there == here || sd.Steps[there].Effect != EffectNone {
		return nil, invalidField("to", "step_unknown", map[string]string{"step": string(c.To)})
	}
	for _, over := range sd.Steps[min(here, there):max(here, there)] {
		if over.Effect != EffectNone || there > here && over.formsGroup() {
			return nil, fault.New(fault.Conflict, "jump_over_effect", "step %s cannot be jumped over", over.ID).With("step", string(over.ID))
		}
	}
	left := s.cancelled("jumped", func(o *Task) bool { return sameMatter(o, t) })
	return s.follow(append([]Event{TaskJumped{t.Ref(), c.To, reason}}, left...), func(now *Situation) ([]Event, error) { return now.begunAnew(t.Stage, t.Item, c.To, "") })
}
