package workbook_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/declaration"
	"jiheng/internal/fault"
	"jiheng/internal/scoring"
	"jiheng/internal/workbook"
)

func TestDataTables_are_read_as_figures(t *testing.T) {
	t.Parallel()
	head := []any{"序号", "指标名称", "计算方法", "原始数据", "填报数", "计量单位", "数据来源"}
	r := read(t, workbook.KindFigures, book(t, [][]any{
		head,
		{1, "整体支出完成率", "比率", "1,952.82；1987.76", "98.24%", "%", "决算"},
		{2, "公开用时", "间隔天数", "2019-02-02；2019-02-18", "—", "天", ""},
		{3, "热线诉求合计", "合计", "46.05\n2.74", 48.79, "万宗", "=HYPERLINK(1)"},
	}))
	require.Empty(t, sentences(r))
	require.Equal(t, []workbook.Figure{
		{Name: "整体支出完成率", Kind: scoring.Ratio, Stated: "98.24", Unit: "%", Operands: []string{"1952.82", "1987.76"}, Source: "决算"},
		{Name: "公开用时", Kind: scoring.DaysBetween, Unit: "天", From: "2019-02-02", To: "2019-02-18"},
		{Name: "热线诉求合计", Kind: scoring.Sum, Stated: "48.79", Unit: "万宗", Operands: []string{"46.05", "2.74"}, Source: "=HYPERLINK(1)"},
	}, r.Figures)
	raw, err := workbook.FiguresJSON(r.Figures)
	require.NoError(t, err)
	d, err := declaration.Parse(raw)
	require.NoError(t, err, "what was read can be handed in")
	require.False(t, d.Figures[0].Result.Differs)
}

// The checklist is given out, and nothing is read of it.
func TestTheChecklist_is_only_given_out(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, workbook.WriteTemplate(workbook.KindChecklist, &out))
	_, err := workbook.Read(workbook.KindChecklist, out.Bytes())
	require.Equal(t, workbook.ReasonUnknownForm, fault.ReasonOf(err))
	require.NotContains(t, workbook.Kinds(), workbook.KindChecklist)
}

func TestDataTables_are_refused_by_the_cell_and_whole(t *testing.T) {
	t.Parallel()
	r := read(t, workbook.KindFigures, book(t, [][]any{
		{"指标名称", "计算方法", "原始数据", "填报数"},
		{"甲", "估计", "1；2", "3"},
		{"乙", "比率", "1；0", "3"},
		{"丙", "合计", "一", "约三"},
		{"丁", "天数", "2019-02-18；2019-02-02", ""},
		{"戊", "合计", "1；2", "3"},
	}))
	require.Empty(t, r.Figures, "nothing is taken in by half")
	require.Equal(t, []string{
		"B2：没有“估计”这种计算方法，可以填写：比率、增长率、压缩率、合计、差额、间隔天数。",
		"C3：原始数据“1；0”不能按“比率”计算。请逐个填写数字或者日期，中间用分号隔开，并核对个数和先后。",
		"C4：原始数据“一”不能按“合计”计算。请逐个填写数字或者日期，中间用分号隔开，并核对个数和先后。",
		"D4：填报数应是数字，写的是“约三”。",
		"C5：原始数据“2019-02-18；2019-02-02”不能按“间隔天数”计算。请逐个填写数字或者日期，中间用分号隔开，并核对个数和先后。",
	}, sentences(r))
}
