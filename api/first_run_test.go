package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

func TestTheGuideTellsAdministratorsWhatIsMissing(t *testing.T) {
	t.Parallel()
	b := open(t)
	points := func(g api.FirstRun) map[api.FirstRunPointID]api.FirstRunPoint {
		out := map[api.FirstRunPointID]api.FirstRunPoint{}
		for _, p := range g.Points {
			out[p.ID] = p
		}
		return out
	}
	guide := into[api.FirstRun](b.as("system-admin").get("/api/v1/first-run").ok(http.StatusOK))
	require.False(t, guide.Lead, "people can work already")
	require.False(t, guide.Done)
	at := points(guide)
	for _, id := range []api.FirstRunPointID{"administrators", "departments", "people", "roles"} {
		require.True(t, at[id].Done, id)
		require.Empty(t, at[id].Missing, id)
	}
	require.Positive(t, at["process"].Count)
	require.False(t, at["process"].Done, "what is shipped was not chosen by anybody")
	require.False(t, at["start"].Done)

	for _, statement := range []string{
		`ALTER TABLE role_grants DISABLE TRIGGER USER`, // two administrators would do it with a proposal each
		`UPDATE role_grants SET valid_to = now() WHERE role = 'finance_office'`,
	} {
		_, err := b.owner().Exec(t.Context(), statement)
		require.NoError(t, err)
	}
	guide = into[api.FirstRun](b.as("audit-admin").get("/api/v1/first-run").ok(http.StatusOK))
	require.True(t, guide.Lead, "nobody does the finance office's part")
	require.Equal(t, []string{"财务室"}, points(guide)["roles"].Missing)

	into[api.Evaluation](b.as("office-head").post("/api/v1/evaluations", b.start(t), key("first-of-all")).ok(http.StatusCreated))
	guide = into[api.FirstRun](b.as("security-admin").get("/api/v1/first-run").ok(http.StatusOK))
	require.True(t, guide.Done)
	require.False(t, guide.Lead)
	require.Equal(t, "role_missing", b.as("office-head").get("/api/v1/first-run").problem(http.StatusForbidden).Reason)
}
