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
	"jiheng/internal/store"
)

func (sh *shell) auditPackage() *cobra.Command {
	var out output
	cmd := &cobra.Command{
		Use: "package EVALUATION --out FILE.zip", Short: auditPackageShort, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return sh.withFiles(cmd.Context(), func(s *system) error {
				return sh.packProven(cmd.Context(), s, evaluation.ID(args[0]), out)
			})
		},
	}
	out.bind(cmd)
	return cmd
}

// packProven packs an evaluation with what its verification found, and says
// that too, so that nobody hands on unawares what does not hold. What was bent
// so that it cannot be packed is refused with the reason.
func (sh *shell) packProven(ctx context.Context, s *system, id evaluation.ID, out output) error {
	p, err := s.packEvidence(ctx, id, out)
	if n := len(p.verified.Findings); err != nil && n > 0 {
		return errors.Join(sh.say(strings.Join(p.verified.Findings, "\n")), exit(exitUnproven, packageRefused(n, sh.sentence(err))))
	}
	if err != nil {
		return err
	}
	if err := sh.say(packageMade(out.path, keyBeside(out.path), p.warnings)); err != nil {
		return err
	}
	report, err := verifyPackage(out.path, keyBeside(out.path))
	if err != nil || report.OK() {
		return err
	}
	return errors.Join(sh.say(strings.Join(report.Lines(), "\n")), exit(exitUnproven, packageBent(len(report.Findings))))
}

// keyBeside is where the public key of a package lies.
func keyBeside(path string) string { return strings.TrimSuffix(path, ".zip") + signing.PublicSuffix }

// packageTries is how often a package is begun anew because the journal moved
// on meanwhile.
const packageTries = 5

// packing is what packing an evaluation came to.
type packing struct {
	verified evidence.Verification
	// warnings are what the package does not prove.
	warnings []string
}

// packEvidence verifies an evaluation and writes its package and the public key
// beside it, with a checkpoint that states the end of the journal.
func (s *system) packEvidence(ctx context.Context, id evaluation.ID, out output) (p packing, err error) {
	if err := out.vacant(out.path, keyBeside(out.path)); err != nil {
		return p, err
	}
	if p.verified, err = s.verified(ctx, id); err != nil {
		return p, err
	}
	_, keys, err := s.notary(ctx)
	if err != nil {
		return p, err
	}
	key, err := s.cfg.signingKey()
	if err != nil {
		return p, err
	}
	scratch, err := os.MkdirTemp("", "jiheng-evidence-*")
	if err != nil {
		return p, fmt.Errorf("make a folder for the package: %w", err)
	}
	e := adapter.Evidence{Store: s.store, Blobs: s.blobs, Keys: keys, Scratch: scratch, Warn: func(w string) { p.warnings = []string{w} }}
	for range packageTries {
		if err = s.checkpoint(ctx, 0); err != nil {
			break
		}
		err = out.write(func(w io.Writer) error { return e.Pack(ctx, w, id, key, p.verified) })
		if fault.ReasonOf(err) != "head_not_stated" {
			break
		}
	}
	if err := errors.Join(err, os.RemoveAll(scratch)); err != nil {
		return p, err
	}
	if err := out.key(key); err != nil {
		return p, err
	}
	return p, s.notePackage(ctx, id)
}

// key writes the public key beside a package.
func (o *output) key(key signing.Signer) error {
	public, err := signing.PublicPEM(key)
	if err != nil {
		return err
	}
	err = o.beside(keyBeside(o.path), 0o644, func(w io.Writer) error { // a public key
		_, err := w.Write(public)
		return err
	})
	if err != nil {
		return fmt.Errorf("write public key: %w", err)
	}
	return nil
}

// verified verifies an evaluation as its package says it.
func (s *system) verified(ctx context.Context, id evaluation.ID) (evidence.Verification, error) {
	if err := s.store.Known(ctx, store.JournalFilter{Evaluation: id}); err != nil {
		return evidence.Verification{}, err
	}
	keys, err := s.trusted(ctx, nil)
	if err != nil {
		return evidence.Verification{}, err
	}
	var found []audit.Finding
	result, err := s.verify(ctx, keys, id, func(f audit.Finding) { found = append(found, f) })
	return adapter.Verified(id, result, found), err
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
