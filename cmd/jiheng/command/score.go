package command

import (
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"jiheng/internal/declaration"
	"jiheng/internal/fault"
	"jiheng/internal/scheme"
)

// scoreCommand computes a score sheet of one unit or a cohort under a scheme.
// It needs neither a database nor Temporal.
func scoreCommand(out io.Writer) *cobra.Command {
	var name string
	var asJSON bool
	var table appraisalFlags
	cmd := &cobra.Command{
		Use: "score --scheme NAME SHEET.json", Short: scoreShort, Args: oneSheet,
		RunE: func(_ *cobra.Command, args []string) error {
			if name == "" {
				return exit(exitUsage, errNoScheme)
			}
			s, err := schemeNamed(name)
			if err != nil {
				return wrongScheme(name, err)
			}
			raw, err := readText(args[0], declaration.MaxCohortBytes)
			if err != nil {
				return err
			}
			cohort, err := declaration.ParseCohort(raw)
			if err != nil {
				return wrongSheet(args[0], err)
			}
			scores, err := cohort.Score(s)
			if err != nil {
				return wrongSheet(args[0], err)
			}
			switch {
			case table.out != "":
				return table.write(out, s, scores, cohort.Year)
			case asJSON:
				return printJSON(out, scores)
			}
			var text strings.Builder
			if err := scheme.WriteScores(&text, scores); err != nil {
				return err
			}
			_, err = io.WriteString(out, shown(text.String()))
			return err
		},
	}
	cmd.Flags().StringVar(&name, "scheme", "", schemeFlag)
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonFlag)
	cmd.Flags().StringVar(&table.out, "out", "", appraisalOutFlag)
	cmd.Flags().BoolVar(&table.force, "force", false, forceFlag)
	cmd.Flags().StringVar(&table.unit, "unit", "", appraisalUnitFlag)
	return cmd
}

func oneSheet(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return exit(exitUsage, errOneSheet)
	}
	return nil
}

// wrongSheet tells every wrong field with its path.
func wrongSheet(file string, err error) error {
	if f, ok := errors.AsType[*fault.Error](err); ok && len(f.Fields) > 0 {
		return sheetFields(file, f.Fields)
	}
	return err
}
