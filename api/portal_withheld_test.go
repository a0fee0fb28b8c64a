package api_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

// A page must not tell what stands in a paper that is kept back.
func TestThePortalShowsNothingOfAPaperThatIsKeptBack(t *testing.T) {
	t.Parallel()
	all := api.Figures{Computed: []api.ComputedFigure{{Name: "完成率"}}, Items: []api.ScoreItem{{Name: "合规性"}}}
	require.Equal(t, all, api.Shown(all))
	require.Equal(t, all, api.Shown(all, "materials/a/data-table.pdf"))
	require.Empty(t, api.Shown(all, "data-table.pdf").Computed)
	require.NotEmpty(t, api.Shown(all, "data-table.pdf").Items)
	require.Empty(t, api.Shown(all, "score-table.xlsx").Items)
}
