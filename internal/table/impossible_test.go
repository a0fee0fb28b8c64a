package table_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheck_values_that_cannot_be(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, target, actual, finding string }{
		{"群众知晓率", "≥90%", "优", "band_as_value | 群众知晓率 | actual | 优 | 应填写具体数值"},
		{"群众知晓率", "≥90%", "满意", "band_as_value | 群众知晓率 | actual | 满意 | 应填写具体数值"},
		{"群众满意度", "90", "比较满意", "band_as_value | 群众满意度 | actual | 比较满意 | 应填写具体数值"},
		{"群众满意度", "≥90%", "101%", "unit_mismatch | 群众满意度 | actual | 101% | 100%"},
		{"群众满意度", "≥90%", "93.5%（有效问卷400份，满意364份）", "rate_mismatch | 群众满意度 | actual | 93.5%（有效问卷400份，满意364份） | 91%"},
		{"群众知晓率", "≥90%", "93.5%（回收问卷400份，其中知晓364份）", "rate_mismatch | 群众知晓率 | actual | 93.5%（回收问卷400份，其中知晓364份） | 91%"},
		{"完成时间", "2022年12月31日前", "2022年13月8日", "date_order | 完成时间 | actual | 2022年13月8日 | 应填写实有的日期"},
		{"完成时间", "2022年2月30日前", "2022年2月", "date_order | 完成时间 | target | 2022年2月30日前 | 应填写实有的日期"},
	} {
		require.Equal(t, []string{c.finding}, lines(effect(c.name, c.target, c.actual, "15").check(t)), c)
	}
}

func TestCheck_values_that_may_be(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, target, actual string }{
		{"服务质量", "优", "优"},
		{"群众评价", "满意", "比较满意"},
		{"产品合格率", "100%", "合格"},
		{"群众满意度", "≥90%", "100%"},
		{"任务完成率", "≥100%", "101%"},
		{"覆盖率", "≥90%", "101%"},
		{"群众满意度", "≥90%", "91%（有效问卷400份，满意364份）"},
		{"群众满意度", "≥90%", "93.5%（发放问卷400份，收回364份）"},
		{"群众满意度", "≥90%", "93.5%（问卷400份，满意300份，基本满意74份）"},
		{"群众满意度", "≥90%", "93.5%（问卷400份，基本满意364份）"},
		{"群众满意度", "≥90%", "93.5%（调查400人，知晓364人）"},
		{"完成时间", "2024年2月29日前", "2024年2月29日"},
		{"完成时间", "2022年12月底前", "2022-12-08"},
	} {
		require.Empty(t, lines(effect(c.name, c.target, c.actual, "15").check(t)), c)
	}
}

func TestCheck_money_of_which_there_was_none(t *testing.T) {
	t.Parallel()
	const none given = `
		year: 2022
		资金 | 年度资金总额 | 300 | 0 | 0 | 10 | 0% | 10
	`
	require.Empty(t, lines(none.check(t)), "the table leaves open what nothing of nothing scores")
	ruled := none + `
		scoring_notes: ["资金执行得分=执行率×该项分值"]
	`
	require.Equal(t, []string{"rate_mismatch | 年度资金总额 | score | 10 | 0.00"}, lines(ruled.check(t)))
}
