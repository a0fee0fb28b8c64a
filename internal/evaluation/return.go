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
	return s.sentBack(t, TaskReturned{t.Ref(), role, to.SeenFrom(t.Stage), reason, c.Back, s.overdueDays(t)}, c.Items)
}

// sentBack is what follows from a return that decides: the others of the round
// have nothing left to judge, and the step it leads to begins again.
func (s *Situation) sentBack(t *Task, returned TaskReturned, items []ItemID) ([]Event, error) {
	others := s.cancelled("returned_by_other", func(o *Task) bool { return o.ID != t.ID && sameRound(o, t) })
	return s.follow(append([]Event{returned}, others...), func(now *Situation) ([]Event, error) {
		return now.goBack(t, returned, items)
	})
}

// goBack begins the step again to which a matter was sent back, in its own
// stage or in an earlier one.
func (s *Situation) goBack(t *Task, returned TaskReturned, items []ItemID) ([]Event, error) {
	to, straight := returned.To.ref(t.Stage), StepRef{}
	if returned.Back {
		straight = StepRef{t.Stage, t.Step}
	}
	if to.Stage != t.Stage && len(items) == 0 && !s.walks(to.Stage, t) {
		to = s.beginning(t)
	}
	if to.Stage != t.Stage {
		return Reopen(s, Reopening{To: to, Items: s.moved(t, to.Stage, items), Cause: t.Ref(), Reason: returned.Reason, Straight: straight})
	}
	if len(items) > 0 {
		return nil, itemUnknown(items[0])
	}
	return s.begunAnew(t.Stage, t.Item, to.Step, straight.Step)
}

// walks tells whether there is anything in a stage to which a task can be sent
// back: one that no item was selected for has nobody at work.
func (s *Situation) walks(stage StageID, t *Task) bool {
	sd, _ := s.Definition.Stage(stage)
	all, err := selectItems(s.Evaluation, sd)
	moved := s.moved(t, stage, nil)
	return err == nil && len(all) > 0 && (len(moved) == 0 || slices.Contains(all, moved[0]))
}

// beginning is where a matter begins again that the definition sends back to
// where there is nothing: the first step for people of its own stage.
func (s *Situation) beginning(t *Task) StepRef {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	for _, r := range s.Definition.Returnable(t.Stage, step) {
		if r.Stage == t.Stage {
			return r
		}
	}
	return StepRef{t.Stage, t.Step}
}

// moved are the items that go back with a task: its own, where the earlier stage
// is done for items of its kind.
func (s *Situation) moved(t *Task, to StageID, named []ItemID) []ItemID {
	here, _ := s.Definition.Stage(t.Stage)
	there, _ := s.Definition.Stage(to)
	if t.Item != WholeItem && alike(here, there) && len(named) == 0 {
		return []ItemID{t.Item}
	}
	return named
}

// target finds the step that a return leads to.
//
// Errors: invalid step_not_earlier for a step that Returnable does not list.
func (s *Situation) target(t *Task, step StepDefinition, to StepID) (StepRef, error) {
	if to == "" {
		return step.ReturnTo.ref(t.Stage), nil
	}
	earlier := s.Definition.Returnable(t.Stage, step)
	here, _ := s.Definition.Stage(t.Stage)
	own := slices.DeleteFunc(slices.Clone(earlier), func(r StepRef) bool {
		there, _ := s.Definition.Stage(r.Stage)
		return !alike(here, there)
	})
	if len(own) == 0 {
		own = earlier
	}
	switch {
	case to == ToPrevious:
		return own[len(own)-1], nil
	case to == ToInitiator:
		return own[0], nil
	case slices.Contains(earlier, to.ref(t.Stage)):
		return to.ref(t.Stage), nil
	}
	return StepRef{}, invalidField("to", "step_not_earlier", map[string]string{"step": string(to)})
}

