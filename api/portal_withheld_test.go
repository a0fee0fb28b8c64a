package api_test

import (
	"context"
	"html"
	"net/http"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/evaluation"
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

// mixed lets one rendering of a paper out that it keeps back in another, as
// decisions could before a paper was decided on as a whole.
type mixed struct{ api.Store }

func (m mixed) Publication(ctx context.Context, id evaluation.ID) (api.Published, error) {
	p, err := m.Store.Publication(ctx, id)
	for i := range p.Versions {
		p.Versions[i].Clearance = &evaluation.Clearance{Clearing: evaluation.Clearing{Digest: p.Versions[i].Dossier.Digest, Files: []evaluation.FileDecision{
			{Path: "report.html", Public: true},
			{Path: "附件/支出 a+b.txt", Public: true},
			{Path: "score-table.pdf", Public: true},
			{Path: "score-table.xlsx", Reason: "personal data", Basis: "the rules"},
		}}}
	}
	return p, err
}

func TestNoRenderingOfAWithheldPaperIsToBeHad(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.Store = mixed{c.Store} })
	b.also = map[string]string{"score-table.xlsx": "a table\n", "score-table.pdf": "its print\n"}
	p := started(t, b).published()
	anybody, base := p.anybody(), "/public/evaluations/"+p.id
	page := html.UnescapeString(anybody.get(base).ok(http.StatusOK).text())
	require.NotContains(t, page, base+"/package.zip")
	require.NotContains(t, page, base+"/files/score-table")
	require.Contains(t, page, "压缩包已停止提供")
	sums := anybody.get(base + "/SHA256SUMS").ok(http.StatusOK).text()
	require.Contains(t, sums, "report.html")
	for _, kept := range []string{"score-table.xlsx", "score-table.pdf", "package.zip"} {
		require.NotContains(t, sums, kept)
	}
	digest := regexp.MustCompile(`([0-9a-f]{64})  manifest.json`).FindStringSubmatch(sums)[1]
	for _, kept := range []string{"/files/score-table.xlsx", "/files/score-table.pdf", "/package.zip", "/versions/" + digest + "/package.zip"} {
		anybody.get(base + kept).ok(http.StatusNotFound)
	}
	anybody.get(base + "/files/report.html").ok(http.StatusOK)
	require.Contains(t, anybody.get(base+"/tables.json").ok(http.StatusOK).text(), `"items": []`)
}
