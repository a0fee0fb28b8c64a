package policy_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

func TestTaskReadersAreThoseWhomPolicyLetsReadEveryTaskOfTheirUnit(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	readers := p.TaskReaders()
	require.NotEmpty(t, readers)
	for _, role := range policy.GrantableRoles() {
		s := standing(t, role, evaluation.RelationUnit)
		_, err := p.Authorize(s, policy.Read, "task")
		require.Equal(t, err == nil, slices.Contains(readers, role), role)
	}
}
