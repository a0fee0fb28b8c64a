package table_test

import "jiheng/internal/table"

// changed is a mutation that any scored row can make.
func changed(code table.Code, field string, also []table.Code, change func(r *table.Row)) mutation {
	return mutation{code, field, also, func(made *table.Table, i int) bool {
		change(&made.Rows[i])
		return true
	}}
}

// figures gives a row another target and another actual value, with nothing
// said about them.
func figures(r *table.Row, target, actual string) {
	r.Operator, r.Target, r.Actual, r.Unit, r.Reason = "", target, actual, "", ""
}

// missed makes a row miss its target by a quarter, with a score in proportion.
func missed(r *table.Row, reason string) {
	figures(r, "≥40个", "30个")
	r.Score, r.Reason = times(r.Weight, 75), reason
}

const someReason = "任务调整"

// rowMutations are the mistakes that a scored row can make.
var rowMutations = map[string]mutation{
	"得分高于分值":     changed(table.ScoreOutOfRange, "score", sums, func(r *table.Row) { r.Score = times(r.Weight, 120) }),
	"得分是负数":      changed(table.ScoreOutOfRange, "score", sums, func(r *table.Row) { r.Score = "-1" }),
	"分值是负数":      changed(table.ScoreOutOfRange, "weight", append(sums, table.WeightMismatch), func(r *table.Row) { r.Weight = "-" + r.Weight }),
	"指标值空着":      changed(table.MissingTarget, "target", nil, func(r *table.Row) { r.Target = "" }),
	"完成值空着":      changed(table.MissingActual, "actual", nil, func(r *table.Row) { r.Actual = "—" }),
	"得分空着":       changed(table.MissingScore, "score", nil, func(r *table.Row) { r.Score = "/" }),
	"得分不是数":      changed(table.MissingScore, "score", nil, func(r *table.Row) { r.Score = "约" + r.Weight }),
	"照抄指标值":      changed(table.ActualCopiesTarget, "actual", nil, func(r *table.Row) { figures(r, "≥37个", "≥37个") }),
	"用汉字照抄指标值":   changed(table.ActualCopiesTarget, "actual", nil, func(r *table.Row) { figures(r, "≥37个", "不低于37个") }),
	"照抄比率":       changed(table.ActualCopiesTarget, "actual", []table.Code{table.RateMismatch}, func(r *table.Row) { figures(r, "95%以上", "95％及以上") }),
	"扣了分没有原因":    changed(table.MissingReason, "deviation_reason", sums, func(r *table.Row) { missed(r, "") }),
	"扣了分原因填横线":   changed(table.MissingReason, "deviation_reason", sums, func(r *table.Row) { missed(r, " ") }),
	"扣了分原因填无":    changed(table.PlaceholderReason, "deviation_reason", sums, func(r *table.Row) { missed(r, "无") }),
	"扣了分原因填没有偏差": changed(table.PlaceholderReason, "deviation_reason", sums, func(r *table.Row) { missed(r, "不存在偏差") }),
	"原因填零":       changed(table.PlaceholderReason, "deviation_reason", []table.Code{table.Overachieved}, func(r *table.Row) { r.Reason = "0" }),
	"原因栏留着提示":    changed(table.PlaceholderReason, "deviation_reason", []table.Code{table.Overachieved}, func(r *table.Row) { r.Reason = "偏差原因分析及改进措施" }),
	"填的是档位":      changed(table.BandAsValue, "actual", nil, func(r *table.Row) { r.Actual = "80%-60%（含）" }),
	"单位不一致":      changed(table.UnitMismatch, "actual", nil, func(r *table.Row) { figures(r, "40公里", "40人") }),
	"超额一倍":       changed(table.Overachieved, "actual", nil, func(r *table.Row) { figures(r, "不少于40个", "80个") }),
	"晚于计划":       changed(table.DateOrder, "actual", nil, func(r *table.Row) { figures(r, "2011年9月底前", "2011年11月") }),
	"未达标却得满分":    changed(table.RateMismatch, "score", nil, func(r *table.Row) { figures(r, "≥40个", "30个") }),
	"写着没有完成却得满分": changed(table.RateMismatch, "score", nil, func(r *table.Row) { r.L3 = "交通标线施划"; figures(r, "按期完成", "未完成") }),
	"未达标得分算错":    changed(table.RateMismatch, "score", sums, func(r *table.Row) { missed(r, someReason); r.Score = times(r.Weight, 60) }),
	"反向指标超出却得满分": changed(table.RateMismatch, "score", nil, func(r *table.Row) { figures(r, "≤40个", "50个") }),
	"达标却扣分":      changed(table.DeductedThoughMet, "score", append(sums, table.MissingReason), func(r *table.Row) { figures(r, "37个", "37个"); r.Score = times(r.Weight, 90) }),
	"达标却扣分，反向指标": changed(table.DeductedThoughMet, "score", append(sums, table.MissingReason), func(r *table.Row) { figures(r, "≤3起", "0起"); r.Score = times(r.Weight, 90) }),
	"同一指标计两次": {table.FactScoredTwice, "l3", nil, func(made *table.Table, i int) bool {
		if i == 0 || !scored(made, i-1) {
			return false
		}
		for _, r := range []*table.Row{&made.Rows[i-1], &made.Rows[i]} {
			r.L3 = "全县道路交通标线施划里程"
			figures(r, "37公里", "37公里")
		}
		return true
	}},
}
