package journal

import (
	"slices"
	"strconv"

	"jiheng/internal/fault"
)

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
