package api_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"html"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/evaluation"
)

func TestWhatIsNotPublicIsNotThere(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).sealed()
	for _, what := range []string{"", "/manifest.json", "/SHA256SUMS", "/package.zip", "/files/report.html"} {
		a := p.anybody().get("/public/evaluations/" + p.id + what).ok(http.StatusNotFound)
		require.Contains(t, a.header.Get("Content-Type"), "text/html", what)
		require.Contains(t, a.text(), "没有公开", what)
		require.NotContains(t, a.text(), "行政服务中心", "the page tells nothing of it")
	}
	require.Contains(t, p.anybody().get("/public/evaluations").ok(http.StatusOK).text(), "目前没有公开的绩效自评")
}

func TestThePortalShowsWhatWasPublished(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).published()
	anybody := p.anybody()
	index := anybody.get("/public/evaluations").ok(http.StatusOK)
	require.Contains(t, index.text(), `href="/public/evaluations/`+p.id+`"`)

	got := anybody.get("/public/evaluations/" + p.id).ok(http.StatusOK)
	page := html.UnescapeString(got.text())
	for _, want := range []string{
		"97", "优", "55.54%", "21.44 ÷ 38.6 × 100% ≈ 55.54%", "未公布", "SHA-256", "SM3", "sha256sum -c SHA256SUMS", "尚未报送", "科室自查",
		"逾期", "附件/支出 a+b.txt", `lang="zh-CN"`, `name="viewport"`,
	} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, "<script")
	require.NotContains(t, page, "style=")
	require.Contains(t, got.header.Get("Cache-Control"), "public")
	require.Contains(t, got.header.Get("Content-Security-Policy"), "default-src 'none'")
	anybody.get("/public/evaluations/"+p.id, header("If-None-Match", got.header.Get("ETag"))).ok(http.StatusNotModified)
	require.NotContains(t, page, "coordination-clerk", "people are not named")

	style := regexp.MustCompile(`/public/assets/style-[0-9a-f]+\.css`).FindString(page)
	css := anybody.get(style).ok(http.StatusOK)
	require.Contains(t, css.header.Get("Content-Type"), "text/css")
	require.Contains(t, css.header.Get("Cache-Control"), "immutable")
	anybody.get("/public/assets/style-0.css").ok(http.StatusNotFound)

	p.approves("finance-clerk", "filing", "hand_in")
	require.Contains(t, anybody.get("/public/evaluations/"+p.id).text(), "三个摘要完全相同")
}

func TestThePublishedFilesAreThoseThatWereSealed(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).published()
	anybody, base := p.anybody(), "/public/evaluations/"+p.id
	sums := anybody.get(base + "/SHA256SUMS").ok(http.StatusOK).text()
	page := html.UnescapeString(anybody.get(base).ok(http.StatusOK).text())
	links := map[string]string{"manifest.json": base + "/manifest.json", "package.zip": base + "/package.zip"}
	for _, m := range regexp.MustCompile(`<a href="([^"]+)">([^<]+)</a><br><span class="digest">([^<]+)<`).FindAllStringSubmatch(page, -1) {
		links["files/"+m[3]] = m[1]
	}
	lines := strings.Split(strings.TrimSpace(sums), "\n")
	require.Len(t, lines, 4)
	for _, line := range lines {
		digest, name, _ := strings.Cut(line, "  ")
		got := anybody.get(links[name]).ok(http.StatusOK)
		sum := sha256.Sum256(got.body)
		require.Equal(t, digest, hex.EncodeToString(sum[:]), name)
		require.Equal(t, `"`+digest+`"`, got.header.Get("ETag"), name)
		anybody.get(links[name], header("If-None-Match", `"`+digest+`"`)).ok(http.StatusNotModified)
	}
	a := anybody.get(base + "/files/other.txt").ok(http.StatusNotFound)
	require.Contains(t, a.text(), "卷宗中没有这个文件")
	anybody.get(base + "/files/..%2F..%2Fetc%2Fpasswd").ok(http.StatusNotFound)
	contains(t, anybody.get(base+"/files/report.html").ok(http.StatusOK).body, "自评报告")
	require.Contains(t, anybody.get(base+"/files/report.html").header.Get("Content-Disposition"), "attachment", "no page of others within ours")
}

