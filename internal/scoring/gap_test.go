package scoring_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

// openGap leaves open from where a gap counts.
func openGap(takes string) scoring.Scheme {
	s := single("7", rule(scoring.ReviewGap, "over", "10", "per", "5", "points", "1", "steps", "whole", "from", "$from", "sides", "both"))
	s.Choices = []scoring.Choice{
		{Name: "from", Title: "从哪里起算", Clause: "i", Assumed: "zero", Options: []scoring.Option{{Value: "zero", Title: "零"}, {Value: "excess", Title: "超过部分"}}},
		{Name: "other", Title: "别的事项", Clause: "j", Assumed: "a", Options: []scoring.Option{{Value: "a", Title: "甲"}, {Value: "b", Title: "乙"}}},
	}
	s.GapTakes = takes
	return s
}

func TestSettleGap_assumes_nothing(t *testing.T) {
	t.Parallel()
	self, review := *num(t, "97"), *num(t, "80")
	for reason, decisions := range map[string][]scoring.Decision{
		"choice_missing": nil,
		"choice_unknown": {{Name: "from", Value: "zero"}, {Name: "other", Value: "a"}},
		"choice_twice":   {{Name: "from", Value: "zero"}, {Name: "from", Value: "zero"}},
		"option_unknown": {{Name: "from", Value: "nowhere"}},
	} {
		_, err := openGap("").SettleGap(self, review, decisions)
		require.Equal(t, reason, fault.ReasonOf(err))
	}
	for from, taken := range map[string]string{"zero": "3", "excess": "1"} {
		got, err := openGap("").SettleGap(self, review, []scoring.Decision{{Name: "from", Value: from}})
		require.NoError(t, err)
		require.Equal(t, taken, got.Deduction.String())
		require.Nil(t, got.After)
	}
	got, err := openGap("review").SettleGap(self, review, []scoring.Decision{{Name: "from", Value: "zero"}})
	require.NoError(t, err)
	require.Equal(t, "77", got.After.String())
	require.True(t, openGap("").ScoresGap())
	require.False(t, single("7", rule(scoring.CappedRatio)).ScoresGap())
}

func TestLint_knows_what_a_gap_is_taken_off(t *testing.T) {
	t.Parallel()
	wrong := func(s scoring.Scheme) bool {
		return slices.ContainsFunc(s.Lint(), func(f fault.Field) bool { return f.Name == "gap_takes" })
	}
	for takes, found := range map[string]bool{"": false, "review": false, "total": true} {
		require.Equal(t, found, wrong(openGap(takes)), takes)
	}
	s := single("7", rule(scoring.CappedRatio))
	s.GapTakes = "review"
	require.True(t, wrong(s), "without a rule about a gap")
}
