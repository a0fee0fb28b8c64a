package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/review"
	"jiheng/internal/signing"
	"jiheng/internal/store"
)

// desk is a bureau with filings of several units that passed the form check.
func desk(t *testing.T, totals ...string) (*bench, []string) {
	t.Helper()
	b := open(t)
	return b, b.deskOf(t, totals...)
}

func (b *bench) deskOf(t *testing.T, totals ...string) []string {
	t.Helper()
	var ids []string
	due := map[string]string{}
	for i, total := range totals {
		unit := "unit-" + string(rune('a'+i))
		require.NoError(t, b.store.SeedOrganisation(t.Context(), store.Organisation{Units: []store.Unit{{ID: unit, Name: "单位" + unit}}}))
		ids = append(ids, b.receives(t, unit, total))
		due[unit] = "2020-08-28"
	}
	return ids
}

func (b *bench) receives(t *testing.T, unit, total string, sheet ...string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(unit))
	digest := hex.EncodeToString(sum[:])
	f := review.Filing{
		ID: review.FilingID(bureau, unit, "ev-"+unit, 1), ReceiverID: bureau, UnitID: unit, EvaluationID: "ev-" + unit, Year: 2019, Title: "自评",
		Version: 1, Digest: digest, Package: digest, Size: 1, DeclaredTotal: total, Channel: review.ChannelFile, FiledAt: time.Now(), Envelope: "{}", State: review.Received,
		Sheet: json.RawMessage(strings.Join(sheet, "")),
	}
	require.NoError(t, b.store.Review(t.Context(), review.Request{Book: f.Book(), Arriving: &f, Actor: "bureau-clerk"}, func(now *review.Situation) (review.Change, error) {
		f.Number, f.ArrivedAt, f.ReceivedAt = now.Number, now.Now, now.Now
		rows, events, err := review.Enter(f, now.Versions, "")
		return review.Change{Filings: rows, Events: events}, err
	}))
	b.as("bureau-clerk").post("/api/v1/filings/"+f.ID+"/accept", passed(), match(1)).ok(http.StatusOK)
	return f.ID
}

func TestOpinionsStandSideBySide(t *testing.T) {
	t.Parallel()
	b, ids := desk(t, "97")
	clerk := b.as("bureau-clerk")
	path := "/api/v1/filings/" + ids[0]
	bare := map[string]any{"reviewer": "finance", "points": []map[string]any{{"item": 1, "points": "90"}}}
	lacking := clerk.post(path+"/opinions", bare, match(2)).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "reason_missing", lacking.Reason)
	require.Equal(t, "points.0.reason", lacking.Errors[0].Field)
	given := map[string]any{"reviewer": "finance", "points": []map[string]any{{"item": 1, "points": "90", "reason": "产出指标没有佐证"}}}
	got := into[api.ReceivedFiling](clerk.post(path+"/opinions", given, match(2)).ok(http.StatusOK))
	require.Equal(t, "90", got.FinanceTotal)
	require.Equal(t, "97", got.DeclaredTotal, "what the unit gave itself stays")
	require.Equal(t, "-7", got.Review.Gap)
	again := into[api.ReceivedFiling](clerk.post(path+"/opinions", given, match(2)).ok(http.StatusOK))
	require.Len(t, again.Review.Opinions, 1, "sent twice it is one opinion")
	given["points"] = []map[string]any{{"item": 1, "points": "92", "reason": "补充了佐证"}}
	got = into[api.ReceivedFiling](clerk.post(path+"/opinions", given, match(2)).ok(http.StatusOK))
	require.Len(t, got.Review.Opinions, 2, "the first opinion stays beside the second")
	require.Equal(t, "92", got.FinanceTotal)
	require.Equal(t, []int{1, 2}, []int{got.Review.Opinions[0].Round, got.Review.Opinions[1].Round})
	given["reviewer"] = "department"
	require.Equal(t, "not_your_unit", clerk.post(path+"/opinions", given, match(2)).problem(http.StatusForbidden).Reason)
	given["points"] = []map[string]any{{"item": 2, "points": "92"}}
	given["reviewer"] = "finance"
	unknown := clerk.post(path+"/opinions", given, match(2)).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "score_item_unknown", unknown.Reason)
	require.Equal(t, "points.0.item", unknown.Errors[0].Field)
}

