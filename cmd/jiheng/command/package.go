package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/audit"
	"jiheng/internal/checkpoint"
	"jiheng/internal/evaluation"
	"jiheng/internal/evidence"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/signing"
)

func (sh *shell) auditPackage() *cobra.Command {
	var out output
	cmd := &cobra.Command{
		Use: "package EVALUATION --out FILE.zip", Short: auditPackageShort, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return sh.withFiles(cmd.Context(), func(s *system) error {
				warnings, err := s.packEvidence(cmd.Context(), evaluation.ID(args[0]), out)
				if err != nil {
					return err
				}
				if err := sh.say(packageMade(out.path, keyBeside(out.path), warnings)); err != nil {
					return err
				}
				return sh.provePacked(cmd.Context(), s, evaluation.ID(args[0]), out.path)
			})
		},
	}
	out.bind(cmd)
	return cmd
}

// provePacked verifies the evaluation that was packed and the package, so that
// nobody hands on unawares what does not hold.
func (sh *shell) provePacked(ctx context.Context, s *system, id evaluation.ID, path string) error {
	keys, err := s.trusted(ctx, nil)
	if err != nil {
		return err
	}
	var lines []string
	result, err := s.verify(ctx, keys, id, func(f audit.Finding) { lines = append(lines, f.Line()) })
	if err != nil {
		return err
	}
	report, err := verifyPackage(path, keyBeside(path))
	if err != nil || result.OK() && report.OK() {
		return err
	}
	if !report.OK() {
		lines = append(lines, report.Lines()...)
	}
	if err := sh.say(strings.Join(lines, "\n")); err != nil {
		return err
	}
	return exit(exitUnproven, packageBent(int(result.Findings)+len(report.Findings)))
}

// keyBeside is where the public key of a package lies.
func keyBeside(path string) string { return strings.TrimSuffix(path, ".zip") + signing.PublicSuffix }

// packageTries is how often a package is begun anew because the journal moved
// on meanwhile.
const packageTries = 5

// packEvidence writes the package of an evaluation and its public key beside
// it, with a checkpoint that states the end of the journal, and gives what the
// package does not prove.
func (s *system) packEvidence(ctx context.Context, id evaluation.ID, out output) (warnings []string, err error) {
	if err := out.vacant(out.path, keyBeside(out.path)); err != nil {
		return nil, err
	}
	_, keys, err := s.notary(ctx)
	if err != nil {
		return nil, err
	}
	key, err := s.cfg.signingKey()
	if err != nil {
		return nil, err
	}
	scratch, err := os.MkdirTemp("", "jiheng-evidence-*")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the package: %w", err)
	}
	e := adapter.Evidence{Store: s.store, Blobs: s.blobs, Keys: keys, Scratch: scratch, Warn: func(w string) { warnings = []string{w} }}
	for range packageTries {
		if err = s.checkpoint(ctx, 0); err != nil {
			break
		}
		err = out.write(func(w io.Writer) error { return e.Pack(ctx, w, id, key) })
		if fault.ReasonOf(err) != "head_not_stated" {
			break
		}
	}
	if err := errors.Join(err, os.RemoveAll(scratch)); err != nil {
		return nil, err
	}
	public, err := signing.PublicPEM(key)
	if err != nil {
		return nil, err
	}
	err = out.beside(keyBeside(out.path), 0o644, func(w io.Writer) error { // a public key
		_, err := w.Write(public)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("write public key: %w", err)
	}
	return warnings, s.notePackage(ctx, id)
}

func (s *system) notePackage(ctx context.Context, id evaluation.ID) error {
	data, err := json.Marshal(map[string]string{"evaluation": string(id), "by": whoImports("")})
	if err != nil {
		return err
	}
	_, err = s.store.Note(ctx, journal.Entry{Type: "package_made", ActorID: string(atTheConsole), PolicyVersion: s.policy.Version(), Data: data})
	return err
}

func (sh *shell) auditVerifyPackage() *cobra.Command {
	var key string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "verify-package FILE.zip", Short: auditVerifyPackageShort, Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if key == "" {
				key = keyBeside(args[0])
			}
			report, err := verifyPackage(args[0], key)
			if err != nil {
				return err
			}
			if err := sh.printPackage(report, asJSON); err != nil {
				return err
			}
			if !report.OK() {
				return exit(exitUnproven, nil)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&key, "key", "", packageKeyFlag)
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonFlag)
	return cmd
}

// verifyPackage needs nothing but the file and the key.
func verifyPackage(path, keyFile string) (evidence.Report, error) {
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return evidence.Report{}, exit(exitUnproven, isEmpty(path)) // it was cut off
	}
	file, size, err := openPackage(path)
	if err != nil {
		return evidence.Report{}, err
	}
	defer func() { _ = file.Close() }()
	public, err := readPublicKey(keyFile)
	if err != nil {
		return evidence.Report{}, exit(exitUsage, keyUnreadable(err))
	}
	keys := adapter.NewKeys(public)
	return evidence.Verify(file, size, public, func(envelope string) (checkpoint.Checkpoint, error) {
		c, _, err := keys.Open(envelope)
		return c, err
	})
}

func (sh *shell) printPackage(report evidence.Report, asJSON bool) error {
	if asJSON {
		return printJSON(sh.out, report)
	}
	for _, line := range report.Lines() {
		if _, err := fmt.Fprintln(sh.out, line); err != nil {
			return err
		}
	}
	return nil
}

// settle is how long a finished evaluation's timeline may take to end.
const settle = 30 * time.Second
