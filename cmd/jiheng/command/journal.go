package command

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/audit"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/internal/store"
)

func (sh *shell) journal() *cobra.Command {
	parent := &cobra.Command{Use: "journal", Short: journalShort}
	parent.AddCommand(sh.journalVerify())
	return parent
}

func (sh *shell) journalVerify() *cobra.Command {
	var pack string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "verify EVALUATION", Short: journalVerifyShort, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			kept, err := keptHeads(pack)
			if err != nil {
				return err
			}
			return sh.withStore(cmd.Context(), func(s *store.Store) error {
				return sh.verifyJournal(cmd.Context(), s, evaluation.ID(args[0]), kept, asJSON)
			})
		},
	}
	cmd.Flags().StringVar(&pack, "package", "", packageFlag)
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonFlag)
	return cmd
}

// verifyJournal holds the journal against the sealed dossiers in the database
// and, better, against what a package says that somebody else has kept.
func (sh *shell) verifyJournal(ctx context.Context, s *store.Store, id evaluation.ID, kept []journal.Head, asJSON bool) error {
	e, err := s.Sealed(ctx, id)
	if err != nil {
		return err
	}
	anchors, err := adapter.Anchors(e)
	if err != nil {
		return exit(exitUnproven, manifestDamaged(id))
	}
	j, err := adapter.Audit{Store: s}.Journal(ctx, id, func(audit.Moment) {}, append(anchors, kept...))
	if err != nil {
		return err
	}
	if err := sh.printJournal(verifiedJournal{j.Verified(), j.Entries, j.Head, j.Findings(id)}, asJSON); err != nil {
		return fmt.Errorf("print verification: %w", err)
	}
	if !j.Verified() {
		return exit(exitUnproven, nil)
	}
	return nil
}

// verifiedJournal is what came of it, as programs read it.
type verifiedJournal struct {
	Verified bool            `json:"verified"`
	Entries  int64           `json:"entries"`
	Head     journal.Head    `json:"head"`
	Findings []audit.Finding `json:"findings"`
}

func (sh *shell) printJournal(v verifiedJournal, asJSON bool) error {
	if asJSON {
		return printJSON(sh.out, v)
	}
	for _, f := range v.Findings {
		if err := sh.say(f.Line()); err != nil {
			return err
		}
	}
	return sh.say(journalVerified(v))
}

// keptHeads gives the end of the journal that a kept package names; without a
// package, nothing.
func keptHeads(pack string) ([]journal.Head, error) {
	if pack == "" {
		return nil, nil
	}
	report, err := verifyFile(pack)
	if err != nil {
		return nil, err
	}
	if !report.OK() {
		return nil, exit(exitUnproven, packageUnsound(pack))
	}
	return adapter.Anchor(report.Manifest)
}
