package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
)

func TestInvariantsHoldWhateverPeopleAndTimeDo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k := newWalk(t)
		k.steps(rapid.IntRange(1, 60).Draw(t, "steps"))
		k.c.Turn()
		k.w.atRest()
	})
}

func TestFromAnywhereTheEndCanBeReached(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k := newWalk(t)
		k.steps(rapid.IntRange(0, 40).Draw(t, "steps"))
		if k.c.Evaluation.State == evaluation.Terminated {
			return
		}
		k.c.Finished()
		require.Equal(t, evaluation.Finished, k.c.Evaluation.State)
		for _, task := range k.c.Evaluation.Tasks {
			require.False(t, task.State.Live(), "%s is left over", task.ID)
		}
	})
}
