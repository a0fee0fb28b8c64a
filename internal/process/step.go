package process

import (
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/source"
)

func (r *reader) step(p part) evaluation.StepDefinition {
	f := p.fields(PlaceStep)
	s := evaluation.StepDefinition{
		ID: evaluation.StepID(f.id("id")), Title: f.text("title"),
		By: ids[evaluation.RoleID](f, "by"), OfItem: f.flag("of_item"),
		WhenEmpty: choice(f, "when_empty", evaluation.EmptyPolicies()),
		WhenSame:  choice(f, "when_same", evaluation.SamePolicies()),
		Superior:  ids[evaluation.RoleID](f, "superior"), Replacement: ids[evaluation.RoleID](f, "replacement"),
		Form: r.form(f), Materials: r.materials(f),
		Appoints: ids[evaluation.RoleID](f, "appoints"),
		Decides:  f.flag("decides"), ReturnTo: f.step("return_to"),
		Excludes: r.exclusions(f), Receives: f.flag("receives"),
		Effect: choice(f, "effect", evaluation.Effects()),
	}
	for _, a := range f.list("attests") {
		s.Attests = append(s.Attests, source.OneOf(a.Part, evaluation.AllProperties()))
	}
	once(r, "value_twice", s.Attests, func(i int) string { return nth(key(p.Path, "attests"), i) })
	s.Quorum, s.Rule = r.quorum(f)
	if f.has("effect") {
		r.systemStep(f)
		s.By = []evaluation.RoleID{evaluation.SystemRole}
	} else if !f.has("by") && r.sound(p.Path) {
		r.damage(p.Path, markOf(p.Node), "step_without_role")
	}
	return s
}

// systemStep refuses everything that only people can do.
func (r *reader) systemStep(f fields) {
	for _, k := range keysOf(PlaceStep) {
		if f.has(k.Key) && !slices.Contains([]string{"id", "title", "effect"}, k.Key) {
			path := key(f.Path, k.Key)
			r.damage(path, r.place(path), "effect_with_people", "key", k.Key)
		}
	}
}

func (r *reader) exclusions(f fields) []evaluation.Exclusion {
	var out []evaluation.Exclusion
	for i, p := range f.list("excludes") {
		inner := p.fields(PlaceExclusion)
		var x evaluation.Exclusion
		if inner.has("doer_of") {
			x.DoerOf = stepRef(inner)
		}
		x.DepartmentOfItem = inner.flag("department_of_item")
		if r.sound(p.Path) && (x.DoerOf != nil) == x.DepartmentOfItem {
			r.damage(p.Path, markOf(p.Node), "exclusion_unclear", "number", strconv.Itoa(i+1))
		}
		out = append(out, x)
	}
	return out
}

// step reads a step: of the same stage, or "stage.step".
func (f fields) step(name string) evaluation.StepID {
	p, ok := f.child(name)
	if !ok {
		return ""
	}
	value := p.text()
	stage, step, elsewhere := strings.Cut(value, ".")
	switch {
	case elsewhere && (!matches(idPattern, stage) || !matches(idPattern, step)):
		p.damage("step_ref_invalid", "value", clip(value))
	case !elsewhere:
		return evaluation.StepID(p.id())
	}
	return evaluation.StepID(value)
}

// stepRef reads "stage.step".
func stepRef(f fields) *evaluation.StepRef {
	p, _ := f.child("doer_of")
	value := p.text()
	if value == "" {
		return nil
	}
	stage, step, _ := strings.Cut(value, ".")
	if !matches(idPattern, stage) || !matches(idPattern, step) {
		p.damage("step_ref_invalid", "value", clip(value))
		return nil
	}
	return &evaluation.StepRef{Stage: evaluation.StageID(stage), Step: evaluation.StepID(step)}
}
