package process

import (
	"slices"
	"strings"

	"jiheng/internal/evaluation"
)

func (r *reader) disclosure(p part) evaluation.DisclosureRule {
	f := p.fields(PlaceDisclosure)
	return evaluation.DisclosureRule{
		ID: f.id("id"), Title: f.text("title"), Basis: f.text("basis"),
		From: fieldRef(f, "from"), Done: fieldRef(f, "done"), Within: f.length("within"),
	}
}

// fieldRef reads "stage.step.field".
func fieldRef(f fields, name string) evaluation.FieldRef {
	p, ok := f.child(name)
	if !ok {
		return evaluation.FieldRef{}
	}
	value := p.text()
	parts := strings.Split(value, ".")
	if value == "" {
		return evaluation.FieldRef{}
	}
	if len(parts) != 3 || slices.ContainsFunc(parts, func(s string) bool { return !matches(idPattern, s) }) {
		p.damage("field_ref_invalid", "value", clip(value))
		return evaluation.FieldRef{}
	}
	return evaluation.FieldRef{Stage: evaluation.StageID(parts[0]), Step: evaluation.StepID(parts[1]), Field: parts[2]}
}

// checkDisclosures asks that the dates are dates of steps that are done once.
func (r *reader) checkDisclosures() {
	for i, d := range r.def.Disclosures {
		path := nth("disclosures", i)
		r.checkDate(key(path, "from"), d.From)
		if d.Done.Written() {
			r.checkDate(key(path, "done"), d.Done)
		}
	}
}

func (r *reader) checkDate(path string, ref evaluation.FieldRef) {
	if !ref.Written() || !r.sound("stages") {
		return
	}
	at, ok := r.find(evaluation.StepRef{Stage: ref.Stage, Step: ref.Step})
	date := func(f evaluation.FormField) bool { return f.Name == ref.Field && f.Kind == evaluation.FieldDate }
	switch {
	case !ok || !slices.ContainsFunc(r.stepAt(at).Form, date):
		r.wrong(path, "date_field_unknown", "field", string(ref.Stage)+"."+string(ref.Step)+"."+ref.Field)
	case r.perItem(at.stage):
		r.wrong(path, "date_per_item")
	}
}
