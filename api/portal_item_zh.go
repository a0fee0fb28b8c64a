package api

// The words of the published score table.
const (
	headGroup  = "一级指标"
	headSecond = "二级指标"
	headName   = "指标"
	headUnit   = "计量单位"
	headTarget = "年度指标值"
	headActual = "实际完成值"
	headWeight = "分值"
	headScore  = "得分"
	headReason = "偏差原因分析及改进措施"
	headStated = "填报情况"

	wordGoal        = "年度总体目标"
	wordUnpublished = "未公布"
)

// moneyGroup names the rows about the money, with the unit of the amounts.
func moneyGroup(unit string) string {
	if unit == "" {
		return "项目资金"
	}
	return "项目资金（" + unit + "）"
}

// moneyStated says of a row about the money what has no column of its own.
func moneyStated(m MoneyRow) string {
	text := ""
	if m.Initial != "" {
		text = "年初预算数" + m.Initial
	}
	if m.Rate != "" {
		if text != "" {
			text += "，"
		}
		text += "执行率" + m.Rate
	}
	return text
}
