package process

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// part is a node of the source and its place in the definition.
type part struct {
	r    *reader
	node *yaml.Node
	path string
}

// fields are the entries of a mapping.
type fields struct {
	part
	values map[string]*yaml.Node
}

func (p part) damage(reason string, params ...string) {
	p.r.damage(p.path, markOf(p.node), reason, params...)
}

// fields reads a mapping with the keywords of a place: each at most once, the
// required ones present, no others. What is wrong is reported; what can be
// read is given.
func (p part) fields(place Place) fields {
	p.r.places[p.path] = markOf(p.node)
	f := fields{part: p, values: make(map[string]*yaml.Node)}
	if p.node.Kind != yaml.MappingNode {
		p.damage("mapping_expected")
		return f
	}
	first := make(map[string]*yaml.Node)
	for i := 0; i+1 < len(p.node.Content); i += 2 {
		name := p.node.Content[i]
		if before := first[name.Value]; before != nil {
			p.r.damage(key(p.path, name.Value), markOf(name), "key_twice", "key", name.Value, "line", strconv.Itoa(before.Line))
			continue
		}
		first[name.Value] = name
		if p.allowed(place, name) {
			f.values[name.Value] = p.node.Content[i+1]
			p.r.places[key(p.path, name.Value)] = markOf(p.node.Content[i+1])
		}
	}
	for _, k := range keywordsOf(place) {
		if k.Required && first[k.Key] == nil {
			p.r.damage(key(p.path, k.Key), markOf(p.node), "key_missing", "key", k.Key)
		}
	}
	return f
}

func (p part) allowed(place Place, name *yaml.Node) bool {
	is := func(k Keyword) bool { return k.Key == name.Value && name.Kind == yaml.ScalarNode }
	switch {
	case slices.ContainsFunc(keywordsOf(place), is):
		return true
	case slices.ContainsFunc(reservedAt(place), is):
		p.r.damage(key(p.path, name.Value), markOf(name), "key_reserved", "key", name.Value)
	default:
		p.r.damage(p.path, markOf(name), "key_unknown", "key", clip(name.Value), "known", strings.Join(keysOf(place), ", "))
	}
	return false
}

// has tells whether a key is given and may be read.
func (f fields) has(name string) bool { return f.values[name] != nil }

func (f fields) child(name string) (part, bool) {
	n, ok := f.values[name]
	return part{f.r, n, key(f.path, name)}, ok
}

// maxList bounds every list in a definition.
const maxList = 100

// list gives the entries of a list, none when the key is absent or wrong.
func (f fields) list(name string) []part {
	p, ok := f.child(name)
	switch {
	case !ok:
		return nil
	case p.node.Kind != yaml.SequenceNode:
		p.damage("list_expected")
		return nil
	case len(p.node.Content) == 0:
		p.damage("list_empty")
	case len(p.node.Content) > maxList:
		p.damage("list_too_long", "max", strconv.Itoa(maxList))
		return nil
	}
	out := make([]part, 0, len(p.node.Content))
	for i, n := range p.node.Content {
		entry := part{f.r, n, nth(p.path, i)}
		f.r.places[entry.path] = markOf(n)
		out = append(out, entry)
	}
	return out
}

// maxText bounds every text in a definition, in characters.
const maxText = 100

// text gives the value of a key as a line of text, "" when absent or wrong.
func (f fields) text(name string) string {
	p, ok := f.child(name)
	if !ok {
		return ""
	}
	return p.text()
}

func (p part) text() string {
	switch {
	case p.node.Kind != yaml.ScalarNode || p.node.ShortTag() != "!!str":
		p.damage("text_expected")
	case strings.TrimSpace(p.node.Value) == "":
		p.damage("text_empty")
	case utf8.RuneCountInString(p.node.Value) > maxText:
		p.damage("text_too_long", "max", strconv.Itoa(maxText))
	case strings.ContainsFunc(p.node.Value, unprintable) || strings.TrimSpace(p.node.Value) != p.node.Value:
		p.damage("text_not_plain")
	default:
		return p.node.Value
	}
	return ""
}

// unprintable also covers the marks that turn the direction of writing, which
// could make a title read as another.
func unprintable(c rune) bool {
	return unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || c == '\u2028' || c == '\u2029' || c == utf8.RuneError
}

// word gives the raw value of a scalar whatever its YAML type, for values with
// a grammar of their own such as dates and decimals.
func (f fields) word(name string) (string, part, bool) {
	p, ok := f.child(name)
	if !ok {
		return "", p, false
	}
	if p.node.Kind != yaml.ScalarNode || p.node.ShortTag() == "!!null" {
		p.damage("text_expected")
		return "", p, false
	}
	return p.node.Value, p, true
}

// integer gives a whole number within bounds, 0 when absent or wrong.
func (f fields) integer(name string, least, most int) int {
	p, ok := f.child(name)
	if !ok {
		return 0
	}
	return p.integer(least, most)
}

func (p part) integer(least, most int) int {
	n, err := strconv.Atoi(p.node.Value)
	switch {
	case p.node.Kind != yaml.ScalarNode || p.node.ShortTag() != "!!int" || err != nil:
		p.damage("integer_expected")
		return 0
	case n < least || n > most:
		p.damage("integer_out_of_range", "min", strconv.Itoa(least), "max", strconv.Itoa(most))
		return 0
	}
	return n
}

// flag gives true or false, false when absent or wrong.
func (f fields) flag(name string) bool {
	p, ok := f.child(name)
	if !ok {
		return false
	}
	if p.node.Kind != yaml.ScalarNode || p.node.ShortTag() != "!!bool" {
		p.damage("flag_expected")
		return false
	}
	return strings.EqualFold(p.node.Value, "true")
}

// choice gives one of the allowed values, "" when absent or wrong.
func choice[T ~string](f fields, name string, allowed []T) T {
	p, ok := f.child(name)
	if !ok {
		return ""
	}
	return one(p, allowed)
}

// one gives one of the values that are allowed here.
func one[T ~string](p part, allowed []T) T {
	value := T(p.text())
	if value != "" && !slices.Contains(allowed, value) {
		p.damage("value_unknown", "value", clip(string(value)), "known", joined(allowed))
		return ""
	}
	return value
}

func joined[T ~string](values []T) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return strings.Join(texts, ", ")
}

// clip shortens what a source says before it is repeated in a sentence.
func clip(text string) string {
	runes := []rune(strings.Map(func(c rune) rune {
		if unprintable(c) {
			return ' '
		}
		return c
	}, text))
	if len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return string(runes)
}
