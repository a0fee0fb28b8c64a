package command

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"jiheng/internal/evaluation"
)

func (sh *shell) journal() *cobra.Command {
	parent := &cobra.Command{Use: "journal", Short: journalShort}
	parent.AddCommand(sh.journalVerify())
	return parent
}

func (sh *shell) journalVerify() *cobra.Command {
	return &cobra.Command{
		Use: "verify EVALUATION", Short: journalVerifyShort, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := open(cmd.Context(), sh.cfg, sh.log)
			if err != nil {
				return err
			}
			defer func() { _ = s.Close() }()
			v, err := s.store.VerifyJournal(cmd.Context(), evaluation.ID(args[0]))
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
}
