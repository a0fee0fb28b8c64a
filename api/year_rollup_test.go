package api_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/api"
	"jiheng/internal/journal"
	"jiheng/internal/review"
	"jiheng/internal/signing"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

const rollUps = "/api/v1/reviews/2019/roll-ups"

// rollsUp looks at the totals and makes the roll-up that was looked at.
func (b *bench) rollsUp(rates []string, categories []map[string]string) api.YearRollUp {
	b.t.Helper()
	clerk := b.as("bureau-clerk")
	terms := map[string]any{"rates": rates, "categories": categories}
	if categories == nil {
		delete(terms, "categories")
	}
	seen := into[api.YearTotals](clerk.post("/api/v1/reviews/2019/roll-up-preview", terms).ok(http.StatusOK))
	terms["digest"] = seen.Digest
	made := into[api.YearRollUp](clerk.post(rollUps, terms).ok(http.StatusOK))
	require.Equal(b.t, seen, made.Totals, "what was looked at is what was made")
	return made
}

func spent(executed, budget, source string) string {
	return fmt.Sprintf(`{"items":[{"name":"甲","score":"40.5"},{"name":"乙","score":"50"}],"figures":[
		{"name":"预算执行率","kind":"ratio","stated":"","source":%q,"operands":[%q,%q]}]}`, source, executed, budget)
}

func (b *bench) listed() api.YearRollUpList {
	b.t.Helper()
	return into[api.YearRollUpList](b.as("bureau-clerk").get(rollUps).ok(http.StatusOK))
}

// threeUnits have filed: two state what they spent, one does not.
func threeUnits(t *testing.T) (*bench, []string) {
	t.Helper()
	return threeUnitsAt(t, storetest.DSN(t))
}

func threeUnitsAt(t *testing.T, dsn string) (*bench, []string) {
	t.Helper()
	b := openAt(t, dsn, func(c *api.Config) { c.Signer = newKey(t, signing.Ed25519) })
	ids := b.deskOf(t, "97")
	for i, sheet := range []string{spent("1952.82", "1987.76", "决算报表（万元）"), spent("300000.5", "400000", "决算报表（元）")} {
		unit := fmt.Sprint("school-", i)
		require.NoError(t, b.store.SeedOrganisation(t.Context(), store.Organisation{Units: []store.Unit{{ID: unit, Name: fmt.Sprintf("第%d学校", i)}}}))
		ids = append(ids, b.receives(t, unit, "88.5", sheet))
	}
	return b, ids
}

func TestARollUpOfUnits_names_what_it_was_computed_from(t *testing.T) {
	t.Parallel()
	b, ids := threeUnits(t)
	require.Equal(t, []api.RateCount{{Name: "预算执行率", Stated: 2, Usable: 2}}, b.listed().Rates)
	made := b.rollsUp([]string{"预算执行率"}, []map[string]string{{"unit_id": "school-0", "category": "教育"}, {"unit_id": "school-1", "category": "教育"}})
	whole := made.Totals.Whole
	require.Equal(t, []int{3, 3, 2, 3}, []int{whole.Filings, whole.Units, whole.Stated, whole.Declared.Stated})
	require.Equal(t, []string{"20277600", "19828200.5", "97.78"}, []string{whole.BudgetYuan, whole.ExecutedYuan, whole.Rate})
	require.Equal(t, api.YearPoints{Stated: 2, Sum: "181", Mean: "90.50"}, whole.Computed)
	require.Len(t, made.Totals.Categories, 2)
	require.Len(t, made.Totals.Sources, 3)
	for _, s := range made.Totals.Sources {
		f := into[api.ReceivedFiling](b.as("bureau-clerk").get("/api/v1/filings/" + s.FilingID).ok(http.StatusOK))
		require.Equal(t, []any{f.Digest, f.UnitID, f.Version}, []any{s.Digest, s.UnitID, s.Version})
		require.Equal(t, s.FilingID == ids[0], s.Unstated == api.YearSourceUnstatedRate)
	}
	require.False(t, made.Stale)
	file := b.as("bureau-clerk").get(rollUps + "/1/roll-up.json").ok(http.StatusOK).body
	sum := sha256.Sum256(file)
	require.Equal(t, made.Digest, hex.EncodeToString(sum[:]), "sha256sum comes to the digest")
	b.soundBook()
}

