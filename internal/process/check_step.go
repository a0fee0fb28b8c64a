package process

import (
	"slices"
	"strings"

	"jiheng/internal/evaluation"
)

func (r *reader) checkStep(at spot) {
	s := r.stepAt(at)
	if s.Effect != evaluation.EffectNone || !r.sound(key(at.path(), "effect")) {
		return
	}
	r.checkHolders(at, s)
	r.checkQuorum(at, s)
	r.checkVacancy(at, s)
	r.checkReturn(at, s)
	r.checkForm(at, s)
	r.checkMaterials(at, s)
	r.checkExclusions(at, s)
	if s.Receives {
		r.checkReceipt(at, s)
	}
}

// checkReturn checks where a return leads: back within the stage, to people,
// and not over what the system has done meanwhile; or to a stage before.
func (r *reader) checkReturn(at spot, s evaluation.StepDefinition) {
	path := key(at.path(), "return_to")
	if s.ReturnTo == "" || !r.sound(path) {
		return
	}
	if !s.Decides && r.sound(at.path()) {
		r.wrong(path, "return_without_decision")
	}
	if stage, step, elsewhere := strings.Cut(string(s.ReturnTo), "."); elsewhere {
		r.checkReturnBefore(at, path, evaluation.StepRef{Stage: evaluation.StageID(stage), Step: evaluation.StepID(step)})
		return
	}
	steps := r.def.Stages[at.stage].Steps
	target := slices.IndexFunc(steps, func(o evaluation.StepDefinition) bool { return o.ID == s.ReturnTo })
	switch {
	case target < 0:
		if r.sound(key(nth("stages", at.stage), "steps")) {
			r.wrong(path, "return_to_unknown", "step", string(s.ReturnTo))
		}
	case target == at.step:
		r.wrong(path, "return_to_itself")
	case target > at.step:
		r.wrong(path, "return_to_later", "step", string(s.ReturnTo))
	default:
		for _, o := range steps[target:at.step] {
			if o.Effect != evaluation.EffectNone {
				r.wrong(path, "return_over_effect", "step", string(o.ID))
				return
			}
		}
	}
}

// checkReturnBefore checks a return to another stage: one that must be settled
// before this one opens, to a step for people that comes after the forming of
// the group. What the system has done meanwhile it does again.
func (r *reader) checkReturnBefore(at spot, path string, ref evaluation.StepRef) {
	to, ok := r.find(ref)
	forms := func(o evaluation.StepDefinition) bool {
		members := func(f evaluation.FormField) bool { return f.Kind == evaluation.FieldMembers }
		return len(o.Appoints) > 0 || slices.ContainsFunc(o.Form, members)
	}
	again := func(o spot) bool {
		return forms(r.stepAt(o)) && (o == to || r.before(to, o)) && r.before(o, at)
	}
	switch {
	case !ok:
		if r.sound("stages") {
			r.wrong(path, "return_elsewhere_unknown", "step", ref.String())
		}
	case r.stepAt(to).Effect != evaluation.EffectNone:
		r.wrong(path, "return_to_system", "step", ref.String())
	case to.stage == at.stage:
		r.wrong(path, "return_to_own_stage", "step", string(ref.Step))
	case !r.before(to, at):
		if r.sound("stages") {
			r.wrong(path, "return_not_before", "step", ref.String())
		}
	case slices.ContainsFunc(r.spots(), again):
		r.wrong(path, "return_over_group", "step", ref.String())
	}
}

// checkForm refuses forms that nobody could fill in or that say one thing
// twice.
func (r *reader) checkForm(at spot, s evaluation.StepDefinition) {
	path := key(at.path(), "form")
	if s.Decides && len(s.Form) > 0 {
		r.wrong(path, "form_on_decision")
	}
	for i, field := range s.Form {
		if field.Kind == evaluation.FieldMembers && !byOne(s.Quorum) {
			r.wrong(key(nth(path, i), "kind"), "members_by_all")
		}
	}
}

// byOne tells whether one person alone hands something in.
func byOne(q evaluation.Quorum) bool { return q == evaluation.QuorumOne || q == evaluation.QuorumAny }

// checkReceipt checks the step by which the receiver acknowledges the filing.
func (r *reader) checkReceipt(at spot, s evaluation.StepDefinition) {
	path := key(at.path(), "receives")
	fields := slices.IndexFunc(s.Form, func(f evaluation.FormField) bool { return f.Name == evaluation.ReceiptField })
	switch {
	case s.Decides:
		r.wrong(path, "receives_by_decision")
	case s.Quorum != evaluation.QuorumOne:
		r.wrong(path, "receives_by_all")
	case r.perItem(at.stage):
		r.wrong(path, "receives_per_item")
	}
	if r.sound(at.path()) && (fields < 0 || !s.Form[fields].Required || s.Form[fields].Kind != evaluation.FieldText) {
		r.wrong(path, "receives_without_receipt", "field", evaluation.ReceiptField)
	}
	for i, id := range s.By {
		role, ok := r.def.Role(id)
		if ok && role.HeldBy != evaluation.HeldByReceiver && role.HeldBy != "" {
			r.wrong(nth(key(at.path(), "by"), i), "receives_by_others", "role", string(id))
		}
	}
	filed := func(o spot) bool { return r.stepAt(o).Effect == evaluation.EffectFile && r.before(o, at) }
	if r.sound("stages") && !slices.ContainsFunc(r.spots(), filed) {
		r.wrong(path, "receives_before_filing")
	}
}

// checkExclusions checks the separations of duty: whom they name must have
// acted before, on the same thing.
func (r *reader) checkExclusions(at spot, s evaluation.StepDefinition) {
	for i, x := range s.Excludes {
		path := nth(key(at.path(), "excludes"), i)
		if !r.sound(path) {
			continue
		}
		if x.DoerOf != nil {
			r.checkDoerOf(at, key(path, "doer_of"), *x.DoerOf)
			continue
		}
		switch {
		case !r.perItem(at.stage):
			r.wrong(key(path, "department_of_item"), "department_outside_items")
		case s.OfItem:
			r.wrong(key(path, "department_of_item"), "nobody_left")
		}
	}
}

func (r *reader) checkDoerOf(at spot, path string, ref evaluation.StepRef) {
	name := string(ref.Stage) + "." + string(ref.Step)
	other, ok := r.find(ref)
	switch {
	case !ok:
		if r.sound("stages") {
			r.wrong(path, "exclusion_unknown", "step", name)
		}
	case r.stepAt(other).Effect != evaluation.EffectNone:
		r.wrong(path, "exclusion_of_system", "step", name)
	case !r.before(other, at):
		if r.sound("stages") {
			r.wrong(path, "exclusion_not_before", "step", name)
		}
	case !r.alike(other.stage, at.stage):
		r.wrong(path, "exclusion_other_items", "step", name)
	}
}

// alike tells whether two stages are done over the same kind of item, or both
// once.
func (r *reader) alike(a, b int) bool {
	x, y := r.def.Stages[a].ForEach, r.def.Stages[b].ForEach
	if x == nil || y == nil {
		return x == nil && y == nil
	}
	return x.Kind == y.Kind || x.Kind == "" || y.Kind == ""
}
