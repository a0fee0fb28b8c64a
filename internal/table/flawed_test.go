package table_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/table"
)

// sound is a complete table in which every figure agrees.
const sound given = `
	excerpt_complete: true
	year: 2022
	source_title: 2022年度项目支出绩效自评表
	published: 2023-05-10
	process_dates: [{"date":"2023-03-20","event":"填报日期"}]
	total_weight: 100
	total_score: 96.6
	grade: 优
	goal_expected: 开展技术培训1200人次，新建示范基地5个。
	资金 | 年度资金总额 | 200 | 200 | 180 | 10 | 90% | 9
	资金 | 其中:当年财政拨款 | 150 | 150 | 140 | | 93.33% |
	资金 | 上年结转资金 | 50 | 50 | 40 | | 80% |
	资金 | 其他资金 | 0 | 0 | 0 | | |
	产出指标(50分) | 数量指标 | 技术培训人次 | 20 | ≥1200人次 | | 1230人次 | 20 |
	产出指标(50分) | 数量指标 | 新建示范基地数量 | 10 | 5个 | | 4个 | 8 | 一个基地用地审批未完成
	产出指标(50分) | 质量指标 | 培训合格率 | 10 | 95% | | 98% | 10 |
	产出指标(50分) | 时效指标 | 完成时间 | 10 | 2022年12月底前 | | 2022年11月 | 10 |
	效益指标(30分) | 社会效益指标 | 带动农户数 | 20 | 300户 | | 294户 | 19.6 | 部分农户外出务工
	效益指标(30分) | 生态效益指标 | 农药使用量 | 10 | ≤20吨 | | 18吨 | 10 |
	满意度指标(10分) | 服务对象满意度指标 | 农户满意度 | 10 | 90% | | 95% | 10 |
`

