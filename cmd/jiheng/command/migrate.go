package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"jiheng/internal/store"
)

func (sh *shell) migrate() *cobra.Command {
	return &cobra.Command{
		Use: "migrate", Short: migrateShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if sh.cfg.owner() == "" {
				return exit(exitUsage, errNoDatabase)
			}
			if err := store.Migrate(cmd.Context(), sh.cfg.owner()); err != nil {
				return err
			}
			_, err := fmt.Fprintln(sh.out, migrateDone)
			return err
		},
	}
}
