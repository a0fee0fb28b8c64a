package command

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"jiheng/internal/scheme"
	"jiheng/internal/scoring"
	"jiheng/internal/source"
	"jiheng/processes"
)

// schemeCommand lists, shows and checks scoring schemes. It needs neither a
// database nor Temporal.
func schemeCommand(out io.Writer) *cobra.Command {
	parent := &cobra.Command{Use: "scheme", Short: schemeShort}
	parent.AddCommand(schemeList(out), schemeShow(out), schemeLint(out))
	return parent
}

func schemeList(out io.Writer) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: schemeListShort, Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			c, err := scheme.Load(processes.Schemes())
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(out, c.All())
			}
			return scheme.WriteList(out, c.All())
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonFlag)
	return cmd
}

func schemeShow(out io.Writer) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "show FILE|NAME", Short: schemeShowShort, Args: oneScheme,
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := schemeNamed(args[0])
			if err != nil {
				return reportSchemeLint(out, args[0], s, err, asJSON)
			}
			if asJSON {
				return printJSON(out, s)
			}
			return scheme.WriteScheme(out, s)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonFlag)
	return cmd
}

func schemeLint(out io.Writer) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "lint FILE|NAME", Short: schemeLintShort, Args: oneScheme,
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := schemeNamed(args[0])
			return reportSchemeLint(out, args[0], s, err, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonFlag)
	return cmd
}

// oneScheme takes exactly one argument; anything else is wrong usage.
func oneScheme(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return exit(exitUsage, errOneScheme)
	}
	return nil
}

// schemeNamed reads a file, or a shipped scheme by its name: NAME for the
// newest version, NAME@VERSION for another. A file comes first.
func schemeNamed(name string) (scoring.Scheme, error) {
	text, err := readText(name, scheme.MaxSource)
	if err == nil {
		return scheme.Parse("", text)
	}
	if !isMissingFile(err) {
		return scoring.Scheme{}, err
	}
	c, err := scheme.Load(processes.Schemes())
	if err != nil {
		return scoring.Scheme{}, err
	}
	s, err := c.FindRef(name)
	if err != nil {
		return scoring.Scheme{}, exit(exitUsage, noScheme(name))
	}
	return s, nil
}

// wrongScheme tells every mistake of a scheme that something is to be scored
// by, with its place in the file.
func wrongScheme(file string, err error) error {
	if list, ok := errors.AsType[*scheme.Errors](err); ok {
		return exit(exitFailed, badScheme(file, list.Problems))
	}
	return err
}

// schemeFinding is one problem as programs read it.
type schemeFinding struct {
	File string `json:"file"`
	source.Problem
	Sentence string `json:"sentence"`
}

// reportSchemeLint prints a line for each problem, or one that there is none.
// Problems make exit code 3.
func reportSchemeLint(out io.Writer, file string, s scoring.Scheme, err error, asJSON bool) error {
	var list *scheme.Errors
	if err != nil && !errors.As(err, &list) {
		return err
	}
	findings := []schemeFinding{}
	if list != nil {
		for _, p := range list.Problems {
			findings = append(findings, schemeFinding{file, p, scheme.Sentence(p)})
		}
	}
	if err := printSchemeFindings(out, file, findings, s, asJSON); err != nil {
		return fmt.Errorf("print findings: %w", err)
	}
	if len(findings) > 0 {
		return exit(exitFindings, nil)
	}
	return nil
}

func printSchemeFindings(out io.Writer, file string, findings []schemeFinding, s scoring.Scheme, asJSON bool) error {
	if asJSON {
		return printJSON(out, findings)
	}
	for _, f := range findings {
		if _, err := fmt.Fprintf(out, "%s:%d:%d: %s\n", file, f.Line, f.Column, f.Sentence); err != nil {
			return err
		}
	}
	if len(findings) > 0 {
		return nil
	}
	_, err := fmt.Fprintln(out, scheme.NoProblems(file, s))
	return err
}
