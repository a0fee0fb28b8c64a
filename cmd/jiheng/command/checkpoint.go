package command

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/fault"
	"jiheng/internal/signing"
	"jiheng/internal/store"
)

// keyFile is where the key is that signs checkpoints, unless one is named.
func (c config) keyFile() string {
	if c.CheckpointKey != "" {
		return c.CheckpointKey
	}
	return filepath.Join(c.DataDir, "keys", "checkpoint.pem")
}

// signingKey reads the key that signs checkpoints and makes one at the first
// start. Several workers may start at once: one makes it, the others read it.
func (c config) signingKey() (signing.Signer, error) {
	path := c.keyFile()
	if _, err := os.Stat(path); err != nil {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		key, err := signing.Generate(signing.Algorithm(c.CheckpointAlgorithm))
		if err != nil {
			return nil, err
		}
		if err := signing.WriteFiles(path, key); err != nil && fault.ReasonOf(err) != "key_exists" {
			return nil, err
		}
	}
	var key signing.Signer
	var err error
	for range 20 { // another may be writing it at this very moment
		if key, err = signing.ReadFile(path); err == nil {
			return key, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil, err
}

// notary signs with the key of this installation and opens what was signed
// with keys it had before.
func (s *system) notary(ctx context.Context) (adapter.Notary, adapter.Keys, error) {
	key, err := s.cfg.signingKey()
	if err != nil {
		return adapter.Notary{}, nil, err
	}
	before, err := s.keptKeys(ctx)
	if err != nil {
		return adapter.Notary{}, nil, err
	}
	named, err := s.cfg.namedKeys()
	before = append(before, named...)
	return adapter.NewNotary(key, before...), adapter.NewKeys(append(before, key)...), err
}

// checkpointFile is where checkpoints are written down beside the database,
// unless another place is named; none when that is what is wanted.
func (c config) checkpointFile() string {
	switch {
	case c.CheckpointFile == noCheckpointFile || c.CheckpointFile == "" && c.DataDir == "":
		return ""
	case c.CheckpointFile == "":
		return filepath.Join(c.DataDir, "checkpoints.jsonl")
	}
	return c.CheckpointFile
}

// noCheckpointFile says that no file is to be kept.
const noCheckpointFile = "none"

// namedKeys are the public keys that lie beside the one that signs: its own, and
// those of keys that signed before it.
func (c config) namedKeys() ([]signing.Verifier, error) {
	paths, err := filepath.Glob(filepath.Join(filepath.Dir(c.keyFile()), "checkpoint*"+signing.PublicSuffix))
	if own := c.keyFile() + signing.PublicSuffix; err == nil && !slices.Contains(paths, own) {
		if _, err := os.Stat(own); err == nil {
			paths = append(paths, own)
		}
	}
	out := make([]signing.Verifier, 0, len(paths))
	for _, path := range paths {
		key, err := signing.ReadPublicFile(path)
		if err != nil {
			return nil, exit(exitUnproven, notPublicKey(path))
		}
		out = append(out, key)
	}
	return out, err
}

// keptKeys are the public keys that the journal of the installation speaks of.
func (s *system) keptKeys(ctx context.Context) ([]signing.Verifier, error) {
	kept, err := s.store.CheckpointKeys(ctx)
	var out []signing.Verifier
	for id, text := range kept {
		key, err := signing.ParsePublic([]byte(text))
		if err == nil && key.KeyID() == id {
			out = append(out, key)
		}
	}
	return out, err
}

// keepCheckpoints writes checkpoints until ctx ends. Any number of workers may:
// one writes each.
func (s *system) keepCheckpoints(ctx context.Context) {
	log := s.log.With("part", "checkpoint")
	every := time.NewTicker(min(s.cfg.CheckpointEvery, time.Minute))
	defer every.Stop()
	for {
		err := errors.Join(s.store.SealLogs(ctx, store.LogsRest), s.checkpoint(ctx, s.cfg.CheckpointEvery))
		if err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "checkpoint: not written, trying again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

// checkpoint writes one checkpoint if the last is old enough, and brings the
// file that is kept elsewhere up to date.
func (s *system) checkpoint(ctx context.Context, every time.Duration) error {
	notary, keys, err := s.notary(ctx)
	if err != nil {
		return err
	}
	done, err := s.store.WriteCheckpoint(ctx, every, notary)
	for _, f := range done.Regressed {
		s.log.ErrorContext(ctx, "checkpoint: a journal is not where it was", "evaluation", f.EvaluationID,
			"kind", string(f.Kind), "expected", f.Expected, "found", f.Found)
	}
	path := s.cfg.checkpointFile()
	if err != nil || path == "" {
		return err
	}
	return errors.Join(err, adapter.CheckpointFile{Path: path, Keys: keys}.CatchUp(ctx, s.store))
}
