package command

import (
	"github.com/spf13/cobra"

	"jiheng/internal/process"
	"jiheng/internal/scheme"
	"jiheng/internal/store"
	"jiheng/processes"
)

// processPublish brings a version of a process into the database, as two
// administrators do on the page.
func (sh *shell) processPublish() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "publish FILE", Short: processPublishShort, Long: processPublishLong, Args: oneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			source, err := readText(args[0], process.MaxSource)
			if err != nil {
				return err
			}
			schemes, err := scheme.Load(processes.Schemes())
			if err != nil {
				return err
			}
			def, err := process.Parse("", source, lintOptions(schemes))
			if err != nil {
				return reportLint(sh.out, args[0], nil, err, process.Chinese, false)
			}
			return sh.withStore(cmd.Context(), func(s *store.Store) error {
				ref, proposed, err := s.PublishAtConsole(cmd.Context(), source, reason)
				if err != nil {
					return err
				}
				return sh.say(publishedWords(def.Title, ref.Version, proposed))
			})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", consoleReason, publishReasonFlag)
	return cmd
}
