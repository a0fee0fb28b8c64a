package api_test

import (
	"net/http"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/journal"
	"jiheng/internal/review"
	"jiheng/internal/scheme"
	"jiheng/internal/scoring"
	"jiheng/internal/signing"
)

func TestAReviewGap_is_read_by_the_scheme_that_takes_points_for_it(t *testing.T) {
	t.Parallel()
	b, ids := desk(t, "97")
	clerk, path := b.as("bureau-clerk"), "/api/v1/filings/"+ids[0]
	gap := path + "/review-gap?scheme="
	require.Equal(t, "gap_unknown", clerk.get(gap+"wenzhou-appraisal").problem(http.StatusConflict).Reason)
	given := map[string]any{"reviewer": "finance", "points": []map[string]any{{"item": 1, "points": "80", "reason": "产出指标没有佐证"}}}
	clerk.post(path+"/opinions", given, match(2)).ok(http.StatusOK)
	b.as("stranger").get(gap + "wenzhou-appraisal").problem(http.StatusNotFound)
	require.Equal(t, "gap_not_scored", clerk.get(gap+"national-project").problem(http.StatusConflict).Reason)

	got := into[scoring.GapReading](clerk.get(gap + "wenzhou-appraisal").ok(http.StatusOK))
	require.Equal(t, []string{"97", "80", "17"}, []string{got.Self.String(), got.Review.String(), got.Gap.String()})
	require.Len(t, got.Lines, 1)
	require.Equal(t, "4.1", got.Lines[0].ID)
	taken := map[string]string{}
	for _, c := range got.Choices {
		taken[c.Name] = c.Value
		require.True(t, c.Assumed, c.Name)
	}
	require.Equal(t, "zero", taken["gap_from"])
	require.Equal(t, "both", taken["gap_sides"])
	require.NotEmpty(t, taken["partial_five_points"])
	var rules []scoring.RuleKind
	for _, a := range got.Lines[0].Applied {
		rules = append(rules, a.Rule)
	}
	require.Contains(t, rules, scoring.ReviewGap, "with its arithmetic")
	t.Log(got.Lines[0])
	f := into[api.ReceivedFiling](clerk.get(path).ok(http.StatusOK))
	require.Equal(t, "97", f.DeclaredTotal, "what was declared stays")
}

// wenzhouGap makes every choice that the scheme's source leaves open about a
// review gap.
func wenzhouGap() []map[string]any {
	return []map[string]any{
		{"name": "gap_from", "value": "zero"},
		{"name": "gap_sides", "value": "both"},
		{"name": "partial_five_points", "value": "whole"},
		{"name": "projects_combined", "value": "mean"},
	}
}

