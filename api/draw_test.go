package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

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
