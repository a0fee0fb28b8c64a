package document_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/internal/document"
	"jiheng/internal/fault"
	"jiheng/internal/typeset"
)

func projectList() document.ProjectList {
	return document.ProjectList{
		Head: document.Head{Title: "2019年度评价项目清单", Unit: "湛江市人民政府行政服务中心", Year: 2019, FiledOn: day(2020, 8, 27)},
		Rows: []document.ProjectRow{
			{Name: "12345热线", Department: "热线科", Amount: decimal.RequireFromString("4690000")},
			{Name: "大厅运行", Department: "业务科", Amount: decimal.RequireFromString("1234567.8"), Remark: "=1+1"},
		},
	}
}

func checklist() document.Checklist {
	return document.Checklist{Head: document.Head{Title: "佐证材料清单", Unit: "某中心", Year: 2019}, Rows: []document.ChecklistRow{
		{Step: "集中检查：备齐检查材料", Item: "12345热线", Material: "项目合同书", Papers: 1, Versions: 2}, {Step: "汇总：汇总填报", Material: "决算报表"}, {Step: "汇总：汇总填报", Material: "照片", Optional: true},
	}}
}

func appraisal() document.AppraisalTable {
	return document.AppraisalTable{
		Head: document.Head{Title: "预算绩效管理工作考评表", Unit: "某局", Year: 2019},
		Groups: []document.AppraisalGroup{
			{Name: "一、绩效目标申报", Items: []document.AppraisalItem{
				{Second: "申报管理", Content: "按时申报", Standard: "逾期扣分", Full: number("3", 0), Own: number("3", 0), Reviewed: number("2", 0), Reason: "逾期5天"},
				{Second: "申报管理", Content: "形式审核", Standard: "退回扣分", Full: number("7", 0), Own: number("7", 0)},
				{Second: "申报质量", Content: "填写完整、准确", Standard: "每处扣0.5分", Full: number("5", 0)},
			}},
			{Name: "二、绩效跟踪监控", Items: []document.AppraisalItem{{Second: "按期报送", Content: "按期报送", Full: number("2", 0)}}},
			{Name: "空"},
		},
		Own: number("10", 0), Notes: []string{"加分不超过10分。"},
	}
}

func TestLists_print_as_workbooks_and_as_papers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rows  [][]string
		paper typeset.Document
		want  string
	}{
		"项目清单": {rowsOf(t, "项目清单", printed(t, projectList())), projectList().Document(), `2019年度评价项目清单
评价单位（公章）：湛江市人民政府行政服务中心　　评价年度：2019年度　　填报日期：2020年8月27日
单位：元
序号|项目名称|承办科室|金额（元）|备注|
1|12345热线|热线科|4,690,000.00||
2|大厅运行|业务科|1,234,567.80|=1+1|
合计|5,924,567.80||
单位负责人：　　　　　　　　填报人：　　　　　　　　联系电话：
`},
		"佐证材料清单": {rowsOf(t, "佐证材料清单", printed(t, checklist())), checklist().Document(), `佐证材料清单
评价单位（公章）：某中心　　评价年度：2019年度　　填报日期：  年  月  日
序号|阶段和环节|项目|材料|份数|历次提交（件）|是否齐备|
1|集中检查：备齐检查材料|12345热线|项目合同书|1|2|已交|
2|汇总：汇总填报|—|决算报表|0|0|未交|
3|汇总：汇总填报|—|照片|0|0|可不交|
单位负责人：　　　　　　　　填报人：　　　　　　　　联系电话：
`},
		"考评表": {rowsOf(t, "考评表", printed(t, appraisal())), appraisal().Document(), `预算绩效管理工作考评表
评价单位（公章）：某局　　评价年度：2019年度　　填报日期：  年  月  日
一级指标|二级指标|考评内容|评分标准|分值|自评得分|考评得分|扣分原因|
一、绩效目标申报|申报管理|按时申报|逾期扣分|3|3|2|逾期5天|
||形式审核|退回扣分|7|7|||
|申报质量|填写完整、准确|每处扣0.5分|5||||
二、绩效跟踪监控|按期报送|按期报送||2||||
合计|10|||
注1：加分不超过10分。
单位负责人：　　　　　　　　填报人：　　　　　　　　联系电话：
`},
	} {
		require.Equal(t, c.want, docxOf(t, c.paper), name)
		requireInPDF(t, c.paper, c.want)
		var cells []string
		for _, row := range c.rows[2:] {
			cells = append(cells, row...)
		}
		for _, want := range strings.FieldsFunc(c.want[strings.Index(c.want, "|")+1:], func(r rune) bool { return r == '|' || r == '\n' }) {
			require.Contains(t, cells, want, name)
		}
	}
}

func rowsOf(t testing.TB, sheet string, content []byte) [][]string {
	t.Helper()
	rows, err := reopened(t, content).GetRows(sheet)
	require.NoError(t, err)
	return rows
}

func TestLists_refuse_what_cannot_be_printed(t *testing.T) {
	t.Parallel()
	l, c, a := projectList(), checklist(), appraisal()
	l.Rows[1].Name, c.Rows[0].Material, a.Groups[0].Items[1].Reason = "\x01", "\x01", "\x01"
	for field, err := range map[string]error{
		"rows[1].name": l.WriteXLSX(nil), "rows[0][2]": c.WriteXLSX(nil), "groups[0].items[1][3]": a.WriteXLSX(nil),
	} {
		requireReason(t, err, fault.Invalid, document.ReasonForm)
		require.Equal(t, []fault.Field{{Name: field, Reason: "text_not_printable"}}, fault.As(err).Fields)
	}
}

// The number of a row and how many papers there are can be added up and sorted.
func TestLists_write_counts_as_numbers(t *testing.T) {
	t.Parallel()
	for sheet, c := range map[string]struct {
		content []byte
		cells   []string
	}{"项目清单": {printed(t, projectList()), []string{"A4", "A5"}}, "佐证材料清单": {printed(t, checklist()), []string{"A4", "E4", "F4", "E5"}}} {
		book := reopened(t, c.content)
		for _, cell := range c.cells {
			kind, err := book.GetCellType(sheet, cell)
			require.NoError(t, err)
			require.Contains(t, []excelize.CellType{excelize.CellTypeUnset, excelize.CellTypeNumber}, kind, "%s %s", sheet, cell)
			raw, err := book.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
			require.NoError(t, err)
			require.Regexp(t, "^[0-9]+$", raw)
		}
	}
}
