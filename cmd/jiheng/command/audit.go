package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/audit"
	"jiheng/internal/evaluation"
	"jiheng/internal/signing"
	"jiheng/internal/store"
)

// audit is what auditors do at a terminal.
func (sh *shell) audit() *cobra.Command {
	parent := &cobra.Command{Use: "audit", Short: auditShort}
	parent.AddCommand(sh.auditVerify(), sh.auditCheckpoint(), sh.auditShow(), sh.auditExport(), sh.auditReplay(), sh.auditAnswer(),
		sh.auditPackage(), sh.auditVerifyPackage(), sh.auditRetention())
	return parent
}

// withFiles opens the database and the files, and changes nothing in either. A
// login that may only read as an auditor will do.
func (sh *shell) withFiles(ctx context.Context, do func(*system) error) (err error) {
	s := &system{cfg: sh.cfg, log: sh.log, audits: true}
	if _, err := s.open(ctx, s.openPolicy, s.openStore, s.openBlobs); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(s)
}

func (sh *shell) auditVerify() *cobra.Command {
	var id string
	var asJSON bool
	var keys []string
	cmd := &cobra.Command{
		Use: "verify", Short: auditVerifyShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			named, err := readPublicKeys(keys)
			if err != nil {
				return err
			}
			return sh.withFiles(cmd.Context(), func(s *system) error {
				return sh.verify(cmd.Context(), s, evaluation.ID(id), named, asJSON)
			})
		},
	}
	cmd.Flags().StringVar(&id, "evaluation", "", evaluationFlag)
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonLinesFlag)
	cmd.Flags().StringArrayVar(&keys, "key", nil, keyFlag)
	return cmd
}

// verify prints a line for each finding as it is made, and the sum at the end.
func (sh *shell) verify(ctx context.Context, s *system, only evaluation.ID, named []signing.Verifier, asJSON bool) error {
	if err := s.store.Known(ctx, store.JournalFilter{Evaluation: only}); err != nil {
		return err
	}
	keys, err := s.trusted(ctx, named)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(sh.out)
	var failed error
	result, err := s.verify(ctx, keys, only, func(f audit.Finding) {
		if asJSON {
			failed = errors.Join(failed, encoder.Encode(f))
			return
		}
		_, werr := fmt.Fprintln(sh.out, f.Line())
		failed = errors.Join(failed, werr)
	})
	if err := errors.Join(err, failed); err != nil {
		return err
	}
	if asJSON {
		err = encoder.Encode(map[string]audit.Result{"result": result})
	} else {
		_, err = fmt.Fprintln(sh.out, result.Summary())
	}
	if err != nil {
		return fmt.Errorf("print verification: %w", err)
	}
	if !result.OK() {
		return exit(exitUnproven, nil)
	}
	return nil
}

func (s *system) verify(ctx context.Context, keys adapter.Keys, only evaluation.ID, report func(audit.Finding)) (audit.Result, error) {
	kept, err := s.keptCheckpoints(ctx, keys)
	if err != nil {
		return audit.Result{}, err
	}
	return audit.Verify(ctx, audit.Config{
		Source: adapter.Audit{Store: s.store}, Blobs: s.blobs, Open: keys.Open, Kept: kept, Policy: s.policy, Now: time.Now,
	}, only, report)
}

// keptCheckpoints reads the file that checkpoints are written to outside of
// the database, where one is configured and has been begun.
func (s *system) keptCheckpoints(ctx context.Context, keys adapter.Keys) ([]audit.Line, error) {
	if s.cfg.CheckpointFile == "" {
		return nil, nil
	}
	lines, err := adapter.CheckpointFile{Path: s.cfg.CheckpointFile, Keys: keys}.Read()
	if errors.Is(err, fs.ErrNotExist) {
		last, lastErr := s.store.LastCheckpoint(ctx)
		if lastErr == nil && last.Number == 0 {
			return nil, nil
		}
	}
	return lines, err
}

// trusted are the keys that somebody names; without any, the one beside the
// data and those in the database, which prove less.
func (s *system) trusted(ctx context.Context, named []signing.Verifier) (adapter.Keys, error) {
	if len(named) > 0 {
		return adapter.NewKeys(named...), nil
	}
	kept, err := s.keptKeys(ctx)
	if err != nil {
		return nil, err
	}
	own, err := signing.ReadPublicFile(s.cfg.keyFile() + signing.PublicSuffix)
	if err == nil {
		kept = append(kept, own)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return adapter.NewKeys(kept...), nil
}

func (sh *shell) auditCheckpoint() *cobra.Command {
	var asJSON, now bool
	cmd := &cobra.Command{
		Use: "checkpoint", Short: auditCheckpointShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return sh.withFiles(cmd.Context(), func(s *system) error {
				if now {
					if err := s.checkpoint(cmd.Context(), 0); err != nil {
						return err
					}
				}
				return sh.printCheckpoint(cmd.Context(), s, asJSON)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, envelopeFlag)
	cmd.Flags().BoolVar(&now, "now", false, nowFlag)
	cmd.AddCommand(sh.auditCheckpointVerify())
	return cmd
}

func (sh *shell) printCheckpoint(ctx context.Context, s *system, asJSON bool) error {
	keys, err := s.trusted(ctx, nil)
	if err != nil {
		return err
	}
	last, err := s.store.LastCheckpoint(ctx)
	if err != nil {
		return err
	}
	if last.Number == 0 {
		return exit(exitFailed, errNoCheckpoint)
	}
	line := last.Envelope
	if !asJSON {
		c, _, err := keys.Open(last.Envelope)
		if err != nil {
			return exit(exitUnproven, checkpointForged(last.Number))
		}
		line = c.Line()
	}
	_, err = fmt.Fprintln(sh.out, line)
	return err
}

func (sh *shell) auditCheckpointVerify() *cobra.Command {
	var keys []string
	cmd := &cobra.Command{
		Use: "verify FILE", Short: auditCheckpointVerifyShort, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, _, err := openInput(args[0])
			if err != nil {
				return err
			}
			if err := file.Close(); err != nil {
				return inputFault(args[0], err)
			}
			named, err := readPublicKeys(keys)
			if err != nil {
				return err
			}
			return sh.withFiles(cmd.Context(), func(s *system) error { return sh.verifyCheckpoints(cmd.Context(), s, args[0], named) })
		},
	}
	cmd.Flags().StringArrayVar(&keys, "key", nil, keyFlag)
	return cmd
}

// verifyCheckpoints holds a file of checkpoints against the database, and the
// database's against themselves.
func (sh *shell) verifyCheckpoints(ctx context.Context, s *system, file string, named []signing.Verifier) error {
	keys, err := s.trusted(ctx, named)
	if err != nil {
		return err
	}
	kept, err := adapter.CheckpointFile{Path: file, Keys: keys}.Read()
	if err != nil {
		return inputFault(file, err)
	}
	if len(kept) == 0 {
		return exit(exitUsage, noCheckpointsIn(file))
	}
	result, err := audit.VerifyCheckpoints(ctx, audit.Config{
		Source: adapter.Audit{Store: s.store}, Open: keys.Open, Kept: kept, Now: time.Now,
	}, func(f audit.Finding) { _, _ = fmt.Fprintln(sh.out, f.Line()) })
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(sh.out, checkpointsVerified(len(kept), result)); err != nil {
		return err
	}
	if !result.OK() {
		return exit(exitUnproven, nil)
	}
	return nil
}
