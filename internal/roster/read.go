package roster

import (
	"slices"
	"strconv"

	"jiheng/internal/calendar"
	"jiheng/internal/identity"
)

// Read takes a roster out of a file. What is no JSON or has another shape is
// a problem; what the values mean is for Check.
func Read(content []byte) (Roster, []Problem) {
	root, problem := parse(content)
	if problem != nil {
		return Roster{}, []Problem{*problem}
	}
	r := &reader{}
	top := r.object(root, At{Line: root.line}, "units", "departments", "people")
	var out Roster
	for _, o := range r.list(top, "units", "id", "name") {
		out.Units = append(out.Units, Unit{At: o.at, ID: r.text(o, "id", must), Name: r.text(o, "name", must)})
	}
	for _, o := range r.list(top, "departments", "id", "unit_id", "name") {
		out.Departments = append(out.Departments, Department{
			At: o.at, ID: r.text(o, "id", must), UnitID: r.text(o, "unit_id", must), Name: r.text(o, "name", must),
		})
	}
	for _, o := range r.list(top, "people", "id", "unit_id", "department_id", "name", "post", "email", "login", "roles") {
		out.People = append(out.People, r.person(o))
	}
	return out, r.problems
}

func (r *reader) person(o object) Person {
	p := Person{
		At: o.at, ID: r.text(o, "id", must), UnitID: r.text(o, "unit_id", must), DepartmentID: r.text(o, "department_id", may),
		Name: r.text(o, "name", must), Post: r.text(o, "post", may), Email: r.text(o, "email", may), Login: r.text(o, "login", may),
	}
	if p.Login == "" {
		p.Login = p.ID
	}
	p.Login = identity.NormalizeLogin(p.Login)
	for _, g := range r.list(o, "roles", "role", "unit_id", "department_id", "from", "to") {
		grant := Grant{
			At: g.at, Role: r.text(g, "role", must), UnitID: r.text(g, "unit_id", may), DepartmentID: r.text(g, "department_id", may),
			From: r.date(g, "from"), To: r.date(g, "to"),
		}
		if grant.UnitID == "" {
			grant.UnitID = p.UnitID
		}
		p.Roles = append(p.Roles, grant)
	}
	return p
}

// reader walks the tree and notes what has another shape.
type reader struct{ problems []Problem }

// object is an object of the file, by the names of its values.
type object struct {
	at     At
	values map[string]member
}

func (r *reader) note(at At, text string) {
	r.problems = append(r.problems, Problem{Line: at.Line, Place: at.Path, Text: text})
}

func (r *reader) object(n node, at At, names ...string) object {
	o := object{at: at, values: make(map[string]member, len(n.members))}
	if n.kind != isObject {
		r.note(at, notAnObject)
		return o
	}
	for _, m := range n.members {
		here := At{Line: m.line, Path: below(at.Path, m.name)}
		_, twice := o.values[m.name]
		switch {
		case !slices.Contains(names, m.name):
			r.note(here, unknownName(names))
		case twice:
			r.note(here, nameTwice)
		default:
			o.values[m.name] = m
		}
	}
	return o
}

// list gives the objects of a list, none where it is left out.
func (r *reader) list(o object, name string, names ...string) []object {
	m, ok := o.values[name]
	if !ok {
		return nil
	}
	path := below(o.at.Path, name)
	if m.value.kind != isArray {
		r.note(At{Line: m.line, Path: path}, notAList)
		return nil
	}
	out := make([]object, len(m.value.items))
	for i, item := range m.value.items {
		out[i] = r.object(item, At{Line: item.line, Path: path + "[" + strconv.Itoa(i) + "]"}, names...)
	}
	return out
}

const (
	must = true
	may  = false
)

func (r *reader) text(o object, name string, needed bool) string {
	m, ok := o.values[name]
	at := At{Line: m.line, Path: below(o.at.Path, name)}
	switch {
	case !ok && !needed:
		return ""
	case !ok:
		r.note(At{Line: o.at.Line, Path: at.Path}, missing)
		return ""
	case m.value.kind != isText:
		r.note(at, notAText)
		return ""
	case m.value.text == "" && needed:
		r.note(at, missing)
	}
	return m.value.text
}

func (r *reader) date(o object, name string) calendar.Date {
	text := r.text(o, name, may)
	if text == "" {
		return calendar.Date{}
	}
	d, err := calendar.ParseDate(text)
	if err != nil {
		r.note(At{Line: o.values[name].line, Path: below(o.at.Path, name)}, notADate)
	}
	return d
}

func below(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
