package journal

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func (r *reader) integer(out []byte) ([]byte, error) {
	start := r.pos
	if r.peek() == '-' {
		r.pos++
	}
	digits := r.pos
	for isDigit(r.peek()) {
		r.pos++
	}
	switch text := r.in[digits:r.pos]; {
	case len(text) == 0 || text[0] == '0' && len(text) > 1:
		return nil, r.refuse("json_malformed")
	case r.peek() == '.' || r.peek() == 'e' || r.peek() == 'E', text[0] == '0' && digits > start:
		return nil, r.refuse("number_not_integer")
	default:
		if n, err := strconv.ParseInt(string(text), 10, 64); err != nil || n > maxInteger {
			return nil, r.refuse("number_too_large")
		}
	}
	return append(out, r.in[start:r.pos]...), nil
}

// text reads a string and gives what it stands for.
func (r *reader) text() (string, error) {
	r.pos++ // the quote
	var out []byte
	for {
		c := r.peek()
		switch {
		case r.pos >= len(r.in) || c < ' ':
			return "", r.refuse("json_malformed")
		case c == '"':
			r.pos++
			return string(out), nil
		case c == '\\':
			char, err := r.escape()
			if err != nil {
				return "", err
			}
			out = utf8.AppendRune(out, char)
		default:
			out = append(out, c)
			r.pos++
		}
	}
}

func (r *reader) escape() (rune, error) {
	r.pos++ // the backslash
	c := r.peek()
	r.pos++
	switch c {
	case '"', '\\', '/':
		return rune(c), nil
	case 'b':
		return '\b', nil
	case 'f':
		return '\f', nil
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 't':
		return '\t', nil
	case 'u':
		return r.unicode()
	}
	return 0, r.refuse("json_malformed")
}

// unicode reads the digits after \u, and the second half of a surrogate pair.
func (r *reader) unicode() (rune, error) {
	char, err := r.fourDigits()
	if err != nil {
		return 0, err
	}
	if utf16.IsSurrogate(char) {
		if r.peek() != '\\' || r.pos+1 >= len(r.in) || r.in[r.pos+1] != 'u' {
			return 0, r.refuse("text_not_utf8")
		}
		r.pos += 2
		second, err := r.fourDigits()
		if err != nil {
			return 0, err
		}
		if char = utf16.DecodeRune(char, second); char == utf8.RuneError {
			return 0, r.refuse("text_not_utf8")
		}
	}
	switch {
	case char == 0:
		return 0, r.refuse("text_has_nul")
	case char == utf8.RuneError && r.marshalled:
		return 0, r.refuse("text_not_utf8")
	}
	return char, nil
}

func (r *reader) fourDigits() (rune, error) {
	var char rune
	for range 4 {
		c := r.peek()
		switch {
		case isDigit(c):
			char = char<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			char = char<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			char = char<<4 | rune(c-'A'+10)
		default:
			return 0, r.refuse("json_malformed")
		}
		r.pos++
	}
	return char, nil
}

// appendText writes a string with the escapes RFC 8785 allows and no others.
func appendText(out []byte, text string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	for i := range len(text) {
		switch c := text[i]; c {
		case '"', '\\':
			out = append(out, '\\', c)
		case '\b':
			out = append(out, '\\', 'b')
		case '\f':
			out = append(out, '\\', 'f')
		case '\n':
			out = append(out, '\\', 'n')
		case '\r':
			out = append(out, '\\', 'r')
		case '\t':
			out = append(out, '\\', 't')
		default:
			if c < ' ' {
				out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			} else {
				out = append(out, c)
			}
		}
	}
	return append(out, '"')
}
