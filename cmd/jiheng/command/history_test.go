package command

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/serviceerror"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// chainOfRuns answers as Temporal does for a timeline of several runs, of which
// the last is open; the history of one of them cannot be read for a while.
type chainOfRuns struct {
	client.Client
	runs       []string
	unreadable string
}

func (c *chainOfRuns) DescribeWorkflowExecution(_ context.Context, workflow, run string) (*workflowservice.DescribeWorkflowExecutionResponse, error) {
	last := c.runs[len(c.runs)-1]
	if run == "" {
		run = last
	}
	for _, known := range c.runs {
		if known != run {
			continue
		}
		status := enumspb.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW
		if run == last {
			status = enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING
		}
		return &workflowservice.DescribeWorkflowExecutionResponse{WorkflowExecutionInfo: &workflowpb.WorkflowExecutionInfo{
			Execution: &commonpb.WorkflowExecution{WorkflowId: workflow, RunId: run}, Status: status,
		}}, nil
	}
	return nil, serviceerror.NewNotFound("no such run")
}

func (c *chainOfRuns) GetWorkflowHistory(_ context.Context, _, run string, _ bool, _ enumspb.HistoryEventFilterType) client.HistoryEventIterator {
	before := ""
	for i, known := range c.runs {
		if known == run && i > 0 {
			before = c.runs[i-1]
		}
	}
	first := &historypb.HistoryEvent{
		EventId: 1, EventType: enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
		Attributes: &historypb.HistoryEvent_WorkflowExecutionStartedEventAttributes{
			WorkflowExecutionStartedEventAttributes: &historypb.WorkflowExecutionStartedEventAttributes{ContinuedExecutionRunId: before},
		},
	}
	second := &historypb.HistoryEvent{EventId: 2, EventType: enumspb.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED}
	return &eventsOf{events: []*historypb.HistoryEvent{first, second}, broken: run == c.unreadable}
}

// eventsOf ends in an error behind the first event where it is broken.
type eventsOf struct {
	events []*historypb.HistoryEvent
	given  int
	broken bool
}

func (e *eventsOf) HasNext() bool { return e.given < len(e.events) }

func (e *eventsOf) Next() (*historypb.HistoryEvent, error) {
	if e.broken && e.given > 0 {
		return nil, errors.New("away")
	}
	e.given++
	return e.events[e.given-1], nil
}

// What could not be archived is archived later, and never is a run archived
// before the one that it goes on from: else the earlier one would be passed over
// for good.
func TestArchive_keepsTheEarliestRunFirst(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	id := storetest.Start(t, s).Evaluation.ID
	sys := &system{store: s}
	temporal := &chainOfRuns{runs: []string{"one", "two", "three", "four"}, unreadable: "two"}
	kept := func() (runs []string) {
		require.NoError(t, s.Archives(t.Context(), id, func(a store.Archive) error {
			runs = append(runs, a.Run)
			return nil
		}))
		return runs
	}
	require.ErrorContains(t, sys.archive(t.Context(), temporal, id), "away")
	require.Equal(t, []string{"one"}, kept())
	temporal.unreadable = ""
	for range 2 {
		require.NoError(t, sys.archive(t.Context(), temporal, id))
		require.Equal(t, []string{"one", "three", "two"}, kept(), "by name; the fourth is still open")
	}
	temporal.runs = append(temporal.runs, "five")
	require.NoError(t, sys.archive(t.Context(), temporal, id))
	require.Equal(t, []string{"four", "one", "three", "two"}, kept())
}
