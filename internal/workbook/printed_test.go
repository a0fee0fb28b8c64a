package workbook_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/internal/declaration"
	"jiheng/internal/evaluation"
	"jiheng/internal/workbook"
)

// printedForm is the common form as offices fill it in: merged labels, a
// heading of two rows, points of groups, rows that only name the third level,
// percentages kept as numbers.
func printedForm(t testing.TB, change ...func(f *excelize.File)) []byte {
	t.Helper()
	rows := [][]any{
		{"项目支出绩效自评表"},
		{"（2023年度）"},
		{"项目名称", nil, "污水处理运行维护", nil, nil, nil, nil, nil, nil, nil},
		{"主管部门", nil, "某县住建局", nil, nil, "实施单位", nil, "某县排水中心"},
		{"项目资金\n（万元）", nil, nil, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"},
		{nil, "年度资金总额", nil, 200, 200, 190.5, 10, 0.9525, 9.53},
		{nil, "其中：当年财政拨款", nil, 200, 200, 190.5, "—", 0.9525, "—"},
		{nil, "其他资金", nil, "/", "/", "/", "—", "—", "—"},
		{"年度总体目标", "预期目标", nil, nil, nil, "实际完成情况"},
		{nil, "处理污水120万吨，\n出水达标", nil, nil, nil, "处理污水114万吨，出水达标"},
		{"绩效指标", "绩效指标", nil, nil, "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施", "备注"},
		{nil, "一级指标", "二级指标", "三级指标"},
		{nil, "产出指标\n（50分）", "数量指标", "污水处理量", "≥120万吨", "114万吨", 30, 28.5, "六月设备检修停机九天，已改为分组检修", "见附件"},
		{nil, nil, nil, "管网巡检", "12次", "12次", 10, 10},
		{nil, nil, "质量指标", "出水达标率", "≥95%", 0.962, 10, 10},
		{nil, nil, nil, "……"},
		{nil, "效益指标（30分）", "社会效益指标", "受益人口", "≥3万人", "3.1万人", 30, 30},
		{nil, "满意度指标（10分）", "服务对象满意度指标", "居民满意度", "≥90%", 0.92, 10, 10},
		{"总分", nil, nil, nil, nil, nil, 100, 98.03, "自评等级：优"},
		{"填表人：", nil, nil, "联系电话："},
	}
	merges := [][2]string{
		{"A1", "J1"},
		{"A2", "J2"},
		{"A3", "B3"},
		{"C3", "J3"},
		{"A4", "B4"},
		{"C4", "E4"},
		{"F4", "G4"},
		{"H4", "J4"},
		{"A5", "A8"},
		{"B5", "C5"},
		{"B6", "C6"},
		{"B7", "C7"},
		{"B8", "C8"},
		{"A9", "A10"},
		{"B9", "E9"},
		{"F9", "J9"},
		{"B10", "E10"},
		{"F10", "J10"},
		{"A11", "A18"},
		{"B11", "D11"},
		{"E11", "E12"},
		{"F11", "F12"},
		{"G11", "G12"},
		{"H11", "H12"},
		{"I11", "I12"},
		{"J11", "J12"},
		{"B13", "B16"},
		{"C13", "C14"},
		{"C15", "C16"},
		{"A19", "F19"},
	}
	return book(t, rows, append([]func(f *excelize.File){func(f *excelize.File) {
		for _, m := range merges {
			require.NoError(t, f.MergeCell("Sheet1", m[0], m[1]))
		}
		exact := "0.00%"
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &exact})
		require.NoError(t, err)
		for _, cell := range []string{"H6", "H7", "F15"} {
			require.NoError(t, f.SetCellStyle("Sheet1", cell, cell, style))
		}
		whole, err := f.NewStyle(&excelize.Style{NumFmt: 9})
		require.NoError(t, err)
		require.NoError(t, f.SetCellStyle("Sheet1", "F18", "F18", whole))
	}}, change...)...)
}

func TestRead_takes_the_common_printed_form_whole(t *testing.T) {
	t.Parallel()
	r := read(t, workbook.KindScores, printedForm(t))
	require.Empty(t, sentences(r))
	require.Equal(t, &workbook.About{
		Project: "污水处理运行维护", Department: "某县住建局", Implementer: "某县排水中心", MoneyUnit: "万元",
		Expected: "处理污水120万吨，\n出水达标", Reached: "处理污水114万吨，出水达标",
	}, r.Sheet.About)
	require.Equal(t, []workbook.Money{
		{Name: "年度资金总额", Initial: "200", FullYear: "200", Executed: "190.5", Weight: "10", Rate: "95.25%", Score: "9.53"},
		{Name: "其中：当年财政拨款", Initial: "200", FullYear: "200", Executed: "190.5", Rate: "95.25%"},
		{Name: "其他资金"},
	}, r.Sheet.Money)
	require.Equal(t, []workbook.Item{
		{Group: "产出指标（50分）", Second: "数量指标", Name: "污水处理量", Target: "≥120万吨", Actual: "114万吨", Weight: "30", Score: "28.5", Reason: "六月设备检修停机九天，已改为分组检修"},
		{Group: "产出指标（50分）", Second: "数量指标", Name: "管网巡检", Target: "12次", Actual: "12次", Weight: "10", Score: "10"},
		{Group: "产出指标（50分）", Second: "质量指标", Name: "出水达标率", Target: "≥95%", Actual: "96.20%", Weight: "10", Score: "10"},
		{Group: "效益指标（30分）", Second: "社会效益指标", Name: "受益人口", Target: "≥3万人", Actual: "3.1万人", Weight: "30", Score: "30"},
		{Group: "满意度指标（10分）", Second: "服务对象满意度指标", Name: "居民满意度", Target: "≥90%", Actual: "92%", Weight: "10", Score: "10"},
	}, r.Sheet.Items)
	require.Equal(t, "98.03", r.Sheet.Total)
	require.Equal(t, "优", r.Sheet.Grade)
	require.Equal(t, []string{"J11：没有读入“备注”一栏：这张表没有与它对应的内容。"}, notes(r))

	sheet, err := r.Sheet.JSON()
	require.NoError(t, err)
	d, err := declaration.Parse(sheet)
	require.NoError(t, err)
	require.NoError(t, d.CheckColumns(evaluation.SheetColumns(), r.Sheet.Total, r.Sheet.Grade), "what was filled in well can be handed in")
}

