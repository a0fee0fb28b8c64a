package journal

import (
	"cmp"
	"encoding/json"
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
