package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/filing"
	"jiheng/internal/journal"
	"jiheng/internal/review"
	"jiheng/internal/scheme"
	"jiheng/internal/scoring"
	"jiheng/internal/signing"
	"jiheng/internal/store"
)

func passed() map[string]any {
	return map[string]any{"form_check": []map[string]any{{"name": "材料齐全", "passed": true}, {"name": "签章齐全", "passed": true}}}
}

// filedHere is an evaluation that was filed with a bureau of the same
// installation.
func filedHere(t *testing.T) *play {
	t.Helper()
	p := started(t, open(t)).published()
	p.approves("finance-clerk", "filing", "hand_in")
	return p
}

func (p *play) received() api.ReceivedFiling {
	p.t.Helper()
	list := into[api.ReceivedFilingPage](p.as("bureau-clerk").get("/api/v1/filings").ok(http.StatusOK)).Filings
	require.NotEmpty(p.t, list)
	return list[0]
}

func TestAFilingOfThisInstallation_is_acknowledged_with_one_click(t *testing.T) {
	t.Parallel()
	p := filedHere(t)
	f := p.received()
	require.Equal(t, api.FilingStateArrived, f.State)
	path := "/api/v1/filings/" + f.ID
	p.as("finance-clerk").get(path).problem(http.StatusNotFound)
	p.as("stranger").get("/api/v1/filings").problem(http.StatusForbidden)
	clerk := p.as("bureau-clerk")
	clerk.post(path+"/accept", passed(), match(f.RowVersion)).problem(http.StatusConflict)
	clerk.post(path+"/receive", nil, without("If-Match")).problem(http.StatusPreconditionRequired)
	got := into[api.ReceivedFiling](clerk.post(path+"/receive", nil, match(f.RowVersion)).ok(http.StatusOK))
	require.Equal(t, api.FilingStateReceived, got.State)
	again := into[api.ReceivedFiling](clerk.post(path+"/receive", nil, match(f.RowVersion)).ok(http.StatusOK))
	require.Equal(t, got, again, "pressed twice it is once")
	p.turn()
	e := into[api.Evaluation](p.as("auditor").get("/api/v1/evaluations/" + p.id).ok(http.StatusOK))
	require.Equal(t, f.Number, e.Filing.ReceiptNo)
	require.Equal(t, api.EvaluationStateFinished, e.State)

	clerk.post(path+"/accept", passed(), match(99)).problem(http.StatusPreconditionFailed)
	failed := map[string]any{"form_check": []map[string]any{{"name": "签章齐全", "passed": false}}}
	require.Equal(t, "form_check_failed", clerk.post(path+"/accept", failed, match(got.RowVersion)).problem(http.StatusUnprocessableEntity).Reason)
	done := into[api.ReceivedFiling](clerk.post(path+"/accept", passed(), match(got.RowVersion)).ok(http.StatusOK))
	require.Equal(t, api.FilingStateAccepted, done.State)
	log := into[api.ReviewJournal](clerk.get("/api/v1/reviews/2019/journal").ok(http.StatusOK))
	require.True(t, log.Sound)
	var types []string
	for _, entry := range log.Entries {
		types = append(types, entry.Type)
	}
	require.Equal(t, []string{"filing_arrived", "filing_acknowledged", "filing_accepted"}, types)
}

