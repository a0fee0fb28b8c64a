package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
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
func (sh *shell) withFiles(ctx context.Context, do func(*system) error) error {
	return sh.auditing(ctx, (*system).openBlobs, do)
}

func (sh *shell) auditing(ctx context.Context, files func(*system, context.Context) error, do func(*system) error) (err error) {
	s := &system{cfg: sh.cfg, log: sh.log, audits: true}
	if _, err := s.open(ctx, s.openPolicy, s.openStore, func(ctx context.Context) error { return files(s, ctx) }); err != nil {
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
			return sh.auditing(cmd.Context(), (*system).openAnyBlobs, func(s *system) error {
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
		err = encoder.Encode(map[string]any{"result": result, "caveats": result.Caveats(), "not_evident": audit.NotEvident()})
	} else {
		_, err = fmt.Fprintln(sh.out, strings.Join(slices.Concat(areaLines(result), result.Caveats(), []string{audit.NotEvidentLine(), result.Summary()}), "\n"))
	}
	if err != nil {
		return fmt.Errorf("print verification: %w", err)
	}
	if !result.OK() {
		return exit(exitUnproven, nil)
	}
	return nil
}

func areaLines(r audit.Result) []string {
	var lines []string
	for _, a := range r.Areas {
		lines = append(lines, a.Line())
	}
	return lines
}

func (s *system) verify(ctx context.Context, keys trust, only evaluation.ID, report func(audit.Finding)) (audit.Result, error) {
	return audit.Verify(ctx, audit.Config{
		Source: adapter.Audit{Store: s.store}, Blobs: s.blobs, Open: keys.Open, Named: keys.named, File: s.keptFile(keys.Keys), Pause: pause,
		Policy: s.policy, Now: time.Now, Foreign: s.foreign,
	}, only, report)
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// keptFile reads the file that checkpoints are written down in beside the
// database; nil where none is kept. One that is gone has no lines.
func (s *system) keptFile(keys adapter.Keys) func() ([]audit.Line, error) {
	path := s.cfg.checkpointFile()
	if path == "" {
		return nil
	}
	return func() ([]audit.Line, error) {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return []audit.Line{{Place: path, Text: foundFolder}}, nil
		}
		lines, err := adapter.CheckpointFile{Path: path, Keys: keys}.ReadWhole()
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return lines, err
	}
}

// trust are the keys that a verification goes by.
type trust struct {
	adapter.Keys
	// named are those that somebody has named or laid beside the data.
	named map[string]bool
}

// trusted are the keys that somebody names; without any, those beside the data
// and, for checkpoints from before, those that the journal of the installation
// speaks of, which prove less.
func (s *system) trusted(ctx context.Context, named []signing.Verifier) (trust, error) {
	var noted []signing.Verifier
	if len(named) == 0 {
		var err error
		if named, err = s.cfg.namedKeys(); err != nil {
			return trust{}, err
		}
		if noted, err = s.keptKeys(ctx); err != nil {
			return trust{}, err
		}
	}
	t := trust{adapter.NewKeys(append(noted, named...)...), map[string]bool{}}
	for _, key := range named {
		t.named[key.KeyID()] = true
	}
	return t, nil
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
	kept, err := adapter.CheckpointFile{Path: file, Keys: keys.Keys}.Read()
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
