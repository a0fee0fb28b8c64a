package activitytest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/activities/activitytest"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/store/storetest"
)

func TestTheStoreInMemoryConforms(t *testing.T) {
	t.Parallel()
	activitytest.Conform(t, func(t *testing.T) activitytest.Subject {
		t.Helper()
		m := activitytest.NewMemory(time.Now)
		c := evaluationtest.New(t)
		require.NoError(t, m.Begin(c))
		id := c.Evaluation.ID
		return activitytest.Subject{Store: m, ID: id, Whole: func() *evaluation.Evaluation { return m.Evaluation(id) }}
	})
}

func TestTheStoreOnPostgreSQLConforms(t *testing.T) {
	t.Parallel()
	activitytest.Conform(t, func(t *testing.T) activitytest.Subject {
		t.Helper()
		s := storetest.Open(t)
		id := storetest.Start(t, s).Evaluation.ID
		return activitytest.Subject{Store: s, ID: id, Whole: func() *evaluation.Evaluation {
			e, err := s.Whole(t.Context(), id)
			require.NoError(t, err)
			return e
		}}
	})
}
