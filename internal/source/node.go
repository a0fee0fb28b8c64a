package source

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Part is a node of the source and its place in the whole.
type Part struct {
	R    *Reader
	Node *yaml.Node
	Path string
}

// Fields are the entries of a mapping.
type Fields struct {
	Part
	values map[string]*yaml.Node
}

// Keyword is a key that a mapping may have (关键字). Reserved ones are kept for
// later, and told so.
type Keyword struct {
	Key      string
	Required bool
	Reserved bool
	// Refused is the reason why a key will never be one, told to whoever uses it.
	Refused string
}

// Damage reports that the part cannot be read.
func (p Part) Damage(reason string, params ...string) {
	p.R.Damage(p.Path, MarkOf(p.Node), reason, params...)
}

// Fields reads a mapping with the keywords of a place: each at most once, the
// required ones present, no others. What is wrong is reported; what can be
// read is given.
func (p Part) Fields(keys []Keyword) Fields {
	p.R.Places[p.Path] = MarkOf(p.Node)
	f := Fields{Part: p, values: make(map[string]*yaml.Node)}
	if p.Node.Kind != yaml.MappingNode {
		p.Damage("mapping_expected")
		return f
	}
	first := make(map[string]*yaml.Node)
	for i := 0; i+1 < len(p.Node.Content); i += 2 {
		name := p.Node.Content[i]
		if before := first[name.Value]; before != nil {
			p.R.Damage(Key(p.Path, name.Value), MarkOf(name), "key_twice", "key", name.Value, "line", strconv.Itoa(before.Line))
			continue
		}
		first[name.Value] = name
		if p.allowed(keys, name) {
			f.values[name.Value] = p.Node.Content[i+1]
			p.R.Places[Key(p.Path, name.Value)] = MarkOf(p.Node.Content[i+1])
		}
	}
	for _, k := range keys {
		if k.Required && first[k.Key] == nil {
			p.R.Damage(Key(p.Path, k.Key), MarkOf(p.Node), "key_missing", "key", k.Key)
		}
	}
	return f
}

func (p Part) allowed(keys []Keyword, name *yaml.Node) bool {
	i := slices.IndexFunc(keys, func(k Keyword) bool { return k.Key == name.Value && name.Kind == yaml.ScalarNode })
	switch {
	case i < 0:
		p.R.Damage(p.Path, MarkOf(name), "key_unknown", "key", Clip(name.Value), "known", known(keys))
	case keys[i].Refused != "":
		p.R.Damage(Key(p.Path, name.Value), MarkOf(name), keys[i].Refused, "key", name.Value)
	case keys[i].Reserved:
		p.R.Damage(Key(p.Path, name.Value), MarkOf(name), "key_reserved", "key", name.Value)
	default:
		return true
	}
	return false
}

func known(keys []Keyword) string {
	var list []string
	for _, k := range keys {
		if !k.Reserved && k.Refused == "" {
			list = append(list, k.Key)
		}
	}
	return strings.Join(list, ", ")
}

// Has tells whether a key is given and may be read.
func (f Fields) Has(name string) bool { return f.values[name] != nil }

// Child gives the value of a key; false when it is absent.
func (f Fields) Child(name string) (Part, bool) {
	n, ok := f.values[name]
	return Part{f.R, n, Key(f.Path, name)}, ok
}

// MaxList bounds every list.
const MaxList = 100

// List gives the entries of a list, none when the key is absent or wrong.
func (f Fields) List(name string) []Part {
	p, ok := f.Child(name)
	switch {
	case !ok:
		return nil
	case p.Node.Kind != yaml.SequenceNode:
		p.Damage("list_expected")
		return nil
	case len(p.Node.Content) == 0:
		p.Damage("list_empty")
	case len(p.Node.Content) > MaxList:
		p.Damage("list_too_long", "max", strconv.Itoa(MaxList))
		return nil
	}
	out := make([]Part, 0, len(p.Node.Content))
	for i, n := range p.Node.Content {
		entry := Part{f.R, n, Nth(p.Path, i)}
		f.R.Places[entry.Path] = MarkOf(n)
		out = append(out, entry)
	}
	return out
}

