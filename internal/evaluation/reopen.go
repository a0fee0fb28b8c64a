package evaluation

import (
	"slices"

	"jiheng/internal/fault"
)

// Reopening asks that a stage be opened again from one of its steps
// (重新开启): by a return or a jump from a later stage, by the receiver, or by a
// correction after the end.
type Reopening struct {
	// To is where it begins again.
	To StepRef
	// Items are those that go back, where the stage is done for each; none are
	// all of it.
	Items []ItemID
	// Cause is the task that asks; the zero reference where none does.
	Cause  TaskRef
	Reason string
	// Straight is the step that the matter comes straight back to once To is
	// done; the zero reference where it walks all steps again.
	Straight StepRef
}

// Reopen opens a settled stage again. What comes after it is overtaken: its live
// tasks are cancelled, and its stages are walked again in their order. Where a
// stage is done for the same items, the others in it go on as they were. What
// was sealed, filed or published stays so until the matter comes there again.
// An evaluation that was finished runs again.
//
// Errors: not_found stage_not_found; conflict evaluation_suspended, and
// evaluation_finished when it was terminated; invalid step_unknown,
// item_unknown, stage_not_settled when the matter has not been there yet or is
// on its way there, reopen_over_group, back_over_effect; those of beginning a
// step.
func Reopen(s *Situation, r Reopening) ([]Event, error) {
	if s.Partial {
		return nil, errWhole
	}
	if err := s.Evaluation.movable(); err != nil && s.Evaluation.State != Finished {
		return nil, err
	}
	items, err := s.itemsBack(r)
	if err != nil {
		return nil, err
	}
	reach, err := s.reach(r, items)
	if err != nil {
		return nil, err
	}
	over := s.overtaken(reach)
	events := append(over, s.after(over).reopened(r, items, reach))
	back := StepID("")
	if r.Straight != (StepRef{}) {
		back = r.Straight.SeenFrom(r.To.Stage)
	}
	now := s.after(events) // what begins for one item does not touch another
	for _, item := range items {
		begun, err := now.begunAnew(r.To.Stage, item, r.To.Step, back)
		if err != nil {
			return nil, err
		}
		events = append(events, begun...)
	}
	return events, nil
}

// errWhole means that a decision reaches beyond the item that was loaded.
var errWhole = fault.New(fault.Internal, "whole_needed", "the decision reaches beyond one item")

// NeedsWhole tells whether a decision failed because it was shown one item only
// and has to be made anew on the whole evaluation.
func NeedsWhole(err error) bool { return fault.ReasonOf(err) == "whole_needed" }

// itemsBack checks where a reopening leads, and gives the items that go there.
func (s *Situation) itemsBack(r Reopening) ([]ItemID, error) {
	st := s.Evaluation.Stage(r.To.Stage)
	sd, ok := s.Definition.Stage(r.To.Stage)
	if st == nil || !ok {
		return nil, fault.New(fault.NotFound, "stage_not_found", "no stage %q", r.To.Stage)
	}
	step, ok := s.Definition.Step(r.To.Stage, r.To.Step)
	if !ok || step.Effect != EffectNone {
		return nil, stepUnknown(StepID(r.To.String()))
	}
	all, err := selectItems(s.Evaluation, sd)
	if err != nil {
		return nil, err
	}
	items := r.Items
	if len(items) == 0 {
		items = all
	}
	for i, item := range items {
		if !slices.Contains(all, item) || slices.Contains(items[:i], item) {
			return nil, itemUnknown(item)
		}
	}
	if len(items) == 0 || st.State == StageWaiting || !s.hasPassed(sd, items) {
		return nil, invalidField("to", "stage_not_settled", map[string]string{"stage": st.Title})
	}
	return items, nil
}

// hasPassed tells whether items are through everything before a stage, so that
// they can walk it again.
func (s *Situation) hasPassed(sd StageDefinition, items []ItemID) bool {
	for i := range s.Evaluation.Stages {
		before := &s.Evaluation.Stages[i]
		if before.State == StageClosed || !s.Definition.precedes(before.ID, sd.ID) {
			continue
		}
		other, _ := s.Definition.Stage(before.ID)
		if before.State == StageWaiting || sd.ForEach == nil || !alike(other, sd) {
			return false
		}
		if slices.ContainsFunc(items, func(item ItemID) bool { return s.underway(before, item) }) {
			return false
		}
	}
	return true
}

// underway tells whether an item is in a stage, or on its way there.
func (s *Situation) underway(st *Stage, item ItemID) bool {
	return st.awaits(item) || slices.ContainsFunc(s.Evaluation.Tasks, func(t Task) bool {
		return t.Stage == st.ID && t.Item == item && t.State.Live()
	})
}

