package store

import (
	"context"
	"crypto/sha256"
	"sync"

	"gorm.io/gorm"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/process"
)

type definitionRow struct {
	Name    string `gorm:"primaryKey"`
	Version int    `gorm:"primaryKey"`
	Digest  string `gorm:"primaryKey"`
	Title   string
	Source  string
}

// TableName names the table.
func (definitionRow) TableName() string { return "process_definitions" }

// definitions compiles each version of a process once.
type definitions struct {
	parse func(name string, source []byte) (*evaluation.Definition, error)
	mu    sync.Mutex
	known map[evaluation.ProcessRef]*evaluation.Definition
	// compiled are definitions by their sources, for those who must not trust
	// what is known.
	compiled sync.Map
}

func newDefinitions(parse func(string, []byte) (*evaluation.Definition, error)) *definitions {
	return &definitions{parse: parse, known: make(map[evaluation.ProcessRef]*evaluation.Definition)}
}

// forgetful gives definitions that read every source again, and compile it only
// if it is another than one compiled before.
func (d *definitions) forgetful() *definitions {
	return newDefinitions(func(name string, source []byte) (*evaluation.Definition, error) {
		key := sourceKey{name, sha256.Sum256(source)}
		if def, ok := d.compiled.Load(key); ok {
			return def.(*evaluation.Definition), nil
		}
		def, err := d.parse(name, source)
		if err == nil {
			d.compiled.Store(key, def)
		}
		return def, err
	})
}

// sourceKey is the exact text of a definition.
type sourceKey struct {
	name   string
	sha256 [sha256.Size]byte
}

// get gives a compiled definition, reading its source through tx at first use.
//
// Faults: internal definition_missing, definition_unreadable, and
// definition_changed (Params expected, found) when the source is no longer the
// one whose digest the evaluation has.
func (d *definitions) get(tx *gorm.DB, ref evaluation.ProcessRef) (*evaluation.Definition, error) {
	d.mu.Lock()
	def, ok := d.known[ref]
	d.mu.Unlock()
	if ok {
		return def, nil
	}
	var row definitionRow
	err := tx.Where("name = ? AND version = ? AND digest = ?", ref.Name, ref.Version, ref.Digest).Take(&row).Error
	if err != nil {
		return nil, orElse(err, fault.NotFound, fault.New(fault.Internal, "definition_missing", "definition %s version %d is not kept", ref.Name, ref.Version))
	}
	if def, err = d.parse(row.Name, []byte(row.Source)); err != nil {
		// It was read when it was kept, so this program reads it no more.
		return nil, fault.Wrap(err, fault.Internal, "definition_unreadable", "read kept definition %s version %d", ref.Name, ref.Version)
	}
	if got := (evaluation.ProcessRef{Name: def.Name, Version: def.Version, Digest: def.Digest}); got != ref {
		return nil, fault.New(fault.Internal, "definition_changed", "kept definition %s version %d is not what was kept", ref.Name, ref.Version).
			With("expected", ref.Digest).With("found", got.Digest)
	}
	d.mu.Lock()
	d.known[ref] = def
	d.mu.Unlock()
	return def, nil
}

// PutDefinition keeps a process definition, so that evaluations can start and
// go on with it. Keeping the same source again changes nothing.
//
// Faults: those of the parser.
func (s *Store) PutDefinition(ctx context.Context, name string, source []byte) (evaluation.ProcessRef, error) {
	def, err := s.definitions.parse(name, source)
	if err != nil {
		return evaluation.ProcessRef{}, err
	}
	row := definitionRow{Name: def.Name, Version: def.Version, Digest: def.Digest, Title: def.Title, Source: string(source)}
	scope := registerScope{administration.Processes, "name = ? AND version = ? AND digest = ?", []any{def.Name, def.Version, def.Digest}}
	err = s.keepOnce(ctx, scope, &row)
	return evaluation.ProcessRef{Name: def.Name, Version: def.Version, Digest: def.Digest}, err
}

// Definition gives a kept definition. Version 0 is the newest, and an empty
// digest the source that was kept last.
//
// Faults: not_found definition_not_found.
func (s *Store) Definition(ctx context.Context, ref evaluation.ProcessRef) (*evaluation.Definition, error) {
	return s.findDefinition(s.db.WithContext(ctx), ref)
}

func (s *Store) findDefinition(tx *gorm.DB, ref evaluation.ProcessRef) (*evaluation.Definition, error) {
	var row definitionRow
	query := tx.Select("name", "version", "digest").Where("name = ?", ref.Name)
	if ref.Version != 0 {
		query = query.Where("version = ?", ref.Version)
	}
	if ref.Digest != "" {
		query = query.Where("digest = ?", ref.Digest)
	}
	if err := query.Order("version DESC, added_at DESC").Take(&row).Error; err != nil {
		return nil, orElse(err, fault.NotFound, fault.New(fault.NotFound, "definition_not_found", "no definition %s version %d", ref.Name, ref.Version))
	}
	return s.definitions.get(tx, evaluation.ProcessRef{Name: row.Name, Version: row.Version, Digest: row.Digest})
}

// DefinitionSource gives the text of a kept definition.
// Fault: not_found definition_not_found.
func (s *Store) DefinitionSource(ctx context.Context, ref evaluation.ProcessRef) (string, error) {
	var row definitionRow
	err := s.db.WithContext(ctx).Where("name = ? AND version = ? AND digest = ?", ref.Name, ref.Version, ref.Digest).Take(&row).Error
	return row.Source, orElse(err, fault.NotFound, fault.New(fault.NotFound, "definition_not_found", "no definition %s version %d", ref.Name, ref.Version))
}

// Definitions lists the newest version of every kept process, by name.
func (s *Store) Definitions(ctx context.Context) ([]*evaluation.Definition, error) {
	tx := s.db.WithContext(ctx)
	var rows []definitionRow
	err := tx.Raw(`SELECT DISTINCT ON (name) name, version, digest FROM process_definitions
		ORDER BY name, version DESC, added_at DESC`).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	out := make([]*evaluation.Definition, 0, len(rows))
	for _, r := range rows {
		def, err := s.definitions.get(tx, evaluation.ProcessRef{Name: r.Name, Version: r.Version, Digest: r.Digest})
		if err != nil {
			return nil, err
		}
		out = append(out, def)
	}
	return out, nil
}

// DefinitionVersions lists all versions that are kept, by name, the newest first.
func (s *Store) DefinitionVersions(ctx context.Context) ([]process.Kept, error) {
	var out []process.Kept
	err := s.db.WithContext(ctx).Raw(`SELECT d.name, d.title, d.digest, d.version, d.added_at,
			(SELECT count(*) FROM evaluations e WHERE e.process_name = d.name AND e.process_version = d.version
				AND e.process_digest = d.digest AND e.state IN ('running', 'suspended')) AS running
		FROM process_definitions d ORDER BY d.name, d.version DESC, d.added_at DESC LIMIT 1000`).Scan(&out).Error
	return out, err
}

// orElse gives another error in place of one of this code.
func orElse(err error, code fault.Code, instead error) error {
	if fault.CodeOf(err) == code {
		return instead
	}
	return err
}
