package store_test

import (
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/store/storetest"
)

// The largest evaluation there may be opens its stages, is found late and is
// verified like any other.
func TestTheLargestEvaluationIsCarriedThroughItsFirstStages(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	in := evaluationtest.Start()
	in.Items = nil
	for i := range evaluation.MaxItems {
		in.Items = append(in.Items, evaluation.Item{
			ID: evaluation.ItemID("project-" + strconv.Itoa(i)), Kind: evaluation.ItemProject, Title: "project " + strconv.Itoa(i),
			DepartmentID: "hotline", Amount: decimal.NewFromInt(2_000_000),
		})
	}
	r, err := s.Start(t.Context(), evaluation.Request{Actor: "office-head"}, storetest.Opening(),
		func(sit *evaluation.Situation) (evaluation.Outcome, error) {
			events, err := evaluation.Begin(sit, in)
			return evaluation.Outcome{Events: events}, err
		})
	require.NoError(t, err)
	b := &bench{t: t, s: s, id: r.Evaluation.ID}
	b.turn()
	b.formed()
	e := b.whole()
	require.Len(t, e.Tasks, 2+evaluation.MaxItems)
	task := b.live("self_check", "project-77", "submit")
	require.False(t, task.OverdueAt.IsZero(), "its deadline lies in the past")
	b.must("hotline-clerk", claim(task))
	require.Positive(t, b.enqueue())
	v, err := s.VerifyJournal(t.Context(), b.id)
	require.NoError(t, err)
	require.True(t, v.Verified())
}
