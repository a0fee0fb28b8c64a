package command

import (
	"context"
	"errors"
	"fmt"
	"os/user"
	"strings"

	"github.com/spf13/cobra"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/holiday"
	"jiheng/internal/store"
)

// importFlags are the flags of import as they are typed.
type importFlags struct {
	by, source string
	dryRun     bool
	asJSON     bool
}

func (sh *shell) calendarImport() *cobra.Command {
	var flags importFlags
	cmd := &cobra.Command{
		Use: "import FILE", Short: calendarImportShort, Args: oneCalendar,
		RunE: func(cmd *cobra.Command, args []string) error {
			content, err := readInput(args[0], holiday.MaxSize)
			if err != nil {
				return err
			}
			return sh.withStore(cmd.Context(), func(s *store.Store) error {
				return sh.importCalendar(cmd.Context(), s, args[0], content, flags)
			})
		},
	}
	cmd.Flags().BoolVar(&flags.dryRun, "dry-run", false, dryRunFlag)
	cmd.Flags().StringVar(&flags.by, "by", "", byFlag)
	cmd.Flags().StringVar(&flags.source, "source", "", sourceFlag)
	cmd.Flags().BoolVar(&flags.asJSON, "json", false, jsonFlag)
	return cmd
}

func oneCalendar(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return exit(exitUsage, errOneCalendar)
	}
	return nil
}

func (sh *shell) importCalendar(ctx context.Context, s *store.Store, file string, content []byte, flags importFlags) error {
	_, standing, err := s.CalendarInForce(ctx)
	if err != nil {
		return err
	}
	notices, err := holiday.Read(file, content, holiday.Options{Source: strings.TrimSpace(flags.source), Standing: standing})
	if list, ok := errors.AsType[*holiday.Errors](err); ok {
		return sh.reportCalendar(file, list, flags.asJSON)
	}
	if err != nil {
		return err
	}
	done, err := s.ImportCalendar(ctx, store.CalendarImport{
		Notices: notices, Source: strings.TrimSpace(flags.source), By: whoImports(flags.by), DryRun: flags.dryRun,
	})
	if fault.ReasonOf(err) == "calendar_inconsistent" { // another was imported since we looked
		return exit(exitFindings, errCalendarMoved)
	}
	if err != nil {
		return err
	}
	return sh.printImport(done, flags)
}

// calendarFinding is one problem as programs read it.
type calendarFinding struct {
	File string `json:"file"`
	holiday.Problem
	Sentence string `json:"sentence"`
}

// reportCalendar prints a line for each problem, with its place.
func (sh *shell) reportCalendar(file string, list *holiday.Errors, asJSON bool) error {
	findings := make([]calendarFinding, len(list.Problems))
	for i, p := range list.Problems {
		findings[i] = calendarFinding{file, p, p.Sentence()}
	}
	if asJSON {
		if err := printJSON(sh.out, findings); err != nil {
			return fmt.Errorf("print findings: %w", err)
		}
		return exit(exitFindings, nil)
	}
	for _, f := range findings {
		at := file
		if where := f.String(); where != "" {
			at += ":" + where
		}
		if _, err := fmt.Fprintf(sh.out, "%s: %s\n", at, f.Sentence); err != nil {
			return fmt.Errorf("print findings: %w", err)
		}
	}
	return exit(exitFindings, nil)
}

// whoImports is whom --by names, or else the login of this machine.
func whoImports(by string) string {
	if by = strings.TrimSpace(by); by != "" {
		return by
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return string(evaluation.SystemPerson)
}

func (sh *shell) printImport(done store.CalendarImported, flags importFlags) error {
	if flags.asJSON {
		v := versionView(done.CalendarVersion)
		v.Added, v.DryRun = done.Added, flags.dryRun
		return printJSON(sh.out, v)
	}
	if err := holiday.WriteChanges(sh.out, done.Before, done.After); err != nil {
		return fmt.Errorf("print changes: %w", err)
	}
	_, err := fmt.Fprintln(sh.out, importOutcome(done, flags.dryRun))
	return err
}
