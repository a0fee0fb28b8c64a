package process

import (
	"slices"

	"jiheng/internal/evaluation"
)

// checkRelease checks what people sign before the sealing and decide before the
// publication: each where it can still count.
func (r *reader) checkRelease() {
	for _, at := range r.spots() {
		s := r.stepAt(at)
		if len(s.Attests) > 0 {
			r.checkAttest(at, s)
		}
		for i, field := range s.Form {
			if field.Kind == evaluation.FieldClearance {
				r.checkClearance(at, s, nth(key(at.path(), "form"), i))
			}
		}
		for i, m := range s.Materials {
			r.checkPublish(nth(key(at.path(), "materials"), i), m.ID, m.Publish)
		}
	}
	for i, d := range r.def.Documents {
		r.checkPublish(nth("documents", i), d.Name, d.Publish)
	}
}

// checkPublish asks that somebody decides where not everything is public:
// without a decision the whole dossier would be.
func (r *reader) checkPublish(path, name string, rule evaluation.PublishRule) {
	publishes := func(at spot) bool { return r.stepAt(at).Effect == evaluation.EffectPublish }
	needed := rule == evaluation.PublishAsk || rule == evaluation.PublishNo && slices.ContainsFunc(r.spots(), publishes)
	if needed && !slices.ContainsFunc(r.spots(), r.clears) {
		r.wrong(key(path, "publish"), "publish_undecided", "material", name, "publish", string(rule))
	}
}

// checkAttest asks that one person signs, once, right before what is sealed.
func (r *reader) checkAttest(at spot, s evaluation.StepDefinition) {
	path := key(at.path(), "attests")
	other := func(o spot) bool { return o != at && len(r.stepAt(o).Attests) > 0 }
	switch {
	case !r.sound("stages"):
	case !r.within(at, evaluation.EffectSeal):
		r.wrong(path, "attests_without_seal")
	case slices.ContainsFunc(r.spots(), other):
		r.wrong(path, "attests_twice")
	case s.Quorum != evaluation.QuorumOne:
		r.wrong(path, "attests_by_all")
	case s.WhenEmpty == evaluation.EmptySkip || s.WhenSame == evaluation.SamePass:
		r.wrong(path, "skip_release")
	}
}

// checkClearance asks that one person decides, once, before what is published.
func (r *reader) checkClearance(at spot, s evaluation.StepDefinition, path string) {
	other := func(o spot) bool { return o != at && r.clears(o) }
	switch {
	case !r.sound("stages"):
	case !r.within(at, evaluation.EffectPublish) || !r.sealedBefore(at):
		r.wrong(path, "clearance_without_publication")
	case slices.ContainsFunc(r.spots(), other):
		r.wrong(path, "clearance_twice")
	case s.Quorum != evaluation.QuorumOne:
		r.wrong(path, "clearance_by_all")
	case s.WhenEmpty == evaluation.EmptySkip || s.WhenSame == evaluation.SamePass:
		r.wrong(path, "skip_release")
	case !slices.ContainsFunc(s.Form, func(f evaluation.FormField) bool { return f.Kind == evaluation.FieldClearance && f.Required }):
		r.wrong(path, "clearance_not_required")
	}
}

func (r *reader) clears(at spot) bool {
	return slices.ContainsFunc(r.stepAt(at).Form, func(f evaluation.FormField) bool { return f.Kind == evaluation.FieldClearance })
}

// within tells whether a step comes before an effect of its own stage.
func (r *reader) within(at spot, effect evaluation.Effect) bool {
	return slices.ContainsFunc(r.spots(), func(o spot) bool {
		return o.stage == at.stage && o.step > at.step && r.stepAt(o).Effect == effect
	})
}

// checkCorrection checks who corrects what was published, and that the work is
// done again from where its dossier is made.
func (r *reader) checkCorrection() {
	c := r.def.Correction
	if c == nil {
		return
	}
	for _, list := range []struct {
		name  string
		roles []evaluation.RoleID
	}{{"by", c.By}, {"approved_by", c.ApprovedBy}} {
		for i, id := range list.roles {
			path := nth(key("correction", list.name), i)
			if role, ok := r.known(path, id); ok && role.HeldBy == evaluation.HeldByReceiver {
				r.wrong(path, "correction_by_receiver", "role", string(id))
			}
		}
	}
	path := key("correction", "reopens")
	from := r.stageIndex(c.Reopens)
	switch {
	case c.Reopens == "" || !r.sound("stages"):
	case from < 0:
		r.wrong(path, "after_unknown", "stage", string(c.Reopens))
	case !slices.ContainsFunc(r.spots(), func(o spot) bool {
		return r.stepAt(o).Effect == evaluation.EffectSeal && (o.stage == from || r.stageBefore(from, o.stage))
	}):
		r.wrong(path, "correction_without_seal", "stage", string(c.Reopens))
	}
}