// HEAD asks whether a page is there, and gets all but the page.
func TestThePortalAnswersHead(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).published()
	for _, path := range []string{"/public/evaluations", "/public/verify", "/public/feed.atom", "/public/feed.rss", "/public/evaluations/" + p.id, "/public/evaluations/" + p.id + "/package.zip"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodHead, p.server.URL+path, http.NoBody)
		require.NoError(t, err)
		head, err := p.server.Client().Do(request)
		require.NoError(t, err)
		require.NoError(t, head.Body.Close())
		require.Equal(t, http.StatusOK, head.StatusCode, path)
		got := p.anybody().get(path).ok(http.StatusOK)
		require.Equal(t, got.header.Get("Content-Type"), head.Header.Get("Content-Type"), path)
		require.Equal(t, got.header.Get("ETag"), head.Header.Get("ETag"), path)
	}
}

// rss is what a reader of feeds takes from one.
type rss struct {
	Version string `xml:"version,attr"`
	Items   []struct {
		Title, Description string
		Link               string `xml:"link"`
		PublishedAt        string `xml:"pubDate"`
		GUID               struct {
			PermaLink string `xml:"isPermaLink,attr"`
			Value     string `xml:",chardata"`
		} `xml:"guid"`
	} `xml:"channel>item"`
}

func TestTheLatestPublicationsAreAnRSSFeed(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).published()
	anybody := p.anybody()
	answered := anybody.get("/public/feed.rss").ok(http.StatusOK)
	require.Equal(t, "application/rss+xml; charset=utf-8", answered.header.Get("Content-Type"))
	var feed rss
	require.NoError(t, xml.Unmarshal([]byte(answered.text()), &feed))
	require.Equal(t, "2.0", feed.Version)
	require.Len(t, feed.Items, 1)
	item := feed.Items[0]
	require.Equal(t, "false", item.GUID.PermaLink)
	require.Regexp(t, "^urn:sha256:[0-9a-f]{64}$", item.GUID.Value)
	require.Equal(t, p.server.URL+"/public/evaluations/"+p.id, item.Link, "a whole address: RSS knows no other")
	_, err := time.Parse(time.RFC1123Z, item.PublishedAt)
	require.NoError(t, err)
	require.Equal(t, feed.Items, feedOf(t, anybody).Items, "what was published once keeps its id")

	page := anybody.get("/public/evaluations").ok(http.StatusOK).text()
	require.Contains(t, page, `<link rel="alternate" type="application/rss+xml"`)
	require.Contains(t, page, `<a href="/public/feed.rss">RSS</a>`)
	require.Contains(t, page, `<link rel="icon" type="image/svg+xml" href="/icon.svg">`)
}

func feedOf(t *testing.T, reader *someone) (feed rss) {
	t.Helper()
	require.NoError(t, xml.Unmarshal([]byte(reader.get("/public/feed.rss").ok(http.StatusOK).text()), &feed))
	return feed
}

func TestWhatIsNoYearIsToldToTheReader(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).published()
	page := p.anybody().get("/public/evaluations?year=abc").ok(http.StatusOK).text()
	require.Contains(t, page, "“abc”不是年度。年度请填写四位数字")
	require.Contains(t, page, "/public/evaluations/"+p.id, "what there is is shown")
	require.NotContains(t, p.anybody().get("/public/evaluations?year=2019").ok(http.StatusOK).text(), "不是年度")
}

func TestLinksWithForeignMarksStillLead(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.anybody().get("/public/evaluations?utm_source=mail").ok(http.StatusOK)
	b.anybody().get("/public/evaluations?cursor=made-up").ok(http.StatusUnprocessableEntity)
}

// reread counts how often a whole evaluation is read, and gives a later
// declaration than the one that was sealed.
type reread struct {
	api.Store

	wholes atomic.Int32
}

func (r *reread) Whole(ctx context.Context, id evaluation.ID) (*evaluation.Evaluation, error) {
	r.wholes.Add(1)
	e, err := r.Store.Whole(ctx, id)
	if err == nil {
		for i := range e.Tasks {
			e.Tasks[i].Submission.Sheet = nil // handed in anew, after the sealing
		}
	}
	return e, err
}

