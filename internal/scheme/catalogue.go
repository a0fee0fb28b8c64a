package scheme

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/fault"
	"jiheng/internal/scoring"
	"jiheng/internal/source"
)

// Catalogue holds the schemes that can be used (评分方案目录). It is immutable.
type Catalogue struct {
	entries []entry // by name, the newest version first
}

type entry struct {
	scheme scoring.Scheme
	text   []byte
}

// Load reads every .yaml file at the root of files, named NAME.yaml or
// NAME@VERSION.yaml after the scheme in it.
//
// Errors: *Errors inside, with the name of the file; invalid version_differs;
// conflict scheme_twice.
func Load(files fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list schemes: %w", err)
	}
	c := &Catalogue{}
	for _, name := range names {
		e, err := read(files, name)
		if err != nil {
			return nil, fmt.Errorf("scheme %s: %w", name, err)
		}
		if c.index(e.scheme.Name, e.scheme.Version) >= 0 {
			return nil, fault.New(fault.Conflict, "scheme_twice", "%s holds %s again", name, Ref(e.scheme))
		}
		c.entries = append(c.entries, e)
	}
	slices.SortFunc(c.entries, func(a, b entry) int {
		return cmp.Or(strings.Compare(a.scheme.Name, b.scheme.Name), b.scheme.Version-a.scheme.Version)
	})
	return c, nil
}

func read(files fs.FS, name string) (entry, error) {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return entry{}, err
	}
	stem, version, older := strings.Cut(strings.TrimSuffix(path.Base(name), ".yaml"), "@")
	s, err := Parse(stem, text)
	if err != nil {
		return entry{}, err
	}
	if older && version != strconv.Itoa(s.Version) {
		return entry{}, fault.New(fault.Invalid, "version_differs", "the file says version %s, the scheme %d", version, s.Version)
	}
	return entry{s, text}, nil
}

// Find gives a version of a scheme; version 0 is the newest.
//
// Errors: not_found scheme_not_found.
func (c *Catalogue) Find(name string, version int) (scoring.Scheme, error) {
	i := c.index(name, version)
	if i < 0 {
		return scoring.Scheme{}, fault.New(fault.NotFound, "scheme_not_found", "no scheme %.60q version %d", name, version).
			With("name", source.Clip(name))
	}
	return c.entries[i].scheme, nil
}

// FindRef gives the scheme of a reference NAME@VERSION, or NAME for the newest.
//
// Errors: not_found scheme_not_found, also for a version that is no number.
func (c *Catalogue) FindRef(ref string) (scoring.Scheme, error) {
	name, text, versioned := strings.Cut(ref, "@")
	version := 0
	if versioned {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return c.Find(ref, -1)
		}
		version = n
	}
	return c.Find(name, version)
}

// Source gives the YAML of a scheme that Find gives.
//
// Errors: not_found scheme_not_found.
func (c *Catalogue) Source(name string, version int) ([]byte, error) {
	s, err := c.Find(name, version)
	if err != nil {
		return nil, err
	}
	return slices.Clone(c.entries[c.index(s.Name, s.Version)].text), nil
}

// All lists all schemes by name, the newest version of each first.
func (c *Catalogue) All() []scoring.Scheme {
	out := make([]scoring.Scheme, len(c.entries))
	for i, e := range c.entries {
		out[i] = e.scheme
	}
	return out
}

func (c *Catalogue) index(name string, version int) int {
	return slices.IndexFunc(c.entries, func(e entry) bool {
		return e.scheme.Name == name && (version == 0 || e.scheme.Version == version)
	})
}