func TestAReturn_takes_the_matter_up_again_and_links_what_is_filed_next(t *testing.T) {
	t.Parallel()
	p := filedHere(t)
	f := p.received()
	path := "/api/v1/filings/" + f.ID
	clerk := p.as("bureau-clerk")
	none := clerk.post(path+"/return", map[string]any{"reasons": []string{}}, match(f.RowVersion)).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "reasons", none.Errors[0].Field)
	require.Equal(t, "必须填写。", none.Errors[0].Message)
	p.as("director").post(path+"/return", map[string]any{"reasons": []string{"x"}}, match(f.RowVersion)).problem(http.StatusNotFound)
	back := map[string]any{
		"reasons":    []string{"自评报告没有主要负责人签字", "评分表与报告的总分不一致"},
		"form_check": []map[string]any{{"name": "签章齐全", "passed": false, "remark": "缺签字"}},
	}
	got := into[api.ReceivedFiling](clerk.post(path+"/return", back, match(f.RowVersion)).ok(http.StatusOK))
	require.Equal(t, api.FilingStateReturned, got.State)
	again := into[api.ReceivedFiling](clerk.post(path+"/return", back, match(f.RowVersion)).ok(http.StatusOK))
	require.Equal(t, got.RowVersion, again.RowVersion)

	require.Equal(t, []api.CheckPoint{{Name: "签章齐全", Remark: "缺签字"}}, got.FormCheck, "what was checked is kept as over the exchange")
	entries, err := p.store.ReviewJournal(t.Context(), review.Book{ReceiverID: bureau, Year: 2019}, 0, 100)
	require.NoError(t, err)
	last := entries[len(entries)-1]
	require.Equal(t, "filing_sent_back", last.Type)
	require.Contains(t, string(last.Data), "缺签字")
	require.Contains(t, last.Rule, "casbin:")
	require.Equal(t, p.policy.Version(), last.PolicyVersion)

	e := into[api.Evaluation](p.as("auditor").get("/api/v1/evaluations/" + p.id).ok(http.StatusOK))
	require.Equal(t, got.Reasons, e.Filing.Reasons)
	require.NotZero(t, e.Filing.ReturnedAt)
	first := e.DossierDigest
	p.refiles()
	e = into[api.Evaluation](p.as("auditor").get("/api/v1/evaluations/" + p.id).ok(http.StatusOK))
	require.NotEqual(t, first, e.Filing.Digest)
	require.Equal(t, 2, e.Filing.Version)
	require.Equal(t, first, e.Filing.Supersedes)
	require.Empty(t, e.Filing.Reasons)
	second := p.received()
	require.Equal(t, 2, second.Version)
	require.Equal(t, first, second.Supersedes)
	old := into[api.ReceivedFiling](clerk.get(path).ok(http.StatusOK))
	require.Equal(t, api.FilingStateSuperseded, old.State)
	require.Equal(t, got.Reasons, old.Reasons, "why it was sent back stays")
	require.True(t, into[api.Verification](p.as("auditor").get("/api/v1/evaluations/"+p.id+"/journal/verification").ok(http.StatusOK)).Verified)
}

// refiles walks a returned evaluation from the roll-up to a further filing.
func (p *play) refiles() {
	p.t.Helper()
	p.turn()
	p.completes("finance-clerk", "roll_up", "compile", p.declared())
	for _, member := range []string{"director", "office-head", "supervision-head", "coordination-head", "hotline-head"} {
		p.approves(member, "roll_up", "approve")
	}
	p.approves("office-clerk-1", "publication", "confirm")
	p.approves("finance-clerk", "filing", "hand_in")
}

func TestAReturn_reaches_another_installation(t *testing.T) {
	t.Parallel()
	p := newPair(t, signing.Ed25519, online)
	p.play.approves("finance-clerk", "filing", "hand_in")
	f := p.list()[0]
	clerk := p.bureau.as("bureau-clerk")
	back := map[string]any{"reasons": []string{"没有盖章"}}
	clerk.post("/api/v1/filings/"+f.ID+"/return", back, match(f.RowVersion)).ok(http.StatusOK)
	poller := &filing.Poller{
		Store: p.unit.store, Receivers: p.unit.config.Receivers, Signer: p.unitKey, Now: time.Now, Log: p.unit.config.Log,
	}
	require.NoError(t, poller.Once(t.Context()))
	e := p.evaluation()
	require.Equal(t, []string{"没有盖章"}, e.Filing.Reasons)
	require.Equal(t, api.EvaluationStateRunning, e.State, "a finished evaluation runs again")
	seq := e.Seq
	require.NoError(t, poller.Once(t.Context()))
	require.Equal(t, seq, p.evaluation().Seq, "told twice it is one return")

	notice := into[api.Envelope](clerk.get("/api/v1/filings/" + f.ID + "/notice").ok(http.StatusOK))
	p.play.refiles()
	list := p.list()
	require.Len(t, list, 2)
	require.Equal(t, f.Digest, list[0].Supersedes)
	require.Equal(t, "receipt_of_another", p.play.as("finance-clerk").post("/api/v1/evaluations/"+p.play.id+"/filing/answer", notice).
		problem(http.StatusUnprocessableEntity).Reason, "an old notice does not send back the new filing")
	require.NoError(t, poller.Once(t.Context()))
	require.Empty(t, p.evaluation().Filing.Reasons)
}

func TestAQuery_tells_nothing_to_others(t *testing.T) {
	t.Parallel()
	p := newPair(t, signing.Ed25519, online)
	p.play.approves("finance-clerk", "filing", "hand_in")
	f := p.list()[0]
	ask := func(by signing.Signer, at time.Time, digest string) answer {
		e, err := filing.Sign(by, filing.Query{EvaluationID: p.play.id, UnitID: centre, ReceiverID: bureau, Version: 1, Digest: digest, AskedAt: at})
		require.NoError(t, err)
		return p.bureau.anybody().post(filing.PathStatus, e)
	}
	require.NotEmpty(t, into[api.ExchangeStatus](ask(p.unitKey, time.Now(), f.Digest).ok(http.StatusOK)).Receipt.Signature)
	require.Equal(t, "sender_unknown", ask(newKey(t, signing.Ed25519), time.Now(), f.Digest).problem(http.StatusForbidden).Reason)
	require.Equal(t, "query_stale", ask(p.unitKey, time.Now().Add(-time.Hour), f.Digest).problem(http.StatusUnprocessableEntity).Reason)
	require.Equal(t, "filing_not_found", ask(p.unitKey, time.Now(), strings.Repeat("ab", 32)).problem(http.StatusNotFound).Reason)
}

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

