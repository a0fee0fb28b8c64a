package review_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/review"
	"jiheng/internal/scoring"
)

func gapSetting(name string, value scoring.Value) scoring.Setting {
	return scoring.Setting{Name: name, Value: value}
}

// gapScheme takes a point for every five of a gap above ten.
func gapScheme() scoring.Scheme {
	full, err := scoring.ParseNumber("7")
	if err != nil {
		panic(err)
	}
	return scoring.Scheme{
		Name: "gap", Version: 1, Digest: digest("a"), Full: full,
		Round: scoring.PointRounding{How: "half_up", Digits: "2", Place: "item"},
		Indicators: []scoring.Indicator{{ID: "i", Title: "复核", Full: "7", Rules: []scoring.Rule{{Kind: scoring.ReviewGap, Settings: []scoring.Setting{
			gapSetting("over", "10"), gapSetting("per", "5"), gapSetting("points", "1"), gapSetting("steps", "whole"),
			gapSetting("from", "zero"), gapSetting("sides", "both"),
		}}}}},
	}
}

func assessed(t *testing.T, f review.Filing, before []review.Opinion, points string) []review.Opinion {
	t.Helper()
	o, err := f.Assess(scoring.ByFinance, "clerk", []review.ItemPoints{{Item: 1, Points: points, Reason: "没有佐证"}}, "", before, at())
	require.NoError(t, err)
	return append(before, o)
}

func TestSettleGap(t *testing.T) {
	t.Parallel()
	f := version(1, digest("1"), "")
	f.DeclaredTotal = "97"
	now := &review.Situation{Now: at(), Drawn: true}
	_, _, err := f.SettleGap(gapScheme(), nil, "clerk", now)
	require.Equal(t, "gap_unknown", fault.ReasonOf(err))
	now.Opinions = assessed(t, f, nil, "80")
	g, known, err := f.SettleGap(gapScheme(), nil, "clerk", now)
	require.NoError(t, err)
	require.False(t, known)
	require.Equal(t, []string{"97", "80", "17", "3", ""}, []string{g.Self, g.Review, g.Distance, g.Deducted, g.After})
	require.True(t, g.Drawn)
	require.False(t, g.Outdated(now.Opinions))
	now.Gaps = []review.Gap{g}
	_, known, err = f.SettleGap(gapScheme(), nil, "another", now)
	require.NoError(t, err)
	require.True(t, known, "whoever says it again")
	now.Opinions = assessed(t, f, now.Opinions, "80")
	require.True(t, g.Outdated(now.Opinions), "the same points given again are another opinion")
	g, known, err = f.SettleGap(gapScheme(), nil, "clerk", now)
	require.NoError(t, err)
	require.False(t, known)
	require.Equal(t, []int{2, 2}, []int{g.Round, g.OpinionRound})
	f.State = review.Superseded
	_, _, err = f.SettleGap(gapScheme(), nil, "clerk", now)
	require.Equal(t, "filing_settled", fault.ReasonOf(err))
}

// A journal that settles a gap on what was not given, or leaves one out, is not
// one that the bureau wrote.
func TestALedger_takes_no_gap_that_does_not_fit(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*review.GapSettled){
		"another review":  func(g *review.GapSettled) { g.Review = "79" },
		"another round":   func(g *review.GapSettled) { g.Round = 2 },
		"another opinion": func(g *review.GapSettled) { g.OpinionRound = 2 },
		"another filing":  func(g *review.GapSettled) { g.Filing = "rf-1" },
	} {
		k := newKept(t)
		f := version(1, digest("1"), "")
		f.DeclaredTotal = "97"
		o := assessed(t, f, nil, "80")
		k.write(review.FilingAssessed{Filing: f.ID, Reviewer: o[0].Reviewer, Round: 1, Points: o[0].Points, Total: o[0].Total})
		g, _, err := f.SettleGap(gapScheme(), nil, "clerk", &review.Situation{Now: at(), Opinions: o})
		require.NoError(t, err)
		event := g.Settled(f)
		change(&event)
		k.write(event)
		l := review.Ledger{Book: k.book}
		require.NoError(t, l.Add(k.entries[0]), name)
		require.Equal(t, "event_unfit", fault.ReasonOf(l.Add(k.entries[1])), name)
	}
}

func TestRankFilings_takes_off_only_what_counts(t *testing.T) {
	t.Parallel()
	percent, err := scoring.ParseNumber("20")
	require.NoError(t, err)
	quota := scoring.Quota{Percent: percent, Rounding: scoring.Down, Border: scoring.BorderAsk}
	for name, c := range map[string]struct {
		gap     *review.GapStanding
		result  string
		counted bool
	}{
		"nothing settled":      {nil, "80", false},
		"in its own table":     {&review.GapStanding{Deducted: "3"}, "80", false},
		"off the review":       {&review.GapStanding{Deducted: "3", After: "77"}, "77", true},
		"outdated":             {&review.GapStanding{Deducted: "3", After: "77", Outdated: true}, "80", false},
		"nothing was taken":    {&review.GapStanding{Deducted: "0", After: "80"}, "80", true},
		"more than was given ": {&review.GapStanding{Deducted: "90", After: "-10"}, "-10", true},
	} {
		board, err := review.RankFilings([]review.Summary{{Filing: review.Filing{ID: "a"}, FinanceTotal: "80", Gap: c.gap}}, quota)
		require.NoError(t, err, name)
		got := board.Places[0]
		require.Equal(t, []string{"80", c.result}, []string{got.Given.String(), got.Points.String()}, name)
		require.Equal(t, c.counted, got.Counted, name)
	}
}
