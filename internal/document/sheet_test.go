package document_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"jiheng/internal/document"
	"jiheng/internal/fault"
)

func number(text string, places int32) document.Figure {
	return document.Number(decimal.RequireFromString(text), places)
}

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.FixedZone("", 8*3600))
}

// dataTable holds published figures of the 2019 self-evaluation of Zhanjiang's
// administrative service centre.
func dataTable() document.DataTable {
	return document.DataTable{
		Head: document.Head{Title: "2019年度部门整体支出绩效自评数据表", Unit: "湛江市人民政府行政服务中心", Year: 2019, FiledOn: day(2020, 8, 27)},
		Rows: []document.DataRow{
			{Name: "整体支出完成率", Formula: "财政拨款决算支出÷财政拨款决算收入", Measure: "%", Stated: number("98.24", 2), Computed: number("98.24", 2), Difference: number("0", 2), Source: "自评报告"},
			{Name: "“公用经费”控制率", Formula: "实际支出数÷预算安排数", Measure: "%", Stated: number("55", 0), Computed: number("55.54", 2), Difference: number("0.54", 2), Source: "自评报告"},
			{Name: "固定资产利用率", Formula: "实际在用固定资产总额÷所有固定资产总额", Measure: "%", Stated: number("91", 0), Computed: document.Words("金额未公布，无法核算"), Source: "=1+1"},
			{Name: "收入预算", Measure: "万元", Stated: number("2305.30", 2), Computed: document.Figure{}},
		},
		Notes: []string{"填报数以公开的自评报告为准。", "差异为核算数减填报数。"},
	}
}

func scoreTable() document.ScoreTable {
	return document.ScoreTable{
		Head: document.Head{Title: "2019年度部门整体支出绩效自评评分表", Unit: "湛江市人民政府行政服务中心", Year: 2019, FiledOn: day(2020, 8, 27)},
		Groups: []document.ScoreGroup{
			{Name: "预算编制情况", Items: []document.ScoreItem{
				{Name: "预算编制合理性", Standard: "定性"}, {Name: "预算编制规范性", Standard: "定性"},
			}},
			{Name: "预算使用效益", Items: []document.ScoreItem{{Name: "“三公”经费控制率", Weight: number("10", 0), Score: number("9.5", 1), Basis: "实际支出5.06万元"}}},
			{Name: "没有指标的组"},
		},
		Total: number("97", 0), Grade: "优",
		Computed: number("96.5", 1), ComputedGrade: "优", Rule: "得分四舍五入到一位小数",
	}
}

func printed(t testing.TB, form interface{ WriteXLSX(w io.Writer) error }) []byte {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, form.WriteXLSX(&buf))
	return buf.Bytes()
}

func reopened(t testing.TB, content []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: 64 << 20})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	return f
}

func xml(t testing.TB, content []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	require.NoError(t, err)
	f, err := z.Open(name)
	require.NoError(t, err)
	text, err := io.ReadAll(f)
	require.NoError(t, err)
	return string(text)
}

func TestDataTable_prints_stated_beside_computed(t *testing.T) {
	t.Parallel()
	f := reopened(t, printed(t, dataTable()))
	rows, err := f.GetRows("自评数据表")
	require.NoError(t, err)
	require.Equal(t, [][]string{
		{"2019年度部门整体支出绩效自评数据表"},
		{"评价单位（公章）：湛江市人民政府行政服务中心", "", "", "", "评价年度：2019年度", "", "", "填报日期：2020年8月27日"},
		{"序号", "指标名称", "计算公式", "计量单位", "填报数", "核算数", "差异", "数据来源"},
		{"1", "整体支出完成率", "财政拨款决算支出÷财政拨款决算收入", "%", "98.24", "98.24", "0.00", "自评报告"},
		{"2", "“公用经费”控制率", "实际支出数÷预算安排数", "%", "55", "55.54", "0.54", "自评报告"},
		{"3", "固定资产利用率", "实际在用固定资产总额÷所有固定资产总额", "%", "91", "金额未公布，无法核算", "—", "=1+1"},
		{"4", "收入预算", "", "万元", "2,305.30", "—", "—"},
		{"注1：填报数以公开的自评报告为准。"},
		{"注2：差异为核算数减填报数。"},
		{"单位负责人：　　　　　　　　填报人：　　　　　　　　联系电话："},
	}, rows)
}