func TestAPageIsFilledInOnceUntilTheJournalGrows(t *testing.T) {
	t.Parallel()
	counted := new(reread)
	p := started(t, open(t, func(c *api.Config) { counted.Store = c.Store; c.Store = counted })).published()
	address := "/public/evaluations/" + p.id
	before := counted.wholes.Load()
	first := p.anybody().get(address).ok(http.StatusOK)
	require.Contains(t, html.UnescapeString(first.text()), "21.44 ÷ 38.6 × 100% ≈ 55.54%", "the figures are the sealed ones")
	for range 5 {
		again := p.anybody().get(address).ok(http.StatusOK)
		require.Equal(t, first.text(), again.text())
		require.Equal(t, first.header.Get("Content-Security-Policy"), again.header.Get("Content-Security-Policy"))
		require.Equal(t, first.header.Get("ETag"), again.header.Get("ETag"))
	}
	require.Equal(t, before+1, counted.wholes.Load())
	p.approves("finance-clerk", "filing", "hand_in")
	require.Contains(t, p.anybody().get(address).text(), "三个摘要完全相同", "what happened since is seen at once")
}

// What the bureau sent back is still what was published, and everybody can see
// that it was sent back.
func TestThePortalSaysThatTheFilingWasReturned(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).published()
	anybody, base := p.anybody(), "/public/evaluations/"+p.id
	p.approves("finance-clerk", "filing", "hand_in")
	require.NotContains(t, anybody.get(base).text(), "退回这次报送")
	f := p.received()
	back := map[string]any{"reasons": []string{"某某的签字不清"}}
	p.as("bureau-clerk").post("/api/v1/filings/"+f.ID+"/return", back, match(f.RowVersion)).ok(http.StatusOK)
	page := html.UnescapeString(anybody.get(base).ok(http.StatusOK).text())
	require.Contains(t, page, "退回这次报送，评价单位正在重新办理")
	require.NotContains(t, page, "某某", "the reasons are for the unit")
}

// A further filing stands beside what is still public until that is published
// as well, in whichever order; neither is an alarm.
func TestThePortalKeepsTheReturnUntilTheNextPublication(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).published()
	page := func() string {
		return html.UnescapeString(p.anybody().get("/public/evaluations/" + p.id).ok(http.StatusOK).text())
	}
	const alarm = "请与评价单位核实"
	p.approves("finance-clerk", "filing", "hand_in")
	p.sentBack()
	p.rollsUpAnew()
	p.approves("finance-clerk", "filing", "hand_in")
	refiled := page()
	require.Regexp(t, `退回原来的报送，评价单位已于<time[^>]*>[^<]*</time>重新报送，尚未重新公开`, refiled)
	require.Contains(t, refiled, "报送的是评价单位重新办理后的定稿，尚未公开")
	require.Contains(t, refiled, "报送新的定稿")
	require.NotContains(t, refiled, alarm)
	p.approves("office-clerk-1", "publication", "confirm")
	done := page()
	require.Contains(t, done, "三个摘要完全相同")
	require.NotContains(t, done, `role="note"`)

	p.sentBack()
	p.rollsUpAnew()
	p.approves("office-clerk-1", "publication", "confirm")
	republished := page()
	require.Contains(t, republished, "公开的是评价单位重新办理后的定稿，尚未报送")
	require.NotContains(t, republished, alarm)
	require.NotContains(t, republished, `role="note"`, "what is public now was not sent back")
}

// sentBack lets the bureau return what it received.
func (p *play) sentBack() {
	p.t.Helper()
	f := p.received()
	back := map[string]any{"reasons": []string{"缺签字"}}
	p.as("bureau-clerk").post("/api/v1/filings/"+f.ID+"/return", back, match(f.RowVersion)).ok(http.StatusOK)
}

func TestThePortalWritesDaysForPeopleAndForPrograms(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).published()
	page := p.anybody().get("/public/evaluations/" + p.id).ok(http.StatusOK).text()
	require.Regexp(t, `<dt>公开日期</dt><dd><time datetime="20\d\d-\d\d-\d\d">20\d\d年\d{1,2}月\d{1,2}日</time></dd>`, page)
	require.NotRegexp(t, `>20\d\d-\d\d-\d\d<`, page)
	index := p.anybody().get("/public/evaluations").ok(http.StatusOK).text()
	require.Contains(t, index, "年")
	require.NotContains(t, page, "这是一次演练")
	require.NotContains(t, index, ">演练<", "the list marks what the page marks; the demonstration is a rehearsal")
}
