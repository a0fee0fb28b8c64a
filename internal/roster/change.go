package roster

import "encoding/json"

// changes says of everything in the roster what would be other than it is.
func (l *list) changes() []Change {
	var out []Change
	for _, u := range l.roster.Units {
		out = append(out, change("unit", u.ID, u.Name, l.there.Units[u.ID], differing{"name", l.there.UnitNames[u.ID], u.Name})...)
	}
	for _, d := range l.roster.Departments {
		_, known := l.there.Departments[d.ID]
		out = append(out, change("department", d.ID, d.Name, known, differing{"name", l.there.DepartmentNames[d.ID], d.Name})...)
	}
	for _, p := range l.roster.People {
		was, known := l.there.People[p.ID]
		out = append(out, change("person", p.ID, p.Name, known,
			differing{"unit", was.UnitID, p.UnitID}, differing{"department", was.DepartmentID, p.DepartmentID}, differing{"name", was.Name, p.Name},
			differing{"post", was.Post, p.Post}, differing{"email", was.Email, p.Email}, differing{"login", was.Login, p.Login})...)
	}
	return out
}

// differing is a column with what stands there and what would.
type differing struct{ name, was, is string }

// change is what would come of one row, nothing where all is so already.
func change(kind, id, name string, known bool, columns ...differing) []Change {
	if !known {
		return []Change{{Kind: kind, Verb: Added, ID: id, Name: name}}
	}
	c := Change{Kind: kind, Verb: Changed, ID: id, Name: name}
	for _, d := range columns {
		if d.was != d.is {
			c.Fields = append(c.Fields, d.name)
		}
	}
	if len(c.Fields) == 0 {
		return nil
	}
	return []Change{c}
}

// Entry is what the journal remembers of taking a list over: its digest and
// what changed, by id; nil when nothing did.
func (p Plan) Entry(digest, by string) (json.RawMessage, error) {
	if len(p.Changes) == 0 && len(p.Newcomers) == 0 {
		return nil, nil
	}
	type entry struct {
		Kind   string   `json:"kind"`
		Verb   Verb     `json:"verb"`
		ID     string   `json:"id"`
		Fields []string `json:"fields,omitempty"`
	}
	said := struct {
		Digest    string  `json:"digest"`
		By        string  `json:"by,omitempty"`
		Newcomers int     `json:"newcomers"`
		Changes   []entry `json:"changes"`
	}{digest, by, len(p.Newcomers), []entry{}}
	for _, c := range p.Changes {
		said.Changes = append(said.Changes, entry{c.Kind, c.Verb, c.ID, c.Fields})
	}
	return json.Marshal(said)
}
