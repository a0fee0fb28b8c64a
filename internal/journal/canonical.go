package journal

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"unicode/utf8"

	"jiheng/internal/fault"
)

const (
	maxDepth = 64
	// maxInteger is the largest whole number every JSON reader keeps exactly.
	maxInteger = 1<<53 - 1
)

// Canonical gives the canonical JSON of a Go value: encoding/json decides the
// members, RFC 8785 the form. A float is accepted only if it is written like
// an integer. It returns an invalid fault: value_not_encodable for what
// encoding/json cannot write, such as NaN, else as Canonicalize.
//
// It uses encoding/json and is not for workflow code.
func Canonical(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "value_not_encodable", "encode %T", v)
	}
	return canonicalize(&reader{in: text, marshalled: true})
}

// Canonicalize brings JSON text into canonical form; canonical text comes back
// unchanged. It returns an invalid fault with the offset of what it refuses:
// json_malformed, number_not_integer, number_too_large, text_not_utf8,
// text_has_nul, duplicate_key, too_deep.
func Canonicalize(text []byte) ([]byte, error) { return canonicalize(&reader{in: text}) }

func canonicalize(r *reader) ([]byte, error) {
	if !utf8.Valid(r.in) {
		return nil, r.refuse("text_not_utf8")
	}
	out, err := r.value(make([]byte, 0, len(r.in)), 0)
	if err != nil {
		return nil, err
	}
	r.space()
	if r.pos != len(r.in) {
		return nil, r.refuse("json_malformed")
	}
	return out, nil
}

// reader walks over JSON text once and writes canonical JSON.
type reader struct {
	in  []byte
	pos int
	// marshalled says that encoding/json wrote the text. It replaces bytes
	// that are not UTF-8 by the escape \ufffd and a true U+FFFD by itself.
	marshalled bool
}

func (r *reader) refuse(reason string) error {
	return fault.New(fault.Invalid, reason, "JSON refused at byte %d", r.pos).With("offset", strconv.Itoa(r.pos))
}

func (r *reader) space() {
	for r.pos < len(r.in) {
		switch r.in[r.pos] {
		case ' ', '\t', '\n', '\r':
			r.pos++
		default:
			return
		}
	}
}

// next skips space and looks at the byte to come, 0 at the end.
func (r *reader) next() byte {
	r.space()
	return r.peek()
}

func (r *reader) peek() byte {
	if r.pos < len(r.in) {
		return r.in[r.pos]
	}
	return 0
}

func (r *reader) value(out []byte, depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, r.refuse("too_deep")
	}
	switch c := r.next(); {
	case c == '{':
		return r.object(out, depth)
	case c == '[':
		return r.array(out, depth)
	case c == '"':
		text, err := r.text()
		return appendText(out, text), err
	case c == '-' || isDigit(c):
		return r.integer(out)
	}
	for _, word := range []string{"true", "false", "null"} {
		if len(r.in)-r.pos >= len(word) && string(r.in[r.pos:r.pos+len(word)]) == word {
			r.pos += len(word)
			return append(out, word...), nil
		}
	}
	return nil, r.refuse("json_malformed")
}

type member struct {
	name  string
	value []byte
}

func (r *reader) object(out []byte, depth int) ([]byte, error) {
	members, err := r.members(depth)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(members, func(a, b member) int { return compareUTF16(a.name, b.name) })
	out = append(out, '{')
	for i, m := range members {
		if i > 0 {
			if m.name == members[i-1].name {
				return nil, r.refuse("duplicate_key")
			}
			out = append(out, ',')
		}
		out = append(appendText(out, m.name), ':')
		out = append(out, m.value...)
	}
	return append(out, '}'), nil
}

func (r *reader) members(depth int) ([]member, error) {
	var members []member
	r.pos++ // the brace
	if r.next() == '}' {
		r.pos++
		return nil, nil
	}
	for {
		if r.next() != '"' {
			return nil, r.refuse("json_malformed")
		}
		name, err := r.text()
		if err != nil {
			return nil, err
		}
		if r.next() != ':' {
			return nil, r.refuse("json_malformed")
		}
		r.pos++
		value, err := r.value(nil, depth+1)
		if err != nil {
			return nil, err
		}
		members = append(members, member{name: name, value: value})
		more, err := r.more('}')
		if err != nil || !more {
			return members, err
		}
	}
}

func (r *reader) array(out []byte, depth int) ([]byte, error) {
	r.pos++ // the bracket
	out = append(out, '[')
	if r.next() == ']' {
		r.pos++
		return append(out, ']'), nil
	}
	for {
		var err error
		if out, err = r.value(out, depth+1); err != nil {
			return nil, err
		}
		more, err := r.more(']')
		if err != nil {
			return nil, err
		}
		if !more {
			return append(out, ']'), nil
		}
		out = append(out, ',')
	}
}

// more reads a comma or the given end.
func (r *reader) more(end byte) (bool, error) {
	switch r.next() {
	case ',':
		r.pos++
		return true, nil
	case end:
		r.pos++
		return false, nil
	}
	return false, r.refuse("json_malformed")
}

// compareUTF16 orders names as RFC 8785 wants: by UTF-16 code units. That is
// the order of runes, except that those above U+FFFF come as surrogates, before
// U+E000.
func compareUTF16(a, b string) int {
	for a != "" && b != "" {
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if ra != rb {
			return cmp.Or(cmp.Compare(firstUnit(ra), firstUnit(rb)), cmp.Compare(ra, rb))
		}
		a, b = a[na:], b[nb:]
	}
	return cmp.Compare(len(a), len(b))
}

func firstUnit(r rune) rune {
	if r < 0x10000 {
		return r
	}
	return 0xD800 + (r-0x10000)>>10
}
