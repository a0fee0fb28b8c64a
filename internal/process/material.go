package process

import "jiheng/internal/evaluation"

func (r *reader) materials(f fields) []evaluation.MaterialKind {
	var out []evaluation.MaterialKind
	for _, p := range f.list("materials") {
		inner := p.fields(PlaceMaterial)
		kind := evaluation.MaterialKind{
			ID: inner.id("id"), Title: inner.text("title"), Optional: inner.has("required") && !inner.flag("required"),
			Marks: r.marks(inner), Several: inner.flag("several"), Publish: choice(inner, "publish", evaluation.PublishRules()),
		}
		if inner.has("template") {
			kind.Template = inner.template()
		}
		if when, ok := inner.child("when"); ok {
			kind.When = r.condition(when)
		}
		out = append(out, kind)
	}
	unique(r, key(f.Path, "materials"), "id", "id_twice", out, func(m evaluation.MaterialKind) string { return m.ID })
	return out
}

// templatePattern is the name of a template: words of lower-case letters and
// digits with one hyphen or underscore between.
const templatePattern = `^[a-z][a-z0-9]*([-_][a-z0-9]+)*$`

func (f fields) template() string {
	p, ok := f.child("template")
	if !ok {
		return ""
	}
	value := p.text()
	if value != "" && !matches(templatePattern, value) {
		p.damage("template_invalid", "value", clip(value))
	}
	return value
}

func (r *reader) marks(f fields) []evaluation.Mark {
	var out []evaluation.Mark
	for _, p := range f.list("marks") {
		out = append(out, oneOf(p, evaluation.Marks()))
	}
	once(r, "value_twice", out, func(i int) string { return nth(key(f.Path, "marks"), i) })
	return out
}

// checkMaterials refuses conditions where there is no item to judge.
func (r *reader) checkMaterials(at spot, s evaluation.StepDefinition) {
	if r.def.Stages[at.stage].ForEach != nil || !r.sound(nth("stages", at.stage)) {
		return
	}
	for i, kind := range s.Materials {
		if kind.When != nil {
			r.wrong(key(nth(key(at.path(), "materials"), i), "when"), "material_outside_items")
		}
	}
}
