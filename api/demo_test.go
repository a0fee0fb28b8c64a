package api_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/demo"
	"jiheng/internal/dossier"
	"jiheng/internal/process"
	"jiheng/internal/store"
	"jiheng/processes"
)

// silent is an audience that says nothing back.
type silent struct{}

func (silent) Stage(string, string, string)            {}
func (silent) Event(time.Time, string, string, string) {}
func (silent) Say(string)                              {}

func TestTheDemonstrationPlaysToItsEndThroughTheAPI(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.also = map[string]string{"project-report-001.docx": "a draft\n", "project-report-001.pdf": "its print\n"}
	catalogue, err := process.Load(processes.FS(), process.Options{})
	require.NoError(t, err)
	source, err := catalogue.Source("overall-self-evaluation", 0)
	require.NoError(t, err)
	_, err = b.store.PutDefinition(t.Context(), "overall-self-evaluation", source)
	require.NoError(t, err)
	stop := b.keepTurning(t.Context(), func() string {
		page, err := b.store.Evaluations(t.Context(), store.Visible{Units: []string{"service-centre"}}, 1, "")
		if err != nil || len(page.Evaluations) == 0 {
			return ""
		}
		return string(page.Evaluations[0].ID)
	})
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	report, err := demo.Run(ctx, demo.Config{
		BaseURL: b.server.URL, Password: func(string) string { return password }, Day: 150 * time.Millisecond, Out: silent{},
	})
	require.NoError(t, stop())
	require.NoError(t, err)
	require.True(t, report.Journal.Verified)
	require.Equal(t, report.DossierDigest, report.FiledDigest)
	require.Equal(t, report.DossierDigest, report.PublishedDigest)
	require.NotEmpty(t, report.Refusals)
	require.Equal(t, 1, report.Returns)
	require.Equal(t, "党组书记、中心主任", report.Attestation.Post)
	require.Positive(t, report.Clearance.Public)

	// What was played is what everybody can read.
	e := into[api.Evaluation](b.as("auditor").get("/api/v1/evaluations/" + report.Evaluation).ok(http.StatusOK))
	require.Equal(t, api.EvaluationStateFinished, e.State)
	page := b.anybody().get("/public/evaluations/" + report.Evaluation).ok(http.StatusOK).text()
	require.Regexp(t, `<dt>公开日期</dt><dd><time datetime="[0-9-]+">\d{4}年\d+月\d+日</time></dd>`, page)
	require.NotRegexp(t, `(计划|实际|起算日|截止日|公开日|日期|计算过程)">[^<]*\d{4}-\d{2}-\d{2}`, page, "a date is written as programs write it")
	require.Contains(t, page, "97")
	require.Contains(t, page, report.DossierDigest)
	require.Contains(t, page, "三个摘要完全相同")
	require.Contains(t, page, "这是一次演练")
	require.Contains(t, b.anybody().get("/public/evaluations").ok(http.StatusOK).text(), ">演练<")
	require.Contains(t, page, "55.54%")
	requireWithheld(t, b, report, page)
	a := (&play{bench: b, t: t, id: report.Evaluation}).audited()
	a.checkpoint()
	requireEvidenceOf(t, a, "附件/支出 a+b.txt", "project-report-001.docx", "project-report-001.pdf")
}

// requireWithheld: what was not decided to be public is nowhere to be had, and
// what is has the digest of what was filed.
func requireWithheld(t *testing.T, b *bench, report *demo.Report, page string) {
	t.Helper()
	base := "/public/evaluations/" + report.Evaluation
	anybody := b.anybody()
	require.Equal(t, demo.ClearanceReport{Public: 1, Withheld: 3}, report.Clearance)
	require.Contains(t, page, "项目自评报告和佐证材料不在公开范围")
	require.Contains(t, page, "按期公开（用时 16 日）")
	sums := anybody.get(base + "/SHA256SUMS").ok(http.StatusOK).text()
	for _, kept := range []string{"附件/支出 a+b.txt", "project-report-001.docx", "project-report-001.pdf"} {
		anybody.get(base + "/files/" + strings.ReplaceAll(url.PathEscape(kept), "+", "%2B")).ok(http.StatusNotFound)
		require.NotContains(t, sums, kept)
	}
	packed := anybody.get(base + "/package.zip").ok(http.StatusOK).body
	for _, content := range []string{"sealed\n", "a draft\n", "its print\n"} {
		require.NotContains(t, string(packed), content)
	}
	found, err := dossier.Verify(bytes.NewReader(packed), int64(len(packed)))
	require.NoError(t, err)
	require.True(t, found.Expect(report.FiledDigest).OK())
	require.Len(t, found.Withheld, 3)
	version := base + "/versions/" + report.PublishedDigest
	require.Equal(t, packed, anybody.get(version+"/package.zip").ok(http.StatusOK).body)
	anybody.get(version + "/manifest.json").ok(http.StatusOK)
	anybody.get(base + "/versions/" + strings.Repeat("0", 64) + "/package.zip").ok(http.StatusNotFound)

	d := into[api.Dossier](b.as("auditor").get("/api/v1/evaluations/" + report.Evaluation + "/dossier").ok(http.StatusOK))
	require.Len(t, d.Versions, 1)
	require.Equal(t, report.Attestation.WordingDigest, d.Attestation.WordingDigest)
	require.Equal(t, "主要负责人", d.Attestation.Post)
	require.Len(t, d.Withheld, 3)

	for what, contains := range map[string]string{
		"/tables.json": `"declared_total": "97"`, "/tables/figures.csv": "整体支出完成率,98.24", "/tables/items.csv": "预算编制合理性",
	} {
		require.Contains(t, anybody.get(base+what).ok(http.StatusOK).text(), contains, what)
	}
	require.Contains(t, anybody.get("/public/feed.atom").ok(http.StatusOK).text(), "urn:sha256:"+report.PublishedDigest)
	require.Contains(t, anybody.get("/public/verify").ok(http.StatusOK).text(), "certutil -hashfile manifest.json SHA256")
	for query, there := range map[string]bool{
		"q=" + url.QueryEscape("行政服务中心"): true, "q=" + url.QueryEscape("２０１９年度"): true, "year=2019": true,
		"year=2018": false, "q=%25": false, "q=" + url.QueryEscape("没有这个"): false,
	} {
		text := anybody.get("/public/evaluations?" + query).ok(http.StatusOK).text()
		require.Equal(t, there, strings.Contains(text, report.Evaluation), query)
	}
}