// reached is what a reopening does to a stage: everything in it is overtaken, or
// what concerns some items, or nothing but its dates.
type reached struct {
	definition StageDefinition
	whole      bool
	items      []ItemID
	// between is true for a stage that a matter which comes straight back passes by.
	between bool
}

// reach finds what a reopening does to its stage and to all that come after.
func (s *Situation) reach(r Reopening, items []ItemID) ([]reached, error) {
	target, _ := s.Definition.Stage(r.To.Stage)
	if err := s.fitsReopening(r, target); err != nil {
		return nil, err
	}
	out := []reached{{definition: target, items: items}}
	for _, sd := range s.Definition.Stages {
		if !s.Definition.precedes(target.ID, sd.ID) {
			continue
		}
		to := reached{definition: sd, between: r.Straight.Stage != "" && s.Definition.precedes(sd.ID, r.Straight.Stage)}
		to.whole = !to.between && (target.ForEach == nil || !alike(target, sd) || slices.ContainsFunc(out, func(o reached) bool {
			return o.whole && slices.Contains(sd.After, o.definition.ID)
		}))
		if !to.whole && !to.between {
			here, err := selectItems(s.Evaluation, sd)
			if err != nil {
				return nil, err
			}
			to.items = intersection(items, here)
		}
		out = append(out, to)
	}
	return out, nil
}

func intersection(items, others []ItemID) []ItemID {
	var out []ItemID
	for _, item := range items {
		if slices.Contains(others, item) {
			out = append(out, item)
		}
	}
	return out
}

// fitsReopening tells whether what would be walked again can be: a group is not
// formed twice, and what comes straight back passes by nothing that the system
// has to do again.
func (s *Situation) fitsReopening(r Reopening, target StageDefinition) error {
	there := false
	for _, sd := range s.Definition.Stages {
		if sd.ID != target.ID && !s.Definition.precedes(target.ID, sd.ID) {
			continue
		}
		opened := s.Evaluation.Stage(sd.ID).State != StageWaiting
		for _, o := range sd.Steps {
			there = there || sd.ID == target.ID && o.ID == r.To.Step
			if !there || !opened {
				continue
			}
			if o.formsGroup() {
				return invalidField("to", "reopen_over_group", map[string]string{"step": o.Title})
			}
			rolls, _ := s.Definition.RollUpStep()
			passed := r.Straight.Stage != "" && (sd.ID == r.Straight.Stage || s.Definition.precedes(sd.ID, r.Straight.Stage))
			if passed && (o.Effect != EffectNone || rolls == StepRef{sd.ID, o.ID}) && (StepRef{sd.ID, o.ID}) != r.To {
				return invalidField("back", "back_over_effect", map[string]string{"step": o.Title})
			}
		}
	}
	return nil
}

// overtaken ends the live tasks of what is to be walked again.
func (s *Situation) overtaken(reach []reached) []Event {
	return s.cancelled("reopened", func(t *Task) bool {
		return slices.ContainsFunc(reach, func(to reached) bool {
			return to.definition.ID == t.Stage && (to.whole || slices.Contains(to.items, t.Item))
		})
	})
}

// onward begins the stages for an item that have waited for it, once it is
// through all that come before them: at their first step, or at the one that it
// comes straight back to.
func (s *Situation) onward(item ItemID, straight StepRef) ([]Event, error) {
	var events []Event
	now := s
	for i := range s.Evaluation.Stages {
		st := &now.Evaluation.Stages[i]
		if st.State != StageActive || !st.awaits(item) || !now.arrives(st, item) {
			continue
		}
		sd, _ := s.Definition.Stage(st.ID)
		first, to := sd.Steps[0], now.lastDoer(st.ID, item, sd.Steps[0].ID)
		if straight.Stage == st.ID {
			first, _ = s.Definition.Step(st.ID, straight.Step)
			to = now.lastReturner(st.ID, item, straight.Step)
		}
		begun, err := now.begin(st.ID, item, first, to, "")
		if err != nil {
			return nil, err
		}
		events, now = append(events, begun...), now.after(begun)
	}
	return events, nil
}

// arrives tells whether an item is through everything before a stage.
func (s *Situation) arrives(st *Stage, item ItemID) bool {
	for i := range s.Evaluation.Stages {
		before := &s.Evaluation.Stages[i]
		if s.Definition.precedes(before.ID, st.ID) && s.underway(before, item) {
			return false
		}
	}
	return true
}
