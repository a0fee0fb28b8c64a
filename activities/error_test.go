package activities_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"

	"jiheng/activities"
	"jiheng/activities/activitytest"
	"jiheng/internal/fault"
)

// retried says of every code whether trying again can help.
func retried() map[fault.Code]bool {
	return map[fault.Code]bool{
		fault.Invalid: false, fault.Unauthenticated: false, fault.Forbidden: false, fault.NotFound: false,
		fault.Conflict: false, fault.Unavailable: true, fault.Internal: true,
	}
}

func TestEveryFaultReachesTheWorkflowAndComesBack(t *testing.T) {
	t.Parallel()
	require.Len(t, retried(), len(fault.Codes()))
	for _, code := range fault.Codes() {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			field := fault.Field{Name: "figures.3", Reason: "number_invalid", Params: map[string]string{"most": "3"}}
			b.store.Fail(activitytest.Facts, fmt.Errorf("read: %w", fault.New(code, "some_reason", "secret of the house").WithFields(field)))
			_, err := b.env.ExecuteActivity(b.acts.Facts, b.id)

			app, ok := errors.AsType[*temporal.ApplicationError](err)
			require.True(t, ok, "%v", err)
			require.Equal(t, string(code), app.Type())
			require.Equal(t, retried()[code], !app.NonRetryable())
			back := activities.FromTemporal(err)
			require.Equal(t, code, back.Code)
			require.Equal(t, "some_reason", back.Reason)
			require.Equal(t, []fault.Field{field}, back.Fields)
			require.ErrorIs(t, back, err, "the cause is kept for the log")
		})
	}
}

func TestWhatIsNoFaultIsInternalAndRetried(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.store.Fail(activitytest.Facts, errors.New("a plain error"))
	_, err := b.env.ExecuteActivity(b.acts.Facts, b.id)
	app, ok := errors.AsType[*temporal.ApplicationError](err)
	require.True(t, ok)
	require.Equal(t, string(fault.Internal), app.Type())
	require.False(t, app.NonRetryable())
	require.Equal(t, fault.Internal, activities.FromTemporal(err).Code)
}

func TestFromTemporal_of_what_no_activity_said(t *testing.T) {
	t.Parallel()
	require.Nil(t, activities.FromTemporal(nil))
	for name, err := range map[string]error{
		"a plain error":   errors.New("plain"),
		"a timeout":       temporal.NewHeartbeatTimeoutError(),
		"another type":    temporal.NewApplicationError("x", "SomethingElse"),
		"no details":      temporal.NewApplicationError("x", "internal"),
		"a cancelled one": temporal.NewCanceledError(),
	} {
		require.Equal(t, fault.Internal, activities.FromTemporal(err).Code, name)
	}
}
