package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"jiheng/internal/preview"
)

// shell is what every command has: where to write, what the environment says,
// and the platform if the binary brings one.
type shell struct {
	out, err io.Writer
	platform Platform
	cfg      config
	log      *slog.Logger
	// understood tells that the command line could be read.
	understood bool
}

// becomeConverter is how this program starts itself anew to become the
// converter, shut in. It is no command for people.
const becomeConverter = "become-converter"

// Run runs one command line and gives the exit code. SIGINT and SIGTERM end it
// in good order.
func Run(args []string, out, errs io.Writer, platform Platform) int {
	if len(args) == 2 && args[0] == becomeConverter {
		_, _ = fmt.Fprintln(errs, preview.Enter(args[1])) //nolint:gosec // there are two
		return exitFailed
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	sh := &shell{out: out, err: errs, platform: platform, log: slog.New(slog.NewJSONHandler(errs, &slog.HandlerOptions{Level: slog.LevelInfo}))}
	root := sh.root()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errs)
	cmd, err := root.ExecuteContextC(ctx)
	if _, told := errors.AsType[*ExitError](err); err != nil && !told && !sh.understood {
		err = exit(exitUsage, wrongUsage(cmd, err))
	}
	return sh.exitCode(err)
}

func (sh *shell) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "jiheng",
		Short:         rootShort,
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			// The library asks for these only later, when the command seems understood.
			if err := errors.Join(cmd.ValidateRequiredFlags(), cmd.ValidateFlagGroups()); err != nil {
				return err
			}
			sh.understood = true
			cfg, err := loadConfig(os.LookupEnv)
			sh.cfg = cfg
			if err != nil {
				return exit(exitUsage, wrongEnvironment(err))
			}
			return nil
		},
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(sh.serve(), sh.worker(), sh.migrate(), sh.journal(), sh.audit(), sh.dossier(), sh.calendar(), sh.organisation(), sh.accounts(), sh.admin(), sh.key(), sh.filing(), sh.doctor(), processCommand(sh.out, sh.processPublish()), schemeCommand(sh.out), scoreCommand(sh.out), checkCommand(sh.out))
	if sh.platform != nil {
		root.AddCommand(sh.run(), sh.demo(), sh.services(), sh.onlyPostgres(), sh.onlyTemporal())
	}
	holdersRefuse(root)
	return root
}

// holdersRefuse lets every command that only holds others refuse a name that is
// none of them; the library would show its help and succeed.
func holdersRefuse(parent *cobra.Command) {
	for _, c := range parent.Commands() {
		if c.HasSubCommands() && !c.Runnable() {
			c.Args, c.RunE = cobra.ArbitraryArgs, withoutCommand
		}
		holdersRefuse(c)
	}
}

// exitCode prints an error as one sentence and gives its exit code.
func (sh *shell) exitCode(err error) int {
	if err == nil {
		return exitDone
	}
	code := exitFailed
	if e, ok := errors.AsType[*ExitError](err); ok {
		code, err = e.Code, e.Err
	}
	if err != nil {
		_, _ = fmt.Fprintln(sh.err, "jiheng: "+sh.sentence(err))
	}
	return code
}
