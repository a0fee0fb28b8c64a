package document_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/document"
	"jiheng/internal/fault"
	"jiheng/internal/typeset"
	"jiheng/internal/typeset/typesettest"
)

func report() document.Report {
	return document.Report{
		Title: "2019年度部门整体绩效自评报告", Unit: "湛江市人民政府行政服务中心", Year: 2019, FiledOn: day(2020, 8, 27),
		Parts: []document.Part{{Title: "部门概述", Article: "第二十七条（一）", Text: "第一段。\n\n 第二段。"}},
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
			{Name: "支出", Measure: "元", Stated: number("19528200", 2), Computed: number("-1234", 0)},
		},
		Problems: []string{"绩效评价尚未纳入管理全过程"}, Measures: []string{"完善制度"},
		Statement: "对所报送材料的真实性负责。",
		Signature: &document.Signature{
			Wording: "本人对真实性负责。", Role: "主要负责人", Office: "副主任", For: "中心主任",
			SignedAt: time.Date(2020, 8, 27, 9, 5, 0, 0, time.UTC), Content: "c0ffee", WordingDigest: "facade",
		},
	}
}

const reportText = `2019年度部门整体绩效自评报告
评价年度：2019年度
评价单位：湛江市人民政府行政服务中心
填报日期：2020年8月27日
一、部门概述
第一段。
第二段。
二、存在的问题
1.绩效评价尚未纳入管理全过程
三、改进措施
1.完善制度
附件：1.自评工作情况
　　　2.自评结果
　　　3.声明
湛江市人民政府行政服务中心（公章）
2020年8月27日
附件1
自评工作情况
一、基本情况
单位设五个科室。
人员
类别|人数|
在职|24|
离退休|3|
二、重点工作
三、自评工作领导小组
领导小组组成
组内分工|职务|
组长|中心主任|
组员|督察科科长|
四、各阶段办理时间
工作阶段
阶段|时间|说明|
科室自查|2020年8月5日至2020年8月12日||
公开|2020年8月27日||
报送|2020年8月28日||
五、责任声明
对所报送材料的真实性负责。
附件2
自评结果
填报数与核算数对照
项目|单位|填报数|核算数|差异|核算规则|
自评总分|分|97|分值未公布，无法核算|—||
“公用经费”控制率|%|55|55.54|0.54|实际支出数÷预算安排数|
支出|元|19,528,200.00|-1,234|—||
附件3
声明
本人对真实性负责。
事项|内容|
签署岗位|主要负责人|
职务|副主任（代中心主任）|
签署时间|2020年8月27日 09:05|
所审阅内容的摘要|c0ffee|
声明原文的摘要|facade|
声明在系统内签署，签署记录见过程记录；定稿卷宗的清单（manifest.json）载有同一声明。摘要均为SHA-256。
主要负责人（签字）：　　　　　　年　　月　　日
`

func docxOf(t testing.TB, d typeset.Document) string {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, d.WriteDOCX(&buf))
	return typesettest.DOCX(t, buf.Bytes())
}

// pdfOf is the text of the PDF without the ends of its lines.
func pdfOf(t testing.TB, d typeset.Document) string {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, d.WritePDF(&buf))
	return strings.ReplaceAll(strings.Join(typesettest.PDF(t, buf.Bytes()), ""), "\n", "")
}

// requireInPDF asks that the PDF says what the .docx says.
func requireInPDF(t testing.TB, d typeset.Document, docx string) {
	t.Helper()
	text := pdfOf(t, d)
	for _, want := range strings.FieldsFunc(docx, func(r rune) bool { return r == '|' || r == '\n' || r == '/' }) {
		require.Contains(t, text, strings.TrimSpace(want))
	}
}

func TestReport_prints_all_parts_in_order_with_numbered_headings(t *testing.T) {
	t.Parallel()
	d := report().Document()
	require.Equal(t, reportText, docxOf(t, d))
	requireInPDF(t, d, reportText)
}

// A report of a process that asks for no parts is all that the system writes.
func TestReport_without_parts_has_everything_in_its_body(t *testing.T) {
	t.Parallel()
	r := report()
	r.Parts, r.Signature = nil, nil
	text := docxOf(t, r.Document())
	require.NotContains(t, text, "附件")
	require.Contains(t, text, "\n五、自评结果\n填报数与核算数对照\n")
	require.Contains(t, text, "\n六、存在的问题\n")
}

func TestReport_leaves_out_what_is_empty(t *testing.T) {
	t.Parallel()
	require.Equal(t, "报告\n评价单位：单位\n填报日期：  年  月  日\n单位（公章）\n  年  月  日\n", docxOf(t, document.Report{Title: "报告", Unit: "单位"}.Document()))
}

func TestReport_shows_any_text_as_text(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(
			rapid.StringMatching(`[<>&"'a-z=支出{} .\-!]{1,60}`),
			rapid.SampledFrom([]string{"</w:t><w:p/>", "]]>", "<!--", "{{.}}", "Tj ET", "<0041>", "(x) Tj"}),
		).Draw(rt, "text")
		r := report()
		r.Title, r.Unit, r.Statement = text, text, "："+text
		r.Sections[0].Tables[0] = document.Grid{Caption: text, Head: []string{text}, Rows: [][]string{{text}}}
		docx := docxOf(t, r.Document())
		require.Contains(rt, docx, text+"|\n"+text+"|\n")
		require.Contains(rt, docx, "："+text)
		squeeze := strings.NewReplacer(" ", "")
		require.Contains(rt, squeeze.Replace(pdfOf(t, r.Document())), squeeze.Replace("："+text))
	})
}

func TestReport_refuses_what_cannot_be_printed_whole(t *testing.T) {
	t.Parallel()
	r := report()
	r.Sections[0].Tables[0].Rows[1] = []string{"一个"}
	r.Problems[0] = "a\x01"
	r.Timeline[0].Remark = "\xff"
	for _, write := range []func(io.Writer) error{r.Document().WriteDOCX, r.Document().WritePDF} {
		err := write(io.Discard)
		requireReason(t, err, fault.Invalid, document.ReasonForm)
		require.Equal(t, []fault.Field{
			{Name: "blocks[3]", Reason: "text_not_printable"},
			{Name: "annexes[0].blocks[2].rows[1]", Reason: "row_length_differs"},
			{Name: "annexes[0].blocks[7].rows[0][2]", Reason: "text_not_printable"},
		}, fault.As(err).Fields)
	}
}
