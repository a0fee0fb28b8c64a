package process

import (
	"go.yaml.in/yaml/v3"

	"jiheng/internal/evaluation"
	"jiheng/internal/source"
)

// MaxSource bounds the source of a definition, in bytes.
const MaxSource = source.MaxBytes

// reader turns a source into a definition.
type reader struct {
	*source.Reader
	def     *evaluation.Definition
	options Options
	wanted  string // the name that the definition must carry, if any

	// used are the parameters that conditions mention.
	used []string
	// ancestors are for each stage those that must be settled before it.
	ancestors [][]int
}

// mark is a position in the source.
type mark = source.Mark

func markOf(n *yaml.Node) mark { return source.MarkOf(n) }

func (r *reader) damage(path string, at mark, reason string, params ...string) {
	r.Damage(path, at, reason, params...)
}

func (r *reader) wrong(path, reason string, params ...string) { r.Wrong(path, reason, params...) }

func (r *reader) place(path string) mark { return r.Place(path) }

func (r *reader) sound(path string) bool { return r.Sound(path) }

func key(path, name string) string { return source.Key(path, name) }

func nth(path string, i int) string { return source.Nth(path, i) }
