package roster

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"unicode/utf8"
)

// maxDepth is more than any roster needs.
const maxDepth = 16

type kind int

const (
	isText kind = iota
	isObject
	isArray
	isOther // a number, a truth value or null
)

// node is a value of the file that knows its line.
type node struct {
	line    int
	kind    kind
	text    string
	members []member
	items   []node
}

type member struct {
	name  string
	line  int
	value node
}

// parser reads JSON token by token, since people need lines.
type parser struct {
	dec      *json.Decoder
	newlines []int
}

// parse gives the file as a tree, or the first thing that is no JSON.
func parse(content []byte) (node, *Problem) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")) // some editors put it
	if !utf8.Valid(content) {
		return node{}, &Problem{Text: notUTF8}
	}
	p := &parser{dec: json.NewDecoder(bytes.NewReader(content))}
	p.dec.UseNumber()
	for i, c := range content {
		if c == '\n' {
			p.newlines = append(p.newlines, i)
		}
	}
	root, err := p.value(0)
	if err == nil {
		if _, err = p.dec.Token(); errors.Is(err, io.EOF) {
			return root, nil
		}
	}
	if errors.Is(err, errDeep) {
		return node{}, &Problem{Line: p.line(), Text: tooDeep}
	}
	return node{}, &Problem{Line: p.lineOf(err, len(content)), Text: notJSON}
}

var errDeep = errors.New("nested too deeply")

func (p *parser) value(depth int) (node, error) {
	if depth > maxDepth {
		return node{}, errDeep
	}
	token, err := p.dec.Token()
	if err != nil {
		return node{}, err
	}
	n := node{line: p.line(), kind: isOther}
	switch t := token.(type) {
	case string:
		n.kind, n.text = isText, t
	case json.Delim:
		if t == '[' {
			n.kind = isArray
			return n, p.array(&n, depth)
		}
		n.kind = isObject
		return n, p.object(&n, depth)
	}
	return n, nil
}

func (p *parser) array(n *node, depth int) error {
	for p.dec.More() {
		item, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	_, err := p.dec.Token()
	return err
}

func (p *parser) object(n *node, depth int) error {
	for p.dec.More() {
		token, err := p.dec.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string) // the decoder takes nothing else here
		m := member{name: name, line: p.line()}
		if m.value, err = p.value(depth + 1); err != nil {
			return err
		}
		n.members = append(n.members, m)
	}
	_, err := p.dec.Token()
	return err
}

// line is that of the token that was read last.
func (p *parser) line() int { return p.lineAt(int(p.dec.InputOffset()) - 1) }

func (p *parser) lineAt(offset int) int {
	n, _ := slices.BinarySearch(p.newlines, offset)
	return n + 1
}

func (p *parser) lineOf(err error, size int) int {
	if wrong, ok := errors.AsType[*json.SyntaxError](err); ok {
		return p.lineAt(int(wrong.Offset) - 1)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return p.lineAt(size - 1)
	}
	return p.line()
}
