package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"

	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"

	"jiheng/activities"
	"jiheng/internal/evaluation"
	"jiheng/workflows"
)

// history says what evaluations cost in Temporal: one that was played, and a
// year in which nothing happens.
func (b *bench) history(context.Context) error {
	b.printf("\n## Workflow history\n\n")
	if err := b.played(); err != nil {
		return err
	}
	timers, looks, err := waitAYear()
	if err != nil {
		return err
	}
	b.printf("- a year of waiting: %d timers and %d looks at the facts; that makes %d events, of the 51,200 that a run may have\n",
		timers, looks, timers*eventsPerWake)
	return nil
}

// eventsPerWake are what a server writes when the timer of a run that waits
// fires: TimerFired, WorkflowTaskScheduled, WorkflowTaskStarted,
// WorkflowTaskCompleted, MarkerRecorded for the look, and TimerStarted.
const eventsPerWake = 6

// played reads what the demonstration left behind.
func (b *bench) played() error {
	content, err := os.ReadFile(b.options.demo)
	if errors.Is(err, fs.ErrNotExist) {
		b.printf("- the demonstration was not played yet: `make demo` writes %s\n", b.options.demo)
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the demonstration's report: %w", err)
	}
	var report struct {
		Tasks   int `json:"tasks"`
		Journal struct {
			Entries int64 `json:"entries"`
		} `json:"journal"`
		Events int64 `json:"workflow_history_events"`
	}
	if err := json.Unmarshal(content, &report); err != nil {
		return fmt.Errorf("read the demonstration's report: %w", err)
	}
	b.printf("- the demonstration: %d events for an evaluation of %d tasks and %d journal entries\n",
		report.Events, report.Tasks, report.Journal.Entries)
	return nil
}

// waitAYear runs a timeline in skipped time, in which nothing happens for a
// year, and counts what it asks of the server.
func waitAYear() (timers, looks int, err error) {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := suite.NewTestWorkflowEnvironment()
	env.SetTestTimeout(time.Minute)
	ends := env.Now().AddDate(1, 0, 0)
	workflows.Register(env, &activities.Activities{
		Store: idle{now: env.Now, ends: ends, looked: func() { looks++ }}, Now: env.Now, Log: slog.New(slog.DiscardHandler),
	})
	env.SetOnTimerScheduledListener(func(string, time.Duration) { timers++ })
	env.ExecuteWorkflow(workflows.Evaluation, workflows.EvaluationInput{Evaluation: "ev-idle"})
	if !env.IsWorkflowCompleted() {
		return 0, 0, errors.New("the timeline did not end after its year")
	}
	return timers, looks, env.GetWorkflowError()
}

// idle is an evaluation in which everybody has time (空等的评价): one stage is
// open until it is over.
type idle struct {
	activities.Store
	now    func() time.Time
	ends   time.Time
	looked func()
}

// Facts says that there is nothing to do yet.
func (i idle) Facts(context.Context, evaluation.ID) (evaluation.Facts, error) {
	i.looked()
	return evaluation.Facts{
		Finished: !i.now().Before(i.ends), Seq: 2,
		Stages: []evaluation.StageFact{{ID: "work", State: evaluation.StageActive, Live: 1}},
	}, nil
}

// EnqueueNotices says that there is nobody to tell.
func (idle) EnqueueNotices(context.Context, evaluation.ID) (int, error) { return 0, nil }