// Returnable lists the steps to which one that returns somewhere can return,
// the earliest first: those for people that come before it in its stage and in
// the stages before. What the system did is not undone by choice, only where
// the definition itself leads back there; a group that was formed is changed and
// not formed again; and what concerns one item sends back that item alone.
func (d *Definition) Returnable(stage StageID, step StepDefinition) []StepRef {
	own, _ := d.Stage(stage)
	led, reached := step.ReturnTo.ref(stage), false
	var out []StepRef
	for _, sd := range d.Stages {
		if sd.ID != stage && !d.precedes(sd.ID, stage) {
			continue
		}
		for _, o := range sd.Steps {
			ref := StepRef{sd.ID, o.ID}
			if ref == (StepRef{stage, step.ID}) {
				return out
			}
			reached = reached || ref == led
			if o.formsGroup() {
				out = slices.DeleteFunc(out, func(r StepRef) bool { return r.Stage != stage })
			}
			switch {
			case o.Effect != EffectNone && !reached:
				out = nil
			case o.Effect != EffectNone, sd.ID != stage && o.formsGroup():
			case ref == led || own.ForEach == nil || alike(own, sd):
				out = append(out, ref)
			}
		}
	}
	return out
}

// Jumpable lists the steps to which the office can move a matter: the others for
// people of its stage, and those of the stages before that come after the
// forming of the group.
func (d *Definition) Jumpable(stage StageID, step StepID) []StepRef {
	var out []StepRef
	for _, sd := range d.Stages {
		if sd.ID != stage && !d.precedes(sd.ID, stage) {
			continue
		}
		for _, o := range sd.Steps {
			switch {
			case sd.ID != stage && o.formsGroup():
				out = nil
			case o.Effect == EffectNone && (StepRef{sd.ID, o.ID}) != StepRef{stage, step}:
				out = append(out, StepRef{sd.ID, o.ID})
			}
		}
	}
	return out
}

// jump moves a matter to any step of its stage, or to one of a stage before, by
// the hand of the office. What the system does, and the appointing of the group,
// cannot be jumped over within a stage: what comes after builds on them.
func jump(s *Situation, t *Task, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	to := c.To.ref(t.Stage)
	jumped := TaskJumped{t.Ref(), to.SeenFrom(t.Stage), reason}
	if to.Stage != t.Stage {
		if !s.Definition.precedes(to.Stage, t.Stage) {
			return nil, stepUnknown(c.To)
		}
		again := Reopening{To: to, Items: s.moved(t, to.Stage, c.Items), Cause: t.Ref(), Reason: reason}
		return s.follow([]Event{jumped}, func(now *Situation) ([]Event, error) { return Reopen(now, again) })
	}
	if err := s.fitsJump(t, to.Step); err != nil {
		return nil, err
	}
	left := s.cancelled("jumped", func(o *Task) bool { return sameMatter(o, t) })
	return s.follow(append([]Event{jumped}, left...), func(now *Situation) ([]Event, error) { return now.begunAnew(t.Stage, t.Item, to.Step, "") })
}

// fitsJump tells whether a matter can jump to a step of its stage.
func (s *Situation) fitsJump(t *Task, to StepID) error {
	sd, _ := s.Definition.Stage(t.Stage)
	here := slices.IndexFunc(sd.Steps, func(o StepDefinition) bool { return o.ID == t.Step })
	there := slices.IndexFunc(sd.Steps, func(o StepDefinition) bool { return o.ID == to })
	if there < 0 || there == here || sd.Steps[there].Effect != EffectNone {
		return stepUnknown(to)
	}
	for _, over := range sd.Steps[min(here, there):max(here, there)] {
		if over.Effect != EffectNone || there > here && over.formsGroup() {
			return fault.New(fault.Conflict, "jump_over_effect", "step %s cannot be jumped over", over.ID).With("step", string(over.ID))
		}
	}
	return nil
}

func stepUnknown(to StepID) error {
	return invalidField("to", "step_unknown", map[string]string{"step": string(to)})
}

func itemUnknown(item ItemID) error {
	return invalidField("items", "item_unknown", map[string]string{"id": string(item)})
}

// Steps that a return can name without their id.
const (
	ToPrevious  StepID = "previous"  // the step before (上一环节)
	ToInitiator StepID = "initiator" // the first step of the matter, where it began (发起人)
)
