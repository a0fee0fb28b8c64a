package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/store/storetest"
)

func TestStart_writesTheFirstEntryAndTheRows(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	r := storetest.Start(t, s)
	require.Len(t, r.Events, 1)
	require.EqualValues(t, 1, r.Seq)
	require.False(t, r.Replayed)

	e, err := s.Whole(t.Context(), r.Evaluation.ID)
	require.NoError(t, err)
	require.Equal(t, r.Evaluation.Stages, e.Stages)
	require.Len(t, e.Items, 4)
	require.Equal(t, evaluation.PersonID("office-head"), e.Initiator)

	replayed, err := s.Replay(t.Context(), e.ID, 0)
	require.NoError(t, err)
	require.Equal(t, replayed.Stages, e.Stages)
	require.Equal(t, replayed.StartedAt, e.StartedAt)

	facts, err := s.Facts(t.Context(), e.ID)
	require.NoError(t, err)
	require.Equal(t, evaluation.FactsOf(e), facts)
}

func TestUpdate_claims(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	r := storetest.Start(t, s)
	require.NoError(t, storetest.Turn(t.Context(), s, r.Evaluation.ID))
	e, err := s.Whole(t.Context(), r.Evaluation.ID)
	require.NoError(t, err)
	require.Len(t, e.Tasks, 1)

	task := e.Tasks[0].ID
	claim := storetest.Apply(evaluation.Command{Action: evaluation.Claim, Task: task})
	got, err := s.Update(t.Context(), evaluation.Request{Task: task, Actor: "office-head"}, claim)
	require.NoError(t, err)
	require.Equal(t, evaluation.StateClaimed, got.Evaluation.Task(task).State)

	_, err = s.Update(t.Context(), evaluation.Request{Task: task, Actor: "office-clerk"}, claim)
	require.Equal(t, "task_already_claimed", fault.ReasonOf(err))
	require.Equal(t, "office-head", fault.As(err).Params["by"])
}
