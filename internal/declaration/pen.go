package declaration

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

// pen reads decoded JSON and marks every field that is wrong.
type pen struct{ wrong []fault.Field }

// member is a value with its JSON pointer. A value that is absent is nil.
type member struct {
	p     *pen
	path  string
	value any
}

func (m member) refuse(reason string, params ...string) {
	f := fault.Field{Name: m.path, Reason: reason}
	for i := 0; i+1 < len(params); i += 2 {
		if f.Params == nil {
			f.Params = make(map[string]string, 1)
		}
		f.Params[params[i]] = params[i+1]
	}
	m.p.wrong = append(m.p.wrong, f)
}

// name is the last part of the pointer, as it was written.
func (m member) name() string {
	last := m.path[strings.LastIndex(m.path, "/")+1:]
	return strings.ReplaceAll(strings.ReplaceAll(last, "~1", "/"), "~0", "~")
}

// object is a JSON object with known members.
type object struct {
	member
	values map[string]any
}

// object reads an object and refuses members that it does not know.
func (m member) object(known ...string) object {
	values, ok := m.value.(map[string]any)
	if !ok {
		m.refuse("object_expected")
		return object{m, nil}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, name) {
			m.child(name, nil).refuseName(name, known)
		}
	}
	return object{m, values}
}

func (m member) child(name string, value any) member {
	if strings.ContainsAny(name, "~/") {
		name = strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
	}
	return member{m.p, m.path + "/" + name, value}
}

// get gives a member, absent or not; at is the same for pointing at it.
func (o object) get(name string) member { return o.child(name, o.values[name]) }
func (o object) at(name string) member  { return o.child(name, nil) }

// members lists those of an object with names of its own, by name.
func (m member) members() []member {
	if m.value == nil {
		return nil
	}
	values, ok := m.value.(map[string]any)
	if !ok {
		m.refuse("object_expected")
		return nil
	}
	var list []member
	for _, name := range slices.Sorted(maps.Keys(values)) {
		list = append(list, m.child(name, values[name]))
	}
	return list
}

func (m member) list(most int) []member {
	if m.value == nil {
		return nil
	}
	values, ok := m.value.([]any)
	switch {
	case !ok:
		m.refuse("list_expected")
		return nil
	case len(values) > most:
		m.refuse("list_too_long", "limit", strconv.Itoa(most))
		return nil
	}
	list := make([]member, len(values))
	for i, v := range values {
		list[i] = m.child(strconv.Itoa(i), v)
	}
	return list
}

// scalar writes a text, number or truth value as it stands; null is "".
func (m member) scalar() string {
	switch v := m.value.(type) {
	case nil:
		return ""
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return v.String()
	case string:
		return m.bounded(v, maxName, evaluation.Line)
	}
	m.refuse("scalar_expected")
	return ""
}

func (m member) line() string { return m.words(maxName, evaluation.Line) }

func (m member) prose() string { return m.words(maxStated, evaluation.Prose) }

func (m member) words(most int, printable func(string) bool) string {
	switch v := m.value.(type) {
	case nil:
		return ""
	case string:
		return m.bounded(v, most, printable)
	}
	m.refuse("text_expected")
	return ""
}

func (m member) bounded(v string, most int, printable func(string) bool) string {
	switch {
	case utf8.RuneCountInString(v) > most:
		m.refuse("text_too_long", "limit", strconv.Itoa(most))
		return ""
	case !printable(v):
		m.refuse("text_not_printable")
		return ""
	}
	return v
}

func (m member) number() *scoring.Number {
	written := m.scalar()
	text := plainText(written)
	if text == "" {
		return nil
	}
	n, err := scoring.ParseNumber(text)
	if err != nil {
		m.refuse("number_invalid", "value", written)
		return nil
	}
	return &n
}

// year reads a year of this century or the last.
func (m member) year() int {
	text := plainText(m.scalar())
	if text == "" {
		return 0
	}
	year, err := strconv.Atoi(text)
	if err != nil || year < 1900 || year > 2199 {
		m.refuse("year_invalid")
		return 0
	}
	return year
}

func (m member) flag() bool {
	switch v := m.value.(type) {
	case nil:
		return false
	case bool:
		return v
	}
	m.refuse("flag_expected")
	return false
}
