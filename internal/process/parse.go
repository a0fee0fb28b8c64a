package process

import (
	"crypto/sha256"
	"encoding/hex"

	"jiheng/internal/evaluation"
	"jiheng/internal/source"
)

// Options are what a definition is held against besides itself.
type Options struct {
	// KnownRoles are the standing roles that units can grant. Roles held by
	// unit or receiver must be among them; nil accepts every role.
	KnownRoles []string
	// KnownSchemes are the scoring schemes there are, as NAME@VERSION. A
	// definition may name one of these; nil accepts every scheme.
	KnownSchemes []string
}

// Parse reads a definition. Name is the one that the definition must carry,
// or "" to accept any. The definition's Digest is the SHA-256 of the source,
// and everything in it satisfies what the core assumes.
//
// Errors: *Errors, a fault invalid definition_invalid, and nothing else.
func Parse(name string, text []byte, o Options) (*evaluation.Definition, error) {
	r := &reader{Reader: source.NewReader(), def: &evaluation.Definition{}, wanted: name, options: o}
	if root, ok := r.Open(text); ok {
		r.definition(part{root, r})
		if len(r.Problems) < source.MaxProblems {
			r.check() // more would not be shown
		}
	}
	if len(r.Problems) > 0 {
		return nil, &Errors{Problems: problemsOf(r.Sorted())}
	}
	sum := sha256.Sum256(text)
	r.def.Digest = hex.EncodeToString(sum[:])
	return r.def, nil
}