func TestCompleteness_counts_whom_it_expects(t *testing.T) {
	t.Parallel()
	b, _ := desk(t, "97", "88")
	clerk := b.as("bureau-clerk")
	unlisted := into[api.Completeness](clerk.get("/api/v1/reviews/2019/completeness").ok(http.StatusOK))
	require.Equal(t, []int{0, 0, 0, 2}, []int{unlisted.Total, unlisted.Filed, unlisted.Overdue, unlisted.Unlisted}, "before there is a list, what came is shown")
	require.Equal(t, []any{api.FilingStandingUnlisted, "unit-a", true}, []any{unlisted.Units[0].Standing, unlisted.Units[0].UnitID, unlisted.Units[0].DueOn.IsZero()})
	require.NotEmpty(t, unlisted.Units[0].FilingID)
	tomorrow := time.Now().AddDate(0, 0, 2).Format("2006-01-02")
	duties := map[string]any{"units": []map[string]string{
		{"unit_id": "unit-a", "due_on": tomorrow},
		{"unit_id": "unit-b", "due_on": "2020-08-28"},
		{"unit_id": centre, "due_on": "2020-08-28"},
		{"unit_id": "other-unit", "due_on": tomorrow},
	}}
	b.as("finance-clerk").sendJSON(http.MethodPut, "/api/v1/reviews/2019/duties", duties).problem(http.StatusForbidden)
	wrong := clerk.sendJSON(http.MethodPut, "/api/v1/reviews/2019/duties", map[string]any{"units": []map[string]string{
		{"unit_id": "unit-a", "due_on": tomorrow}, {"unit_id": "unit-z", "due_on": tomorrow},
	}}).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "unit_unknown", wrong.Reason)
	require.Equal(t, "units.1.unit_id", wrong.Errors[0].Field)
	clerk.sendJSON(http.MethodPut, "/api/v1/reviews/2019/duties", duties).ok(http.StatusNoContent)
	clerk.sendJSON(http.MethodPut, "/api/v1/reviews/2019/duties", duties).ok(http.StatusNoContent)
	got := into[api.Completeness](clerk.get("/api/v1/reviews/2019/completeness?limit=2").ok(http.StatusOK))
	require.Equal(t, []int{4, 1, 1, 0, 2, 1, 0}, []int{got.Total, got.Filed, got.Late, got.Returned, got.Missing, got.Overdue, got.Unlisted})
	require.Len(t, got.Units, 2)
	next := into[api.Completeness](clerk.get("/api/v1/reviews/2019/completeness?limit=2&cursor=" + got.NextCursor).ok(http.StatusOK))
	require.Len(t, next.Units, 2)
	require.Empty(t, next.NextCursor)
	missing := into[api.Completeness](clerk.get("/api/v1/reviews/2019/completeness?standing=missing").ok(http.StatusOK))
	require.Len(t, missing.Units, 2)
	page := into[api.ReceivedFilingPage](clerk.get("/api/v1/filings?limit=1&year=2019").ok(http.StatusOK))
	require.Len(t, page.Filings, 1)
	rest := into[api.ReceivedFilingPage](clerk.get("/api/v1/filings?limit=1&year=2019&cursor=" + page.NextCursor).ok(http.StatusOK))
	require.NotEqual(t, page.Filings[0].ID, rest.Filings[0].ID)
	require.Empty(t, rest.NextCursor)
}

func TestNobodyJudgesWhatHisOwnUnitFiled(t *testing.T) {
	t.Parallel()
	b, ids := desk(t, "97")
	b.appointed(t, "bureau-clerk", "unit_office", "unit-a")
	clerk := b.as("bureau-clerk")
	clerk.get("/api/v1/filings/" + ids[0]).ok(http.StatusOK)
	p := clerk.post("/api/v1/filings/"+ids[0]+"/return", map[string]any{"reasons": []string{"x"}}, match(2)).problem(http.StatusForbidden)
	require.Equal(t, "duty_conflict", p.Reason)
	require.Contains(t, p.RuleText, "本人所在单位")
}

// openGap is a scheme like that of Wenzhou whose source takes the points off
// the review.
const openGap = `
name: open-gap
version: 1
title: 复核分差
source: 测试
round: {how: half_up, digits: 2, place: item}
gap_takes: review
indicators:
  - {id: "1", title: 复核, full: 100, rules: [{kind: capped_ratio, actual: review, target: 100}, {kind: review_gap, over: 10, per: 5, points: 1, steps: whole, from: zero, sides: both}]}
`

func TestAFilingWhoseScoreTableCannotBeRead_is_shown_with_a_note(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.Signer = newKey(t, signing.Ed25519) })
	require.NoError(t, b.store.SeedOrganisation(t.Context(), store.Organisation{Units: []store.Unit{{ID: "unit-x", Name: "单位"}}}))
	id := b.receives(t, "unit-x", "90", `{"items": 7}`)
	clerk := b.as("bureau-clerk")
	got := into[api.ReceivedFiling](clerk.get("/api/v1/filings/" + id).ok(http.StatusOK))
	require.True(t, got.Review.Unreadable)
	require.Empty(t, got.Review.Items)
	back := map[string]any{"reasons": []string{"评分表无法读取"}}
	got = into[api.ReceivedFiling](clerk.post("/api/v1/filings/"+id+"/return", back, match(got.RowVersion)).ok(http.StatusOK))
	require.Equal(t, api.FilingStateReturned, got.State)
}
