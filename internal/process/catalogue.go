package process

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// Catalogue holds the definitions that can be run (流程目录). It is immutable.
type Catalogue struct {
	entries []entry // by name, the newest version first
}

type entry struct {
	definition *evaluation.Definition
	source     []byte
}

// Load reads every .yaml file at the root of files. A file is named NAME.yaml
// or NAME@VERSION.yaml after the definition in it.
//
// Errors: *Errors inside, with the name of the file; invalid version_differs
// when the version in a file's name is not that of its definition; conflict
// process_twice when two files hold the same version of a process.
func Load(files fs.FS, o Options) (*Catalogue, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	c := &Catalogue{}
	for _, name := range names {
		e, err := read(files, name, o)
		if err != nil {
			return nil, fmt.Errorf("process %s: %w", name, err)
		}
		if d := e.definition; c.index(d.Name, d.Version) >= 0 {
			return nil, fault.New(fault.Conflict, "process_twice", "%s holds version %d of %s again", name, d.Version, d.Name).
				With("name", d.Name)
		}
		c.entries = append(c.entries, e)
	}
	slices.SortFunc(c.entries, func(a, b entry) int {
		return cmp.Or(strings.Compare(a.definition.Name, b.definition.Name), b.definition.Version-a.definition.Version)
	})
	return c, nil
}

func read(files fs.FS, name string, o Options) (entry, error) {
	source, err := fs.ReadFile(files, name)
	if err != nil {
		return entry{}, err
	}
	stem, version, older := strings.Cut(strings.TrimSuffix(path.Base(name), ".yaml"), "@")
	def, err := Parse(stem, source, o)
	if err != nil {
		return entry{}, err
	}
	if older && version != strconv.Itoa(def.Version) {
		return entry{}, fault.New(fault.Invalid, "version_differs", "the file says version %s, the definition %d", version, def.Version)
	}
	return entry{def, source}, nil
}

// Find gives a version of a process; version 0 is the newest. The definition
// is shared and must not be changed.
//
// Errors: not_found process_not_found.
func (c *Catalogue) Find(name string, version int) (*evaluation.Definition, error) {
	i := c.index(name, version)
	if i < 0 {
		return nil, notFound(name, version)
	}
	return c.entries[i].definition, nil
}

// Source gives the YAML of a version of a process, as Find does.
func (c *Catalogue) Source(name string, version int) ([]byte, error) {
	i := c.index(name, version)
	if i < 0 {
		return nil, notFound(name, version)
	}
	return slices.Clone(c.entries[i].source), nil
}

// All lists all definitions by name, the newest version of each first.
func (c *Catalogue) All() []*evaluation.Definition {
	out := make([]*evaluation.Definition, len(c.entries))
	for i, e := range c.entries {
		out[i] = e.definition
	}
	return out
}

func (c *Catalogue) index(name string, version int) int {
	return slices.IndexFunc(c.entries, func(e entry) bool {
		return e.definition.Name == name && (version == 0 || e.definition.Version == version)
	})
}

func notFound(name string, version int) error {
	return fault.New(fault.NotFound, "process_not_found", "no process %q version %d", name, version).
		With("name", clip(name))
}