// MaxText bounds a line of text, in characters.
const MaxText = 100

// Text gives the value of a key as a line of text, "" when absent or wrong.
func (f Fields) Text(name string) string { return f.Prose(name, MaxText) }

// Prose gives a line of text of another length.
func (f Fields) Prose(name string, most int) string {
	p, ok := f.Child(name)
	if !ok {
		return ""
	}
	return p.Prose(most)
}

// Text gives a scalar as a line of text, "" when wrong.
func (p Part) Text() string { return p.Prose(MaxText) }

// Prose gives a scalar as a line of text of another length.
func (p Part) Prose(most int) string {
	switch {
	case p.Node.Kind != yaml.ScalarNode || p.Node.ShortTag() != "!!str":
		p.Damage("text_expected")
	case strings.TrimSpace(p.Node.Value) == "":
		p.Damage("text_empty")
	case utf8.RuneCountInString(p.Node.Value) > most:
		p.Damage("text_too_long", "max", strconv.Itoa(most))
	case strings.ContainsFunc(p.Node.Value, unprintable) || strings.TrimSpace(p.Node.Value) != p.Node.Value:
		p.Damage("text_not_plain")
	default:
		return p.Node.Value
	}
	return ""
}

// unprintable also covers the marks that turn the direction of writing, which
// could make a title read as another.
func unprintable(c rune) bool {
	return unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || c == '\u2028' || c == '\u2029' || c == utf8.RuneError
}

// Word gives the raw value of a scalar whatever its YAML type, for values with
// a grammar of their own such as dates and decimals.
func (f Fields) Word(name string) (string, Part, bool) {
	p, ok := f.Child(name)
	if !ok {
		return "", p, false
	}
	value, ok := p.Word()
	return value, p, ok
}

// Word gives the raw value of a scalar; false when it is none.
func (p Part) Word() (string, bool) {
	if p.Node.Kind != yaml.ScalarNode || p.Node.ShortTag() == "!!null" {
		p.Damage("text_expected")
		return "", false
	}
	return p.Node.Value, true
}

// Integer gives a whole number within bounds, 0 when absent or wrong.
func (f Fields) Integer(name string, least, most int) int {
	p, ok := f.Child(name)
	if !ok {
		return 0
	}
	return p.Integer(least, most)
}

// Integer gives a scalar as a whole number within bounds, 0 when wrong.
func (p Part) Integer(least, most int) int {
	n, err := strconv.Atoi(p.Node.Value)
	switch {
	case p.Node.Kind != yaml.ScalarNode || p.Node.ShortTag() != "!!int" || err != nil:
		p.Damage("integer_expected")
		return 0
	case n < least || n > most:
		p.Damage("integer_out_of_range", "min", strconv.Itoa(least), "max", strconv.Itoa(most))
		return 0
	}
	return n
}

// Flag gives true or false, false when absent or wrong.
func (f Fields) Flag(name string) bool {
	p, ok := f.Child(name)
	if !ok {
		return false
	}
	if p.Node.Kind != yaml.ScalarNode || p.Node.ShortTag() != "!!bool" {
		p.Damage("flag_expected")
		return false
	}
	return strings.EqualFold(p.Node.Value, "true")
}

// Choice gives one of the allowed values, "" when absent or wrong.
func Choice[T ~string](f Fields, name string, allowed []T) T {
	p, ok := f.Child(name)
	if !ok {
		return ""
	}
	return OneOf(p, allowed)
}

// OneOf gives one of the allowed values, "" when wrong.
func OneOf[T ~string](p Part, allowed []T) T {
	value := T(p.Text())
	if value != "" && !slices.Contains(allowed, value) {
		p.Damage("value_unknown", "value", Clip(string(value)), "known", Joined(allowed))
		return ""
	}
	return value
}

// Joined lists values in a sentence.
func Joined[T ~string](values []T) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return strings.Join(texts, ", ")
}

// Clip shortens what a source says before it is repeated in a sentence.
func Clip(text string) string {
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
