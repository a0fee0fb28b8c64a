package holiday

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// parser walks the tokens of a JSON text.
type parser struct {
	d     *json.Decoder
	text  []byte
	wrong *problems
	token json.Token
	at    Place // of token
	err   error // sticks
}

// next reads a token and where it begins.
func (p *parser) next() json.Token {
	if p.err != nil {
		return nil
	}
	begin := p.skipSpace(p.d.InputOffset())
	p.token, p.err = p.d.Token()
	p.at = p.place(begin)
	return p.token
}

// skipSpace passes what may stand between two tokens.
func (p *parser) skipSpace(at int64) int64 {
	for at >= 0 && at < int64(len(p.text)) && strings.IndexByte(" \t\r\n,:", p.text[at]) >= 0 {
		at++
	}
	return at
}

// place counts lines, and characters within the line, from 1.
func (p *parser) place(offset int64) Place {
	before := p.text[:max(0, min(offset, int64(len(p.text))))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return Place{Line: bytes.Count(before, []byte("\n")) + 1, Column: utf8.RuneCount(before[start:]) + 1}
}

// object reads an object whose brace is the token. It gives every known key to
// f, which reads the value, and tells whether all was well with the keys.
func (p *parser) object(known, wanted []string, f func(key string)) bool {
	begin, good := p.at, true
	if p.token != json.Delim('{') {
		p.mismatch("object_expected")
		return false
	}
	var seen []string
	for p.err == nil && p.d.More() {
		key, _ := p.next().(string)
		switch {
		case p.err != nil:
			return false
		case !slices.Contains(known, key):
			p.wrong.add(p.at, "key_unknown", "key", clip(key), "known", strings.Join(known, "、"))
			p.skip()
			good = false
			continue
		case slices.Contains(seen, key):
			p.wrong.add(p.at, "key_twice", "key", key)
			good = false
		}
		seen = append(seen, key)
		f(key)
	}
	p.next() // the closing brace
	for _, key := range wanted {
		if p.err == nil && !slices.Contains(seen, key) {
			p.wrong.add(begin, "key_missing", "key", key)
			good = false
		}
	}
	return good && p.err == nil
}

// list reads a list whose bracket is the token and calls f at the first token
// of every member.
func (p *parser) list(f func()) {
	if p.token != json.Delim('[') {
		p.mismatch("list_expected")
		return
	}
	for p.err == nil && p.d.More() {
		p.next()
		if p.err == nil {
			f()
		}
	}
	p.next()
}

// word gives the text that the token is.
func (p *parser) word() (string, bool) {
	text, ok := p.token.(string)
	if !ok {
		p.mismatch("text_expected")
		return "", false
	}
	return p.wrong.text(p.at, text), true
}

// mismatch reports a token of the wrong kind and passes what it begins.
func (p *parser) mismatch(reason string) {
	if p.err != nil {
		return
	}
	at := p.at
	p.wrong.add(at, reason)
	p.rest()
	p.at = at
}

// skip passes a value.
func (p *parser) skip() {
	p.next()
	p.rest()
}

// rest passes what remains of the value that the token begins.
func (p *parser) rest() {
	depth := 0
	for p.err == nil {
		switch p.token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth <= 0 {
			return
		}
		p.next()
	}
}
