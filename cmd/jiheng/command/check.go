package command

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"jiheng/internal/fault"
	"jiheng/internal/table"
)

// checkCommand holds the figures of a published table against each other. It
// needs neither a database nor Temporal.
func checkCommand(out io.Writer) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "check FILE.json", Short: checkShort, Args: oneTable,
		RunE: func(_ *cobra.Command, args []string) error {
			source, err := readText(args[0], table.MaxBytes)
			if err != nil {
				return err
			}
			read, err := table.Read(source)
			if err != nil {
				return exit(exitFailed, badTable(args[0], fault.As(err)))
			}
			return reportTable(out, args[0], read.Check(), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonFlag)
	return cmd
}

func oneTable(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return exit(exitUsage, errOneTable)
	}
	return nil
}

// reportTable prints a line for each finding and one that sums up. Findings
// make exit code 3.
func reportTable(out io.Writer, file string, findings []table.Finding, asJSON bool) error {
	if err := printTable(out, file, findings, asJSON); err != nil {
		return fmt.Errorf("print findings: %w", err)
	}
	if len(findings) > 0 {
		return exit(exitFindings, nil)
	}
	return nil
}

func printTable(out io.Writer, file string, findings []table.Finding, asJSON bool) error {
	if asJSON {
		return printJSON(out, findings)
	}
	for _, f := range findings {
		if _, err := fmt.Fprintln(out, oneLine(tableLine(f))); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(out, oneLine(tableSummary(file, len(findings))))
	return err
}
