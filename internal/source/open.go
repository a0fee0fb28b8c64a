package source

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// MaxBytes bounds a source.
const MaxBytes = 256 * 1024

// Open reads the YAML and gives its root. False means that there is nothing
// to read further.
func (r *Reader) Open(source []byte) (Part, bool) {
	switch {
	case len(source) > MaxBytes:
		r.Damage("", Mark{1, 1}, "source_too_large", "max", strconv.Itoa(MaxBytes/1024))
		return Part{}, false
	case !utf8.Valid(source):
		r.Damage("", badByte(source), "source_not_utf8")
		return Part{}, false
	}
	r.Lines = strings.Split(strings.ReplaceAll(string(source), "\r\n", "\n"), "\n")
	r.refuseTabs()
	dec := yaml.NewDecoder(bytes.NewReader(source))
	var doc yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF), err == nil && len(doc.Content) == 0:
		r.Damage("", Mark{1, 1}, "source_empty")
		return Part{}, false
	case err != nil:
		r.syntax(err)
		return Part{}, false
	}
	r.refuseSecond(dec)
	r.refuseIndirection(&doc)
	return Part{R: r, Node: doc.Content[0]}, len(r.Problems) == 0
}

func badByte(source []byte) Mark {
	line, column := 1, 1
	for len(source) > 0 {
		c, size := utf8.DecodeRune(source)
		if c == utf8.RuneError && size == 1 {
			break
		}
		column++
		if c == '\n' {
			line, column = line+1, 1
		}
		source = source[size:]
	}
	return Mark{line, column}
}

// refuseTabs refuses tabs anywhere: YAML forbids them where people most often
// put them, and elsewhere they make columns mean different things to
// different editors.
func (r *Reader) refuseTabs() {
	for i, line := range r.Lines {
		before, _, found := strings.Cut(line, "\t")
		if found {
			r.Damage("", Mark{i + 1, utf8.RuneCountInString(before) + 1}, "tab_found")
		}
	}
}

func (r *Reader) syntax(err error) {
	if len(r.Problems) > 0 {
		return // a tab explains it already
	}
	detail := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if m := regexp.MustCompile(`^line (\d+): `).FindStringSubmatch(detail); m != nil {
		line, _ = strconv.Atoi(m[1])
		detail = strings.TrimPrefix(detail, m[0])
	}
	r.Damage("", Mark{line, 1}, "yaml_syntax", "detail", detail)
}

func (r *Reader) refuseSecond(dec *yaml.Decoder) {
	var second yaml.Node
	switch err := dec.Decode(&second); {
	case errors.Is(err, io.EOF):
	case err != nil:
		r.syntax(err)
	default:
		r.Damage("", MarkOf(&second), "several_documents")
	}
}

// refuseIndirection refuses anchors, aliases and explicit types: with them a
// small file can mean a huge one, or other than it reads.
func (r *Reader) refuseIndirection(n *yaml.Node) {
	switch {
	case n.Kind == yaml.AliasNode:
		r.Damage("", MarkOf(n), "alias_not_allowed", "name", n.Value)
		return
	case n.Anchor != "":
		r.Damage("", MarkOf(n), "anchor_not_allowed", "name", n.Anchor)
	case n.Style&yaml.TaggedStyle != 0:
		r.Damage("", MarkOf(n), "tag_not_allowed", "name", n.Tag)
	}
	for _, child := range n.Content {
		r.refuseIndirection(child)
	}
}
