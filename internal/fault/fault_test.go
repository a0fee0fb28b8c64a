package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
)

func TestAnUnknownErrorIsInternalAndKeepsItsCause(t *testing.T) {
	t.Parallel()
	cause := errors.New("connection reset")
	got := fault.As(cause)
	require.Equal(t, fault.Internal, got.Code)
	require.ErrorIs(t, got, cause)
}

func TestAWrappedFaultKeepsItsCodeAndReason(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("claim task: %w", fault.New(fault.Conflict, "task_already_claimed", "task %s", "t1").With("by", "p2"))
	require.Equal(t, fault.Conflict, fault.CodeOf(err))
	require.Equal(t, "task_already_claimed", fault.ReasonOf(err))
	require.Equal(t, "p2", fault.As(err).Params["by"])
	require.ErrorIs(t, err, fault.New(fault.Conflict, "task_already_claimed", ""))
	require.NotErrorIs(t, err, fault.New(fault.Conflict, "stale_version", ""))
}

func TestNilIsNoFault(t *testing.T) {
	t.Parallel()
	require.Nil(t, fault.As(nil))
	require.Empty(t, fault.CodeOf(nil))
	require.Empty(t, fault.ReasonOf(nil))
}

func TestEveryCodeIsListedOnce(t *testing.T) {
	t.Parallel()
	require.Len(t, fault.Codes(), 7)
}