func TestScoreTable_leaves_unpublished_scores_unpublished(t *testing.T) {
	t.Parallel()
	f := reopened(t, printed(t, scoreTable()))
	rows, err := f.GetRows("自评评分表")
	require.NoError(t, err)
	require.Equal(t, [][]string{
		{"一级指标", "评分指标", "评分标准", "分值", "自评得分", "评分依据"},
		{"预算编制情况", "预算编制合理性", "定性", "未公布", "未公布"},
		{"", "预算编制规范性", "定性", "未公布", "未公布"},
		{"预算使用效益", "“三公”经费控制率", "", "10", "9.5", "实际支出5.06万元"},
		{"自评总分", "", "", "", "97", "自评等级：优"},
		{"各项得分合计", "", "", "", "96.5", "合计对应等级：优\n依据：得分四舍五入到一位小数"},
		{"单位负责人：　　　　　　　　填报人：　　　　　　　　联系电话："},
	}, rows[2:])

	bare := scoreTable()
	bare.Total, bare.Grade, bare.Computed = document.Figure{}, "", document.Figure{}
	rows, err = reopened(t, printed(t, bare)).GetRows("自评评分表")
	require.NoError(t, err)
	require.Equal(t, [][]string{{"自评总分", "", "", "", "未公布", "自评等级：未公布"}}, rows[6:7])
}

func TestForms_write_numbers_as_numbers_and_text_as_text(t *testing.T) {
	t.Parallel()
	table := dataTable()
	table.Rows = append(table.Rows,
		document.DataRow{Name: "0012", Stated: number("1234567890.12345", 0), Computed: number("12345678901234567.8", 0)},
		document.DataRow{Name: `=HYPERLINK("http://evil.example","x")`, Formula: "@SUM(A1)", Measure: "-1", Source: "+cmd|' /C calc'!A0"},
	)
	content := printed(t, table)
	f := reopened(t, content)
	kind := func(cell string) excelize.CellType {
		got, err := f.GetCellType("自评数据表", cell)
		require.NoError(t, err)
		return got
	}
	value := func(cell string) string {
		got, err := f.GetCellValue("自评数据表", cell, excelize.Options{RawCellValue: true})
		require.NoError(t, err)
		return got
	}
	for cell, raw := range map[string]string{"E4": "98.24", "E7": "2305.30", "E8": "1234567890.12345", "G4": "0.00"} {
		require.Contains(t, []excelize.CellType{excelize.CellTypeUnset, excelize.CellTypeNumber}, kind(cell), cell)
		require.Equal(t, raw, value(cell))
	}
	for cell, text := range map[string]string{
		"B8": "0012", "F8": "12345678901234567.8", "B9": table.Rows[5].Name, "C9": "@SUM(A1)", "D9": "-1", "H9": "+cmd|' /C calc'!A0", "H6": "=1+1",
	} {
		require.Contains(t, []excelize.CellType{excelize.CellTypeSharedString, excelize.CellTypeInlineString}, kind(cell), cell)
		require.Equal(t, text, value(cell))
	}
	require.NotContains(t, xml(t, content, "xl/worksheets/sheet1.xml"), "<f>")
}

func TestForms_keep_every_text_as_it_was(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(
			rapid.StringMatching(`[=+@\-]?[a-zA-Z0-9支出 _<>&"'|!\n\t]{1,40}`),
			rapid.StringMatching(`(_x[0-9A-Fa-f]{4}){1,3}_`),
		).Draw(rt, "text")
		table := dataTable()
		table.Rows[0].Name = text
		got, err := reopened(t, printed(t, table)).GetCellValue("自评数据表", "B4")
		require.NoError(rt, err)
		require.Equal(rt, text, got)
	})
}

func TestForms_numbers_read_back_exactly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		d := decimal.New(rapid.Int64().Draw(rt, "digits"), rapid.Int32Range(-8, 4).Draw(rt, "exponent"))
		table := dataTable()
		table.Rows[0].Stated = document.Number(d, rapid.Int32Range(0, 4).Draw(rt, "places"))
		got, err := reopened(t, printed(t, table)).GetCellValue("自评数据表", "E4", excelize.Options{RawCellValue: true})
		require.NoError(rt, err)
		require.True(rt, d.Equal(decimal.RequireFromString(got)), "%s became %s", d, got)
	})
}

