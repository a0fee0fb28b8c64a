package relay

import (
	"context"
	"errors"
	"fmt"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"jiheng/internal/evaluation"
)

// Temporal is the Timeline of a Temporal namespace.
type Temporal struct {
	Client    client.Client
	Namespace string
	TaskQueue string
	// WorkflowID and Workflow name the timeline's workflow; Signal is the call
	// it answers.
	WorkflowID func(evaluation.ID) string
	Workflow   any
	Input      func(evaluation.ID) any
	Signal     string
}

const callTimeout = 10 * time.Second

// Start starts the workflow. A run that is open is kept. One that ended is
// followed by a new one, however it ended: whoever asks has an evaluation that
// is not finished, as after the database was restored to an earlier instant.
func (t *Temporal) Start(ctx context.Context, id evaluation.ID) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err := t.Client.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID:                       t.WorkflowID(id),
		TaskQueue:                t.TaskQueue,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
	}, t.Workflow, t.Input(id))
	if err != nil {
		return fmt.Errorf("start timeline of %s: %w", id, err)
	}
	return nil
}

// Tell sends the signal with a request id made from evaluation and seq, so
// that the server drops a repetition.
func (t *Temporal) Tell(ctx context.Context, id evaluation.ID, seq int64) error {
	return t.signal(ctx, id, fmt.Sprintf("%s:%d", id, seq))
}

// Wake sends the signal without a request id: the server drops none of these.
func (t *Temporal) Wake(ctx context.Context, id evaluation.ID) error {
	return t.signal(ctx, id, "")
}

func (t *Temporal) signal(ctx context.Context, id evaluation.ID, requestID string) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err := t.Client.WorkflowService().SignalWorkflowExecution(ctx, &workflowservice.SignalWorkflowExecutionRequest{
		Namespace:         t.Namespace,
		WorkflowExecution: &commonpb.WorkflowExecution{WorkflowId: t.WorkflowID(id)},
		SignalName:        t.Signal,
		RequestId:         requestID,
		Identity:          "jiheng-relay",
	})
	if _, gone := errors.AsType[*serviceerror.NotFound](err); gone {
		return fmt.Errorf("tell timeline of %s: %w", id, ErrNotRunning)
	}
	if err != nil {
		return fmt.Errorf("tell timeline of %s: %w", id, err)
	}
	return nil
}

// Running describes the workflow; one that was never started is not running.
func (t *Temporal) Running(ctx context.Context, id evaluation.ID) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	d, err := t.Client.DescribeWorkflowExecution(ctx, t.WorkflowID(id), "")
	if _, gone := errors.AsType[*serviceerror.NotFound](err); gone {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("describe timeline of %s: %w", id, err)
	}
	return d.GetWorkflowExecutionInfo().GetStatus() == enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING, nil
}