func TestAReviewGap_is_settled_and_counts_where_the_scheme_says_so(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.Signer = newKey(t, signing.Ed25519) })
	ids := b.deskOf(t, "97", "90")
	clerk, path := b.as("bureau-clerk"), "/api/v1/filings/"+ids[0]
	settle := func(scheme string, choices any) map[string]any {
		return map[string]any{"scheme": scheme, "version": 1, "choices": choices}
	}
	gap := path + "/review-gap"
	require.Equal(t, "gap_unknown", clerk.post(gap, settle("wenzhou-appraisal", wenzhouGap()), match(2)).problem(http.StatusConflict).Reason)
	given := func(points string) {
		opinion := map[string]any{"reviewer": "finance", "points": []map[string]any{{"item": 1, "points": points, "reason": "没有佐证"}}}
		clerk.post(path+"/opinions", opinion, match(2)).ok(http.StatusOK)
	}
	given("80")

	b.as("stranger").post(gap, settle("wenzhou-appraisal", wenzhouGap()), match(2)).problem(http.StatusNotFound)
	b.as("finance-clerk").post(gap, settle("wenzhou-appraisal", wenzhouGap()), match(2)).problem(http.StatusNotFound)
	clerk.post(gap, settle("wenzhou-appraisal", wenzhouGap()), without("If-Match")).problem(http.StatusPreconditionRequired)
	clerk.post(gap, settle("wenzhou-appraisal", wenzhouGap()), match(99)).problem(http.StatusPreconditionFailed)
	open := clerk.post(gap, settle("wenzhou-appraisal", wenzhouGap()[:3]), match(2)).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "choice_missing", open.Reason, "nothing is assumed")
	other := append(wenzhouGap(), map[string]any{"name": "not_in_key_evaluation", "value": "mean"})
	require.Equal(t, "choice_unknown", clerk.post(gap, settle("wenzhou-appraisal", other), match(2)).problem(http.StatusUnprocessableEntity).Reason)
	require.Equal(t, "gap_not_scored", clerk.post(gap, settle("national-project", []any{}), match(2)).problem(http.StatusConflict).Reason)

	seen := into[scoring.GapReading](clerk.get(gap + "?scheme=wenzhou-appraisal&choices=gap_from%3Dexcess").ok(http.StatusOK))
	require.Equal(t, "1", seen.Deduction.String(), "17 less 10, by whole fives")
	got := into[api.ReceivedFiling](clerk.post(gap, settle("wenzhou-appraisal", wenzhouGap()), match(2)).ok(http.StatusOK))
	require.Len(t, got.Review.Gaps, 1)
	settled := got.Review.Gaps[0]
	require.Equal(t, "3", settled.Reading.Deduction.String(), "17 by whole fives")
	require.Nil(t, settled.Reading.After, "the source takes it in its own table")
	require.NotEmpty(t, settled.Reading.Lines[0].Applied)
	require.False(t, settled.Outdated)
	require.False(t, settled.Drawn)
	require.Equal(t, []string{"97", "80"}, []string{got.DeclaredTotal, got.FinanceTotal}, "nothing declared changes")
	again := into[api.ReceivedFiling](clerk.post(gap, settle("wenzhou-appraisal", wenzhouGap()), match(2)).ok(http.StatusOK))
	require.Equal(t, got.Review.Gaps, again.Review.Gaps, "settled twice it is once")

	rank := func() api.RankedFiling {
		for _, r := range into[api.Ranking](clerk.get("/api/v1/reviews/2019/ranking").ok(http.StatusOK)).Ranked {
			if r.FilingID == ids[0] {
				return r
			}
		}
		return api.RankedFiling{}
	}
	r := rank()
	require.Equal(t, []string{"80", "3", "80", "wenzhou-appraisal"}, []string{r.Points, r.GapDeduction, r.Result, r.GapScheme})
	require.False(t, r.Counted)

	given("95")
	outdated := into[api.ReceivedFiling](clerk.get(path).ok(http.StatusOK))
	require.True(t, outdated.Review.Gaps[0].Outdated)
	require.True(t, rank().GapOutdated)
	got = into[api.ReceivedFiling](clerk.post(gap, settle("wenzhou-appraisal", wenzhouGap()), match(2)).ok(http.StatusOK))
	require.Len(t, got.Review.Gaps, 2, "the first stays beside the second")
	require.Equal(t, "0", got.Review.Gaps[1].Reading.Deduction.String())
	require.True(t, got.Review.Gaps[0].Outdated)
	require.False(t, got.Review.Gaps[1].Outdated)

	log := into[api.ReviewJournal](clerk.get("/api/v1/reviews/2019/journal?limit=200").ok(http.StatusOK))
	require.True(t, log.Sound)
	last := log.Entries[len(log.Entries)-1]
	require.Equal(t, []any{"gap_settled", "复核分差认定", "0", "wenzhou-appraisal"}, []any{last.Type, last.TypeText, last.Data["deduction"], last.Data["scheme"]})
	v, _, err := b.store.InspectBook(t.Context(), review.Book{ReceiverID: bureau, Year: 2019}, func(journal.Entry) {})
	require.NoError(t, err)
	require.Empty(t, v.Chain)
	require.Empty(t, v.Rows)
	clerk.post(path+"/return", map[string]any{"reasons": []string{"x"}}, match(2)).ok(http.StatusOK)
	require.Equal(t, "filing_settled", clerk.post(gap, settle("wenzhou-appraisal", wenzhouGap()), match(3)).problem(http.StatusConflict).Reason)
}

func TestAReviewGap_counts_in_the_ranking_where_the_scheme_takes_it_off_the_review(t *testing.T) {
	t.Parallel()
	schemes, err := scheme.Load(fstest.MapFS{"open-gap.yaml": &fstest.MapFile{Data: []byte(openGap)}})
	require.NoError(t, err)
	b := open(t, func(c *api.Config) { c.Schemes = schemes })
	ids := b.deskOf(t, "97", "79")
	clerk, path := b.as("bureau-clerk"), "/api/v1/filings/"+ids[0]
	opinion := map[string]any{"reviewer": "finance", "points": []map[string]any{{"item": 1, "points": "80", "reason": "没有佐证"}}}
	clerk.post(path+"/opinions", opinion, match(2)).ok(http.StatusOK)
	first := func() api.RankedFiling {
		return into[api.Ranking](clerk.get("/api/v1/reviews/2019/ranking").ok(http.StatusOK)).Ranked[0]
	}
	require.Equal(t, ids[0], first().FilingID)
	body := map[string]any{"scheme": "open-gap", "version": 1, "choices": []any{}}
	clerk.post(path+"/review-gap", body, match(2)).ok(http.StatusOK)
	ranked := into[api.Ranking](clerk.get("/api/v1/reviews/2019/ranking").ok(http.StatusOK)).Ranked
	require.Equal(t, []string{ids[1], ids[0]}, []string{ranked[0].FilingID, ranked[1].FilingID}, "80 less 3 is behind 79")
	require.Equal(t, []string{"80", "3", "77"}, []string{ranked[1].Points, ranked[1].GapDeduction, ranked[1].Result})
	require.True(t, ranked[1].Counted)
}
