package document_test

import (
	"bytes"
	encxml "encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/document"
	"jiheng/internal/fault"
)

func report() document.Report {
	return document.Report{
		Title: "2019年度部门整体绩效自评报告", Unit: "湛江市人民政府行政服务中心", Year: 2019, FiledOn: day(2020, 8, 27),
		Sections: []document.Section{
			{Heading: "基本情况", Paragraphs: []string{"单位设五个科室。"}, Tables: []document.Grid{
				{Caption: "人员", Head: []string{"类别", "人数"}, Rows: [][]string{{"在职", "24"}, {"离退休", "3"}}},
			}},
			{Heading: "重点工作"},
		},
		LeadingGroup: []document.Post{{Role: "组长", Office: "中心主任"}, {Role: "组员", Office: "督察科科长"}},
		Timeline: []document.Milestone{
			{Stage: "科室自查", StartsOn: day(2020, 8, 5), EndsOn: day(2020, 8, 12)},
			{Stage: "公开", StartsOn: day(2020, 8, 27), EndsOn: day(2020, 8, 27)},
			{Stage: "报送", StartsOn: day(2020, 8, 28)},
		},
		Results: []document.Result{
			{Name: "自评总分", Measure: "分", Stated: number("97", 0), Computed: document.Words("分值未公布，无法核算")},
			{Name: "“公用经费”控制率", Measure: "%", Stated: number("55", 0), Computed: number("55.54", 2), Difference: number("0.54", 2), Rule: "实际支出数÷预算安排数"},
		},
		Problems: []string{"绩效评价尚未纳入管理全过程"}, Measures: []string{"完善制度"},
		Statement: "对所报送材料的真实性负责。",
	}
}

func page(t testing.TB, r document.Report) string {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, r.WriteHTML(&buf))
	return buf.String()
}

func TestReport_prints_all_parts_in_order_with_numbered_headings(t *testing.T) {
	t.Parallel()
	text := page(t, report())
	last := 0
	for _, want := range []string{
		`<html lang="zh-CN">`, `<h1>2019年度部门整体绩效自评报告</h1>`, `<dd>2019年度</dd>`, `<dd>湛江市人民政府行政服务中心</dd>`,
		`<time datetime="2020-08-27">2020年8月27日</time>`,
		`<h2>一、基本情况</h2>`, `<caption>人员</caption>`, `<th scope="col">类别</th>`, `<tr><th scope="row">在职</th><td>24</td></tr>`,
		`<h2>二、重点工作</h2>`,
		`<h2>三、自评工作领导小组</h2>`, `<tr><th scope="row">组员</th><td>督察科科长</td></tr>`,
		`<h2>四、自评工作过程</h2>`,
		`<td><time datetime="2020-08-05">2020年8月5日</time>至<time datetime="2020-08-12">2020年8月12日</time></td>`,
		`<td><time datetime="2020-08-27">2020年8月27日</time></td>`,
		`<td><time datetime="2020-08-28">2020年8月28日</time></td>`,
		`<h2>五、自评结果</h2>`,
		`<td class="number">97</td><td class="number">分值未公布，无法核算</td><td class="number">—</td>`,
		`<td class="number">55</td><td class="number">55.54</td><td class="number">0.54</td><td>实际支出数÷预算安排数</td>`,
		`<h2>六、存在的问题</h2>`, `<h2>七、改进措施</h2>`, `<p>对所报送材料的真实性负责。</p>`,
	} {
		at := strings.Index(text[last:], want)
		require.GreaterOrEqual(t, at, 0, "%s is missing or out of order", want)
		last += at
	}
}

func TestReport_leaves_out_what_is_empty(t *testing.T) {
	t.Parallel()
	text := page(t, document.Report{Title: "报告", Unit: "单位"})
	require.NotContains(t, text, "<h2>")
	require.NotContains(t, text, "评价年度")
	require.NotContains(t, text, "<table>")
	require.Contains(t, text, "  年  月  日")
}

func TestReport_needs_nothing_from_elsewhere_and_runs_nothing(t *testing.T) {
	t.Parallel()
	text := page(t, report())
	for _, banned := range []string{"<script", "<link", "<img", "<iframe", "http:", "https:", "url(", "@import", " on"} {
		require.NotContains(t, strings.ToLower(text), banned)
	}
	require.Contains(t, text, "default-src 'none'")
}

func TestReport_equal_input_gives_equal_bytes(t *testing.T) {
	t.Parallel()
	want := page(t, report())
	for range 20 {
		require.Equal(t, want, page(t, report()))
	}
}

func TestReport_shows_any_text_as_text_and_stays_well_formed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(
			rapid.StringMatching(`[<>&"'/a-z=支出{} .\-!\n]{0,60}`),
			rapid.SampledFrom([]string{"</style><script>alert(1)</script>", "<img src=x onerror=x>", "]]>", "<!--", "{{.}}", "javascript:alert(1)"}),
		).Draw(rt, "text")
		r := report()
		r.Title, r.Unit, r.Statement = text, text, text
		r.Sections[0].Heading, r.Sections[0].Paragraphs[0] = text, text
		r.Sections[0].Tables[0] = document.Grid{Caption: text, Head: []string{text}, Rows: [][]string{{text}}}
		r.LeadingGroup[0].Office, r.Timeline[0].Remark, r.Problems[0] = text, text, text
		r.Results[0].Stated, r.Results[0].Rule = document.Words(text+"x"), text
		elements, seen := elementsOf(rt, page(t, r))
		plain, _ := elementsOf(rt, page(t, report()))
		require.Empty(rt, without(elements, plain), "text became markup")
		require.Contains(rt, seen, strings.TrimSpace(text))
	})
}

// elementsOf reads the page as XML, which it is as well. It gives the element
// names and all the text.
func elementsOf(t *rapid.T, page string) ([]string, string) {
	d := encxml.NewDecoder(strings.NewReader(page))
	var names []string
	var text strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return names, text.String()
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case encxml.StartElement:
			names = append(names, token.Name.Local)
		case encxml.CharData:
			text.Write(token)
		}
	}
}

func without(names, known []string) []string {
	var left []string
	for _, name := range names {
		if !strings.Contains(" "+strings.Join(known, " ")+" ", " "+name+" ") {
			left = append(left, name)
		}
	}
	return left
}

func TestReport_refuses_what_cannot_be_printed_whole(t *testing.T) {
	t.Parallel()
	r := report()
	r.Sections[0].Tables[0].Rows[1] = []string{"一个"}
	r.Problems[0] = "a\x01"
	r.Timeline[0].Remark = "\xff"
	r.Timeline[0].StartsOn = time.Time{}
	err := r.WriteHTML(io.Discard)
	requireReason(t, err, fault.Invalid, document.ReasonForm)
	require.Equal(t, []fault.Field{
		{Name: "problems[0]", Reason: "text_not_printable"},
		{Name: "sections[0].tables[0].rows[1]", Reason: "row_length_differs"},
		{Name: "timeline[0][1]", Reason: "text_not_printable"},
	}, fault.As(err).Fields)
}

func TestReport_headings_count_as_official_documents_do(t *testing.T) {
	t.Parallel()
	r := document.Report{Sections: make([]document.Section, 21)}
	for i := range r.Sections {
		r.Sections[i].Heading = "节"
	}
	text := page(t, r)
	for _, heading := range []string{"一、节", "九、节", "十、节", "十一、节", "十九、节", "二十、节", "二十一、节"} {
		require.Equal(t, 1, strings.Count(text, "<h2>"+heading), heading)
	}
}
