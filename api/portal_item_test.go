package api_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

// The common form is published with the columns that were filled in, its money
// and its goal; a table of points keeps the columns that it had.
func TestThePublishedTableHasTheColumnsOfTheSheet(t *testing.T) {
	t.Parallel()
	form := api.Figures{
		About: api.SheetAbout{MoneyUnit: "万元", Expected: "出水达标", Reached: "全部达标"},
		Money: []api.MoneyRow{{Name: "年度资金总额", Initial: "200", FullYear: "200", Executed: "190.5", Weight: "10", Rate: "95.25%", Score: "9.53"}},
		Items: []api.ScoreItem{{Group: "产出指标", Second: "数量指标", Name: "污水处理量", Target: "≥120万吨", Actual: "114万吨", Weight: "90", Score: "88", Reason: "检修"}},
	}
	require.Equal(t, [][]string{
		{"一级指标", "二级指标", "指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施", "填报情况"},
		{"年度总体目标", "", "年度总体目标", "出水达标", "全部达标", "", "", "", ""},
		{"项目资金（万元）", "", "年度资金总额", "200", "190.5", "10", "9.53", "", "年初预算数200，执行率95.25%"},
		{"产出指标", "数量指标", "污水处理量", "≥120万吨", "114万吨", "90", "88", "检修", ""},
	}, api.ItemLines(form))
	require.Equal(t, [][]string{{"一级指标", "指标", "分值", "得分", "填报情况"}, {"预算", "合规性", "", "", "符合"}},
		api.ItemLines(api.Figures{Items: []api.ScoreItem{{Group: "预算", Name: "合规性", Stated: "符合"}}}))
	hidden := api.Shown(form, "score-table.pdf")
	require.Empty(t, hidden.Money, "nothing of a paper that is kept back")
	require.Empty(t, hidden.About)
}
