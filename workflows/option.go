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

// short is for database work of milliseconds. A few attempts in a row ride out
// a broken connection; whatever lasts longer is the timeline's to try again, so
// that one move that fails does not hold up the rest.
func short(ctx workflow.Context) workflow.Context {
	policy := retries()
	policy.MaximumAttempts = 5
	return workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
		StartToCloseTimeout: 10 * time.Second,
		RetryPolicy:         policy,
	})
}

// outside is for slow work and work outside of the database. The server tries
// it again without a trace in the history.
func outside(ctx workflow.Context) workflow.Context {
	policy := retries()
	policy.MaximumInterval = 5 * time.Minute
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout:    10 * time.Minute,
		ScheduleToCloseTimeout: 24 * time.Hour,
		HeartbeatTimeout:       time.Minute,
		RetryPolicy:            policy,
	})
}

// retries knows which faults are final: those that the same input would meet
// again.
func retries() *temporal.RetryPolicy {
	return &temporal.RetryPolicy{
		InitialInterval:    200 * time.Millisecond,
		BackoffCoefficient: 2,
		NonRetryableErrorTypes: []string{
			string(fault.Invalid), string(fault.Unauthenticated), string(fault.Forbidden),
			string(fault.NotFound), string(fault.Conflict),
		},
	}
}
