package process

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"jiheng/internal/evaluation"
)

// reader turns a source into a definition and remembers where each part
// stands, so that every later check can point at it.
type reader struct {
	def     *evaluation.Definition
	options Options
	wanted  string // the name that the definition must carry, if any

	lines    []string
	places   map[string]mark
	problems []Problem
	// damaged are the paths at which the shape or a word was wrong.
	damaged []string
	// used are the parameters that conditions mention.
	used []string
	// ancestors are for each stage those that must be settled before it.
	ancestors [][]int
}

// mark is a position in the source; both count from 1.
type mark struct{ line, column int }

func markOf(n *yaml.Node) mark { return mark{n.Line, n.Column} }

// damage reports that a part cannot be read; checks that need it keep silent.
func (r *reader) damage(path string, at mark, reason string, params ...string) {
	r.damaged = append(r.damaged, path)
	r.report(path, at, reason, params...)
}

func (r *reader) report(path string, at mark, reason string, params ...string) {
	r.problems = append(r.problems, Problem{
		Line: at.line, Column: at.column, Path: path, Reason: reason, Params: facts(params),
	})
}

// wrong reports that a readable part makes no sense.
func (r *reader) wrong(path, reason string, params ...string) {
	r.report(path, r.place(path), reason, params...)
}

// place finds where a part stands, or the nearest part around it that stands
// anywhere.
func (r *reader) place(path string) mark {
	for path != "" {
		if at, ok := r.places[path]; ok {
			return at
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return mark{1, 1}
}

// sound tells whether nothing at or below a path was found damaged.
func (r *reader) sound(path string) bool {
	for _, d := range r.damaged {
		if d == path || strings.HasPrefix(d, path+".") || strings.HasPrefix(d, path+"[") {
			return false
		}
	}
	return true
}

// key and nth build paths: key("stages[0]", "id") is "stages[0].id".
func key(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func nth(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
