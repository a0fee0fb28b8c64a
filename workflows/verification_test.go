package workflows_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/testsuite"

	"jiheng/activities"
	"jiheng/internal/fault"
	"jiheng/workflows"
)

// auditor cannot reach the database at first.
type auditor struct{ away int }

func (a *auditor) VerifyAll(context.Context) (activities.VerificationResult, error) {
	if a.away > 0 {
		a.away--
		return activities.VerificationResult{}, fault.New(fault.Unavailable, "database_unavailable", "away")
	}
	return activities.VerificationResult{Entries: 7, Findings: 1}, nil
}

func TestVerification_triesUntilItCouldVerify(t *testing.T) {
	t.Parallel()
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestWorkflowEnvironment()
	who := &auditor{away: 5}
	env.RegisterActivity(&activities.Activities{Auditor: who})
	env.ExecuteWorkflow(workflows.Verification)
	require.NoError(t, env.GetWorkflowError())
	var result activities.VerificationResult
	require.NoError(t, env.GetWorkflowResult(&result))
	require.Equal(t, activities.VerificationResult{Entries: 7, Findings: 1}, result, "what is found is a result and no failure")
	require.Zero(t, who.away)
}