// newcomer is a further filing that passed the form check.
func (b *bench) newcomer() string {
	b.t.Helper()
	require.NoError(b.t, b.store.SeedOrganisation(b.t.Context(), store.Organisation{Units: []store.Unit{{ID: "newcomer", Name: "新单位"}}}))
	return b.receives(b.t.(*testing.T), "newcomer", "70")
}

// A server that is killed in between has made the roll-up or has not; asked
// again it makes it, and never twice.
func TestARollUpOutlivesServersThatAreKilled(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b, _ := threeUnitsAt(t, dsn)
	clerk := b.as("bureau-clerk")
	k := servedApart(t, dsn, t.TempDir(), clerk.cookie)
	for round := 1; round <= 5; round++ {
		terms := map[string]any{"rates": []string{fmt.Sprint("指标", round)}}
		terms["digest"] = into[api.YearTotals](clerk.post("/api/v1/reviews/2019/roll-up-preview", terms).ok(http.StatusOK)).Digest
		body, err := json.Marshal(terms)
		require.NoError(t, err)
		send := func() (int, error) {
			status, _, err := k.send(http.MethodPost, rollUps, body, key(fmt.Sprint("request-", round)), contentType("application/json"))
			return status, err
		}
		k.during(40*time.Millisecond, func() { _, _ = send() }, func() bool { return len(b.listed().RollUps) < round })
		status, err := send()
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, status)
		require.Len(t, b.listed().RollUps, round)
	}
	b.soundBook()
}

func (b *bench) soundBook() {
	b.t.Helper()
	log := into[api.ReviewJournal](b.as("bureau-clerk").get("/api/v1/reviews/2019/journal").ok(http.StatusOK))
	require.True(b.t, log.Sound)
	v, _, err := b.store.InspectBook(b.t.Context(), review.Book{ReceiverID: bureau, Year: 2019}, func(journal.Entry) {})
	require.NoError(b.t, err)
	require.Empty(b.t, v.Rows)
	require.Empty(b.t, v.Chain)
}

func TestAReturnOrACorrection_makes_a_roll_up_stale_and_leaves_it_readable(t *testing.T) {
	t.Parallel()
	b, ids := threeUnits(t)
	first := b.rollsUp([]string{"预算执行率"}, nil)
	clerk := b.as("bureau-clerk")
	later := b.newcomer()
	list := b.listed()
	require.True(t, list.Stale)
	require.Equal(t, []any{api.YearRollUpChangeKindAdded, later}, []any{list.Changes[0].Kind, list.Changes[0].FilingID})
	second := b.rollsUp([]string{"预算执行率"}, nil)
	require.Equal(t, 2, second.Round)
	require.False(t, b.listed().Stale)

	old := into[api.YearRollUp](clerk.get(rollUps + "/1").ok(http.StatusOK))
	require.False(t, old.Last)
	require.True(t, old.Stale)
	require.Equal(t, first.Digest, old.Digest)
	require.Equal(t, first.Totals, old.Totals, "it stays readable as it was")
	clerk.post("/api/v1/filings/"+ids[1]+"/return", map[string]any{"reasons": []string{"决算数有误"}}, match(2)).ok(http.StatusOK)
	list = b.listed()
	require.True(t, list.Stale)
	require.Len(t, list.Changes, 1)
	require.Equal(t, api.YearRollUpChangeKindReturned, list.Changes[0].Kind)
	require.NotEmpty(t, list.Changes[0].ByName)
	require.NotEmpty(t, list.Changes[0].At)
	third := b.rollsUp([]string{"预算执行率"}, nil)
	require.Equal(t, "400000", third.Totals.Whole.BudgetYuan)
	require.Len(t, b.listed().RollUps, 3)
	b.soundBook()
}

