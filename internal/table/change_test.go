package table_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// effect is a table with one row, for what a target and a result say together.
func effect(name, target, actual, score string) given {
	return given(fmt.Sprintf(`
		year: 2022
		效益指标 | 经济效益 | %s | 15 | %s | | %s | %s | 市场波动
	`, name, target, actual, score))
}

func TestCheck_results_that_went_the_other_way(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, target, actual, score, right string }{
		{"旅游收入同比增长", "≥10%", "-3.2%", "15", "0.00"},
		{"旅游收入增长率", "≥10%", "-3.2%", "15", "0.00"},
		{"旅游收入增长率", "10%", "-3.2%", "15", "0.00"},
		{"旅游收入增长率", "10%", "-3.2%", "4.8", "0.00"},
		{"企业利润（万元）", "≥100", "-20", "15", "0.00"},
		{"旅游收入增长率", "≥10%", "下降3.2%", "15", "0.00"},
		{"旅游收入", "增长10%", "同比下降3.2%", "15", "0.00"},
		{"单位面积能耗", "下降3%", "上升1%", "15", "0.00"},
		{"能耗降幅", "≥3%", "-1%", "15", "5.00"},
		{"旅游收入增长率", "≥10%", "3.2%", "15", "4.80"},
		{"就诊人次", "较上年增长", "较上年下降", "15", "低于9.00"},
		{"投诉件数", "下降", "略有上升", "15", "低于9.00"},
		{"基层首诊率", ">62%", "62%", "15", "低于15.00"},
		{"事故起数", "＜3起", "3起", "15", "低于15.00"},
	} {
		want := []string{"rate_mismatch | " + c.name + " | score | " + c.score + " | " + c.right}
		require.Equal(t, want, lines(effect(c.name, c.target, c.actual, c.score).check(t)), c)
	}
}

func TestCheck_changes_that_may_be_right(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, target, actual, score string }{
		{"旅游收入增长率", "≥10%", "-3.2%", "0"},
		{"旅游收入增长率", "≥-5%", "-3.2%", "15"},
		{"能耗降幅", "≥3%", "-3.2%", "15"},
		{"能耗降幅", "≥3%", "-1%", "5"},
		{"能耗降幅", "≥3%", "-1%", "0"},
		{"单位面积能耗", "下降3%", "下降3.2%", "15"},
		{"办理时限缩短率", "≥30%", "-40%", "15"},
		{"安全能力提升后的事故", "≥10%", "下降12%", "15"},
		{"单位成本增长", "≤5%", "下降3%", "15"},
		{"成本增长率", "5%", "-3%", "15"},
		{"投诉件数", "下降", "减少", "15"},
		{"就诊人次", "较上年增长", "稳步提升", "15"},
		{"就业水平", "提高就业率，降低失业率", "提高", "15"},
		{"基层首诊率", ">62%", "62.1%", "15"},
		{"基层首诊率", ">=62%", "62%", "15"},
		{"基层首诊率", "超过62%", "62%", "15"},
	} {
		require.Empty(t, lines(effect(c.name, c.target, c.actual, c.score).check(t)), c)
	}
}
