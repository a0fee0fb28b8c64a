package process

import (
	"slices"

	"jiheng/internal/evaluation"
)

// check holds the definition against itself, once all of it has been read.
func (r *reader) check() {
	r.trace()
	r.checkRoles()
	r.checkOrder()
	r.checkDueDates()
	for i, sd := range r.def.Stages {
		for _, list := range []struct {
			name    string
			notices []evaluation.Notification
		}{{"reminders", sd.Reminders}, {"escalations", sd.Escalations}} {
			for k, n := range list.notices {
				r.checkAudience(i, key(nth(key(nth("stages", i), list.name), k), "to"), n.To)
			}
		}
		r.checkOverdue(i, sd)
		for j := range sd.Steps {
			r.checkStep(spot{i, j})
		}
	}
	r.checkAppointments()
	r.checkEffects()
	r.checkRelease()
	r.checkCorrection()
	r.checkDisclosures()
	r.checkGroup()
	r.checkUnused()
}

// spot is the place of a step: indexes of its stage and of itself.
type spot struct{ stage, step int }

func (s spot) path() string { return nth(key(nth("stages", s.stage), "steps"), s.step) }

func (r *reader) stepAt(s spot) evaluation.StepDefinition { return r.def.Stages[s.stage].Steps[s.step] }

// spots lists all steps in order.
func (r *reader) spots() []spot {
	var out []spot
	for i, sd := range r.def.Stages {
		for j := range sd.Steps {
			out = append(out, spot{i, j})
		}
	}
	return out
}

// find gives the place of a step by its names.
func (r *reader) find(ref evaluation.StepRef) (spot, bool) {
	for _, s := range r.spots() {
		if r.def.Stages[s.stage].ID == ref.Stage && r.stepAt(s).ID == ref.Step {
			return s, true
		}
	}
	return spot{}, false
}

// before tells whether one step is always done when another begins: it is
// earlier in the same stage, or in a stage that must be settled before.
func (r *reader) before(a, b spot) bool {
	if a.stage == b.stage {
		return a.step < b.step
	}
	return r.stageBefore(a.stage, b.stage)
}

// stageBefore tells whether a stage must be settled before another opens.
func (r *reader) stageBefore(a, b int) bool { return slices.Contains(r.ancestors[b], a) }

// trace finds for every stage those that must be settled before it. It goes
// by references to earlier stages only; others are mistakes.
func (r *reader) trace() {
	r.ancestors = make([][]int, len(r.def.Stages))
	for i, sd := range r.def.Stages {
		for _, id := range sd.After {
			if k := r.stageIndex(id); k >= 0 && k < i {
				r.ancestors[i] = append(append(r.ancestors[i], k), r.ancestors[k]...)
			}
		}
		slices.Sort(r.ancestors[i])
		r.ancestors[i] = slices.Compact(r.ancestors[i])
	}
}

func (r *reader) stageIndex(id evaluation.StageID) int {
	return slices.IndexFunc(r.def.Stages, func(s evaluation.StageDefinition) bool { return s.ID == id })
}

// perItem tells whether a stage is repeated for every item.
func (r *reader) perItem(stage int) bool { return r.def.Stages[stage].ForEach != nil }
