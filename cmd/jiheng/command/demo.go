package command

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"go.temporal.io/sdk/client"

	"jiheng/internal/demo"
	"jiheng/internal/evaluation"
	"jiheng/workflows"
)

func (sh *shell) demo() *cobra.Command {
	var flags standaloneFlags
	var day time.Duration
	cmd := &cobra.Command{
		Use: "demo", Short: demoShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if day < 100*time.Millisecond || day > 24*time.Hour {
				return exit(exitUsage, badDay(day))
			}
			if sh.cfg.owner() != "" && !flags.demo {
				return exit(exitUsage, errForeignDatabase)
			}
			return sh.playDemo(cmd.Context(), flags, day)
		},
	}
	flags.bind(cmd, "127.0.0.1:0")
	cmd.Flags().BoolVar(&flags.demo, "demo", false, runDemoFlag)
	cmd.Flags().DurationVar(&day, "day", 2*time.Second, dayFlag)
	return cmd
}

// slack is how long a demonstration may take beyond the days of its calendar.
const slack = 3 * time.Minute

// checkpointsPlayed is how often a demonstration writes checkpoints: its weeks
// pass in seconds, and the package at the end shall name one that was there
// while the case was played.
func checkpointsPlayed(every, day time.Duration) time.Duration { return min(every, 5*day) }

// playDemo runs the whole system with the driver beside it. The system's own
// log goes to a file, so that the terminal shows the play.
func (sh *shell) playDemo(ctx context.Context, flags standaloneFlags, day time.Duration) error {
	folder := filepath.Join(flags.data, "demo")
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return fmt.Errorf("make folder for the demonstration: %w", err)
	}
	logFile, err := os.Create(filepath.Join(folder, "system.log")) //nolint:gosec // in our own data folder
	if err != nil {
		return fmt.Errorf("make log file: %w", err)
	}
	defer func() { _ = logFile.Close() }()
	sh.log = slog.New(slog.NewJSONHandler(logFile, nil))
	narrator := newNarrator(sh.out)
	narrator.Say(demoStarting(logFile.Name()))
	sh.cfg.CheckpointEvery = checkpointsPlayed(sh.cfg.CheckpointEvery, day)
	began := time.Now()
	return sh.standalone(ctx, flags, func(ctx context.Context, s *system, address string) error {
		ctx, cancel := context.WithTimeout(ctx, 30*day+slack)
		defer cancel()
		narrator.Say(demoReady(address, time.Since(began)))
		report, err := demo.Run(ctx, demo.Config{
			BaseURL: "http://" + address, Day: day, Out: narrator,
			Password: func(string) string { return s.password },
		})
		if err != nil {
			return err
		}
		if report.WorkflowHistoryEvents, err = s.historyEvents(ctx, evaluation.ID(report.Evaluation)); err != nil {
			return err
		}
		path := filepath.Join(folder, "report.json")
		if err := report.Write(path); err != nil {
			return err
		}
		narrator.Result(report, path)
		return s.leaveEvidence(ctx, evaluation.ID(report.Evaluation), filepath.Join(folder, "evidence.zip"), narrator)
	})
}

// leaveEvidence leaves the evidence package of what was played, with the
// history of its workflow once that has ended.
func (s *system) leaveEvidence(ctx context.Context, id evaluation.ID, path string, narrator *narrator) error {
	c, err := client.DialContext(ctx, client.Options{HostPort: s.cfg.TemporalAddress, Namespace: s.cfg.TemporalNamespace})
	if err != nil {
		return fmt.Errorf("ask temporal for the history: %w", err)
	}
	defer c.Close()
	ended, cancel := context.WithTimeout(ctx, settle)
	defer cancel()
	_ = c.GetWorkflow(ended, workflows.EvaluationID(id), "").Get(ended, nil) // one that goes on is packed without its history
	if err := s.archive(ctx, c, id); err != nil {
		return err
	}
	packed, err := s.packEvidence(ctx, id, output{path: path, force: true})
	if err != nil {
		return err
	}
	narrator.Say(packageMade(path, keyBeside(path), packed.warnings))
	return nil
}

// historyEvents counts the events of all runs of an evaluation's timeline.
func (s *system) historyEvents(ctx context.Context, id evaluation.ID) (int64, error) {
	c, err := client.DialContext(ctx, client.Options{HostPort: s.cfg.TemporalAddress, Namespace: s.cfg.TemporalNamespace})
	if err != nil {
		return 0, fmt.Errorf("ask temporal for the history: %w", err)
	}
	defer c.Close()
	var total int64
	for run := ""; ; {
		d, err := c.DescribeWorkflowExecution(ctx, workflows.EvaluationID(id), run)
		if err != nil {
			return 0, fmt.Errorf("ask temporal for the history: %w", err)
		}
		info := d.GetWorkflowExecutionInfo()
		total += info.GetHistoryLength()
		run = s.runBefore(ctx, c, workflows.EvaluationID(id), info.GetExecution().GetRunId())
		if run == "" {
			return total, nil
		}
	}
}

// runBefore gives the run that was continued as the given one, "" if it was
// the first.
func (s *system) runBefore(ctx context.Context, c client.Client, id, run string) string {
	events := c.GetWorkflowHistory(ctx, id, run, false, 0)
	if !events.HasNext() {
		return ""
	}
	first, err := events.Next()
	if err != nil {
		return ""
	}
	return first.GetWorkflowExecutionStartedEventAttributes().GetContinuedExecutionRunId()
}
