package command

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"jiheng/internal/dossier"
)

func (sh *shell) dossier() *cobra.Command {
	parent := &cobra.Command{Use: "dossier", Short: dossierShort}
	parent.AddCommand(sh.dossierVerify())
	return parent
}

func (sh *shell) dossierVerify() *cobra.Command {
	var asJSON bool
	var expect string
	cmd := &cobra.Command{
		Use: "verify FILE.zip [OTHER.zip]", Short: dossierVerifyShort, Args: cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			var reports []dossier.Report
			sound := true
			for _, path := range args {
				report, err := verifyFile(path)
				if err != nil {
					return err
				}
				if expect != "" && path == args[0] {
					report = report.Expect(expect)
				}
				if err := sh.printReport(report, asJSON); err != nil {
					return err
				}
				reports, sound = append(reports, report), sound && report.OK()
			}
			if err := sh.printRelation(reports, sound && !asJSON); err != nil {
				return err
			}
			if !sound {
				return exit(exitUnproven, nil)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonFlag)
	cmd.Flags().StringVar(&expect, "digest", "", digestFlag)
	return cmd
}

func verifyFile(path string) (dossier.Report, error) {
	file, size, err := openPackage(path)
	if err != nil {
		return dossier.Report{}, err
	}
	defer func() { _ = file.Close() }()
	return dossier.Verify(file, size)
}

func (sh *shell) printReport(report dossier.Report, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(sh.out)
		e.SetIndent("", "  ")
		return e.Encode(report)
	}
	for _, line := range report.Lines() {
		if _, err := fmt.Fprintln(sh.out, line); err != nil {
			return err
		}
	}
	return nil
}

// printRelation says of two sound packages whether one supersedes the other.
func (sh *shell) printRelation(reports []dossier.Report, wanted bool) error {
	if !wanted || len(reports) < 2 {
		return nil
	}
	text := dossier.Relation(reports[0], reports[1])
	if text == "" {
		text = unrelatedText
	}
	_, err := fmt.Fprintln(sh.out, text)
	return err
}
