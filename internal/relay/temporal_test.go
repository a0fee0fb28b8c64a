package relay_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/grpc"

	"jiheng/internal/evaluation"
	"jiheng/internal/relay"
)

// frontend answers what a test wants, and remembers what it was asked.
type frontend struct {
	client.Client

	err     error
	status  enumspb.WorkflowExecutionStatus
	started client.StartWorkflowOptions
	input   []any
	signal  *workflowservice.SignalWorkflowExecutionRequest
}

// WorkflowService implements client.Client.
func (f *frontend) WorkflowService() workflowservice.WorkflowServiceClient {
	return &service{frontend: f}
}

// service is the frontend as its clients call it.
type service struct {
	workflowservice.WorkflowServiceClient

	frontend *frontend
}

// ExecuteWorkflow implements client.Client.
func (f *frontend) ExecuteWorkflow(_ context.Context, o client.StartWorkflowOptions, _ any, input ...any) (client.WorkflowRun, error) {
	f.started, f.input = o, input
	return nil, f.err
}

// SignalWorkflowExecution implements workflowservice.WorkflowServiceClient.
func (s *service) SignalWorkflowExecution(_ context.Context, r *workflowservice.SignalWorkflowExecutionRequest, _ ...grpc.CallOption) (*workflowservice.SignalWorkflowExecutionResponse, error) {
	s.frontend.signal = r
	return nil, s.frontend.err
}

// DescribeWorkflowExecution implements client.Client.
func (f *frontend) DescribeWorkflowExecution(context.Context, string, string) (*workflowservice.DescribeWorkflowExecutionResponse, error) {
	return &workflowservice.DescribeWorkflowExecutionResponse{
		WorkflowExecutionInfo: &workflowpb.WorkflowExecutionInfo{Status: f.status},
	}, f.err
}

func temporal(f *frontend) *relay.Temporal {
	return &relay.Temporal{
		Client: f, Namespace: "n", TaskQueue: "q", Signal: "s", Workflow: "w",
		WorkflowID: func(id evaluation.ID) string { return "evaluation:" + string(id) },
		Input:      func(id evaluation.ID) any { return id },
	}
}

func TestTemporal_Start_keeps_a_run_that_is_open(t *testing.T) {
	t.Parallel()
	f := &frontend{}
	require.NoError(t, temporal(f).Start(t.Context(), "e"))
	require.Equal(t, "evaluation:e", f.started.ID)
	require.Equal(t, "q", f.started.TaskQueue)
	require.Equal(t, enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING, f.started.WorkflowIDConflictPolicy)
	require.Equal(t, enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE, f.started.WorkflowIDReusePolicy)
	require.Equal(t, []any{evaluation.ID("e")}, f.input)

	f.err = serviceerror.NewUnavailable("away")
	require.ErrorIs(t, temporal(f).Start(t.Context(), "e"), f.err)
}

func TestTemporal_Tell_can_be_told_apart_by_seq_and_Wake_by_nothing(t *testing.T) {
	t.Parallel()
	f := &frontend{}
	require.NoError(t, temporal(f).Tell(t.Context(), "e", 7))
	require.Equal(t, "e:7", f.signal.GetRequestId())
	require.Equal(t, "evaluation:e", f.signal.GetWorkflowExecution().GetWorkflowId())
	require.Empty(t, f.signal.GetWorkflowExecution().GetRunId(), "whatever run is open")
	require.Equal(t, "n", f.signal.GetNamespace())
	require.Equal(t, "s", f.signal.GetSignalName())
	require.NoError(t, temporal(f).Wake(t.Context(), "e"))
	require.Empty(t, f.signal.GetRequestId())
}

func TestTemporal_tells_a_run_that_is_gone_from_a_server_that_is_away(t *testing.T) {
	t.Parallel()
	calls := map[string]func(*relay.Temporal) error{
		"tell": func(x *relay.Temporal) error { return x.Tell(t.Context(), "e", 1) },
		"wake": func(x *relay.Temporal) error { return x.Wake(t.Context(), "e") },
	}
	for name, call := range calls {
		require.ErrorIs(t, call(temporal(&frontend{err: serviceerror.NewNotFound("gone")})), relay.ErrNotRunning, name)
		for _, err := range []error{serviceerror.NewUnavailable("away"), serviceerror.NewNamespaceNotFound("n"), errors.New("x")} {
			got := call(temporal(&frontend{err: err}))
			require.ErrorIs(t, got, err, name)
			require.NotErrorIs(t, got, relay.ErrNotRunning, name)
		}
	}
}

func TestTemporal_Running_knows_open_runs_only(t *testing.T) {
	t.Parallel()
	for number, name := range enumspb.WorkflowExecutionStatus_name {
		status := enumspb.WorkflowExecutionStatus(number)
		running, err := temporal(&frontend{status: status}).Running(t.Context(), "e")
		require.NoError(t, err)
		require.Equal(t, status == enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING, running, name)
	}
	running, err := temporal(&frontend{err: serviceerror.NewNotFound("never started")}).Running(t.Context(), "e")
	require.NoError(t, err)
	require.False(t, running)
	_, err = temporal(&frontend{err: serviceerror.NewUnavailable("away")}).Running(t.Context(), "e")
	require.Error(t, err)
}
