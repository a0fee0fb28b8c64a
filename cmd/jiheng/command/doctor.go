package command

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"jiheng/internal/doctor"
	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/policy"
)

// doctorWithin bounds the whole examination; each part has less.
const doctorWithin = time.Minute

// doctor says what is wrong with an installation and how to mend it. It changes
// nothing. Exit code 1 where anything fails.
func (sh *shell) doctor() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "doctor", Short: doctorShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if sh.cfg.DatabaseURL == "" {
				return exit(exitUsage, errNoDatabase)
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), doctorWithin)
			defer cancel()
			findings, err := sh.examine(ctx)
			if err != nil {
				return err
			}
			if err := printFindingsOf(sh.out, findings, asJSON); err != nil {
				return fmt.Errorf("print findings: %w", err)
			}
			if doctor.Worst(findings) == doctor.Fail {
				return exit(exitFailed, nil)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonFlag)
	return cmd
}

// examine goes through everything that an installation stands on.
func (sh *shell) examine(ctx context.Context) ([]doctor.Finding, error) {
	rules, err := policy.New()
	if err != nil {
		return nil, err
	}
	now := time.Now()
	d, err := store.Examine(ctx, sh.cfg.DatabaseURL, time.Now)
	var out []doctor.Finding
	if err != nil {
		out = append(out, doctor.Unreachable(sh.sentence(fault.As(err))))
	} else {
		out = append(out, d.Findings(now, rules.Version(), sh.cfg.CheckpointEvery)...)
		out = append(out, sh.cfg.examineCheckpointFile(ctx))
	}
	out = append(out, sh.cfg.examineTemporal(ctx).Findings(now, d)...)
	out = append(out, sh.cfg.examineFiles(), sh.cfg.examineRoom(), sh.cfg.examineKey(), sh.cfg.examineMail(ctx))
	out = append(out, sh.cfg.examineChannels()...)
	out = append(out, sh.cfg.examinePrograms(ctx)...)
	return append(out, backupFinding()), nil
}

func printFindingsOf(out io.Writer, findings []doctor.Finding, asJSON bool) error {
	if asJSON {
		return printJSON(out, findings)
	}
	for _, f := range findings {
		if _, err := fmt.Fprintln(out, f.Line()); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(out, doctorSummary(findings))
	return err
}