func TestCheck_one_mistake_is_one_finding(t *testing.T) {
	t.Parallel()
	require.Empty(t, lines(sound.check(t)))
	for name, c := range map[string]struct {
		replace string
		by      string
		finding string
	}{
		"总分加错":       {"total_score: 96.6", "total_score: 97.6", "total_mismatch | null | total_score | 97.6 | 96.6"},
		"组内分值不足":     {"培训合格率 | 10 | 95% | | 98% | 10", "培训合格率 | 8 | 95% | | 98% | 10", "weight_mismatch | 产出指标(50分) | l1 | 50 | 48\nscore_out_of_range | 培训合格率 | score | 10 | 8"},
		"资金行权重与规定不符": {"total_weight: 100", "total_weight: 100\ndeclared_level1_weights: {\"预算执行率\":20}", "weight_mismatch | 年度资金总额 | weight | 10 | 20"},
		"规定的权重加错":    {"total_weight: 100", "total_weight: 100\ndeclared_level1_weights: {\"产出\":60,\"效益\":30,\"满意度\":20}", "weight_mismatch | null | declared_level1_weights | 110 | 100\nweight_mismatch | 产出指标(50分) | l1 | 50 | 60\nweight_mismatch | 满意度指标(10分) | l1 | 10 | 20"},
		"分值合计不足":     {"农户满意度 | 10 | 90%", "农户满意度 | 5 | 90%", "weight_mismatch | 满意度指标(10分) | l1 | 10 | 5\nscore_out_of_range | 农户满意度 | score | 10 | 5"},
		"执行率算错":      {"180 | 10 | 90% | 9", "180 | 10 | 95% | 9", "rate_mismatch | 年度资金总额 | rate | 95% | 90%"},
		"执行率百分数多一位":  {"140 | | 93.33% |", "140 | | 93.34% |", "rate_mismatch | 其中:当年财政拨款 | rate | 93.34% | 93.33%"},
		"资金得分进位":     {"180 | 10 | 90% | 9", "180 | 10 | 90% | 10", "total_mismatch | null | total_score | 96.6 | 97.6\nrate_mismatch | 年度资金总额 | score | 10 | 9.00"},
		"未达标得满分":     {"294户 | 19.6 | 部分农户外出务工", "294户 | 20 |", "total_mismatch | null | total_score | 96.6 | 97\nrate_mismatch | 带动农户数 | score | 20 | 19.60"},
		"反向指标超出得满分":  {"≤20吨 | | 18吨 | 10", "≤20吨 | | 25吨 | 10", "rate_mismatch | 农药使用量 | score | 10 | 8.00"},
		"资金来源加不拢":    {"上年结转资金 | 50 | 50 | 40", "上年结转资金 | 40 | 50 | 40", "summary_row_mismatch | 年度资金总额 | initial | 200 | 190"},
		"得分超过分值":     {"培训合格率 | 10 | 95% | | 98% | 10", "培训合格率 | 10 | 95% | | 98% | 11", "total_mismatch | null | total_score | 96.6 | 97.6\nscore_out_of_range | 培训合格率 | score | 11 | 10"},
		"得分为负":       {"4个 | 8 | 一个", "4个 | -8 | 一个", "total_mismatch | null | total_score | 96.6 | 80.6\nscore_out_of_range | 新建示范基地数量 | score | -8 | 0"},
		"指标值空":       {"农户满意度 | 10 | 90%", "农户满意度 | 10 |", "missing_target | 农户满意度 | target | 空 | 应填写"},
		"完成值填横线":     {"≤20吨 | | 18吨 | 10", "≤20吨 | | —— | 10", "missing_actual | 农药使用量 | actual | 空 | 应填写"},
		"得分空":        {"≤20吨 | | 18吨 | 10", "≤20吨 | | 18吨 |", "missing_score | 农药使用量 | score | 空 | 10"},
		"照抄目标":       {"≥1200人次 | | 1230人次", "≥1200人次 | | ≥1200人次", "actual_copies_target | 技术培训人次 | actual | ≥1200人次 | ≥1200人次"},
		"照抄目标，写法不同":  {"≥1200人次 | | 1230人次", "≥1200人次 | | 不少于１２００人次", "actual_copies_target | 技术培训人次 | actual | 不少于１２００人次 | ≥1200人次"},
		"没有原因":       {"19.6 | 部分农户外出务工", "19.6 |", "missing_reason | 带动农户数 | deviation_reason | 空 | 应说明原因"},
		"原因填无":       {"19.6 | 部分农户外出务工", "19.6 | 无", "placeholder_reason | 带动农户数 | deviation_reason | 无 | 应说明原因"},
		"原因填斜线":      {"19.6 | 部分农户外出务工", "19.6 | /", "placeholder_reason | 带动农户数 | deviation_reason | / | 应说明原因"},
		"留着提示语":      {"19.6 | 部分农户外出务工", "19.6 | 偏差原因分析及改进措施", "placeholder_reason | 带动农户数 | deviation_reason | 偏差原因分析及改进措施 | 应说明原因"},
		"满分也留着提示语":   {"1230人次 | 20 |", "1230人次 | 20 | 请填写未完成原因", "placeholder_reason | 技术培训人次 | deviation_reason | 请填写未完成原因 | 应说明原因"},
		"超额":         {"≥1200人次 | | 1230人次", "≥1200人次 | | 1560人次", "overachieved | 技术培训人次 | actual | 1560人次 | 130%"},
		"率的单位是人":     {"95% | | 98%", "95人 | | 98人", "unit_mismatch | 培训合格率 | target | 95人 | %"},
		"单位不一致":      {"≤20吨 | | 18吨", "≤20吨 | | 18亩", "unit_mismatch | 农药使用量 | actual | 18亩 | ≤20吨"},
		"数量填百分比":     {"≥1200人次 | | 1230人次", "≥1200人次 | | 100%", "unit_mismatch | 技术培训人次 | actual | 100% | ≥1200人次"},
		"等级偏高":       {"grade: 优", "grade: 良", "grade_mismatch | null | grade | 良 | 优"},
		"档位当值":       {"95% | | 98%", "95% | | 100%-80%(含)", "band_as_value | 培训合格率 | actual | 100%-80%(含) | 应填写具体数值"},
		"档位名称当数":     {"95% | | 98%", "95% | | 达成年度指标", "band_as_value | 培训合格率 | actual | 达成年度指标 | 应填写具体数值"},
		"档位清单当值":     {"95% | | 98%", "优良中低差 | | 98%", "band_as_value | 培训合格率 | target | 优良中低差 | 应填写具体数值"},
		"标题年度不同":     {"source_title: 2022年度", "source_title: 2021年度", "year_mismatch | null | year | 2022 | 2021"},
		"公开早于年度":     {"published: 2023-05-10", "published: 2021-05-10", "year_mismatch | null | published | 2021-05-10 | 2022\ndate_order | null | published | 2021-05-10 | 2023-03-20"},
		"目标与指标的数不同":  {"开展技术培训1200人次", "开展技术培训1500人次", "count_inconsistent | 技术培训人次 | target | ≥1200人次 | 1500人次"},
		"公开早于填报":     {"published: 2023-05-10", "published: 2023-03-10", "date_order | null | published | 2023-03-10 | 2023-03-20"},
		"逾期未扣分":      {"2022年12月底前 | | 2022年11月", "2022年12月底前 | | 2023年1月", "date_order | 完成时间 | actual | 2023年1月 | 2022年12月底前"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flawed := replaced(t, sound, c.replace, c.by)
			require.Equal(t, strings.Split(c.finding, "\n"), lines(flawed.check(t)))
		})
	}
}

