package process

import "jiheng/internal/evaluation"

func (r *reader) form(f fields) []evaluation.FormField {
	var out []evaluation.FormField
	for _, p := range f.list("form") {
		inner := p.fields(PlaceField)
		field := evaluation.FormField{
			Name: inner.id("name"), Title: inner.text("title"),
			Kind: choice(inner, "kind", evaluation.FieldKinds()), Required: inner.flag("required"),
		}
		if inner.has("article") {
			field.Article = inner.text("article")
		}
		if inner.has("answered") {
			field.Answered = inner.flag("answered")
		}
		field.Columns = r.columns(inner)
		options := inner.list("options")
		for _, o := range options {
			field.Options = append(field.Options, o.text())
		}
		once(r, "value_twice", field.Options, func(i int) string { return nth(key(p.Path, "options"), i) })
		r.optionsFit(p.Path, field, inner.has("options"))
		if field.Kind != evaluation.FieldPart && inner.has("article") && r.sound(p.Path) {
			r.wrong(key(p.Path, "article"), "article_not_asked", "kind", string(field.Kind))
		}
		if field.Kind != evaluation.FieldSheet && inner.has("answered") && r.sound(p.Path) {
			r.wrong(key(p.Path, "answered"), "answered_not_asked", "kind", string(field.Kind))
		}
		if field.Kind != evaluation.FieldSheet && inner.has("columns") && r.sound(p.Path) {
			r.wrong(key(p.Path, "columns"), "columns_not_asked", "kind", string(field.Kind))
		}
		out = append(out, field)
	}
	unique(r, key(f.Path, "form"), "name", "id_twice", out, func(v evaluation.FormField) string { return v.Name })
	r.oneOfKind(key(f.Path, "form"), out)
	return out
}

// columns are those of the printed form that a sheet is asked for.
func (r *reader) columns(f fields) []evaluation.SheetColumn {
	var out []evaluation.SheetColumn
	for _, p := range f.list("columns") {
		out = append(out, oneOf(p, evaluation.SheetColumns()))
	}
	once(r, "value_twice", out, func(i int) string { return nth(key(f.Path, "columns"), i) })
	return out
}

func (r *reader) optionsFit(path string, field evaluation.FormField, given bool) {
	switch {
	case !r.sound(path):
	case field.Kind == evaluation.FieldChoice && !given:
		r.wrong(path, "options_missing")
	case field.Kind != evaluation.FieldChoice && given:
		r.wrong(key(path, "options"), "options_not_asked", "kind", string(field.Kind))
	}
}

// oneOfKind refuses a second list of members or a second sheet in one form: a
// submission carries one of each.
func (r *reader) oneOfKind(path string, form []evaluation.FormField) {
	for _, kind := range []evaluation.FieldKind{evaluation.FieldMembers, evaluation.FieldSheet, evaluation.FieldClearance} {
		n := 0
		for i, field := range form {
			if field.Kind != kind {
				continue
			}
			if n++; n > 1 {
				r.wrong(key(nth(path, i), "kind"), "field_kind_twice", "kind", string(kind))
			}
		}
	}
}
