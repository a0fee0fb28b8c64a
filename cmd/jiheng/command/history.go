package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/spf13/cobra"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/serviceerror"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"google.golang.org/protobuf/encoding/protojson"

	"jiheng/internal/evaluation"
	"jiheng/internal/store"
	"jiheng/workflows"
)

const (
	// archiveEvery is how soon a run that has ended is archived, lookBackEvery
	// how often the runs before those that are open are looked for; both far
	// within any retention.
	archiveEvery  = 5 * time.Minute
	lookBackEvery = 6 * time.Hour
	archiveBatch  = 200
)

// keepHistories archives the histories of ended runs until ctx ends. Any
// number of workers may: what is archived twice is there once.
func (s *system) keepHistories(ctx context.Context, c client.Client) {
	every := time.NewTicker(archiveEvery)
	defer every.Stop()
	var looked time.Time
	for {
		running := time.Since(looked) >= lookBackEvery
		if running {
			looked = time.Now()
		}
		if err := s.archiveAll(ctx, c, running); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "histories: not all archived, trying again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

func (s *system) archiveAll(ctx context.Context, c client.Client, running bool) error {
	var failures []error
	for last := evaluation.ID(""); ; {
		ids, err := s.store.Unarchived(ctx, last, archiveBatch, running)
		if err != nil || len(ids) == 0 {
			return errors.Join(append(failures, err)...)
		}
		for _, id := range ids {
			if err := s.archive(ctx, c, id); err != nil {
				failures = append(failures, fmt.Errorf("archive history of %s: %w", id, err))
			}
		}
		last = ids[len(ids)-1]
	}
}

// archive archives the ended runs of one timeline that are not archived. The
// earliest comes first: whatever happens on the way, what is missing lies before
// none that is there.
func (s *system) archive(ctx context.Context, c client.Client, id evaluation.ID) error {
	ended, err := s.endedRuns(ctx, c, id)
	if err != nil {
		return err
	}
	for _, info := range slices.Backward(ended) {
		h, err := wholeHistory(ctx, c, info.GetExecution().GetWorkflowId(), info.GetExecution().GetRunId())
		if err != nil {
			return err
		}
		text, err := protojson.Marshal(h)
		if err != nil {
			return err
		}
		err = s.store.KeepHistory(ctx, store.Archive{
			Workflow: info.GetExecution().GetWorkflowId(), Run: info.GetExecution().GetRunId(), Evaluation: id, Status: info.GetStatus().String(),
			StartedAt: info.GetStartTime().AsTime(), ClosedAt: info.GetCloseTime().AsTime(), Events: int64(len(h.GetEvents())), History: text,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// endedRuns lists the ended runs of one timeline from the newest back to the
// first that is archived or beyond retention.
func (s *system) endedRuns(ctx context.Context, c client.Client, id evaluation.ID) ([]*workflowpb.WorkflowExecutionInfo, error) {
	var out []*workflowpb.WorkflowExecutionInfo
	workflow := workflows.EvaluationID(id)
	for run := ""; ; {
		d, err := c.DescribeWorkflowExecution(ctx, workflow, run)
		if _, gone := errors.AsType[*serviceerror.NotFound](err); gone {
			return out, nil // not started yet, or beyond retention
		}
		if err != nil {
			return nil, err
		}
		info := d.GetWorkflowExecutionInfo()
		there, err := s.store.IsArchived(ctx, workflow, info.GetExecution().GetRunId())
		if err != nil || there {
			return out, err
		}
		if info.GetStatus() != enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING {
			out = append(out, info)
		}
		first, err := c.GetWorkflowHistory(ctx, workflow, info.GetExecution().GetRunId(), false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT).Next()
		if err != nil {
			return nil, err
		}
		if run = before(first); run == "" {
			return out, nil
		}
	}
}

func wholeHistory(ctx context.Context, c client.Client, workflow, run string) (*historypb.History, error) {
	h := &historypb.History{}
	for events := c.GetWorkflowHistory(ctx, workflow, run, false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT); events.HasNext(); {
		e, err := events.Next()
		if err != nil {
			return nil, err
		}
		h.Events = append(h.Events, e)
	}
	return h, nil
}

// before gives the run that was continued as the one of a first event, "" if
// there was none.
func before(e *historypb.HistoryEvent) string {
	return e.GetWorkflowExecutionStartedEventAttributes().GetContinuedExecutionRunId()
}

func (sh *shell) auditReplay() *cobra.Command {
	var id string
	cmd := &cobra.Command{
		Use: "replay", Short: auditReplayShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return sh.withPolicy(cmd.Context(), func(s *system) error { return sh.replayAll(cmd.Context(), s, evaluation.ID(id)) })
		},
	}
	cmd.Flags().StringVar(&id, "evaluation", "", evaluationFlag)
	return cmd
}

// replayAll replays archived histories on the code of this program.
func (sh *shell) replayAll(ctx context.Context, s *system, only evaluation.ID) error {
	if err := s.store.Known(ctx, store.JournalFilter{Evaluation: only}); err != nil {
		return err
	}
	replayed, failed := 0, 0
	err := s.store.Archives(ctx, only, func(a store.Archive) error {
		replayed++
		if err := replay(a.History); err != nil {
			failed++
			_, err := fmt.Fprintln(sh.out, replayFailed(a, err))
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(sh.out, replayedAll(replayed, failed)); err != nil {
		return err
	}
	if failed > 0 {
		return exit(exitUnproven, nil)
	}
	return nil
}

func replay(history []byte) error {
	h, err := client.HistoryFromJSON(bytes.NewReader(history), client.HistoryJSONOptions{})
	if err != nil {
		return err
	}
	r := worker.NewWorkflowReplayer()
	r.RegisterWorkflow(workflows.Evaluation)
	return r.ReplayWorkflowHistory(sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler)), h)
}
