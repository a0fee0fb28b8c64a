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
