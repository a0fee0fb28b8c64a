package workflows

import "go.temporal.io/sdk/worker"

// Register gives a worker everything it can run.
func Register(r worker.Registry, acts any) {
	r.RegisterWorkflow(Evaluation)
	r.RegisterWorkflow(Verification)
	r.RegisterActivity(acts)
}
