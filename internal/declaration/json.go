package declaration

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// maxNesting bounds how deep a sheet is nested.
const maxNesting = 24

var (
	errTooDeep = errors.New("nested too deep")
	errMore    = errors.New("more after the sheet")
)

// read decodes JSON, and marks members that an object has twice: of two values
// for one thing the second would quietly replace the first.
func (p *pen) read(raw []byte) (member, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	whole, err := p.value(d, member{p: p}, 0)
	if err != nil {
		return whole, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return whole, errMore
	}
	return whole, nil
}

func (p *pen) value(d *json.Decoder, m member, depth int) (member, error) {
	if depth > maxNesting {
		return m, errTooDeep
	}
	token, err := d.Token()
	if err != nil {
		return m, err
	}
	switch token {
	case json.Delim('{'):
		return p.mapping(d, m, depth)
	case json.Delim('['):
		return p.sequence(d, m, depth)
	}
	m.value = token
	return m, nil
}

func (p *pen) mapping(d *json.Decoder, m member, depth int) (member, error) {
	values := make(map[string]any)
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return m, err
		}
		name, _ := token.(string)
		inner, err := p.value(d, m.child(name, nil), depth+1)
		if err != nil {
			return m, err
		}
		if _, twice := values[name]; twice {
			inner.refuse("field_twice")
		}
		values[name] = inner.value
	}
	m.value = values
	_, err := d.Token()
	return m, err
}

func (p *pen) sequence(d *json.Decoder, m member, depth int) (member, error) {
	values := []any{}
	for d.More() {
		inner, err := p.value(d, m, depth+1)
		if err != nil {
			return m, err
		}
		values = append(values, inner.value)
	}
	m.value = values
	_, err := d.Token()
	return m, err
}