// Tables in the manner of many regions with the mistakes they really have.
func TestCheck_flawed_tables(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		table    given
		findings []string
	}{
		"达标却扣分": {`
			year: 2022
			产出指标 | 数量指标 | 修缮面积 | 10 | 600平方米 | | 600平方米 | 9 |
			产出指标 | 质量指标 | 验收 | 10 | 合格 | | 合格 | 10 |
		`, []string{
			"missing_reason | 修缮面积 | deviation_reason | 空 | 应说明原因",
			"deducted_though_met | 修缮面积 | score | 9 | 10",
		}},
		"执行率低而产出满分": {`
			year: 2023
			资金 | 年度资金总额 | 500 | 500 | 160 | 10 | 32% | 3.2
			产出指标 | 数量指标 | 建成泵站 | 30 | 3座 | | 3座 | 30 |
			产出指标 | 质量指标 | 验收合格率 | 20 | 100% | | 100% | 20 |
			效益指标 | 社会效益 | 受益 | 30 | 明显 | | 明显 | 30 |
		`, []string{"low_execution_full_output | 年度资金总额 | rate | 32% | 100%"}},
		"同一指标两处计分": {`
			year: 2023
			效益指标 | 社会效益 | 服务对象满意度 | 10 | 90% | | 95% | 10 |
			满意度指标 | 满意度指标 | 服务对象满意度 | 10 | 90% | | 95% | 10 |
		`, []string{"fact_scored_twice | 服务对象满意度 | l3 | 10 | 10"}},
		"子项之和不等于父项": {`
			year: 2023
			truncated_at: 质量指标
			产出指标 | 数量指标 | 补助面积 | 20 | 30亩 | | 30亩 | 20 |
			产出指标 | 数量指标 | 其中:桃 | | 10亩 | | 10亩 | | | {"parent":"补助面积"}
			产出指标 | 数量指标 | 其中:梨 | | 15亩 | | 15亩 | | | {"parent":"补助面积"}
			产出指标 | 数量指标 | 示范区 | | 20组 | | 20组 | 15 |
			产出指标 | 数量指标 | 1、早稻 | | 8组 | | 8组 | 8 | | {"parent":"示范区"}
			产出指标 | 数量指标 | 2、晚稻 | | 9组 | | 9组 | 6 | | {"parent":"示范区"}
			产出指标 | 质量指标 | 合格 | 5 | 合格 | | 合格 | 5 |
		`, []string{
			"count_inconsistent | 补助面积 | target | 30亩 | 25亩",
			"summary_row_mismatch | 示范区 | score | 15 | 14",
			"fact_scored_twice | 示范区 | score | 15 | 14",
			"count_inconsistent | 示范区 | target | 20组 | 17组",
		}},
		"合计行加错": {`
			excerpt_complete: true
			year: 2022
			total_score: 98
			资金 | 年度资金总额 | 10 | 10 | 10 | 10 | 100% | 10
			产出指标 | 数量指标 | 规划 | 50 | 1部 | | 1部 | 50 |
			效益指标 | 社会效益 | 引领 | 30 | 较强 | | 较强 | 30 |
			满意度指标 | 满意度 | 公众满意度 | 10 | 90% | | 72% | 8 | 公示时间短
			总分 | | | 100 | | | | 99 |
		`, []string{"summary_row_mismatch | 总分 | score | 99 | 98"}},
		"被截断以前的一组，分值不足": {`
			truncated_at: 效益指标
			year: 2022
			产出指标(50分) | 数量指标 | 甲项任务 | 20 | 1部 | | 1部 | 20 |
			产出指标(50分) | 质量指标 | 乙项任务 | 20 | 较强 | | 较强 | 20 |
			效益指标(30分) | 社会效益 | 丙项任务 | 10 | 较强 | | 较强 | 10 |
		`, []string{"weight_mismatch | 产出指标(50分) | l1 | 50 | 40"}},
		"总分与等级": {`
			year: 2022
			total_score: 89.5
			grade: 优秀
			产出指标 | 数量指标 | 规划 | | 1部 | | 1部 | |
		`, []string{"grade_mismatch | null | grade | 优秀 | 良"}},
		"各项分值超过满分，节选也算": {`
			year: 2022
			资金 | 年度资金总额 | 10 | 10 | 10 | 10 | 100% | 10
			产出指标 | 数量指标 | 甲 | 60 | 1部 | | 1部 | 60 |
			效益指标 | 社会效益 | 乙 | 40 | 较强 | | 较强 | 40 |
		`, []string{"weight_mismatch | null | total_weight | 100 | 110"}},
		"满分写成一百一十": {`
			excerpt_complete: true
			year: 2022
			total_weight: 110
			资金 | 年度资金总额 | 10 | 10 | 10 | 10 | 100% | 10
			产出指标 | 数量指标 | 甲 | 60 | 1部 | | 1部 | 60 |
			效益指标 | 社会效益 | 乙 | 40 | 较强 | | 较强 | 40 |
		`, []string{"weight_mismatch | null | total_weight | 110 | 100"}},
		"完整的表分值不足一百": {`
			excerpt_complete: true
			year: 2022
			资金 | 年度资金总额 | 10 | 10 | 10 | 10 | 100% | 10
			产出指标 | 数量指标 | 甲 | 50 | 1部 | | 1部 | 50 |
			效益指标 | 社会效益 | 乙 | 30 | 较强 | | 较强 | 30 |
		`, []string{"weight_mismatch | null | total_weight | 100 | 90"}},
		"总分超过满分": {`
			year: 2022
			total_score: 105
			产出指标 | 数量指标 | 甲 | 60 | 1部 | | 1部 | 60 |
		`, []string{"score_out_of_range | null | total_score | 105 | 100"}},
		"完工早于开工": {`
			year: 2022
			产出指标 | 时效指标 | 开工时间 | 10 | 2022年3月 | | 2022年3月 | 10 |
			产出指标 | 时效指标 | 竣工时间 | 10 | 2022年12月 | | 2022年1月 | 10 |
		`, []string{"date_order | 竣工时间 | actual | 2022年1月 | 2022年3月"}},
		"名称里的数与指标值": {`
			year: 2022
			产出指标 | 数量指标 | 配套变压器3台 | 10 | 2台 | | 2台 | 10 |
		`, []string{"count_inconsistent | 配套变压器3台 | target | 2台 | 3台"}},
		"三类资金超过总额": {`
			year: 2022
			资金 | 年度资金总额 | 100 | 100 | 90 | 10 | 90% | 9
			资金 | 其中:财政拨款 | 80 | 80 | 70 | | 87.5% |
			资金 | 其他资金 | 30 | 20 | 20 | | 100% |
		`, []string{"summary_row_mismatch | 年度资金总额 | initial | 100 | 110"}},
		"各级资金加不拢": {`
			excerpt_complete: true
			year: 2023
			资金 | 年度资金总额 | 500 | 500 | 450 | 10 | 90% | 9
			资金 | 其中:中央资金 | 200 | 200 | 180 | | 90% |
			资金 | 省级资金 | 150 | 150 | 135 | | 90% |
			资金 | 市级资金 | 100 | 150 | 135 | | 90% |
			产出指标 | 数量指标 | 建成泵站 | 90 | 3座 | | 3座 | 90 |
		`, []string{"summary_row_mismatch | 年度资金总额 | initial | 500 | 450"}},
		"两级资金与其他资金加不拢": {`
			excerpt_complete: true
			year: 2023
			资金 | 年度资金总额 | | 500 | 400 | 10 | 80% | 8
			资金 | 1、省财政资金 | | 300 | 200 | | 66.67% |
			资金 | 2、县财政资金 | | 100 | 100 | | 100% |
			资金 | 3、自筹资金 | | 0 | 0 | | |
			产出指标 | 数量指标 | 建成泵站 | 90 | 3座 | | 3座 | 90 |
		`, []string{
			"summary_row_mismatch | 年度资金总额 | full_year | 500 | 400",
			"summary_row_mismatch | 年度资金总额 | executed | 400 | 300",
		}},
		"没有填写就公开": {`
			year: 2023
			goal_actual: 对照年度目标,说明相关任务目标的完成情况(100字以内)
			资金 | 总额 | 238.93 | 251.89 | 251.89 | 10 | 100.00% |
			资金 | 其中:财政资金 | 238.93 | 251.89 | 251.89 | / | 100.00% | /
			产出指标 | 数量指标 | 发放覆盖率 | 60 | 100 | % | | | | {"operator":"="}
			效益指标 | 社会效益指标 | 足额保障率（参保率） | 30 | 100 | % | | | | {"operator":"="}
		`, []string{
			"placeholder_reason | null | goal_actual | 对照年度目标,说明相关任务目标的完成情况(100字以内) | 应填写",
			"missing_score | 总额 | score | 空 | 10",
			"missing_actual | 发放覆盖率 | actual | 空 | 应填写",
			"missing_score | 发放覆盖率 | score | 空 | 60",
			"missing_actual | 足额保障率（参保率） | actual | 空 | 应填写",
			"missing_score | 足额保障率（参保率） | score | 空 | 30",
		}},
		"资金合计填零": {`
			year: 2022
			资金 | 年度资金总额: | 0 | 0 | 0 | 10 | 0 | 0
			资金 | 其中:本年财政拨款 | 90 | 89.974 | 89.974 | | |
			资金 | 上年结转资金 | | | | | |
			产出指标(50分) | 数量指标 | 委托业务项目数量 | 8 | ≥50个 | | 50 | 8 |
			产出指标(50分) | 质量指标 | 报告合格率 | 8 | ≥100百分比 | | 100 | 8 |
			产出指标(50分) | 质量指标 | 支出合规性 | 8 | 严格执行相关规定 | | 达成预期指标 | 8 |
			产出指标(50分) | 成本指标 | 项目总成本 | 8 | ≤90万元 | | 90 | 8 |
		`, []string{
			"rate_mismatch | 年度资金总额: | rate | 0 | 100%",
			"summary_row_mismatch | 年度资金总额: | initial | 0 | 90",
			"summary_row_mismatch | 年度资金总额: | full_year | 0 | 89.974",
			"summary_row_mismatch | 年度资金总额: | executed | 0 | 89.974",
		}},
		"率的度量单位是人": {`
			year: 2022
			产出指标 | 质量指标 | 家庭医生签约率 | 10 | 24694 | 人 | 24700 | 10 |
		`, []string{"unit_mismatch | 家庭医生签约率 | target | 24694 | %"}},
		"完成值以元计": {`
			year: 2022
			效益指标 | 经济效益 | 村集体增收 | 10 | ≥50万元 | | 520000 | 10 |
		`, []string{"unit_mismatch | 村集体增收 | actual | 520000 | ≥50万元"}},
		"执行数以元计": {`
			year: 2022
			资金 | 年度资金总额 | 150 | 150 | 1252500 | 10 | 83.5% | 8.35
		`, []string{"unit_mismatch | 年度资金总额 | executed | 1252500 | 150"}},
		"支付率又计一次": {`
			year: 2022
			资金 | 年度资金总额 | 300 | 300 | 259.45 | 10 | 86.48% | 8.65
			产出指标 | 时效指标 | 资金支付率 | 8 | 100% | | 86.48% | 6.92 | 尾款待结算
		`, []string{"fact_scored_twice | 资金支付率 | l3 | 6.92 | 8.65"}},
		"执行数为空却得分": {`
			excerpt_complete: true
			year: 2022
			资金 | 年度资金总额 | 300 | 300 | | 100 | | 100
		`, []string{"missing_actual | 年度资金总额 | executed | 空 | 应填写"}},
		"文字里的数": {`
			year: 2022
			产出指标 | 数量指标 | 完成情况 | 10 | 完成培训120人 | | 完成培训90人 | 10 |
		`, []string{"rate_mismatch | 完成情况 | score | 10 | 7.50"}},
		"单位另列一栏的数与目标、名称不同": {`
			year: 2022
			goal_expected: 免费开放图书馆8个，免费开放文化馆5个。
			产出指标 | 数量指标 | 免费开放图书馆 | 10 | 9 | 个 | 9 | 10 |
			产出指标 | 数量指标 | 免费开放博物馆8个 | 10 | 9 | 个 | 9 | 10 |
			产出指标 | 数量指标 | 免费开放文化馆 | 10 | 5 | 个 | 5 | 10 |
		`, []string{
			"count_inconsistent | 免费开放图书馆 | target | 9 | 8个",
			"count_inconsistent | 免费开放博物馆8个 | target | 9 | 8个",
		}},
		"以元计的成本等于以万元计的预算": {`
			year: 2022
			资金 | 年度资金总额 | 480 | 480 | 408 | 10 | 85% | 8.5
			产出指标 | 成本指标 | 项目总成本 | 10 | 4800000 | 元 | 4800000 | 10 |
			产出指标 | 数量指标 | 发放补助资金 | 10 | 4800000 | 元 | 4080000 | 8.5 | 部分对象没有申领
		`, []string{
			"count_inconsistent | 项目总成本 | actual | 4800000 | 408",
			"fact_scored_twice | 发放补助资金 | l3 | 8.5 | 8.5",
		}},
		"单位另列一栏的子项之和不等于父项": {`
			excerpt_complete: true
			year: 2022
			产出指标 | 数量指标 | 服务群众 | 20 | 30 | 万人次 | 30 | 20 |
			产出指标 | 数量指标 | 1、城镇 | | 200000 | 人次 | 200000 | | | {"parent":"服务群众"}
			产出指标 | 数量指标 | 2、乡村 | | 50000 | 人次 | 50000 | | | {"parent":"服务群众"}
		`, []string{"count_inconsistent | 服务群众 | target | 30 | 25"}},
		"资金行权重填错，得分按规定的权重": {`
			year: 2022
			declared_level1_weights: {"预算执行率":10}
			资金 | 年度资金总额 | 200 | 200 | 180 | 20 | 90% | 9
		`, []string{"weight_mismatch | 年度资金总额 | weight | 20 | 10"}},
		"资金行权重填错，得分按哪个权重都不对": {`
			year: 2022
			declared_level1_weights: {"预算执行率":10}
			资金 | 年度资金总额 | 200 | 200 | 180 | 20 | 90% | 8
		`, []string{"weight_mismatch | 年度资金总额 | weight | 20 | 10", "rate_mismatch | 年度资金总额 | score | 8 | 18.00"}},
		"扣了分而原因说没有偏差": {`
			year: 2022
			产出指标 | 数量指标 | 甲项任务 | 10 | 10个 | | 9个 | 9 | 没有偏差
			产出指标 | 数量指标 | 乙项任务 | 10 | 10个 | | 9个 | 9 | 未偏离
			产出指标 | 数量指标 | 丙项任务 | 10 | 10个 | | 9个 | 9 | 无偏差及改进措施
			产出指标 | 数量指标 | 丁项任务 | 10 | 10个 | | 9个 | 9 | 没有偏差审批权限，由市局统一办理
			产出指标 | 数量指标 | 戊项任务 | 10 | 10个 | | 10个 | 10 | 没有偏差
		`, []string{
			"placeholder_reason | 甲项任务 | deviation_reason | 没有偏差 | 应说明原因",
			"placeholder_reason | 乙项任务 | deviation_reason | 未偏离 | 应说明原因",
			"placeholder_reason | 丙项任务 | deviation_reason | 无偏差及改进措施 | 应说明原因",
		}},
		"增加分红不是加分项": {`
			year: 2022
			效益指标 | 经济效益 | 村集体增加分红 | 20 | | | | 20 |
			效益指标 | 经济效益 | 增加收入 | 10 | 5万元 | | 5万元 | 10 |
			满意度指标 | 满意度 | 群众满意度 | 10 | 90% | | 95% | 10 |
		`, []string{"missing_target | 村集体增加分红 | target | 空 | 应填写", "missing_actual | 村集体增加分红 | actual | 空 | 应填写"}},
		"执行率只写比例": {`
			year: 2022
			资金 | 年度资金总额 | 100 | 100 | 83.46 | 10 | 0.84 | 8
		`, []string{"rate_mismatch | 年度资金总额 | rate | 0.84 | 83.46%", "rate_mismatch | 年度资金总额 | score | 8 | 8.35"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.findings, lines(c.table.check(t)))
		})
	}
}

func TestCheck_messages_name_points_once(t *testing.T) {
	t.Parallel()
	g := given(`
		excerpt_complete: true
		year: 2022
		total_score: 100分
		资金 | 年度资金总额 | 100 | 100 | 80 | 10分 | 80% | 9 分
		产出指标 | 数量指标 | 甲项任务 | 30分 | 10个 | | 9个 | 28分 |
		产出指标 | 数量指标 | 乙项任务 | 30分 | 10个 | | | 30分 |
		产出指标 | 数量指标 | 丙项任务 | 30分 | 10个 | | 10个 | 29分 |
		总分 | | | | | | | 98分 |
	`)
	found := g.check(t)
	require.NotEmpty(t, found)
	for _, f := range found {
		require.NotRegexp(t, `分\s*分`, f.Message)
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	require.Len(t, table.Codes(), 21)
	seen := map[table.Code]bool{}
	for _, c := range table.Codes() {
		require.False(t, seen[c])
		seen[c] = true
	}
}
