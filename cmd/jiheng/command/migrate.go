package command

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"jiheng/internal/store"
)

func (sh *shell) migrate() *cobra.Command {
	var withDemo bool
	cmd := &cobra.Command{
		Use: "migrate", Short: migrateShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if sh.cfg.owner() == "" {
				return exit(exitUsage, errNoDatabase)
			}
			if err := store.Migrate(cmd.Context(), sh.cfg.owner()); err != nil {
				return err
			}
			if _, err := fmt.Fprintln(sh.out, migrateDone); err != nil || !withDemo {
				return err
			}
			return sh.seedDemo(cmd.Context())
		},
	}
	cmd.Flags().BoolVar(&withDemo, "demo", false, demoFlag)
	return cmd
}

// seedDemo brings in the demonstration's organisation, with the password that
// the environment gives or one that is made and kept in the data folder.
func (sh *shell) seedDemo(ctx context.Context) error {
	s, err := openDatabase(ctx, sh.cfg, sh.log)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if err := os.MkdirAll(sh.cfg.DataDir, 0o750); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	return s.seed(ctx, filepath.Join(sh.cfg.DataDir, "accounts.txt"))
}
