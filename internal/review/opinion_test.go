package review_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/review"
	"jiheng/internal/scoring"
)

func TestNobodyGivesMoreThanAHundredOfAnUnknownTable(t *testing.T) {
	t.Parallel()
	f := review.Filing{State: review.Accepted, DeclaredTotal: "97"}
	_, err := f.Assess(scoring.ByFinance, "clerk", []review.ItemPoints{{Item: 1, Points: "190", Reason: "x"}}, "", nil, time.Now())
	require.Equal(t, "score_above_full", fault.ReasonOf(err))
	_, err = f.Assess(scoring.ByFinance, "clerk", []review.ItemPoints{{Item: 1, Points: "100", Reason: "x"}}, "", nil, time.Now())
	require.NoError(t, err)
	f.DeclaredTotal = "104" // with a bonus
	_, err = f.Assess(scoring.ByFinance, "clerk", []review.ItemPoints{{Item: 1, Points: "103", Reason: "x"}}, "", nil, time.Now())
	require.NoError(t, err)
}

// The execution points of the common form stand in its row about the money:
// without it, a reviewer who gives the same points arrives at another total.
func TestTheRowAboutTheMoneyIsReviewedWithTheIndicators(t *testing.T) {
	t.Parallel()
	f := review.Filing{State: review.Accepted, DeclaredTotal: "98.5", Sheet: []byte(`{"figures":[],
		"money":[{"name":"年度资金总额","full_year":"480","executed":"456","weight":"10","score":"9.5"},{"name":"其中：财政拨款","full_year":"480","executed":"456"}],
		"items":[{"group":"产出指标","name":"数量","weight":"90","score":"89"}]}`)}
	_, err := f.Assess(scoring.ByFinance, "clerk", []review.ItemPoints{{Item: 1, Points: "89"}}, "", nil, time.Now())
	require.Equal(t, "items_missing", fault.ReasonOf(err))
	opinion, err := f.Assess(scoring.ByFinance, "clerk", []review.ItemPoints{{Item: 1, Points: "89"}, {Item: 2, Points: "9.5"}}, "", nil, time.Now())
	require.NoError(t, err)
	require.Equal(t, "98.5", opinion.Total)
	sides, err := f.Sides([]review.Opinion{opinion})
	require.NoError(t, err)
	require.Equal(t, "年度资金总额", sides.Items[1].Title)
	for _, total := range sides.Totals {
		require.Equal(t, "98.5", total.Points.String())
	}
}
