package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"jiheng/activities"
	"jiheng/internal/fault"
)

// a is never called: it names the activities so that the compiler checks
// their arguments.
var a *activities.Activities

// short is for database work of milliseconds, done again until it succeeds.
func short(ctx workflow.Context) workflow.Context {
	return workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
		StartToCloseTimeout:    30 * time.Second,
		ScheduleToCloseTimeout: 24 * time.Hour,
		RetryPolicy:            retries(),
	})
}

// outside is for slow work and work outside of the database.
func outside(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout:    10 * time.Minute,
		ScheduleToCloseTimeout: 24 * time.Hour,
		HeartbeatTimeout:       time.Minute,
		RetryPolicy:            retries(),
	})
}

// retries knows which faults are final: those that the same input would meet
// again.
func retries() *temporal.RetryPolicy {
	return &temporal.RetryPolicy{
		InitialInterval:    200 * time.Millisecond,
		BackoffCoefficient: 2,
		MaximumInterval:    time.Minute,
		NonRetryableErrorTypes: []string{
			string(fault.Invalid), string(fault.Unauthenticated), string(fault.Forbidden),
			string(fault.NotFound), string(fault.Conflict),
		},
	}
}
