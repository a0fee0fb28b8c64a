package temporal

import (
	"context"
	"errors"
	"strconv"
	"time"

	"go.temporal.io/api/common/v1"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	servercommon "go.temporal.io/server/common"
	"google.golang.org/protobuf/types/known/durationpb"
)

// awaitService registers the namespace and returns when every part a workflow
// needs has answered. A server that has just begun refuses for a second or
// two: shards are not yet taken, the namespace is not yet in every cache.
func awaitService(ctx context.Context, cfg Config, address string) error {
	c, err := client.NewLazyClient(client.Options{HostPort: address, Namespace: cfg.Namespace, Logger: cfg.Log.With("part", "readiness")})
	if err != nil {
		return failed(err, "connect to Temporal")
	}
	defer c.Close()
	service := c.WorkflowService()
	for wait := 20 * time.Millisecond; ; wait = min(2*wait, 250*time.Millisecond) {
		err := probe(ctx, cfg, service)
		if err == nil {
			return nil
		}
		cfg.Log.DebugContext(ctx, "temporal is not ready yet", "error", err)
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return failed(errors.Join(ctx.Err(), err), "wait for Temporal")
		case <-timer.C:
		}
	}
}

func probe(ctx context.Context, cfg Config, service workflowservice.WorkflowServiceClient) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	id, err := ensureNamespace(ctx, cfg, service)
	if err != nil {
		return err
	}
	if err := probeHistory(ctx, cfg, service, id); err != nil {
		return err
	}
	_, err = service.DescribeTaskQueue(ctx, &workflowservice.DescribeTaskQueueRequest{
		Namespace: cfg.Namespace, TaskQueue: &taskqueue.TaskQueue{Name: "readiness"},
		TaskQueueType: enums.TASK_QUEUE_TYPE_WORKFLOW,
	})
	return err
}

// ensureNamespace gives the namespace's id.
func ensureNamespace(ctx context.Context, cfg Config, service workflowservice.WorkflowServiceClient) (string, error) {
	described, err := service.DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: cfg.Namespace})
	if err == nil {
		return described.GetNamespaceInfo().GetId(), nil
	}
	if _, missing := errors.AsType[*serviceerror.NamespaceNotFound](err); !missing {
		return "", err
	}
	_, err = service.RegisterNamespace(ctx, &workflowservice.RegisterNamespaceRequest{
		Namespace:                        cfg.Namespace,
		WorkflowExecutionRetentionPeriod: durationpb.New(cfg.Retention),
	})
	if _, raced := errors.AsType[*serviceerror.NamespaceAlreadyExists](err); err != nil && !raced {
		return "", err
	}
	return "", errors.New("the namespace was registered just now")
}

// probeHistory asks every shard for a workflow that does not exist.
func probeHistory(ctx context.Context, cfg Config, service workflowservice.WorkflowServiceClient, namespace string) error {
	info, err := service.GetClusterInfo(ctx, &workflowservice.GetClusterInfoRequest{})
	if err != nil {
		return err
	}
	for _, id := range oneForEachShard(namespace, info.GetHistoryShardCount()) {
		_, err := service.DescribeWorkflowExecution(ctx, &workflowservice.DescribeWorkflowExecutionRequest{
			Namespace: cfg.Namespace, Execution: &common.WorkflowExecution{WorkflowId: id},
		})
		if _, answered := errors.AsType[*serviceerror.NotFound](err); !answered {
			return errors.Join(err, errors.New("no shard answers for "+id))
		}
	}
	return nil
}

// oneForEachShard makes ids of workflows, each of which lives in another shard.
func oneForEachShard(namespace string, shards int32) []string {
	seen := make(map[int32]bool, shards)
	var ids []string
	for n := 0; len(ids) < int(shards); n++ {
		id := "readiness-" + strconv.Itoa(n)
		if shard := servercommon.WorkflowIDToHistoryShard(namespace, id, shards); !seen[shard] {
			seen[shard] = true
			ids = append(ids, id)
		}
	}
	return ids
}
