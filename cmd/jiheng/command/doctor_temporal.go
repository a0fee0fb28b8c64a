package command

import (
	"context"
	"errors"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"

	"jiheng/internal/doctor"
	"jiheng/workflows"
)

const temporalWithin = 10 * time.Second

// examineTemporal asks Temporal what is there.
func (c config) examineTemporal(ctx context.Context) doctor.Temporal {
	t := doctor.Temporal{Address: c.TemporalAddress, Namespace: c.TemporalNamespace, Queue: workflows.TaskQueue}
	ctx, cancel := context.WithTimeout(ctx, temporalWithin)
	defer cancel()
	caller, err := client.NewLazyClient(client.Options{HostPort: c.TemporalAddress, Namespace: c.TemporalNamespace, Logger: silent{}})
	if err != nil {
		t.Err = err
		return t
	}
	defer caller.Close()
	if _, t.Err = caller.CheckHealth(ctx, &client.CheckHealthRequest{}); t.Err != nil {
		return t
	}
	described, err := caller.WorkflowService().DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: c.TemporalNamespace})
	if _, missing := errors.AsType[*serviceerror.NamespaceNotFound](err); missing {
		t.NamespaceErr = err
		return t
	}
	if err != nil {
		t.Err = err
		return t
	}
	t.Retention = described.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration()
	t.Workflows, t.Err = pollers(ctx, caller, enumspb.TASK_QUEUE_TYPE_WORKFLOW, &t.LastPoll)
	if t.Err == nil {
		t.Activities, t.Err = pollers(ctx, caller, enumspb.TASK_QUEUE_TYPE_ACTIVITY, &t.LastPoll)
	}
	if _, err := caller.ScheduleClient().GetHandle(ctx, workflows.VerificationID).Describe(ctx); err != nil {
		t.Missing = append(t.Missing, workflows.VerificationID)
	}
	return t
}

// pollers counts who asks for work, and when somebody asked last.
func pollers(ctx context.Context, c client.Client, kind enumspb.TaskQueueType, last *time.Time) (int, error) {
	queue, err := c.DescribeTaskQueue(ctx, workflows.TaskQueue, kind)
	if err != nil {
		return 0, err
	}
	for _, p := range queue.GetPollers() {
		if at := p.GetLastAccessTime().AsTime(); at.After(*last) {
			*last = at
		}
	}
	return len(queue.GetPollers()), nil
}

// silent says nothing: what goes wrong is a finding.
type silent struct{}

var _ log.Logger = silent{}

// Debug says nothing.
func (silent) Debug(string, ...any) {}

// Info says nothing.
func (silent) Info(string, ...any) {}

// Warn says nothing.
func (silent) Warn(string, ...any) {}

// Error says nothing.
func (silent) Error(string, ...any) {}