func notes(r workbook.Result) []string {
	var out []string
	for _, n := range r.Notes {
		out = append(out, n.Sentence())
	}
	return out
}

func TestRead_holds_the_row_of_the_total_against_the_rows(t *testing.T) {
	t.Parallel()
	r := read(t, workbook.KindScores, printedForm(t, func(f *excelize.File) {
		require.NoError(t, f.SetCellValue("Sheet1", "H19", 97))
		require.NoError(t, f.SetCellValue("Sheet1", "G19", 110))
		require.NoError(t, f.SetCellValue("Sheet1", "J13", nil))
	}))
	require.Equal(t, "97", r.Sheet.Total, "the declared total is kept as it is")
	require.Equal(t, []string{
		"G19：总分的分值写的是110，各行合计是100。请核对，或者在提交时写明理由。",
		"H19：总分写的是97，各行合计是98.03。请核对，或者在提交时写明理由。",
	}, notes(r))
	r = read(t, workbook.KindScores, printedForm(t, func(f *excelize.File) { require.NoError(t, f.SetCellFormula("Sheet1", "H19", "SUM(H6,H13:H18)")) }))
	require.Empty(t, r.Sheet.Total)
	require.Contains(t, notes(r), "H19：总分是公式，没有读入，请核对后填写。")
}

func TestRead_holds_the_points_of_a_group_against_its_rows(t *testing.T) {
	t.Parallel()
	r := read(t, workbook.KindScores, book(t, [][]any{
		{"一级指标", "二级指标", "三级指标", "分值", "得分"},
		{"产出指标", nil, nil, 50, 48},
		{nil, "数量指标", "甲", 20, 20},
		{nil, "质量指标", "乙", 30, 27},
		{"效益指标", nil, nil, 30, 30},
		{nil, "社会效益指标", "丙", 30, 30},
	}))
	require.Empty(t, sentences(r))
	require.Len(t, r.Sheet.Items, 3, "the points of a group are no indicator")
	require.Equal(t, workbook.Item{Group: "效益指标", Second: "社会效益指标", Name: "丙", Weight: "30", Score: "30"}, r.Sheet.Items[2])
	require.Equal(t, []string{"E2：“产出指标”的自评得分写的是48，其下各行合计是47，请核对。"}, notes(r))
}

func TestRead_tells_the_columns_that_a_process_has_no_place_for(t *testing.T) {
	t.Parallel()
	r := read(t, workbook.KindScores, printedForm(t)).Asked(nil)
	require.Equal(t, []string{
		"C3：没有读入“项目概况和年度总体目标”：本流程的评分表没有这一栏。",
		"E5：没有读入“项目资金”：本流程的评分表没有这一栏。",
		"E11：没有读入“年度指标值”：本流程的评分表没有这一栏。",
		"F11：没有读入“实际完成值”：本流程的评分表没有这一栏。",
		"I11：没有读入“偏差原因分析及改进措施”：本流程的评分表没有这一栏。",
		"J11：没有读入“备注”一栏：这张表没有与它对应的内容。",
		"C12：没有读入“二级指标”：本流程的评分表没有这一栏。",
	}, notes(r))
	sheet, err := r.Sheet.JSON()
	require.NoError(t, err)
	d, err := declaration.Parse(sheet)
	require.NoError(t, err)
	require.Empty(t, d.Columns())
	kept := read(t, workbook.KindScores, printedForm(t)).Asked(evaluation.SheetColumns())
	require.Len(t, kept.Notes, 1)
	require.NotNil(t, kept.Sheet.About)
}

func TestRead_tells_what_is_wrong_with_a_printed_form_in_the_order_of_its_cells(t *testing.T) {
	t.Parallel()
	r := read(t, workbook.KindScores, printedForm(t, func(f *excelize.File) {
		for cell, value := range map[string]any{"H19": "很好", "G14": "十", "H13": 31, "D17": nil, "E6": "二百", "H18": -1, "G18": "?"} {
			require.NoError(t, f.SetCellValue("Sheet1", cell, value))
		}
		require.NoError(t, f.SetCellFormula("Sheet1", "F14", "6+6"))
	}))
	require.Nil(t, r.Sheet)
	require.Equal(t, []string{
		"E6：全年预算数应是数字，写的是“二百”。",
		"H13：自评得分“31”大于分值“30”，请核对。",
		"F14：实际完成值是公式。请复制后用“选择性粘贴—数值”改成数值。",
		"G14：分值应是数字，写的是“十”。",
		"D17：评分指标必须填写。",
		"G18：分值应是数字，写的是“?”。",
		"H18：自评得分不能小于零，写的是“-1”。",
		"H19：总分应是数字，写的是“很好”。",
	}, sentences(r))
}
