package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/store/storetest"
)

func TestLate_findsWhateverTimeHasToDo(t *testing.T) {
	t.Parallel()
	b := running(t)
	late := func() bool {
		got, err := b.s.Late(t.Context(), time.Minute)
		require.NoError(t, err)
		return len(got) == 1 && got[0].ID == b.id
	}
	require.False(t, late(), "all is done")
	exec := func(statement string) {
		require.NoError(t, b.s.DB().Exec(statement).Error)
	}
	exec("UPDATE tasks SET next_agenda_at = now() - interval '30 seconds'")
	require.False(t, late(), "within the grace")
	exec("UPDATE tasks SET next_agenda_at = now() - interval '2 minutes'")
	require.True(t, late(), "an agenda instant")
	exec("UPDATE tasks SET next_agenda_at = NULL")

	b.formed()
	require.False(t, late())
	other := storetest.Start(t, b.s).Evaluation.ID
	exec("UPDATE stages SET opens_at = now() - interval '30 seconds' WHERE evaluation_id = '" + string(other) + "'")
	exec("UPDATE tasks SET next_agenda_at = NULL WHERE settled_at IS NULL")
	got, err := b.s.Late(t.Context(), time.Minute)
	require.NoError(t, err)
	require.Empty(t, got)
	exec("UPDATE stages SET opens_at = now() - interval '2 minutes' WHERE evaluation_id = '" + string(other) + "' AND id = 'formation'")
	got, err = b.s.Late(t.Context(), time.Minute)
	require.NoError(t, err)
	require.Len(t, got, 1, "a stage to open")
	require.Equal(t, other, got[0].ID)
}

func TestLate_findsWhatTheSystemHasToDo(t *testing.T) {
	t.Parallel()
	b := running(t).formed()
	ago := func() {
		for _, statement := range []string{
			"UPDATE evaluations SET head_at = head_at - interval '1 hour'",
			"UPDATE tasks SET opened_at = opened_at - interval '1 hour', next_agenda_at = NULL WHERE state IN ('open', 'claimed')",
		} {
			require.NoError(t, b.s.DB().Exec(statement).Error)
		}
	}
	lateAt := func(what string) {
		t.Helper()
		ago()
		got, err := b.s.Late(t.Context(), time.Minute)
		require.NoError(t, err)
		require.Len(t, got, 1, what)
	}
	// Without turning in between, so that what time has to do stays undone.
	for range 200 {
		e := b.whole()
		moves, _ := evaluation.Next(evaluation.FactsOf(e), time.Now())
		for _, m := range moves {
			switch m.Kind {
			case evaluation.MovePerform:
				lateAt("a step of the system")
			case evaluation.MoveSettle:
				lateAt("a stage to settle")
			case evaluation.MoveFinish:
				lateAt("the end")
			case evaluation.MoveOpen, evaluation.MoveTick:
			}
		}
		if len(moves) == 0 {
			if e.State == evaluation.Finished {
				break
			}
			b.serve(e)
			continue
		}
		require.NoError(t, storetest.Move(t.Context(), b.s, b.id))
	}
	require.Equal(t, evaluation.Finished, b.whole().State)
	ago()
	got, err := b.s.Late(t.Context(), time.Minute)
	require.NoError(t, err)
	require.Empty(t, got, "what is finished is never late")
}
