package process

import (
	"go.yaml.in/yaml/v3"

	"jiheng/internal/source"
)

// part is a node of the source and its place in the definition.
type part struct {
	source.Part
	r *reader
}

// fields are the entries of a mapping.
type fields struct {
	source.Fields
	r *reader
}

// at is another node that is read as a part.
func (p part) at(n *yaml.Node, path string) part {
	return part{source.Part{R: p.R, Node: n, Path: path}, p.r}
}

func (p part) damage(reason string, params ...string) { p.Damage(reason, params...) }

// fields reads a mapping with the keywords of a place.
func (p part) fields(place Place) fields { return fields{p.Fields(keysOf(place)), p.r} }

func (f fields) child(name string) (part, bool) {
	p, ok := f.Child(name)
	return part{p, f.r}, ok
}

// list gives the entries of a list, none when the key is absent or wrong.
func (f fields) list(name string) []part {
	var out []part
	for _, p := range f.List(name) {
		out = append(out, part{p, f.r})
	}
	return out
}

func (f fields) has(name string) bool    { return f.Has(name) }
func (f fields) text(name string) string { return f.Text(name) }
func (p part) text() string              { return p.Text() }
func (f fields) flag(name string) bool   { return f.Flag(name) }

func (f fields) integer(name string, least, most int) int { return f.Integer(name, least, most) }

func (p part) integer(least, most int) int { return p.Integer(least, most) }

// word gives the raw value of a scalar whatever its YAML type.
func (f fields) word(name string) (string, part, bool) {
	value, p, ok := f.Word(name)
	return value, part{p, f.r}, ok
}

// choice gives one of the allowed values, "" when absent or wrong.
func choice[T ~string](f fields, name string, allowed []T) T {
	return source.Choice(f.Fields, name, allowed)
}

// oneOf gives one of the allowed values, "" when wrong.
func oneOf[T ~string](p part, allowed []T) T { return source.OneOf(p.Part, allowed) }

func joined[T ~string](values []T) string { return source.Joined(values) }

func clip(text string) string { return source.Clip(text) }

const maxList = source.MaxList
