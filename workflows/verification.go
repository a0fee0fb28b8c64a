package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"jiheng/activities"
)

// VerificationID is the workflow id of the nightly verification, and the id of
// its schedule.
const VerificationID = "verification"

// VerificationHour is when it runs, in UTC: three in the morning in Beijing.
const VerificationHour = 19

// Verification verifies the whole installation once (夜间核验). It gives up
// when the next one is about to begin.
func Verification(ctx workflow.Context) (activities.VerificationResult, error) {
	policy := retries()
	policy.InitialInterval, policy.MaximumInterval = time.Minute, 30*time.Minute
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout:    6 * time.Hour,
		ScheduleToCloseTimeout: 22 * time.Hour,
		HeartbeatTimeout:       time.Minute,
		RetryPolicy:            policy,
	})
	var result activities.VerificationResult
	err := workflow.ExecuteActivity(ctx, a.VerifyAll).Get(ctx, &result)
	return result, err
}