func TestForms_equal_input_gives_equal_bytes(t *testing.T) {
	t.Parallel()
	for _, form := range []interface{ WriteXLSX(w io.Writer) error }{dataTable(), scoreTable()} {
		want := printed(t, form)
		var wg sync.WaitGroup
		got := make([][]byte, 40)
		for i := range got {
			wg.Go(func() { got[i] = printed(t, form) })
		}
		wg.Wait()
		for i := range got {
			require.True(t, bytes.Equal(want, got[i]), "%T differs", form)
		}
		z, err := zip.NewReader(bytes.NewReader(want), int64(len(want)))
		require.NoError(t, err)
		for _, part := range z.File {
			require.LessOrEqual(t, part.Modified.Year(), 1980, "%s carries a time", part.Name)
		}
		require.Equal(t, 2, strings.Count(xml(t, want, "docProps/core.xml"), ">2020-08-27T00:00:00Z<"), "created and modified")
		for _, name := range []string{"docProps/core.xml", "docProps/app.xml"} {
			text := xml(t, want, name)
			require.NotContains(t, text, "xuri")
			require.NotContains(t, text, "Excelize")
			require.NotContains(t, text, fmt.Sprint(time.Now().UTC().Format("2006-01-02")))
		}
	}
}

func TestForms_are_ready_to_print(t *testing.T) {
	t.Parallel()
	f := reopened(t, printed(t, scoreTable()))
	layout, err := f.GetPageLayout("自评评分表")
	require.NoError(t, err)
	require.Equal(t, 9, *layout.Size)
	require.Equal(t, "landscape", *layout.Orientation)
	require.Equal(t, 1, *layout.FitToWidth)
	require.Equal(t, 0, *layout.FitToHeight)
	panes, err := f.GetPanes("自评评分表")
	require.NoError(t, err)
	require.True(t, panes.Freeze)
	require.Equal(t, 3, panes.YSplit)
	require.Equal(t, "'自评评分表'!$3:$3", f.GetDefinedName()[0].RefersTo)
	merged, err := f.GetMergeCells("自评评分表")
	require.NoError(t, err)
	var ranges []string
	for _, m := range merged {
		ranges = append(ranges, m.GetStartAxis()+":"+m.GetEndAxis())
	}
	require.ElementsMatch(t, []string{"A1:F1", "A2:C2", "D2:E2", "A4:A5", "A7:D7", "A8:D8", "A9:F9"}, ranges)
}

func TestForms_pass_our_own_judgement_of_uploads(t *testing.T) {
	t.Parallel()
	_, err := sniff("自评数据表.xlsx", printed(t, dataTable()))
	require.NoError(t, err)
	_, err = sniff("自评评分表.xlsx", printed(t, scoreTable()))
	require.NoError(t, err)
}

func TestForms_refuse_what_cannot_be_printed_whole(t *testing.T) {
	t.Parallel()
	data := dataTable()
	data.Rows[1].Formula = strings.Repeat("长", 32768)
	data.Rows[2].Source = "a\x00b"
	data.Rows[3].Stated = document.Number(decimal.New(1, math.MaxInt32), 0)
	data.Notes[1] = "\xff"
	err := data.WriteXLSX(io.Discard)
	requireReason(t, err, fault.Invalid, document.ReasonForm)
	require.Equal(t, []fault.Field{
		{Name: "rows[1].formula", Reason: "text_too_long"},
		{Name: "rows[2].source", Reason: "text_not_printable"},
		{Name: "rows[3].stated", Reason: "number_out_of_range"},
		{Name: "notes[1]", Reason: "text_not_printable"},
	}, fault.As(err).Fields)

	score := scoreTable()
	score.Groups[0].Items[1].Weight = document.Number(decimal.New(1, math.MinInt32), 0)
	score.Groups[1].Items = make([]document.ScoreItem, 10001)
	err = score.WriteXLSX(io.Discard)
	requireReason(t, err, fault.Invalid, document.ReasonForm)
	require.Equal(t, []fault.Field{
		{Name: "groups[0].items[1].weight", Reason: "number_out_of_range"},
		{Name: "groups", Reason: "too_many_rows"},
	}, fault.As(err).Fields)
}

func TestForms_without_a_date_leave_room_for_one(t *testing.T) {
	t.Parallel()
	table := dataTable()
	table.FiledOn, table.Year = time.Time{}, 0
	rows, err := reopened(t, printed(t, table)).GetRows("自评数据表")
	require.NoError(t, err)
	require.Equal(t, "填报日期：  年  月  日", rows[1][7])
	require.Equal(t, "评价年度：", rows[1][4])
}
