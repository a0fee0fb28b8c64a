package process

import (
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/evaluation"
)

// maxVersion bounds the version of a process, which counts up from 1.
const maxVersion = 9999

// definition reads the whole. Lists keep the length they have in the source,
// so that an index names the same entry here and there.
func (r *reader) definition(root part) {
	f := root.fields(PlaceProcess)
	d := r.def
	d.Name, d.Title = r.name(f), f.text("title")
	d.Version = f.integer("version", 1, maxVersion)
	for _, p := range f.list("roles") {
		d.Roles = append(d.Roles, r.role(p))
	}
	unique(r, "roles", "id", "id_twice", d.Roles, func(v evaluation.Role) evaluation.RoleID { return v.ID })
	for _, p := range f.list("parameters") {
		d.Parameters = append(d.Parameters, r.parameter(p))
	}
	unique(r, "parameters", "name", "id_twice", d.Parameters, func(v evaluation.Parameter) string { return v.Name })
	d.Scheme = r.scheme(f)
	for _, p := range f.list("stages") {
		d.Stages = append(d.Stages, r.stage(p))
	}
	unique(r, "stages", "id", "id_twice", d.Stages, func(v evaluation.StageDefinition) evaluation.StageID { return v.ID })
	d.Correction, d.Group = r.correction(f), r.group(f)
	for _, p := range f.list("disclosures") {
		d.Disclosures = append(d.Disclosures, r.disclosure(p))
	}
	unique(r, "disclosures", "id", "id_twice", d.Disclosures, func(v evaluation.DisclosureRule) string { return v.ID })
	for _, p := range f.list("documents") {
		inner := p.fields(PlaceDocument)
		d.Documents = append(d.Documents, evaluation.DocumentRule{
			Name: choice(inner, "name", evaluation.DossierPapers()), Publish: choice(inner, "publish", evaluation.PublishRules()),
		})
	}
	unique(r, "documents", "name", "value_twice", d.Documents, func(v evaluation.DocumentRule) string { return v.Name })
}

func (r *reader) correction(f fields) *evaluation.CorrectionRule {
	p, ok := f.child("correction")
	if !ok {
		return nil
	}
	inner := p.fields(PlaceCorrection)
	return &evaluation.CorrectionRule{
		By: ids[evaluation.RoleID](inner, "by"), ApprovedBy: ids[evaluation.RoleID](inner, "approved_by"),
		Reopens: evaluation.StageID(inner.id("reopens")),
	}
}

// scheme reads NAME@VERSION. The version is part of it: an evaluation is scored
// by what it started with, whatever is shipped later.
func (r *reader) scheme(f fields) evaluation.SchemeRef {
	p, ok := f.child("scheme")
	if !ok {
		return evaluation.SchemeRef{}
	}
	text := p.text()
	name, number, _ := strings.Cut(text, "@")
	version, err := strconv.Atoi(number)
	switch {
	case text == "":
	case err != nil || version < 1 || version > maxVersion || !matches(namePattern, name) || number != strconv.Itoa(version):
		p.damage("scheme_ref_invalid", "value", clip(text))
	case r.options.KnownSchemes != nil && !slices.Contains(r.options.KnownSchemes, text):
		p.damage("scheme_unknown", "value", clip(text), "known", joined(r.options.KnownSchemes))
	default:
		return evaluation.SchemeRef{Name: name, Version: version}
	}
	return evaluation.SchemeRef{}
}

func (r *reader) name(f fields) string {
	p, ok := f.child("name")
	if !ok {
		return ""
	}
	name := p.text()
	switch {
	case name == "":
	case !matches(namePattern, name) || len(name) > 60:
		p.damage("name_invalid", "value", clip(name))
	case r.wanted != "" && name != r.wanted:
		p.damage("name_differs", "value", name, "file", r.wanted)
	}
	return name
}

// unique reports entries of a list that carry the same identifier.
func unique[E any, T ~string](r *reader, list, field, reason string, entries []E, id func(E) T) {
	values := make([]T, len(entries))
	for i, e := range entries {
		values[i] = id(e)
	}
	once(r, reason, values, func(i int) string { return key(nth(list, i), field) })
}

func (r *reader) role(p part) evaluation.Role {
	f := p.fields(PlaceRole)
	role := evaluation.Role{
		ID: evaluation.RoleID(f.id("id")), Title: f.text("title"),
		HeldBy:  choice(f, "held_by", evaluation.Holdings()),
		Minimum: f.integer("minimum", 0, maxList), Maximum: f.integer("maximum", 1, maxList),
	}
	if role.ID == evaluation.SystemRole || role.ID == assignee {
		r.damage(key(p.Path, "id"), r.place(key(p.Path, "id")), "id_reserved", "value", string(role.ID))
	}
	bounded := f.has("minimum") || f.has("maximum")
	switch {
	case bounded && role.HeldBy != evaluation.HeldByAppointment && role.HeldBy != "":
		r.wrong(p.Path, "bounds_only_appointed", "role", string(role.ID))
	case role.Maximum > 0 && role.Minimum > role.Maximum:
		r.wrong(key(p.Path, "maximum"), "bounds_order", "min", strconv.Itoa(role.Minimum), "max", strconv.Itoa(role.Maximum))
	}
	return role
}

// Units lists what a parameter can be counted in (计量单位).
func Units() []string { return []string{"yuan", "percent", "points", "days", "workdays", "count"} }

func (r *reader) parameter(p part) evaluation.Parameter {
	f := p.fields(PlaceParameter)
	v := evaluation.Parameter{
		Name: f.id("name"), Title: f.text("title"), Unit: choice(f, "unit", Units()), Default: f.amount("default"),
	}
	if slices.Contains(reservedNames(), v.Name) {
		r.damage(key(p.Path, "name"), r.place(key(p.Path, "name")), "id_reserved", "value", v.Name)
	}
	return v
}