func TestADraw_can_be_done_again_by_hand(t *testing.T) {
	t.Parallel()
	b, ids := desk(t, "97", "88", "79", "60", "91")
	clerk := b.as("bureau-clerk")
	b.as("finance-clerk").post("/api/v1/reviews/2019/draws", map[string]any{"title": "抽查", "size": 2}).problem(http.StatusForbidden)
	require.Equal(t, "count_invalid", clerk.post("/api/v1/reviews/2019/draws", map[string]any{"title": "抽查", "size": 6}).problem(http.StatusUnprocessableEntity).Reason)
	d := into[api.Draw](clerk.post("/api/v1/reviews/2019/draws", map[string]any{"title": "抽查", "size": 2}).ok(http.StatusOK))
	path := "/api/v1/draws/" + d.ID
	require.Equal(t, "seed_missing", clerk.post(path+"/lots", nil, match(d.RowVersion)).problem(http.StatusConflict).Reason)
	require.Equal(t, "source_required", clerk.post(path+"/seed", map[string]any{"seed": "3D-2020188-471"}, match(d.RowVersion)).problem(http.StatusUnprocessableEntity).Reason)
	d = into[api.Draw](clerk.post(path+"/seed", map[string]any{"seed": "3D-2020188-471", "source": "福彩3D第2020188期"}, match(d.RowVersion)).ok(http.StatusOK))
	require.Equal(t, "seed_published", clerk.post(path+"/seed", map[string]any{}, match(d.RowVersion)).problem(http.StatusConflict).Reason)
	d = into[api.Draw](clerk.post(path+"/lots", nil, match(d.RowVersion)).ok(http.StatusOK))

	// printf '%s\n%s' "$SEED" "$ID" | sha256sum, the smallest two.
	type lot struct{ hash, id string }
	var by []lot
	for _, id := range ids {
		sum := sha256.Sum256([]byte("3D-2020188-471\n" + id))
		by = append(by, lot{hex.EncodeToString(sum[:]), id})
	}
	slices.SortFunc(by, func(a, b lot) int { return strings.Compare(a.hash, b.hash) })
	for i, l := range d.Lots {
		require.Equal(t, by[i].id, l.ID)
		require.Equal(t, by[i].hash, l.Hash)
		require.Equal(t, i < 2, l.Drawn)
	}
	slices.Sort(ids)
	sum := sha256.Sum256([]byte(strings.Join(ids, "\n") + "\n"))
	require.Equal(t, hex.EncodeToString(sum[:]), d.PopulationDigest, "sha256sum of the list, a line each")

	log := into[api.ReviewJournal](clerk.get("/api/v1/reviews/2019/journal?limit=200").ok(http.StatusOK))
	require.True(t, log.Sound)
	last := log.Entries[len(log.Entries)-3:]
	require.Equal(t, []string{"draw_listed", "seed_published", "lots_drawn"}, []string{last[0].Type, last[1].Type, last[2].Type})
	require.Equal(t, d.Seed, last[2].Data["seed"])
	list := into[api.ReceivedFilingPage](clerk.get("/api/v1/filings").ok(http.StatusOK)).Filings
	drawn := 0
	for _, f := range list {
		if f.Drawn {
			drawn++
		}
	}
	require.Equal(t, 2, drawn)
}

func TestRanking_is_honest_about_ties(t *testing.T) {
	t.Parallel()
	b, ids := desk(t, "90", "95", "90", "80", "", "70")
	got := into[api.Ranking](b.as("bureau-clerk").get("/api/v1/reviews/2019/ranking?percent=40").ok(http.StatusOK))
	require.Equal(t, 2, got.Count)
	require.Equal(t, []string{ids[1]}, got.Chosen)
	require.ElementsMatch(t, []string{ids[0], ids[2]}, got.Undecided, "two are equal for the one place left")
	require.Equal(t, []string{ids[4]}, got.Unranked)
	require.Equal(t, 2, got.Ranked[1].Place)
	require.True(t, got.Ranked[2].Tied)
	all := into[api.Ranking](b.as("bureau-clerk").get("/api/v1/reviews/2019/ranking?percent=40&border=in").ok(http.StatusOK))
	require.Len(t, all.Chosen, 3)
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
