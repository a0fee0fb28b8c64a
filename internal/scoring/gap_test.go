package scoring_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

// openGap leaves open from where a gap counts.
func openGap(takes string) scoring.Scheme {
	s := single("7", rule(scoring.ReviewGap, "over", "10", "per", "5", "points", "1", "steps", "whole", "from", "$from", "sides", "both"))
	s.Choices = []scoring.Choice{
		{Name: "from", Title: "从哪里起算", Clause: "i", Assumed: "zero", Options: []scoring.Option{{Value: "zero"}, {Value: "excess"}}},
		{Name: "other", Title: "别的事项", Clause: "j", Assumed: "a", Options: []scoring.Option{{Value: "a"}}},
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
	for takes, sound := range map[string]bool{"": true, "review": true, "total": false} {
		require.Equal(t, sound, len(openGap(takes).Lint()) == 0, takes)
	}
	s := single("7", rule(scoring.CappedRatio))
	s.GapTakes = "review"
	require.NotEmpty(t, s.Lint(), "without a rule about a gap")
}
