package command

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
)

func (sh *shell) journal() *cobra.Command {
	parent := &cobra.Command{Use: "journal", Short: journalShort}
	parent.AddCommand(sh.journalVerify())
	return parent
}

func (sh *shell) journalVerify() *cobra.Command {
	var pack string
	cmd := &cobra.Command{
		Use: "verify EVALUATION", Short: journalVerifyShort, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := openDatabase(cmd.Context(), sh.cfg, sh.log)
			if err != nil {
				return err
			}
			defer func() { _ = s.Close() }()
			anchors, err := s.anchors(cmd.Context(), evaluation.ID(args[0]), pack)
			if err != nil {
				return err
			}
			v, err := s.store.VerifyJournal(cmd.Context(), evaluation.ID(args[0]), anchors...)
			if err != nil {
				return err
			}
			if err := json.NewEncoder(sh.out).Encode(v); err != nil {
				return fmt.Errorf("print verification: %w", err)
			}
			if !v.Verified() {
				return exit(exitUnproven, nil)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&pack, "package", "", packageFlag)
	return cmd
}

// anchors gives what the journal is held against: the sealed dossier in the
// database and, better, a package that somebody else has kept.
func (s *system) anchors(ctx context.Context, id evaluation.ID, pack string) ([]journal.Head, error) {
	e, err := s.store.Sealed(ctx, id)
	if err != nil {
		return nil, err
	}
	anchors, err := adapter.Anchors(e)
	if err != nil {
		return nil, exit(exitUnproven, manifestDamaged(id))
	}
	if pack == "" {
		return anchors, nil
	}
	report, err := verifyFile(pack)
	if err != nil {
		return nil, err
	}
	if !report.OK() {
		return nil, exit(exitUnproven, packageUnsound(pack))
	}
	kept, err := adapter.Anchor(report.Manifest)
	return append(anchors, kept...), err
}
