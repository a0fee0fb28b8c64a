package command

import (
	"context"
	"errors"
	"os"
	"path/filepath"
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
	return adapter.NewNotary(key, before...), adapter.NewKeys(append(before, key)...), err
}

// keptKeys are the public keys in the database.
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
	if err != nil || s.cfg.CheckpointFile == "" {
		return err
	}
	return errors.Join(err, adapter.CheckpointFile{Path: s.cfg.CheckpointFile, Keys: keys}.CatchUp(ctx, s.store))
}