func TestWhatHasMovedSinceItWasLookedAt_is_not_rolled_up(t *testing.T) {
	t.Parallel()
	b, _ := threeUnits(t)
	clerk := b.as("bureau-clerk")
	terms := map[string]any{"rates": []string{}}
	seen := into[api.YearTotals](clerk.post("/api/v1/reviews/2019/roll-up-preview", terms).ok(http.StatusOK))
	b.newcomer()
	terms["digest"] = seen.Digest
	require.Equal(t, "roll_up_moved", clerk.post(rollUps, terms).problem(http.StatusConflict).Reason)
	require.Empty(t, b.listed().RollUps)
	b.as("finance-clerk").post(rollUps, terms).problem(http.StatusForbidden)
	b.as("finance-clerk").get(rollUps).problem(http.StatusForbidden)
	clerk.get(rollUps + "/9").problem(http.StatusNotFound)
	clerk.get("/api/v1/reviews/2020/roll-ups").ok(http.StatusOK)
	require.Equal(t, "nothing_to_roll_up", clerk.post("/api/v1/reviews/2020/roll-up-preview", map[string]any{"rates": []string{}}).problem(http.StatusConflict).Reason)
	twice := map[string]any{"rates": []string{}, "categories": []map[string]string{{"unit_id": "a", "category": "x"}, {"unit_id": "a", "category": "y"}}}
	require.Equal(t, "category_invalid", clerk.post("/api/v1/reviews/2019/roll-up-preview", twice).problem(http.StatusUnprocessableEntity).Reason)
}

// Sent twice, at once or after a break, it is one roll-up with one answer.
func TestARollUpThatIsSentTwice_is_one(t *testing.T) {
	t.Parallel()
	b, _ := threeUnits(t)
	clerk := b.as("bureau-clerk")
	terms := map[string]any{"rates": []string{"预算执行率"}}
	terms["digest"] = into[api.YearTotals](clerk.post("/api/v1/reviews/2019/roll-up-preview", map[string]any{"rates": []string{"预算执行率"}}).ok(http.StatusOK)).Digest
	rounds := make([]int, 8)
	var all sync.WaitGroup
	for i := range rounds {
		all.Go(func() {
			k := "same-request-1"
			if i%2 == 1 {
				k = fmt.Sprint("another-request-", i)
			}
			rounds[i] = into[api.YearRollUp](clerk.post(rollUps, terms, key(k)).ok(http.StatusOK)).Round
		})
	}
	all.Wait()
	require.Equal(t, []int{1, 1, 1, 1, 1, 1, 1, 1}, rounds)
	b.newcomer()
	again := into[api.YearRollUp](clerk.post(rollUps, terms, key("same-request-1")).ok(http.StatusOK))
	require.Equal(t, 1, again.Round, "whoever did not get the answer gets it later")
	require.True(t, again.Stale)
	require.Len(t, b.listed().RollUps, 1)
	b.soundBook()
}

func TestARollUp_is_printed_in_three_forms(t *testing.T) {
	t.Parallel()
	b, _ := threeUnits(t)
	b.rollsUp([]string{"预算执行率"}, []map[string]string{{"unit_id": "school-0", "category": "教育"}})
	clerk := b.as("bureau-clerk")
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(clerk.get(rollUps+"/1/roll-up.csv").ok(http.StatusOK).body, []byte("\ufeff")))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 1+3+2+2)
	require.Equal(t, "20277600.00", rows[4][5])
	require.Equal(t, "97.78", rows[4][7])
	require.Equal(t, "未载明", rows[1][5])
	book, err := excelize.OpenReader(bytes.NewReader(clerk.get(rollUps + "/1/roll-up.xlsx").ok(http.StatusOK).body))
	require.NoError(t, err)
	cells, err := book.GetRows("汇总表")
	require.NoError(t, err)
	require.Contains(t, strings.Join(cells[6], "|"), "20,277,600.00|19,828,200.50|97.78")
	pdf := clerk.get(rollUps + "/1/roll-up.pdf").ok(http.StatusOK)
	require.True(t, bytes.HasPrefix(pdf.body, []byte("%PDF-")))
	require.Contains(t, pdf.header.Get("Content-Disposition"), "attachment")
}
