package scheme_test

import (
	"cmp"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/declaration"
	"jiheng/internal/scoring"
)

// No indicator of a shipped scheme has points while nothing is known of it,
// whatever was chosen where its source leaves something open.
func TestShipped_nothing_known_is_no_points(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all, err := load()
		require.NoError(t, err)
		s := rapid.SampledFrom(all.All()).Draw(t, "scheme")
		var chosen []scoring.Decision
		for _, c := range s.Choices {
			value := cmp.Or(c.Assumed, "10") // of a choice that is a number
			if len(c.Options) > 0 {
				value = rapid.SampledFrom(c.Options).Draw(t, c.Name).Value
			}
			chosen = append(chosen, scoring.Decision{Name: c.Name, Value: value})
		}
		requireWaiting(t, s, chosen)
	})
}

func requireWaiting(t require.TestingT, s scoring.Scheme, chosen []scoring.Decision) {
	cohort := declaration.Cohort{Subjects: []scoring.Subject{{ID: "unit"}}, Decisions: chosen}
	scores, err := cohort.Score(s)
	require.NoError(t, err, s.Name)
	card := scores.Subjects[0]
	require.NotEqual(t, scoring.Scored, card.State, s.Name)
	require.Nil(t, card.Total, s.Name)
	for _, l := range card.Lines {
		require.Nil(t, l.Points, "%s %s has points", s.Name, l.ID)
		if !l.Group {
			require.NotEmpty(t, l.Waits, "%s %s does not say what is missing", s.Name, l.ID)
		}
	}
}

// Quality that nobody judged is not full marks; nothing taken is said with 0.
func TestWenzhou_quality_is_judged_by_somebody(t *testing.T) {
	t.Parallel()
	waiting := scored(t, "wenzhou-appraisal", cohort(`{}`, full("A", `{"id": "3.4"}`))).Subjects[0]
	require.Equal(t, scoring.Waiting, waiting.State)
	l := line(t, waiting, "3.4")
	require.Nil(t, l.Points)
	require.Equal(t, []scoring.Wait{{Reason: scoring.InputMissing, Input: "quality", Title: "质量达不到酌情扣分"}}, l.Waits)

	judged := scored(t, "wenzhou-appraisal", cohort(`{}`, full("A", `{"id": "3.4", "inputs": {"quality": 0}}`))).Subjects[0]
	require.Equal(t, "10", line(t, judged, "3.4").Points.String())
	require.Equal(t, scoring.Scored, judged.State)
}
