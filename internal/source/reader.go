package source

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Reader turns a source into something and remembers where each part stands,
// so that every later check can point at it.
type Reader struct {
	// Lines are those of the source, without their ends.
	Lines []string
	// Places are where parts stand, by path.
	Places   map[string]Mark
	Problems []Problem
	// damaged are the paths at which the shape or a word was wrong.
	damaged []string
}

// NewReader makes a reader that has read nothing.
func NewReader() *Reader { return &Reader{Places: make(map[string]Mark)} }

// Mark is a position in the source (位置); both count from 1.
type Mark struct{ Line, Column int }

// MarkOf is where a node begins.
func MarkOf(n *yaml.Node) Mark { return Mark{n.Line, n.Column} }

// Damage reports that a part cannot be read; checks that need it keep silent.
func (r *Reader) Damage(path string, at Mark, reason string, params ...string) {
	r.damaged = append(r.damaged, path)
	r.report(path, at, reason, params...)
}

func (r *Reader) report(path string, at Mark, reason string, params ...string) {
	r.Problems = append(r.Problems, Problem{
		Line: at.Line, Column: at.Column, Path: path, Reason: reason, Params: facts(params),
	})
}

// Wrong reports that a readable part makes no sense.
func (r *Reader) Wrong(path, reason string, params ...string) {
	r.report(path, r.Place(path), reason, params...)
}

// Place finds where a part stands, or the nearest part around it that stands
// anywhere.
func (r *Reader) Place(path string) Mark {
	for path != "" {
		if at, ok := r.Places[path]; ok {
			return at
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return Mark{1, 1}
}

// Sound tells whether nothing at or below a path was found damaged.
func (r *Reader) Sound(path string) bool {
	for _, d := range r.damaged {
		if d == path || strings.HasPrefix(d, path+".") || strings.HasPrefix(d, path+"[") {
			return false
		}
	}
	return true
}

// Key and Nth build paths: Key("stages[0]", "id") is "stages[0].id".
func Key(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// Nth is the path of an entry of a list.
func Nth(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// facts makes Params of names and values in turn.
func facts(pairs []string) map[string]string {
	if len(pairs) == 0 {
		return nil
	}
	m := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}
